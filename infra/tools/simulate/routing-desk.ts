// The desk as the router meets it while a recording is gone through: reps with their turns, rosters, policy, at one moment after the
// other. Each change gives a new desk. What is dealt, and to whom, is said by the product's own rules alone.

import type { CalendarVersion } from '../../../functions/leads/calendar/calendar.ts';
import type { Rep, RoutingDesk } from '../../../functions/leads/desk/desk.ts';
import { disputeIdOf, type LeadId } from '../../../functions/leads/ids.ts';
import type { Instant } from '../../../functions/leads/instant.ts';
import { defaultPolicy } from '../../../functions/leads/policy.ts';
import { present } from '../../../functions/leads/present.ts';
import { type Pool, poolsNow } from '../../../functions/leads/routing/fairness.ts';
import {
  fieldFor,
  type OfferRoute,
  offerByTurn,
  offerRepeated,
  offerToOwner,
  type RouteInput,
} from '../../../functions/leads/routing/routing-field.ts';
import { type Rules, rulesOf } from '../../../functions/leads/rules.ts';
import { routeInputOf } from '../../../functions/use-cases/offer/route-input.ts';
import { standingsAfter } from '../../../functions/use-cases/offer/route-lead.ts';
import { withTurnBack } from '../../../functions/use-cases/offer/settle-offer.ts';
import type { Asked, HouseLine, RecordedOffer, Recording, RepLine } from './recording.ts';

/** `pools` are their own rows: who stands how in them is said by the reps. */
export interface DealtDesk extends Omit<RoutingDesk, 'sdrs'> {
  readonly rules: Rules;
}

/** A company of which nothing is known yet. */
export function emptyDesk(): DealtDesk {
  const policy = { version: 0, document: defaultPolicy() };
  const calendars = new Map<string, CalendarVersion>();
  const nothing = { departments: [], reps: [], pools: [], rosters: [] };
  return { policy, calendars, ...nothing, rules: rulesOf(policy, calendars) };
}

/** The desk after something of the house. */
export function afterHouse(desk: DealtDesk, line: HouseLine): DealtDesk {
  switch (line.is) {
    case 'policy':
      return withRules(desk, { policy: { version: line.version, document: line.document } });
    case 'calendar': {
      const { calendar } = line;
      return withRules(desk, { calendars: new Map([...desk.calendars, [calendar.id, calendar]]) });
    }
    case 'department': {
      const { departmentId, regions, mode } = line;
      const after = { departmentId, regions, mode, version: 1 };
      const departments = putIn(desk.departments, after, (one) => one.departmentId);
      return { ...desk, departments };
    }
    case 'rep':
      return withRep(desk, line.repId, (before) => repOf(line, before));
    case 'roster': {
      const { month, repIds, at: publishedAt } = line;
      const after = { month, repIds, publishedAt, publishedBy: '', version: 1 };
      return { ...desk, rosters: putIn(desk.rosters, after, (one) => one.month) };
    }
    case 'absence': {
      if (line.of === 'sdr') return desk;
      const { absenceId, from, to, at: recordedAt } = line;
      const absence = { absenceId, from, to, recordedAt };
      return changed(desk, line.sub, (rep) => ({ ...rep, absences: [...rep.absences, absence] }));
    }
    case 'suspension': {
      const { suspensionId, from, until, causeOfferIds } = line;
      const after = { suspensionId, from, until, causeOfferIds };
      return changed(desk, line.repId, (rep) => ({
        ...rep,
        suspensions: putIn(rep.suspensions, after, (one) => one.suspensionId),
      }));
    }
    case 'sdr':
      return desk;
  }
}

/** Turns and open offers as they stood when the recording begins; of a company's own beginning there were none. */
export function atBeginning(desk: DealtDesk, { beginning }: Recording): DealtDesk {
  if (!beginning) return desk;
  const standing = new Map(beginning.reps.map((one) => [one.repId, one]));
  const reps = desk.reps.map((rep) => ({ ...rep, ...standing.get(rep.repId) }));
  const pools = beginning.pools.map((pool) => ({ ...pool, version: 1, members: {} }));
  return { ...desk, reps, pools };
}

/** The turns as a recording says them that begins here. */
export function beginningOf({ pools, reps }: DealtDesk): NonNullable<Recording['beginning']> {
  return {
    is: 'beginning',
    pools: pools.map(({ department, turns }) => ({ department, turns })),
    reps: reps.map(({ repId, openOffers, standings = {} }) => ({ repId, openOffers, standings })),
  };
}

/** What the router is asked about a lead (4.5). */
export function inputOf(
  desk: DealtDesk,
  { leadId, at, asked }: { readonly leadId: LeadId; readonly at: Instant; readonly asked: Asked },
): RouteInput {
  const { disputes, owners, recalled, scopeChanged, directorDueAt } = asked;
  const lead = {
    ...asked,
    leadId,
    exclusions: asked.exclusions.map(({ repId, cause, cycle, lifted }) =>
      lifted
        ? { repId, cause, cycle, lifted: { at, by: '', reason: '' } }
        : { repId, cause, cycle },
    ),
    disputes: disputes.map(({ repId, offerId }) => ({ repId, disputeId: disputeIdOf(offerId) })),
    ...present({
      scopeChangedInCycle: scopeChanged && asked.cycle,
      awaits: directorDueAt && ('director' as const),
    }),
  };
  const pools = poolsNow(desk.pools, desk.reps);
  const ownerIds = owners.map(({ repId }) => repId);
  return routeInputOf(
    { lead, desk: { ...desk, sdrs: [], pools }, rules: desk.rules, at },
    { recalled, ownerIds },
  );
}

/** The offer to that rep as it was made, whoever would have had it otherwise; undefined for one who is not on the desk. */
export function routeTo(
  input: RouteInput,
  { repId, usesTurn }: Pick<RecordedOffer, 'repId' | 'usesTurn'>,
): OfferRoute | undefined {
  const rep = input.reps.find((one) => one.repId === repId);
  if (!rep) return undefined;
  const field = fieldFor(input);
  const { recalled } = input;
  if (usesTurn) return offerByTurn(input, field, rep, { rung: 'named' });
  return recalled
    ? offerRepeated(input, field, rep, { recalled, found: { rung: 'recalled' } })
    : offerToOwner(input, field, rep);
}

/** The desk after the offer of that route. */
export function afterOffer(desk: DealtDesk, route: OfferRoute): DealtDesk {
  const rep = desk.reps.find(({ repId }) => repId === route.repId);
  if (!rep) return desk;
  const pools = poolsNow(desk.pools, desk.reps);
  const { own, others } = standingsAfter({ reps: desk.reps, pools }, route, rep);
  const rows = new Map(desk.reps.map((one) => [one.repId, one]));
  const founded: Pool[] = [];
  for (const change of others) {
    if (change.kind === 'pool' && change.after) founded.push(change.after);
    if (change.kind === 'rep' && change.after) rows.set(change.after.repId, written(change.after));
  }
  rows.set(rep.repId, written({ ...own, openOffers: own.openOffers + 1 }));
  return { ...desk, reps: [...rows.values()], pools: [...desk.pools, ...founded] };
}

/** A rep's row counts its writes: that tells what came before what ops changed of him at the same instant. */
function written(rep: Rep): Rep {
  return { ...rep, version: rep.version + 1 };
}

/** The desk after an offer of that rep is over. */
export function afterEnd(desk: DealtDesk, repId: string): DealtDesk {
  return changed(desk, repId, (rep) => ({ ...rep, openOffers: Math.max(0, rep.openOffers - 1) }));
}

/** The desk after the turn of an offer came back (4.5). */
export function afterTurnBack(
  desk: DealtDesk,
  paid: Pick<RecordedOffer, 'repId' | 'department' | 'weight' | 'usesTurn'>,
): DealtDesk {
  const row = desk.pools.find(({ department }) => department === paid.department);
  if (!row) return desk;
  return changed(desk, paid.repId, (rep) =>
    withTurnBack(rep, row, { ...paid, creditedBack: false }),
  );
}

/** A desk as ops put it, with the turns and open offers of another. */
export function withTurnsOf(said: DealtDesk, dealt: DealtDesk): DealtDesk {
  const kept = new Map(dealt.reps.map((rep) => [rep.repId, rep]));
  const reps = said.reps.map((rep) => {
    const { openOffers = 0, standings } = kept.get(rep.repId) ?? {};
    return { ...rep, openOffers, ...present({ standings }) };
  });
  return { ...said, reps, pools: dealt.pools };
}

function withRules(desk: DealtDesk, over: Partial<DealtDesk>): DealtDesk {
  const after = { ...desk, ...over };
  return { ...after, rules: rulesOf(after.policy, after.calendars) };
}

function changed(desk: DealtDesk, repId: string, change: (rep: Rep) => Rep): DealtDesk {
  return { ...desk, reps: desk.reps.map((rep) => (rep.repId === repId ? change(rep) : rep)) };
}

function withRep(
  desk: DealtDesk,
  repId: string,
  after: (before: Rep | undefined) => Rep,
): DealtDesk {
  const row = after(desk.reps.find((rep) => rep.repId === repId));
  return { ...desk, reps: putIn(desk.reps, row, (rep) => rep.repId) };
}

/** What ops said of him, over what the rules keep beside it (put-rep.ts). */
function repOf({ is: _, seq: _s, at: _a, ...said }: RepLine, before: Rep | undefined): Rep {
  const kept = before ?? { openOffers: 0, absences: [], suspensions: [], version: 1 };
  const { standings } = before ?? {};
  const { openOffers, absences, suspensions, version } = kept;
  return {
    ...{ name: '', email: '', version, openOffers, absences, suspensions },
    ...present({ standings }),
    ...said,
  } as Rep;
}

function putIn<Item>(
  list: readonly Item[],
  after: Item,
  idOf: (item: Item) => string,
): readonly Item[] {
  const others = list.filter((one) => idOf(one) !== idOf(after));
  return [...others, after];
}
