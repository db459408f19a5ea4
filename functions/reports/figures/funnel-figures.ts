// The funnel (A0-13): how many leads came to each layer, by the month in which they began (`cohort`) and by the day on which they came
// there (`period`). Components: `n` leads, `i` of them inferred, `r` entries of later cycles, `x` of customers, `a` amounts, `t` times.

import { localDateOf, monthOf } from '../../leads/calendar/local-dates.ts';
import { millisBetween } from '../../leads/instant.ts';
import { binOf } from '../bins.ts';
import { ofLead } from '../dimensions.ts';
import { type Entry, type LeadFact, STAGES } from '../facts/lead-fact.ts';
import type { Figure } from '../tally.ts';
import { worth } from './worth.ts';

export function funnelFigures(fact: LeadFact, zone: string): readonly Figure[] {
  const of = ofLead(fact);
  const entries = stillTrue(fact);
  const [mal] = entries;
  if (mal === undefined) return [];
  const cohort = monthOf(zone, mal.at);
  const inCohort = (component: string, count = 1): Figure => ({
    view: 'cohort',
    period: cohort,
    component,
    count,
    of,
  });
  return [
    ...layers(fact, entries).map(({ component, count }) => inCohort(component, count)),
    ...times(entries).map((component) => inCohort(component)),
    ...running(fact, zone).map((component) => inCohort(component)),
    ...entries.flatMap((entry) => entryFigures(fact, entry, zone, of)),
  ];
}

/** A deal that was reopened is not won. */
export function stillTrue({ entries, opportunities }: LeadFact): readonly Entry[] {
  const won = opportunities.some(({ status }) => status === 'WON');
  return won ? entries : entries.filter(({ stage }) => stage !== 'WON');
}

interface Part {
  readonly component: string;
  readonly count: number;
}

/** Each lead once a layer, however often it came; what comes of customers is no new lead (4.8). */
function layers(fact: LeadFact, entries: readonly Entry[]): readonly Part[] {
  const parts: Part[] = [];
  for (const stage of [...STAGES, 'POC'] as const) {
    const here = entries.filter((entry) => entry.stage === stage);
    if (here.length === 0) continue;
    parts.push({ component: `${fact.expansion ? 'x' : 'n'}:${stage}`, count: 1 });
    if (here.every(({ inferred }) => inferred)) parts.push({ component: `i:${stage}`, count: 1 });
    const again = here.filter(({ cycle }) => cycle > 1).length;
    parts.push({ component: `r:${stage}`, count: again });
    parts.push(...amounts(fact, stage));
  }
  return parts;
}

/** What was won, and what the lead's last opportunity is worth in those layers before it that know an amount. */
function amounts({ opportunities }: LeadFact, stage: Entry['stage']): readonly Part[] {
  if (stage === 'WON')
    return opportunities
      .filter(({ status }) => status === 'WON')
      .flatMap((one) => worth(one, 'WON:'));
  const last = stage === 'OPPORTUNITY' || stage === 'POC' ? opportunities.slice(-1) : [];
  return last.map(({ amount, currency }) => ({
    component: `a:${stage}:${currency}`,
    count: amount,
  }));
}

/** How long it took from a layer to the next, and the whole way, where nothing was inferred: medians of steps do not add up. */
function times(entries: readonly Entry[]): readonly string[] {
  const first = new Map<string, Entry>();
  for (const entry of entries) if (!first.has(entry.stage)) first.set(entry.stage, entry);
  const found: string[] = [];
  const took = (name: string, from: Entry | undefined, to: Entry | undefined) => {
    if (!from || !to || from.inferred || to.inferred) return;
    found.push(`t:${name}:${binOf(millisBetween(from.at, to.at))}`);
  };
  for (const [index, stage] of STAGES.entries()) {
    const before = STAGES[index - 1];
    if (before) took(stage, first.get(before), first.get(stage));
  }
  took('WAY', first.get('MAL'), first.get('WON'));
  return found;
}

/** Windows that have not run out, by the day on which they do: not yet is not lost. */
function running({ offers, credits }: LeadFact, zone: string): readonly string[] {
  const pending = offers.filter(({ end }) => end === 'PENDING');
  const windows = credits.filter(({ state }) => state === 'WINDOW_OPEN' || state === 'PENDING');
  return [
    ...pending.map(({ acceptDueAt }) => `d:OFFERED:${localDateOf(zone, acceptDueAt)}`),
    ...windows.flatMap(({ state, dueAt }) =>
      dueAt === undefined ? [] : [`d:${state}:${localDateOf(zone, dueAt)}`],
    ),
  ];
}

function entryFigures(
  fact: LeadFact,
  { stage, at, cycle }: Entry,
  zone: string,
  of: Figure['of'],
): readonly Figure[] {
  const newOrAgain = cycle > 1 ? 'r' : 'n';
  const kind = fact.expansion ? 'x' : newOrAgain;
  const figure = { view: 'period', period: localDateOf(zone, at), of } as const;
  // What it is worth comes with it once, the last time: months sum to the total.
  const isLast = !fact.entries.some((one) => one.stage === stage && one.cycle > cycle);
  return [
    { ...figure, component: `${kind}:${stage}`, count: 1 },
    ...(isLast ? amounts(fact, stage) : []).map((part) => ({ ...figure, ...part })),
  ];
}
