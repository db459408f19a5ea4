// How evenly leads were dealt, and would have been: the figures of the fairness report (functions/reports/definitions/fairness.ts),
// counted of a recording instead of facts.

import { localDateOf } from '../../../functions/leads/calendar/local-dates.ts';
import { type Instant, instantOf, millisOf } from '../../../functions/leads/instant.ts';
import { present } from '../../../functions/leads/present.ts';
import { fairness } from '../../../functions/reports/definitions/fairness.ts';
import type { LeadFact, OfferFact } from '../../../functions/reports/facts/lead-fact.ts';
import type { RepFact } from '../../../functions/reports/facts/rep-fact.ts';
import {
  fairnessFigures,
  repDays,
  rosterFigures,
} from '../../../functions/reports/figures/fairness-figures.ts';
import type { Shown, Span } from '../../../functions/reports/report.ts';
import type { Figure } from '../../../functions/reports/tally.ts';
import type { HouseLine, RecordedOffer, Recording } from './recording.ts';
import type { Simulated } from './routing-simulation.ts';

interface Row {
  readonly rep: string;
  readonly figures: Readonly<Record<string, Shown>>;
}

export interface Fairness {
  readonly rows: readonly Row[];
  readonly total: Row;
}

/** Of the recording, and of the world in which the house would have said that in its place. */
export async function fairnessOf(
  recording: Recording,
  { handovers, waited }: Simulated,
  inPlaceOf: (line: HouseLine) => HouseLine,
): Promise<{ readonly before: Fairness; readonly after: Fairness }> {
  const chosen = new Map(
    recording.leads.flatMap(({ decisions }) =>
      decisions.map(({ offerId, chosenBy }) => [offerId, chosenBy] as const),
    ),
  );
  const before = handovers.flatMap(({ slot: { recorded } }) => {
    if (!recorded) return [];
    const { offerId, turnBack, end } = recorded;
    const isBack = turnBack !== undefined;
    return [offerFact({ ...recorded, isBack }, { chosenBy: chosen.get(offerId), end })];
  });
  const after = handovers.flatMap(({ deal, had, slot: { recorded } }) => {
    if (!deal) return [];
    const chosenBy = deal.repId === had ? chosen.get(recorded?.offerId) : 'router';
    return [offerFact(deal, { chosenBy, end: recorded?.end })];
  });
  const { house } = recording;
  return {
    before: await fairnessIn(recording, { house, offers: before, unrouted: waited.before }),
    after: await fairnessIn(recording, {
      ...{ house: house.map(inPlaceOf), offers: after, unrouted: waited.after },
    }),
  };
}

/** An offer as far as fairness counts it. */
function offerFact(
  offer: Pick<RecordedOffer, 'repId' | 'department' | 'at' | 'usesTurn'> & {
    readonly isBack: boolean;
  },
  {
    chosenBy = 'router',
    end,
  }: { readonly chosenBy?: string | undefined } & Pick<RecordedOffer, 'end'>,
): OfferFact {
  const { repId, department, at: offeredAt, usesTurn, isBack } = offer;
  return present({
    ...{ repId, department, offeredAt, usesTurn, chosenBy },
    end: end?.recalled ? 'RECALLED' : 'PENDING',
    creditedBack: isBack ? (true as const) : undefined,
  }) as unknown as OfferFact;
}

interface Counted {
  readonly house: readonly HouseLine[];
  readonly offers: readonly OfferFact[];
  readonly unrouted: readonly Instant[];
}

async function fairnessIn(
  { head: { zone, beginsAt, endsAt } }: Recording,
  { house, offers, unrouted }: Counted,
): Promise<Fairness> {
  const to = localDateOf(zone, endsAt > beginsAt ? instantOf(millisOf(endsAt) - 1) : endsAt);
  const span: Span = { from: localDateOf(zone, beginsAt), to, asOf: to };
  const figures = [
    ...fairnessFigures({ offers, unrouted } as unknown as LeadFact, zone),
    ...repFactsOf(house).flatMap((fact) => repDays(fact, zone)),
    ...rostersOf(house).flatMap(rosterFigures),
  ].filter(({ period, component }) => period <= to && (period >= span.from || goesOn(component)));
  const columns = await offersView().columns([], nothing, nothing);
  const rowOf = (rep: string, some: readonly Figure[]): Row => {
    const components = new Map<string, number>();
    for (const { component, count } of some)
      components.set(component, (components.get(component) ?? 0) + count);
    return {
      rep,
      figures: Object.fromEntries(columns.map(({ key, of }) => [key, of(components, span)])),
    };
  };
  const reps = Map.groupBy(figures, ({ of }) => of.rep ?? undefined);
  const rows = [...reps].flatMap(([rep, some]) => (rep === undefined ? [] : [rowOf(rep, some)]));
  return { rows: rows.toSorted((a, b) => (a.rep < b.rep ? -1 : 1)), total: rowOf('all', figures) };
}

function offersView() {
  const { offers } = fairness.views;
  if (!offers) throw new RangeError('the fairness report has no view of offers any more');
  return offers;
}

function goesOn(component: string): boolean {
  return offersView().carries?.(component) ?? false;
}

/** Fairness asks neither for weights of the policy nor for the own currency. */
const nothing = (): Promise<never> => Promise.reject(new RangeError('fairness asks for nothing'));

/** When each rep was on the desk, away or suspended. */
function repFactsOf(house: readonly HouseLine[]): readonly RepFact[] {
  const facts = new Map<string, RepFact>();
  const suspended = new Set<string>();
  const note = (repId: string, more: (fact: RepFact) => Partial<RepFact>) => {
    const empty = { activity: [], absences: [], annulled: [], suspensions: [], freed: [] };
    const known: RepFact = facts.get(repId) ?? { kind: 'rep', repId, ...empty };
    facts.set(repId, { ...known, ...more(known) });
  };
  for (const line of house) {
    if (line.is === 'rep') {
      const { repId, at, active, department } = line;
      note(repId, ({ activity }) => ({
        department,
        activity: activity.at(-1)?.active === active ? activity : [...activity, { at, active }],
      }));
    }
    if (line.is === 'absence' && line.of === 'rep') {
      const { sub, at: recordedAt, absenceId, from, to, whileOffered } = line;
      const absence = { recordedAt, absenceId, from, to, whileOffered };
      note(sub, ({ absences }) => ({ absences: [...absences, absence] }));
    }
    if (line.is !== 'suspension') continue;
    const { repId, suspensionId, at, from, until } = line;
    const isNew = !suspended.has(suspensionId);
    suspended.add(suspensionId);
    if (isNew)
      note(repId, ({ suspensions = [] }) => ({ suspensions: [...suspensions, { from, until }] }));
    else if (until <= at) note(repId, ({ freed = [] }) => ({ freed: [...freed, { until }] }));
  }
  return [...facts.values()];
}

/** The last list of each month. */
function rostersOf(house: readonly HouseLine[]): readonly Parameters<typeof rosterFigures>[0][] {
  const rosters = new Map<string, readonly string[]>();
  for (const line of house) if (line.is === 'roster') rosters.set(line.month, line.repIds);
  return [...rosters].map(([month, repIds]) => ({
    ...{ kind: 'roster', month, reps: repIds.map((repId) => ({ repId })) },
  }));
}
