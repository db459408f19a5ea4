// What the runs of a policy replay come to: what happened (A) beside the recorded policy through the people model (A′); and only where
// these agree, each changed policy (B) and how it differs, lead by lead paired.

import { rateOf } from '../../../functions/reports/wilson.ts';
import type { Course } from './course.ts';
import { FIGURES, type FigureName, figureNames, figureOf } from './figures.ts';
import { type Interval, intervalOf, lies } from './interval.ts';

/** A world whose policy is changed; `near`: how far people move with a deadline, from 0, not at all, to 1, in proportion. */
export interface ChangedWorld {
  readonly name: string;
  readonly near: number;
}

/** What one run came to in each world: sums over all leads. */
export interface RunSums {
  readonly run: number;
  readonly recorded: Course;
  /** In the order of the changed worlds. */
  readonly changed: readonly Course[];
  /** Leads of the later half, through people known by the earlier half only; in some of the runs. */
  readonly later?: Course | undefined;
}

/** What happened to all leads, and to those of the later half. */
export interface Happened {
  readonly all: Course;
  readonly later: Course;
}

export interface FigureOfWorlds {
  readonly name: FigureName;
  readonly happened: number;
  readonly recorded: Interval;
  /** Whether what happened lies within the interval of the recorded policy. */
  readonly agrees: boolean;
}

export interface Changed extends ChangedWorld {
  readonly figures: readonly {
    readonly name: FigureName;
    readonly value: Interval;
    readonly difference: Interval;
  }[];
}

export interface Conclusion {
  readonly runs: number;
  readonly figures: readonly FigureOfWorlds[];
  /** The figures by which the people model is refused: no changed world is shown then. */
  readonly refusedBy: readonly FigureName[];
  readonly changed: readonly Changed[];
  /** The same people foretell what they were not fitted to. */
  readonly holdOut: readonly FigureOfWorlds[];
}

/** Throws RangeError on fewer than two runs. */
export function concluded(
  happened: Happened,
  worlds: readonly ChangedWorld[],
  runs: readonly RunSums[],
): Conclusion {
  const figures = compared(
    happened.all,
    runs.map(({ recorded }) => recorded),
  );
  const refusedBy = figures.filter(({ agrees }) => !agrees).map(({ name }) => name);
  const later = runs.flatMap((run) => run.later ?? []);
  return {
    runs: runs.length,
    figures,
    refusedBy,
    changed:
      refusedBy.length > 0 ? [] : worlds.map((world, index) => changedBy(world, index, runs)),
    holdOut: later.length < 2 ? [] : compared(happened.later, later),
  };
}

function compared(happened: Course, runs: readonly Course[]): readonly FigureOfWorlds[] {
  return figureNames.map((name) => {
    const value = figureOf(name, happened);
    const recorded = figureIn(name, runs);
    return { name, happened: value, recorded, agrees: lies(value, recorded) };
  });
}

function changedBy(world: ChangedWorld, index: number, runs: readonly RunSums[]): Changed {
  const pairs = runs.flatMap(({ recorded, changed }) => {
    const sums = changed[index];
    return sums ? [{ recorded, sums }] : [];
  });
  return {
    ...world,
    figures: figureNames.map((name) => {
      const values = pairs.map(({ sums }) => figureOf(name, sums));
      const before = pairs.map(({ recorded }) => figureOf(name, recorded));
      return {
        name,
        value: figureIn(
          name,
          pairs.map(({ sums }) => sums),
        ),
        difference: intervalOf(values.map((value, run) => value - (before[run] ?? value))),
      };
    }),
  };
}

/** A figure over runs. What is rare may have happened in none of them: a share is known no closer than so many handovers or leads tell it (A2-9). */
function figureIn(name: FigureName, runs: readonly Course[]): Interval {
  const { per, unit } = FIGURES[name];
  const { mean, low, high } = intervalOf(runs.map((sums) => figureOf(name, sums)));
  const of = runs.reduce((sum, sums) => sum + sums[per], 0) / runs.length;
  const share = unit === 'hours' || mean > 1 ? undefined : rateOf(mean * of, of);
  const known = share && 'rate' in share ? share : { low, high };
  const highest = unit === 'share' ? 1 : Number.POSITIVE_INFINITY;
  return {
    mean,
    low: Math.max(0, Math.min(low, known.low)),
    high: Math.min(highest, Math.max(high, known.high)),
  };
}

/** The sentence that refuses: what gave the model away. */
export function refusalOf({ figures, refusedBy }: Conclusion): string | undefined {
  const [worst] = refusedBy;
  const figure = figures.find(({ name }) => name === worst);
  if (!figure) return undefined;
  const { happened, recorded } = figure;
  const [was, low, high] = [happened, recorded.low, recorded.high].map((value) => value.toFixed(3));
  return `the people model does not fit: ${FIGURES[figure.name].says} was ${was}, and by the model it lies between ${low} and ${high}; what a changed policy does through it is not shown`;
}
