// The commands of README.md and of the runbook, as far as they go without AWS.

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { keyAt } from '../../functions/adapters/table/keys.ts';
import { keyOf } from '../../functions/adapters/table/rows.ts';
import { executionName, LeadId } from '../../functions/leads/ids.ts';
import { ofType, productionTemplates, templatesOf } from './templates.ts';

const readme = page('README.md');
const runbook = page('docs/runbook.md');

/** Hands out the queue's oldest message; functions fail at `fails`; DynamoDB takes all rows but one, where there are more. */
const FAKE_AWS = `#!/usr/bin/env bash
case "$1 $2" in
  'sqs receive-message') oldest=$(ls queue | head -n 1); [ -z "$oldest" ] || cat "queue/$oldest" ;;
  'sqs delete-message') rm "queue/\${@: -1}" ;;
  'lambda invoke')
    jq -c . body.json >>invoked.log
    if grep -q fails body.json; then echo '{"StatusCode": 200, "FunctionError": "Unhandled"}'
    else echo '{"StatusCode": 200}'; fi
    touch answer.json ;;
  'dynamodb batch-write-item')
    jq -c . left.json >>written.log
    jq 'if (.Table | length) > 1 then {Table: .Table[:1]} else {} end' left.json ;;
  'dynamodb query')
    jq -c . <<<"\${@: -1}" >>asked.log
    echo '{"Items": [{"pk": {"S": "p"}, "sk": {"S": "s"}, "row": {"S": "{}"}}]}' ;;
  'stepfunctions describe-execution') jq -cn --arg arn "$4" '$arn' >>executions.log; echo '{}' ;;
  'stepfunctions get-execution-history') echo '{"events": []}' ;;
  'logs filter-log-events')
    [[ "$6" == *'$.leadId = "lead_01K4ZX5G7T0000000000000000"'* ]] &&
      echo '{"events": [{"message": "{\\"leadId\\": \\"lead_01K4ZX5G7T0000000000000000\\", \\"outcome\\": \\"failed\\", \\"text\\": \\"Li Lei\\"}"}]}' ;;
esac
`;

function page(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** Each `cdk …` or `npx cdk …` of a text, to the end of its code or of its part of a line. */
function cdkCommands(text: string): string[] {
  return [...text.matchAll(/npx (cdk (?:bootstrap|deploy|diff|destroy|synth)[^`&#\n]*)/g)].map(
    ([, command]) => (command ?? '').trim().replaceAll('STAGE', 'dev'),
  );
}

/** What the command's `-c name=value` say. */
function contextOf(command: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...command.matchAll(/-c ([\w@/:-]+)=(\S+)/g)].map(([, name, value]) => [name, value]),
  );
}

describe('the CDK commands that are written', () => {
  const commands = [...new Set([...cdkCommands(readme), ...cdkCommands(runbook)])];

  it('are those of a deployment, from the first to the last', () => {
    const verbs = commands.map((command) => command.split(' ')[1]);

    expect(new Set(verbs)).toEqual(new Set(['bootstrap', 'deploy', 'diff', 'destroy']));
  });

  it.each(commands)(
    'make templates with their own context: %s',
    (command) => {
      expect(Object.keys(templatesOf(contextOf(command)))).toContain('Lifecycle');
    },
    60_000,
  );

  it('make templates with what China needs besides the stage', () => {
    const [flags] = /-c region=cn-[^`]+/.exec(readme) ?? [''];

    const templates = templatesOf({ stage: 'dev', ...contextOf(flags) });
    expect(Object.keys(templates)).toEqual(['Data', 'Lifecycle', 'Watch']);
  }, 60_000);

  it('would fail without a stage', () => {
    expect(() => templatesOf(contextOf('cdk bootstrap'))).toThrow('which stage?');
  });
});

describe('names that the runbook looks up', () => {
  const lookups = [...runbook.matchAll(/\bname ((?:\w+::\w+) \w+(?: [A-Z]\w+)?)/g)].map(
    ([, lookup]) => lookup ?? '',
  );

  it.each([...new Set(lookups)])(
    'are those of one resource: %s',
    (lookup) => {
      const [type, beginning = '', stack = 'Lifecycle'] = lookup.split(' ');

      const found = ofType(productionTemplates()[stack], `AWS::${type}`).filter(([id]) =>
        id.startsWith(beginning),
      );
      expect(found).toHaveLength(1);
    },
    60_000,
  );
});

describe('shell of the runbook', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadloop-runbook-'));
  mkdirSync(join(folder, 'queue'));
  writeFileSync(join(folder, 'aws'), FAKE_AWS);
  chmodSync(join(folder, 'aws'), 0o755);
  afterAll(() => rmSync(folder, { recursive: true }));

  function run(script: string): void {
    const PATH = `${folder}:${process.env.PATH}`;
    execFileSync('bash', ['-c', script], { cwd: folder, env: { ...process.env, PATH } });
  }

  function lines(file: string): unknown[] {
    const text = readFileSync(join(folder, file), 'utf8').trim();
    return text.split('\n').map((line) => JSON.parse(line));
  }

  it('replays an event, and what Lambda wrapped, and keeps what fails again', () => {
    const event = { source: 'leads', detail: { id: 'one' } };
    const wrapped = { requestPayload: { source: 'leads', detail: { id: 'two' } }, version: '1.0' };
    const failing = { source: 'leads', detail: { id: 'fails' } };
    for (const [index, body] of [event, wrapped, failing].entries()) {
      const message = { ReceiptHandle: `${index}`, Body: JSON.stringify(body) };
      writeFileSync(join(folder, 'queue', `${index}`), JSON.stringify({ Messages: [message] }));
    }

    run(`name() { echo "$2"; }\n${block('Replay dead letters')}`);

    expect(lines('invoked.log')).toEqual([event, wrapped.requestPayload, failing]);
    expect(readdirSync(join(folder, 'queue'))).toEqual(['2']);
  });

  it('loads rows by 25, and again what DynamoDB did not take', () => {
    const puts = Array.from({ length: 60 }, (_, index) => ({
      PutRequest: { Item: { pk: { S: `${index}` } } },
    }));
    writeFileSync(join(folder, 'rows.json'), puts.map((put) => JSON.stringify(put)).join('\n'));

    run(`${block('Loading rows')}\nload Table rows.json`);

    const batches = lines('written.log') as { Table: unknown[] }[];
    expect(Math.max(...batches.map(({ Table }) => Table.length))).toBe(25);
    expect(batches.flatMap(({ Table }) => Table).length).toBeGreaterThan(puts.length);
    expect(
      new Set(batches.flatMap(({ Table }) => Table.map((row) => JSON.stringify(row)))),
    ).toEqual(new Set(puts.map((put) => JSON.stringify(put))));
    expect(readdirSync(folder).filter((file) => file.startsWith('batch.'))).toEqual([]);
  });

  it('goes from a lead that is stuck to its rows, its events, its execution and its log lines', () => {
    const lead = LeadId.parse('lead_01K4ZX5G7T0000000000000000');
    const script = block('One lead is stuck').replaceAll('lead_01…', lead);

    run(`name() { echo "arn:aws:states:eu-west-1:1:stateMachine:$2"; }\n(${script}) >stuck.txt`);

    const pks = [
      keyOf('lead', { leadId: lead }),
      keyAt('event', [{ scope: lead }, { at: 1, index: 0 }]),
    ];
    expect(lines('asked.log')).toEqual(pks.map(({ pk }) => ({ ':pk': { S: pk } })));
    expect(lines('executions.log')).toEqual([
      `arn:aws:states:eu-west-1:1:execution:WorkflowsLeadJourney:${executionName(lead, 'c1', 0)}`,
    ]);
    const said = readFileSync(join(folder, 'stuck.txt'), 'utf8');
    expect(said).toContain('"outcome":"failed"');
    expect(said).not.toContain('Li Lei');
  });

  it('finds a lead’s rows and its events by the keys that the table has', () => {
    const lead = 'lead_01K4ZX5G7T0000000000000000';
    const keys = [
      keyOf('lead', { leadId: LeadId.parse(lead) }),
      keyAt('event', [{ scope: lead }, { at: 1, index: 0 }]),
    ];
    const script = block('Restore from a point in time').replaceAll('lead_01…', lead);

    rmSync(join(folder, 'asked.log'), { force: true });
    run(`load() { cat "$2" >>loaded.json; }\n${script}`);

    const pks = keys.map(({ pk }) => pk);
    expect(lines('asked.log')).toEqual([...pks, ...pks].map((pk) => ({ ':pk': { S: pk } })));
    expect(lines('loaded.json').at(0)).toEqual({
      DeleteRequest: { Key: { pk: { S: 'p' }, sk: { S: 's' } } },
    });
    expect(lines('loaded.json').at(-1)).toMatchObject({
      PutRequest: { Item: { row: { S: '{}' } } },
    });
  });

  it('erases again who was erased since, in the table and with the pepper of the stage', () => {
    const stand = 'name() { echo "$2"; }\naws() { echo "pepper of $4"; }\n';
    const npm = 'npm() { echo "$IDENTITY_PEPPER: $*" >>erased.txt; }\n';

    run(`${stand}${npm}${block('Erase again after a restore')}`);

    expect(readFileSync(join(folder, 'erased.txt'), 'utf8')).toBe(
      'pepper of IdentityPepper: run erase-again -- --table LeadTable --since 2026-09-01T00:00:00Z --from OLD\n',
    );
    expect(JSON.parse(page('package.json')).scripts).toHaveProperty('erase-again');
  });
});

/** The shell blocks under that heading, at whatever depth they are, as one script. */
function block(heading: string): string {
  const section = runbook.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, script]) => script).join('');
}
