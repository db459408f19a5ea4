// A lead's line of a recording: its story as arrivals, steps, offers with their delays, and opportunities.

import { createHash } from 'node:crypto';
import { millisBetweenOn, workingMillisBetween } from '../../../functions/leads/calendar/clocks.ts';
import { type Instant, latest } from '../../../functions/leads/instant.ts';
import { CODE } from '../../../functions/leads/kept.ts';
import type { Offer } from '../../../functions/leads/offer/offer.ts';
import { present } from '../../../functions/leads/present.ts';
import type { Rules } from '../../../functions/leads/rules.ts';
import type { StoredEvent } from '../../../functions/ports.ts';
import { impersonal } from '../../../functions/use-cases/identity/impersonal.ts';
import type {
  Arrival,
  RecordedDecision,
  RecordedLead,
  RecordedOffer,
  RecordedOpportunity,
  RecordedStep,
} from './recording.ts';
import type { Transaction } from './recording-stories.ts';

/** A transaction in its place among all of them. */
export interface Placed extends Transaction {
  readonly seq: number;
}

interface Told {
  readonly story: readonly Placed[];
  readonly decisions: readonly RecordedDecision[];
  /** The rows of its offers: weight, turn and reminders stand in no event. */
  readonly offers: readonly Offer[];
  readonly rulesBy: (policyVersion: number) => Rules;
  readonly endsAt: Instant;
}

/** The lead's line. */
export function leadLineOf(told: Told): RecordedLead {
  const { story, decisions } = told;
  const [first] = story;
  const row = story.at(-1)?.after;
  const events = story.flatMap((one) =>
    one.events.map((event) => ({ event: impersonal(event), seq: one.seq, at: one.at })),
  );
  const arrivals = events.flatMap((one) => arrivalOf(one) ?? []);
  const steps = events.flatMap((one) => (ARRIVALS.has(one.event.type) ? [] : [stepOf(one)]));
  const { facts = {}, region, language } = first?.after ?? {};
  const { employees, industry, startWithinMonths, budget } = facts;
  // Codec: rows as events tell them; the reader checks every line.
  return present({
    is: 'lead',
    leadId: row?.leadId,
    openedAt: row?.openedAt,
    party: hashOf(row?.personId),
    account: row?.accountId && hashOf(row.accountId),
    parentLeadId: row?.parentLeadId,
    mergedInto: row?.mergedInto,
    expansion: row?.expansion === true ? true : undefined,
    productLine: row?.productLine,
    facts: present({ region, language, industry, employees, startWithinMonths, budget }),
    arrivals,
    steps,
    decisions,
    offers: offersIn(told),
    opportunities: opportunitiesIn(events),
  }) as unknown as RecordedLead;
}

function hashOf(id: unknown): string {
  return createHash('sha256').update(String(id)).digest('hex').slice(0, 24);
}

interface TellsAt {
  readonly event: StoredEvent;
  readonly seq: number;
  readonly at: Instant;
}

const ARRIVALS: ReadonlySet<string> = new Set<Arrival['what']>([
  'SubmissionReceived',
  'SubmissionRepeated',
  'ColleagueEnquired',
  'TouchedAfterClosing',
  'EngagementRecorded',
  'SelfSourced',
]);

function arrivalOf({ event, seq, at }: TellsAt): Arrival | undefined {
  if (!ARRIVALS.has(event.type)) return undefined;
  const { form, handRaise, source, touches = [] } = Object(event.data);
  const told = touches.map((touch: Record<string, unknown>) =>
    present({
      at: touch.at,
      kinds: touch.kinds,
      seconds: touch.seconds,
      source: touch.source,
    }),
  );
  const what = event.type as Arrival['what'];
  return present({ seq, at, what, form, handRaise, touches: told, source }) as Arrival;
}

/** Keys of an event's data that a step takes as they are. */
const TAKEN = [
  ...['sdrId', 'repId', 'offerId', 'opportunityId', 'cycle', 'stay', 'coolDownUntil', 'revisitAt'],
  ...['until', 'oppDueAt', 'fit', 'engagement', 'grade', 'kind', 'connected', 'direction', 'group'],
  ...['budget', 'authority', 'need', 'share', 'process', 'role', 'outcome', 'wish', 'into', 'from'],
] as const;

function stepOf({ event, seq, at }: TellsAt): RecordedStep {
  const data: Readonly<Record<string, unknown>> = Object(event.data);
  const { reason, cause = reason, timeline, at: was } = data;
  const { kind, sub } = event.by;
  const isStaff = kind !== 'customer' && kind !== 'system';
  return present({
    ...{ seq, at, what: event.type, by: isStaff ? { kind, sub } : { kind } },
    ...Object.fromEntries(TAKEN.map((key) => [key, data[key]])),
    reason: codeIn(cause),
    startWithinMonths: Object(timeline).startWithinMonths,
    was,
  }) as RecordedStep;
}

/** A reason of the policy's lists; one in a sentence of somebody is none. */
function codeIn(reason: unknown): string | undefined {
  return typeof reason === 'string' && CODE.test(reason) ? reason : undefined;
}

/** What ends an offer. */
export const ENDS: Readonly<Record<string, NonNullable<RecordedOffer['end']>['status']>> = {
  Accepted: 'ACCEPTED',
  Rejected: 'REJECTED',
  Misrouted: 'REJECTED',
  TimedOut: 'TIMED_OUT',
  Withdrawn: 'WITHDRAWN',
  Recalled: 'WITHDRAWN',
};

function offersIn({ story, decisions, offers, rulesBy, endsAt }: Told): readonly RecordedOffer[] {
  return decisions.flatMap(({ offerId, policyVersion, seq, at }) => {
    const row = offers.find((one) => one.offerId === offerId);
    if (!row) return [];
    const mine = story.flatMap((one) =>
      one.events
        .filter(({ data }) => 'offerId' in data && data.offerId === offerId)
        .map((event) => ({ event, placed: one })),
    );
    const ended = mine.find(({ event }) => Object.hasOwn(ENDS, event.type));
    const end = ended && endOf(ended.event, ended.placed);
    const back = mine.find(
      ({ event }) => event.type === 'TurnCreditedBack' || Object(event.data).creditedBack === true,
    )?.placed;
    const due = mine.findLast(({ event }) => 'acceptDueAt' in event.data)?.event;
    const { acceptDueAt, contactDueAt } = { ...row, ...Object(due?.data) } as Offer;
    const rules = rulesBy(policyVersion);
    const calendar = rules.calendarOf(row.calendar.id);
    const { clock } = rules.policy.clocks.accept;
    const onClock = (until: Instant) => millisBetweenOn(clock, calendar, at, until);
    const contactedAt = row.contactedAt && row.contactedAt <= endsAt ? row.contactedAt : undefined;
    const lost = end?.status === 'ACCEPTED' ? leftAfter(story, end.seq) : end?.at;
    const { repId, department, cycle, weight, usesTurn, turnOf } = row;
    return present({
      ...{ seq, at, offerId: row.offerId, cycle, repId, department, weight, usesTurn, turnOf },
      ...{ policyVersion, acceptDueAt, contactDueAt },
      windowMillis: onClock(acceptDueAt),
      answer: answerOf(end, ended?.event.about?.offer?.acceptMillis, {
        onClock,
        endsAt,
        acceptDueAt,
      }),
      end,
      turnBack: usesTurn && back ? { seq: back.seq, at: back.at } : undefined,
      contact: present({
        millis: workingMillisBetween(calendar, at, latest(at, contactedAt ?? lost ?? endsAt)),
        censored: contactedAt ? undefined : whyOpen(lost),
      }),
      contactedAt,
      reminders: row.reminders.filter((one) => one.at <= endsAt),
      nudgedAt: row.nudge && row.nudge.at <= endsAt ? row.nudge.at : undefined,
    }) as RecordedOffer;
  });
}

function whyOpen(lost: Instant | undefined): RecordedOffer['contact']['censored'] {
  return lost ? 'withdrawn' : 'open';
}

function answerOf(
  end: RecordedOffer['end'],
  told: number | undefined,
  clock: {
    readonly onClock: (until: Instant) => number;
    readonly acceptDueAt: Instant;
    readonly endsAt: Instant;
  },
): RecordedOffer['answer'] {
  const { onClock, acceptDueAt, endsAt } = clock;
  if (!end) return { millis: onClock(endsAt), censored: 'open' };
  if (end.status === 'TIMED_OUT') return { millis: onClock(acceptDueAt), censored: 'timedOut' };
  const millis = told ?? onClock(end.at);
  return end.status === 'WITHDRAWN' ? { millis, censored: 'withdrawn' } : { millis };
}

function endOf(event: StoredEvent, { seq, at }: Placed): NonNullable<RecordedOffer['end']> {
  const { reason, contacted, qualityReject, misrouted, excused, recalledBy } = Object(event.data);
  const status = ENDS[event.type] ?? 'WITHDRAWN';
  return present({
    ...{ seq, at, status, reason: codeIn(reason), contacted, qualityReject, misrouted, excused },
    recalled: recalledBy === undefined ? undefined : (true as const),
  }) as NonNullable<RecordedOffer['end']>;
}

/** When the lead was its rep's no more. */
function leftAfter(story: readonly Placed[], seq: number): Instant | undefined {
  const his: readonly unknown[] = ['SAL', 'SQL', 'OPPORTUNITY'];
  return story.find((one) => one.seq > seq && !his.includes(one.after.state))?.at;
}

const CLOSES = { Won: 'WON', Lost: 'LOST', OppCancelled: 'CANCELLED' } as const;

function opportunitiesIn(events: readonly TellsAt[]): readonly RecordedOpportunity[] {
  const found = new Map<string, RecordedOpportunity>();
  for (const { event, seq, at } of events) {
    const { opportunityId, repId, amount, currency, stage, to, expectedCloseOn, reason, cause } =
      Object(event.data);
    const known = found.get(opportunityId);
    const { type } = event;
    if (type === 'OpportunityOpened' || (type === 'Reopened' && !known)) {
      const creditId = event.about?.offerId;
      const opened = { seq, at, opportunityId, repId, creditId, amount, currency, stage };
      found.set(
        opportunityId,
        present({ ...opened, expectedCloseOn, moves: [] }) as unknown as RecordedOpportunity,
      );
    } else if (known && type === 'Reopened') {
      const { end: _, ...open } = known;
      found.set(opportunityId, open);
    } else if (known && type === 'StageChanged') {
      const moves = [...known.moves, { seq, at, stage: to, amount, currency }];
      found.set(opportunityId, { ...known, moves });
    } else if (known && Object.hasOwn(CLOSES, type)) {
      const how = CLOSES[type as keyof typeof CLOSES];
      const end = { seq, at, how, reason: codeIn(cause ?? reason), amount, currency };
      found.set(opportunityId, { ...known, end: present(end) as RecordedOpportunity['end'] });
    }
  }
  return [...found.values()];
}
