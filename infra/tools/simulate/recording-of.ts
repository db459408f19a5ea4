// A recording made of a store: all stories in the order in which things happened, and what the router was asked each time.

import { localDateOf, startOfDay } from '../../../functions/leads/calendar/local-dates.ts';
import { dateOfDay, dayOfDate } from '../../../functions/leads/calendar/local-days.ts';
import { compareText } from '../../../functions/leads/compare-text.ts';
import { LeadId } from '../../../functions/leads/ids.ts';
import { earliest, type Instant } from '../../../functions/leads/instant.ts';
import type { Offer } from '../../../functions/leads/offer/offer.ts';
import { rulesOf } from '../../../functions/leads/rules.ts';
import type { Store, StoredEvent } from '../../../functions/ports.ts';
import { ExportError } from '../export/export-error.ts';
import {
  type HouseLine,
  RECORDING_VERSION,
  type RecordedDecision,
  type Recording,
} from './recording.ts';
import { Claims } from './recording-claims.ts';
import { decisionIn } from './recording-decision.ts';
import { houseLinesOf, suspensionsIn } from './recording-house.ts';
import { ENDS, leadLineOf, type Placed } from './recording-lead.ts';
import { afterAll, type Happening, inOrder } from './recording-order.ts';
import { readStories, type ToldRow, type Transaction } from './recording-stories.ts';
import { beginningOf, emptyDesk } from './routing-desk.ts';

interface Asked {
  /** Days in the tenant's zone, both inside. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Up to when everything is known, where that is later than what happened last. */
  readonly knownUntil?: Instant | undefined;
}

const AT_ONCE = 16;

/** Reads all stories up to the period's end: what was dealt before it says how turns stand when it begins. Throws ExportError. */
export async function recordingOf(
  store: Store,
  { from, to, knownUntil }: Asked = {},
  told: (stories: number) => void = () => {},
): Promise<Recording> {
  const { policy } = await store.rules();
  const { zone } = policy.document.tenant;
  const stories = await readStories(store, { to, zone }, told);
  const offers = await offersOf(store, stories);
  const all = stories.flat().toSorted((a, b) => compareText(a.at, b.at));
  const [first, last] = [all[0]?.at, all.at(-1)?.at];
  if (!first || !last)
    throw new ExportError('nothing has happened yet; there is nothing to record');
  const beginsAt = from === undefined ? first : startOfDay(zone, from);
  const periodEnds = to === undefined ? undefined : startOfDay(zone, dateOfDay(dayOfDate(to) + 1));
  const endsAt = earliest(periodEnds, knownUntil ?? last) ?? last;

  const walked = walk(all, { offers, beginsAt });
  const moved = [...walked.stories].filter(([, story]) => story.some(({ at }) => at >= beginsAt));
  if (moved.length === 0)
    throw new ExportError(
      `no lead moved from ${localDateOf(zone, beginsAt)} to ${localDateOf(zone, endsAt)}; leads did from ${localDateOf(zone, first)} to ${localDateOf(zone, last)}`,
    );
  const rulesBy = (version: number) =>
    rulesOf(walked.policies.get(version) ?? walked.desk.policy, walked.desk.calendars);
  const leads = moved.map(([leadId, story]) =>
    leadLineOf({
      ...{ story, rulesBy, endsAt },
      decisions: walked.decisions.get(leadId) ?? [],
      offers: offers.get(leadId) ?? [],
    }),
  );
  const period = { from: from ?? null, to: to ?? null, beginsAt, endsAt, zone };
  const head = { is: 'recording', version: RECORDING_VERSION, ...period } as const;
  return { head, beginning: walked.beginning, house: walked.house, leads };
}

type Offers = ReadonlyMap<string, readonly Offer[]>;

async function offersOf(
  store: Store,
  stories: readonly (readonly Transaction[])[],
): Promise<Offers> {
  const ids = stories.flatMap(([one]) => LeadId.safeParse(one?.scope).data ?? []);
  const found = new Map<string, readonly Offer[]>();
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    const offers = await Promise.all(some.map((leadId) => store.offersOf(leadId)));
    for (const [index, leadId] of some.entries()) found.set(leadId, offers[index] ?? []);
  }
  return found;
}

/** Everything from the beginning on, instant by instant. */
function walk(
  all: readonly Transaction[],
  { offers, beginsAt }: { readonly offers: Offers; readonly beginsAt: Instant },
) {
  let desk = emptyDesk();
  let seq = 0;
  let beginning: Recording['beginning'];
  const house: HouseLine[] = [];
  const stories = new Map<string, Placed[]>();
  const decisions = new Map<string, RecordedDecision[]>();
  const policies = new Map([[0, desk.policy]]);
  const suspensions = suspensionsIn(all);
  const claims = new Claims();
  for (const [at, group] of Map.groupBy(all, (one) => one.at)) {
    if (at >= beginsAt && seq > 0) beginning ??= beginningOf(desk);
    const happenings = group.map((transaction): Happening => {
      const lines = houseLinesOf(transaction, suspensions);
      const { scope } = transaction;
      const known = offersBehind(offers, transaction);
      const ownersOf = (lead: ToldRow) => claims.on(scope, lead);
      const noted = decisionIn(transaction, { offers: known, ownersOf });
      return { transaction, lines, noted, ...endsIn(transaction, known) };
    });
    for (const happening of inOrder(desk, happenings)) {
      const { transaction, lines, noted } = happening;
      const { scope } = transaction;
      desk = afterAll(desk, happening);
      policies.set(desk.policy.version, desk.policy);
      house.push(...lines.map((line) => ({ ...line, seq })));
      if (LeadId.safeParse(scope).success) {
        claims.note(transaction);
        stories.set(scope, [...(stories.get(scope) ?? []), { ...transaction, seq }]);
      }
      if (noted)
        decisions.set(scope, [...(decisions.get(scope) ?? []), { seq, ...noted.decision }]);
      seq += 1;
    }
  }
  return { desk, beginning, house, stories, decisions, policies };
}

/** Offers of the lead, and of the one that it followed. */
function offersBehind(offers: Offers, { scope, before }: Transaction): readonly Offer[] {
  const { parentLeadId = '' } = before;
  return [...(offers.get(parentLeadId) ?? []), ...(offers.get(scope) ?? [])];
}

function endsIn(
  { events }: Transaction,
  offers: readonly Offer[],
): Pick<Happening, 'ended' | 'turnsBack'> {
  const of = (those: readonly StoredEvent[]) =>
    those.flatMap(
      ({ data }) => offers.find(({ offerId }) => offerId === Object(data).offerId) ?? [],
    );
  const back = events.filter(
    ({ type, data }) => type === 'TurnCreditedBack' || Object(data).creditedBack === true,
  );
  return {
    ended: of(events.filter(({ type }) => Object.hasOwn(ENDS, type))),
    turnsBack: of(back).filter(({ usesTurn }) => usesTurn),
  };
}
