// What people did in a recording, apart from to which lead: reps with offers, SDRs with what came to them, owners with what they had
// accepted, directors who were asked. Durations are milliseconds, on the clock that is said.

import type { CalendarVersion } from '../../../functions/leads/calendar/calendar.ts';
import { workingMillisBetween } from '../../../functions/leads/calendar/clocks.ts';
import { knownCalendar } from '../../../functions/leads/calendar/known-calendar.ts';
import { type Instant, millisOf } from '../../../functions/leads/instant.ts';
import type { Had } from './habits.ts';
import type { RecordedLead, RecordedOffer, RecordedStep, Recording } from './recording.ts';
import type { Wait } from './survival.ts';

/** What an SDR found out, and said of it. */
export interface Verdict {
  readonly verdict: 'ready' | 'notNow' | 'notALead';
  readonly found: Pick<
    RecordedStep,
    'budget' | 'authority' | 'need' | 'share' | 'process' | 'role' | 'startWithinMonths'
  >;
  readonly reason?: string | undefined;
  /** From the verdict to when it is looked at again, elapsed. */
  readonly revisitAfter?: number | undefined;
}

/** A lead's stay with its SDR, in working time; missing is what had not happened by the end of the recording. */
export interface Stay {
  readonly cycle: number;
  /** From the queue until somebody took it; 0 where it came to its SDR by itself. */
  readonly takenAfter?: number | undefined;
  /** After it was taken. */
  readonly calls: readonly { readonly after: number; readonly connected: boolean }[];
  readonly verdict?: (Verdict & { readonly after: number }) | undefined;
}

/** What the owner did with a lead that he had accepted; elapsed. */
export interface Aftermath {
  readonly cycle: number;
  readonly returned?: { readonly after: number; readonly reason: string } | undefined;
  readonly opened?:
    | {
        readonly after: number;
        readonly amount: number;
        readonly currency: string;
        /** From the opening. */
        readonly end?:
          | {
              readonly after: number;
              readonly how: 'WON' | 'LOST' | 'CANCELLED';
              readonly reason?: string | undefined;
              readonly amount: number;
            }
          | undefined;
      }
    | undefined;
}

/** An offer that a rep had, in the week in which it was made. */
export interface HadInWeek extends Had {
  readonly week: string;
  readonly contact: Wait;
}

/** What a director did when he was asked, working time; missing: nothing. */
export interface Ruling {
  readonly after?: number | undefined;
  readonly approved?: boolean | undefined;
}

export interface PeopleOf {
  readonly offers: readonly HadInWeek[];
  /** By lead. */
  readonly stays: ReadonlyMap<string, readonly Stay[]>;
  readonly aftermaths: ReadonlyMap<string, readonly Aftermath[]>;
  /** Choices of a rep, times when nobody could take a lead, and wishes for one more cycle. */
  readonly choices: readonly Ruling[];
  readonly sentBack: readonly Ruling[];
  readonly extraCycles: readonly Ruling[];
  /** Whether the SDR dropped a lead at rest, by why it rested (POOR_FIT). */
  readonly dropped: ReadonlyMap<string, readonly Ruling[]>;
}

export function peopleOf(recording: Recording): PeopleOf {
  const calendar = tenantCalendar(recording);
  const { leads } = recording;
  return {
    offers: leads.flatMap((lead) => lead.offers.flatMap((offer) => hadOf(lead, offer))),
    stays: new Map(leads.map((lead) => [lead.leadId, staysOf(lead, calendar)])),
    aftermaths: new Map(leads.map((lead) => [lead.leadId, aftermathsOf(lead)])),
    choices: leads.flatMap((lead) => choicesOf(lead, calendar)),
    sentBack: leads.flatMap((lead) => sentBackOf(lead, calendar)),
    extraCycles: leads.flatMap((lead) => extraCyclesOf(lead, calendar)),
    dropped: droppedOf(leads, calendar),
  };
}

/** Monday's date of the week of an instant, UTC: what a bootstrap draws. */
export function weekOf(at: Instant): string {
  const day = new Date(at);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}

/** The calendar of the tenant, as the policy names it last. */
export function tenantCalendar({ house }: Recording): CalendarVersion {
  const policy = house.findLast((line) => line.is === 'policy');
  return calendarNamed(house, policy?.document.tenant.calendar ?? 'PLAIN');
}

export function calendarNamed(house: Recording['house'], id: string): CalendarVersion {
  const stored = house.flatMap((line) =>
    line.is === 'calendar' ? [[line.calendar.id, line.calendar] as const] : [],
  );
  const calendar = knownCalendar(id, new Map(stored)) ?? knownCalendar('PLAIN', new Map());
  if (calendar === undefined) throw new RangeError('the calendar PLAIN comes with the product');
  return calendar;
}

function hadOf(lead: RecordedLead, offer: RecordedOffer): readonly HadInWeek[] {
  const { answer, windowMillis, end, repId, department, contact } = offer;
  const millis = Math.min(answer.millis, windowMillis);
  // Seen for no time at all, it says nothing.
  if (millis === 0 && answer.censored) return [];
  return [
    {
      repId,
      department,
      millis,
      week: weekOf(offer.at),
      contact: { millis: contact.millis, answered: contact.censored === undefined },
      answer: answer.censored || !end ? undefined : answerOf(lead, offer, end),
    },
  ];
}

const DAY = 86_400_000;
/** A date that a customer named lies so long after the rest that it asks for (4.6, TIMING). */
const DATE_AFTER_REST = 30;

function answerOf(
  lead: RecordedLead,
  offer: RecordedOffer,
  end: NonNullable<RecordedOffer['end']>,
): Had['answer'] {
  if (end.status === 'ACCEPTED') return { accepted: true };
  const rest = lead.steps.find(
    ({ what, offerId }) => what === 'Rejected' && offerId === offer.offerId,
  )?.coolDownUntil;
  return {
    accepted: false,
    reason: end.reason ?? 'NO_NEED',
    dateAfterDays: rest && Math.round((millisOf(rest) - millisOf(end.at)) / DAY) + DATE_AFTER_REST,
    misrouted: end.misrouted,
  };
}

/** Events by which a lead comes into the queue, and by which it comes to its SDR at once. */
const QUEUED = new Set(['MarketingAccepted', 'Qualified', 'Requalified', 'SdrLeft']);
const BACK = new Set(['HandRaised', 'RevisitDue', 'SdrWoke', 'Recalled']);
const LEAVES_REST = new Set([...QUEUED, ...BACK]);
const VERDICTS: Readonly<Record<string, Verdict['verdict']>> = {
  QualifiedBySdr: 'ready',
  NotNow: 'notNow',
  NotALead: 'notALead',
};

function staysOf({ steps }: RecordedLead, calendar: CalendarVersion): readonly Stay[] {
  const stays: Stay[] = [];
  let queued: Instant | undefined;
  let working: { readonly since: Instant; readonly stay: Stay } | undefined;
  let cycle = 1;
  for (const step of steps) {
    const { what, at } = step;
    cycle = step.cycle ?? cycle;
    if (QUEUED.has(what)) {
      queued = at;
      working = undefined;
    } else if (BACK.has(what)) {
      queued = undefined;
      working = { since: at, stay: { cycle, takenAfter: 0, calls: [] } };
    } else if (what === 'SdrTook' && queued !== undefined) {
      const takenAfter = workingMillisBetween(calendar, queued, at);
      queued = undefined;
      working = { since: at, stay: { cycle, takenAfter, calls: [] } };
    } else if (working !== undefined && step.kind !== undefined && step.group === 'sdr') {
      const after = workingMillisBetween(calendar, working.since, step.was ?? at);
      const call = { after, connected: step.connected === true };
      working = { ...working, stay: { ...working.stay, calls: [...working.stay.calls, call] } };
    } else if (working !== undefined && VERDICTS[what] !== undefined) {
      const after = workingMillisBetween(calendar, working.since, at);
      stays.push({ ...working.stay, verdict: { ...verdictOf(step, VERDICTS[what]), after } });
      working = undefined;
    }
  }
  if (working !== undefined) stays.push(working.stay);
  else if (queued !== undefined && steps.some(({ what }) => what === 'Qualified'))
    stays.push({ cycle, calls: [] });
  return stays;
}

function verdictOf(step: RecordedStep, verdict: Verdict['verdict']): Verdict {
  const { budget, authority, need, share, process, role, startWithinMonths } = step;
  return {
    verdict,
    found: { budget, authority, need, share, process, role, startWithinMonths },
    reason: step.reason,
    revisitAfter: step.revisitAt && millisOf(step.revisitAt) - millisOf(step.at),
  };
}

function aftermathsOf({ offers, opportunities, steps }: RecordedLead): readonly Aftermath[] {
  return offers.flatMap(({ offerId, cycle, end }) => {
    if (end?.status !== 'ACCEPTED') return [];
    const since = (at: Instant) => millisOf(at) - millisOf(end.at);
    const opportunity = opportunities.find(
      (one) => one.creditId === offerId || (one.creditId === undefined && one.at >= end.at),
    );
    const returned = steps.find(({ what, at }) => what === 'Returned' && at >= end.at);
    const closed = opportunity?.end;
    return [
      {
        cycle,
        returned: returned && {
          after: since(returned.at),
          reason: returned.reason ?? 'NO_NEED',
        },
        opened: opportunity && {
          after: since(opportunity.at),
          amount: opportunity.amount,
          currency: opportunity.currency,
          end: closed && {
            after: millisOf(closed.at) - millisOf(opportunity.at),
            how: closed.how,
            reason: closed.reason,
            amount: closed.amount,
          },
        },
      },
    ];
  });
}

/** What was done after each time that it was asked for, before the lead went on by itself. */
function choicesOf({ decisions }: RecordedLead, calendar: CalendarVersion): readonly Ruling[] {
  return decisions.flatMap(({ what, at }, index) => {
    if (what !== 'director') return [];
    const next = decisions[index + 1];
    const chose = next?.what === 'offer' && next.chosenBy === 'director';
    return [chose ? { after: workingMillisBetween(calendar, at, next.at) } : {}];
  });
}

function sentBackOf(
  { decisions, steps }: RecordedLead,
  calendar: CalendarVersion,
): readonly Ruling[] {
  return decisions.flatMap(({ what, seq, at }, index) => {
    if (what !== 'unrouted') return [];
    const until = decisions[index + 1]?.seq ?? Number.POSITIVE_INFINITY;
    const sent = steps.find(
      (step) => step.what === 'SentBack' && step.seq > seq && step.seq < until,
    );
    return [sent ? { after: workingMillisBetween(calendar, at, sent.at) } : {}];
  });
}

function extraCyclesOf({ steps }: RecordedLead, calendar: CalendarVersion): readonly Ruling[] {
  return steps.flatMap(({ what, at, seq }) => {
    if (what !== 'ExtraCycleAsked') return [];
    const ruled = steps.find((step) => step.seq > seq && step.what.startsWith('ExtraCycle'));
    return [
      ruled && ruled.what !== 'ExtraCycleAsked'
        ? {
            after: workingMillisBetween(calendar, at, ruled.at),
            approved: ruled.what === 'ExtraCycleApproved',
          }
        : {},
    ];
  });
}

function droppedOf(leads: readonly RecordedLead[], calendar: CalendarVersion): PeopleOf['dropped'] {
  const rests = leads.flatMap(({ steps }) =>
    steps.flatMap(({ coolDownUntil, reason, at, seq }) => {
      if (coolDownUntil === undefined || reason === undefined) return [];
      const next = steps.find(
        ({ what, ...step }) => step.seq > seq && (what === 'NotALead' || LEAVES_REST.has(what)),
      );
      const ruling: Ruling =
        next?.what === 'NotALead' ? { after: workingMillisBetween(calendar, at, next.at) } : {};
      return [{ reason, ruling }];
    }),
  );
  const byReason = Map.groupBy(rests, ({ reason }) => reason);
  return new Map([...byReason].map(([reason, all]) => [reason, all.map(({ ruling }) => ruling)]));
}
