// What a funnel warns of (A2-9): layers of too few, one source that brings nearly all, and a layer into which nobody comes any more.

import { dateOfDay, dayOfDate } from '../../leads/calendar/local-days.ts';
import { STAGES } from '../facts/lead-fact.ts';
import { type Components, lastDayOf, type ReadRows, type Span, type Warning } from '../report.ts';
import { summed } from '../tally.ts';
import { FEWEST } from '../wilson.ts';

/** More than this of all leads from one channel is a risk. */
const ONE_SOURCE = 0.6;
/** So long nobody has come into a layer: it is stalled. Days. */
const STALLED = 30;

type Counts = (stage: string) => number;

const countsOf =
  (components: Components | undefined): Counts =>
  (stage) =>
    components?.get(`n:${stage}`) ?? 0;

export async function funnelWarnings(read: ReadRows, span: Span): Promise<readonly Warning[]> {
  const cohort = await read('cohort', 'all');
  const count = countsOf(summed(cohort.values()));
  const [channels, days] = await Promise.all([read('cohort', 'channel'), read('period', 'day')]);
  return [...thin(count), ...oneSource(channels, count('MAL')), ...stalled(days, lastDayOf(span))];
}

/** The first layer of too few: no rate is said of what comes after it. */
function thin(count: Counts): readonly Warning[] {
  const stage = STAGES.find((one) => count(one) > 0 && count(one) < FEWEST);
  if (stage === undefined) return [];
  const says = `only ${count(stage)} came to it; of fewer than ${FEWEST} no rate is told`;
  return [{ code: 'THIN_LAYER', row: stage, says }];
}

function oneSource(channels: ReadonlyMap<string, Components>, all: number): readonly Warning[] {
  if (all < FEWEST) return [];
  return [...channels].flatMap(([row, components]) => {
    const share = countsOf(components)('MAL') / all;
    if (share <= ONE_SOURCE) return [];
    const says = `${Math.round(share * 100)} % of all leads come from this one channel`;
    return [{ code: 'ONE_SOURCE', row, says }];
  });
}

/** For the first time, again in a later cycle, or of a customer. */
function cameTo(stage: string, components: Components): boolean {
  return ['n', 'r', 'x'].some((how) => (components.get(`${how}:${stage}`) ?? 0) > 0);
}

/** Leads came to the layer before, in a number of which one would have gone on, and none did lately. */
function stalled(days: ReadonlyMap<string, Components>, until: string): readonly Warning[] {
  const since = dateOfDay(dayOfDate(until) - STALLED + 1);
  const late = [...days].filter(([day]) => day >= since && day <= until);
  const lately = summed(late.map(([, components]) => components));
  const ever = countsOf(summed(days.values()));
  const index = STAGES.findIndex((stage, at) => {
    const before = STAGES[at - 1];
    return before !== undefined && ever(before) >= FEWEST && !cameTo(stage, lately);
  });
  const [before, row] = [STAGES[index - 1], STAGES[index]];
  if (before === undefined || row === undefined) return [];
  const says = `nobody has come to it in the ${STALLED} days before ${until}, and ${ever(before)} came to ${before}`;
  return [{ code: 'STALLED_LAYER', row, says }];
}
