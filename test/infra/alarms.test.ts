import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { functions, schedules, streams, workflows } from '../../infra/catalog.ts';
import { ofType, productionTemplates, type Resource, type StackTemplate } from './templates.ts';

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');

describe('alarms', () => {
  let alarms: [string, Resource][];

  beforeAll(() => {
    alarms = ofType(productionTemplates().Lifecycle as StackTemplate, 'AWS::CloudWatch::Alarm');
  }, 60_000);

  function names(): string[] {
    return alarms.map(
      ([, { Properties }]) => String(Properties.AlarmDescription).split(':')[0] ?? '',
    );
  }

  it('tell of every machine, function, stream and schedule of the catalogue', () => {
    expect(names()).toEqual(
      expect.arrayContaining([
        ...Object.keys(workflows).flatMap((name) => [`${name}Failed`, `${name}TimedOut`]),
        ...Object.keys(functions).map((name) => `${name}Errors`),
        ...streams.map((stream) => `${stream.function}Behind`),
        ...schedules.map((schedule) => `${schedule.function}Stopped`),
        ...schedules.map((schedule) => `${schedule.function}DeadLetters`),
        'ApiFails',
        'NoEligibleRep',
        'SweepBusy',
        'Unrelayed',
      ]),
    );
  });

  it('reach somebody, and tell when it is over', () => {
    for (const [, { Properties }] of alarms) {
      expect(Properties.AlarmActions).toHaveLength(1);
      expect(Properties.OKActions).toEqual(Properties.AlarmActions);
    }
  });

  it('have a line in the runbook each', () => {
    const missing = names().filter((name) => !isInRunbook(name));

    expect(missing).toEqual([]);
  });

  it('are no more than the runbook knows', () => {
    const headings = [...runbook.matchAll(/^\| `([\w*]+)` \|/gm)].map(
      ([, heading]) => heading ?? '',
    );

    const unknown = headings.filter(
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
