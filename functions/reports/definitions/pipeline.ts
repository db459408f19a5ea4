// What stands open, how long it has stood where it stands, and what is missing to go on (A0-12).

import { dayOfDate } from '../../leads/calendar/local-days.ts';
import { binOf } from '../bins.ts';
import { counted } from '../figures/figures.ts';
import {
  binsBy,
  type Column,
  type Components,
  count,
  money,
  namesUnder,
  type ReportDefinition,
  type Span,
  times,
  timesOf,
  timesUnder,
} from '../report.ts';
import { summed } from '../tally.ts';
import { FEWEST } from '../wilson.ts';

const DAY = 24 * 3_600_000;

/** `since:STAGE:DAY`: how long it has been there at the end of the day that is asked for, in milliseconds. */
function ageOf(component: string, { asOf }: Span): { stage: string; millis: number } | undefined {
  const { stage, day } = /^since:(?<stage>.+):(?<day>[\d-]+)$/.exec(component)?.groups ?? {};
  if (stage === undefined || day === undefined) return undefined;
  return { stage, millis: (dayOfDate(asOf) - dayOfDate(day) + 1) * DAY };
}

/** Half of all that have left the stage had left it by then; nothing where too few have left it to say. */
function usualStays(rows: readonly Components[]): ReadonlyMap<string, number> {
  const all = summed(rows);
  const stages = new Set(namesUnder(rows, 't:').map((name) => name.replace(/:\d+$/, '')));
  return new Map(
    [...stages].flatMap((stage) => {
      const { n, median } = timesUnder(all, `t:${stage}`);
      return median === null || n < FEWEST ? [] : [[stage, median] as const];
    }),
  );
}

/** Open ones that have been in their stage for longer than is usual there. */
function older(usual: ReadonlyMap<string, number>): Column {
  const isOlder = (component: string, span: Span) => {
    const age = ageOf(component, span);
    return age !== undefined && age.millis > (usual.get(age.stage) ?? Number.POSITIVE_INFINITY);
  };
  return {
    key: 'older than usual',
    title: 'older than usual',
    kind: 'count',
    of: (components, span) =>
      [...components].reduce((sum, [one, each]) => (isOlder(one, span) ? sum + each : sum), 0),
    behind: isOlder,
  };
}

const age: Column = {
  key: 'age in stage',
  title: 'age in stage',
  kind: 'times',
  clock: 'elapsed',
  of: (components, span) =>
    timesOf(
      binsBy(components, (one) => {
        const found = ageOf(one, span);
        return found && binOf(found.millis);
      }),
    ),
  behind: (component, span) => ageOf(component, span) !== undefined,
};

const usualStay: Column = {
  ...times('usual stay', 't', 'elapsed'),
  // Of all stages together.
  of: (components) =>
    timesOf(
      binsBy(components, (one) =>
        one.startsWith('t:') ? Number(one.slice(one.lastIndexOf(':') + 1)) : undefined,
      ),
    ),
};

export const pipeline: ReportDefinition = {
  counted: 'pipeline',
  question: 'What stands open in which stage, for how long, and what does it wait for?',
  population:
    'Opportunities that were open at the end of the day, of leads that were not merged into another.',
  cannotSay:
    'Whether a stage that a rep entered is true. What he wrote as next step or competitor is told as it is now, beside each.',
  dimensions: counted.pipeline.dimensions,
  views: {
    open: {
      period: 'day',
      open: true,
      by: 'stage',
      definition:
        'Age is since it came to its stage; usual is how long those stayed who have left that stage, and older than usual is more than half of them did (told from ten on). Stalled is that nobody has written on it for as long as the policy allows.',
      columns: (rows) => [
        count('open', 'n'),
        money('amount', 'a'),
        age,
        usualStay,
        older(usualStays(rows)),
        count('stalled'),
        count('with a next step', 'told:nextStep'),
        count('with a competitor', 'told:competitor'),
        count('resources asked for', 'told:resourceAsks'),
      ],
    },
    moves: {
      period: 'day',
      by: 'stage',
      definition:
        'Opportunities that came to the stage and that left it on the days of the period, to another or because they ended, and how long those had stayed.',
      columns: () => [count('entered'), count('left'), times('stay', 't:stay', 'elapsed')],
    },
  },
};
