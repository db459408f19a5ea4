import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { functions, queues, schedules, streams, workflows } from '../../infra/catalog.ts';
import { leadTable } from '../../infra/table.ts';
import {
  named,
  ofType,
  productionTemplates,
  productionWarnings,
  type Resource,
  type StackTemplate,
  warningsOf,
} from './templates.ts';

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');

describe('alarms', () => {
  let alarms: [string, Resource][];

  beforeAll(() => {
    alarms = ofType(productionTemplates().Watch as StackTemplate, 'AWS::CloudWatch::Alarm');
  }, 60_000);

  function names(): string[] {
    return alarms.map(
      ([, { Properties }]) => String(Properties.AlarmDescription).split(':')[0] ?? '',
    );
  }

  it('tell of every machine, function, stream and schedule of the catalogue', () => {
    expect(names()).toEqual(
      expect.arrayContaining([
        ...Object.keys(workflows).map((name) => `${name}Failed`),
        ...Object.keys(functions).map((name) => `${name}Throttled`),
        ...Object.keys(functions)
          .filter((name) => name !== 'Authorizer')
          .map((name) => `${name}Errors`),
        ...streams.map((stream) => `${stream.function}Behind`),
        ...schedules.map((schedule) => `${schedule.function}Stopped`),
        ...schedules.map((schedule) => `${schedule.function}DeadLetters`),
        ...Object.keys(queues).flatMap((name) => [`${name}Waits`, `${name}DeadLetters`]),
        'ApiFails',
        'NoEligibleRep',
        'IssuerUnreachable',
        'SweepBusy',
        'SweepFailed',
        'SweepLate',
        'TableReadsThrottled',
        'TableWritesThrottled',
        'Unrelayed',
        'Parked',
        'EventsCut',
      ]),
    );
  });

  it('do not ring when somebody’s token has run out', () => {
    expect(names()).not.toContain('AuthorizerErrors');
  });

  it('do not wait for what no machine can do: none has a time after which it is over', () => {
    for (const { file } of Object.values(workflows)) {
      const machine = JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));
      expect(machine.TimeoutSeconds).toBeUndefined();
    }
    expect(names().filter((name) => name.endsWith('TimedOut'))).toEqual([]);
  });

  it('hold a sweep that never tells what it did for none, although it was called', () => {
    const [, { Properties } = { Properties: {} }] =
      alarms.find(([id]) => id.startsWith('AlarmsSweepStopped')) ?? [];

    expect(Properties).toMatchObject({
      MetricName: 'SweepSettled',
      Statistic: 'SampleCount',
      TreatMissingData: 'breaching',
    });
  });

  it('watch this stage and nobody else’s', () => {
    for (const [id, { Properties }] of alarms)
      expect(JSON.stringify(Properties.Dimensions), id).toMatch(
        /"Ref"|"Fn::|Leadloop-prod-|"prod"/,
      );
  });

  it('see the table’s indexes, whose throttling holds up the table', () => {
    for (const metric of ['ReadThrottleEvents', 'WriteThrottleEvents']) {
      const watched = alarms.flatMap(([, { Properties }]) =>
        Properties.MetricName === metric ? [Properties.Dimensions as Dimensions] : [],
      );

      const indexes = watched.map(
        (dimensions) => dimensions.find(({ Name }) => Name === 'GlobalSecondaryIndexName')?.Value,
      );
      expect(indexes).toEqual([undefined, ...leadTable.indexes.map((index) => index.name)]);
    }
  });

  it('are told when it is over, too', () => {
    for (const [, { Properties }] of alarms) {
      expect(Properties.AlarmActions).toHaveLength(1);
      expect(Properties.OKActions).toEqual(Properties.AlarmActions);
    }
  });

  it('reach a person: by a topic to which CloudWatch may publish, with a key that it may use', () => {
    const { Watch, Data } = productionTemplates();
    const topics = new Set(
      alarms.flatMap(([, { Properties }]) => (Properties.AlarmActions as unknown[]).map(named)),
    );
    expect([...topics]).toEqual(['AlarmTopic']);

    const [[, topic] = []] = ofType(Watch, 'AWS::SNS::Topic');
    const [[, policy] = []] = ofType(Watch, 'AWS::SNS::TopicPolicy');
    const [[, key] = []] = ofType(Data, 'AWS::KMS::Key');
    const [[, mail] = []] = ofType(Watch, 'AWS::SNS::Subscription');

    expect([policy?.Properties.Topics].flat().map(named)).toEqual(['AlarmTopic']);
    expect(allowedToAlarms(policy?.Properties.PolicyDocument)).toEqual(['sns:Publish']);
    expect(named(topic?.Properties.KmsMasterKeyId)).toBe('DataKey');
    expect(allowedToAlarms(key?.Properties.KeyPolicy)).toEqual([
      'kms:Decrypt',
      'kms:GenerateDataKey',
    ]);
    expect(mail?.Properties).toMatchObject({ Protocol: 'email', Endpoint: 'ops@example.com' });
  });

  it('warn at synth when a stage that keeps its data names nobody to tell', () => {
    const warning = expect.stringMatching(/tells nobody of alarms: name somebody/);

    expect(warningsOf({ stage: 'dev' })).toContainEqual(warning);
    expect(productionWarnings()).not.toContainEqual(warning);
  }, 60_000);

  it('have a line in the runbook each', () => {
    const missing = names().filter((name) => !isInRunbook(name));

    expect(missing).toEqual([]);
  });

  it('are no more than the runbook knows', () => {
    const headings = [...runbook.matchAll(/^\| `([\w*]+)` \|/gm)].map(
      ([, heading]) => heading ?? '',
    );

    // Those of the lake are held to its own stack (lake.test.ts).
    const ofStage = headings.filter((heading) => !heading.startsWith('Lake'));
    const unknown = ofStage.filter(
      (heading) => !names().some((name) => patternOf(heading).test(name)),
    );
    expect(unknown).toEqual([]);
  });
});

/** A row of the runbook's table may stand for all of a kind: `*Errors`. */
function isInRunbook(name: string): boolean {
  const headings = [...runbook.matchAll(/^\| `([\w*]+)` \|/gm)].map(([, heading]) => heading ?? '');
  return headings.some((heading) => patternOf(heading).test(name));
}

function patternOf(heading: string): RegExp {
  return new RegExp(`^${heading.replaceAll('*', '\\w+')}$`);
}

type Dimensions = readonly { readonly Name: string; readonly Value: unknown }[];

/** What a policy lets CloudWatch do for alarms of this account only. */
function allowedToAlarms(policy: unknown): readonly string[] {
  const { Statement } = policy as {
    Statement: {
      Effect: string;
      Principal: unknown;
      Action: string | string[];
      Condition?: unknown;
    }[];
  };
  const found = Statement.filter(
    ({ Effect, Principal, Condition }) =>
      Effect === 'Allow' &&
      JSON.stringify(Principal) === '{"Service":"cloudwatch.amazonaws.com"}' &&
      JSON.stringify(Condition) ===
        '{"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}}',
  );
  return found.flatMap(({ Action }) => Action);
}
