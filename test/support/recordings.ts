// Recordings of companies whose people are known: each rep answers after a delay that is drawn, and accepts or refuses.

import { addOn } from '../../functions/leads/calendar/clocks.ts';
import { shippedCalendar } from '../../functions/leads/calendar/shipped-calendars.ts';
import { type Instant, instantOf, millisOf } from '../../functions/leads/instant.ts';
import { defaultPolicy, type Policy } from '../../functions/leads/policy.ts';
import { scoreLead } from '../../functions/leads/scoring/score.ts';
import { chanceOf } from '../../infra/tools/replay/chance.ts';
import {
  type RecordedLead,
  type RecordedOffer,
  type Recording,
  RecordingLine,
} from '../../infra/tools/simulate/recording.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const CALENDAR = shippedCalendar('PLAIN');

export interface Known {
  readonly leads: number;
  readonly reps: readonly string[];
  readonly weeks: number;
  readonly seed: string;
  /** Hours until the rep given answers; Infinity: never. */
  readonly answersAfter: (drawn: number, repId: string) => number;
  /** The share of answers that accept; the others refuse for want of need. */
  readonly accepts: number;
  readonly policy?: (policy: Policy) => Policy;
  /** How many work at the company of a lead; 500 when left out. */
  readonly employees?: (index: number) => number;
  /** Whether forms ask for a demo; they do when left out. */
  readonly asks?: false;
}

const BEGINS = '2026-01-05T00:00:00.000Z';
const ACCEPT_HOURS = 48;

/** Leads come evenly, are handed over at once, and go from rep to rep until somebody answers; the recording goes on for two weeks after the last. */
export function knownRecording(known: Known): Recording {
  const { leads, reps, weeks, policy = (same) => same } = known;
  const beginsAt = BEGINS as Instant;
  const span = weeks * 7 * 24 * HOUR;
  const endsAt = instantOf(millisOf(beginsAt) + span + 14 * 24 * HOUR);
  const staff = { department: 'Sales', ...{ regions: [], productLines: [], languages: [] } };
  const desk = { ...staff, calendar: 'PLAIN', active: true };
  const months = [...new Set(monthsBetween(beginsAt, endsAt))];
  let seq = 0;
  const moment = () => ({ seq: seq++, at: beginsAt });
  const house = [
    { is: 'policy', ...moment(), version: 1, document: policy(defaultPolicy()) },
    {
      is: 'department',
      ...moment(),
      departmentId: 'Sales',
      regions: [],
      mode: 'direct',
    },
    { is: 'sdr', ...moment(), sdrId: 'sdr-1', ...desk },
    ...reps.map((repId) => ({
      ...{ is: 'rep', ...moment(), repId, ...desk, capacity: 500, weight: 1 },
    })),
    ...months.map((month) => ({ is: 'roster', ...moment(), month, repIds: reps })),
  ];
  const lines = Array.from({ length: leads }, (_, index) => {
    const at = instantOf(millisOf(beginsAt) + Math.floor((span * (index + 0.5)) / leads));
    return leadLine(known, index, { at, endsAt, seq: seq + index * 20 });
  });
  const head = {
    ...{ is: 'recording', version: 1, from: null, to: null, beginsAt, endsAt, zone: 'UTC' },
  };
  const parsed = [head, ...house].map((line) => RecordingLine.parse(line));
  return { head: parsed[0], house: parsed.slice(1), leads: lines } as Recording;
}

function leadLine(
  known: Known,
  index: number,
  { at, endsAt, seq }: { readonly at: Instant; readonly endsAt: Instant; readonly seq: number },
): RecordedLead {
  const { reps, seed, answersAfter, accepts, asks = true, employees = () => 500 } = known;
  const facts = { employees: employees(index), industry: 'finance' };
  const { fit } = scoreLead({ facts, engagements: [], now: at, policy: defaultPolicy().scoring });
  const id = `${index}`.padStart(26, '0');
  const chance = chanceOf(`${seed} ${id}`);
  const later = (minutes: number) => instantOf(millisOf(at) + minutes * MINUTE);
  const sdr = { by: { kind: 'sdr', sub: 'sdr-1' } };
  const system = { by: { kind: 'system' } };
  const answers = { budget: 'approved', authority: 'decides', need: 'matches', process: 'matches' };
  const offers: object[] = [];
  let offeredAt = later(12);
  for (let turn = 0; turn < reps.length && offeredAt < endsAt; turn += 1) {
    const repId = reps[(index + turn) % reps.length] ?? '';
    const hours = answersAfter(chance(`${turn}`, 'after'), repId);
    const dueAt = addOn('workingDayHours', CALENDAR, offeredAt, `PT${ACCEPT_HOURS}H`);
    const isAnswered = hours < ACCEPT_HOURS;
    const millis = Math.round(Math.min(hours, ACCEPT_HOURS) * HOUR);
    const endedAt = addOn('workingDayHours', CALENDAR, offeredAt, `PT${Math.ceil(millis / 1000)}S`);
    const isOpen = endedAt > endsAt;
    const answered = chance(`${turn}`, 'accepts') < accepts ? 'ACCEPTED' : 'REJECTED';
    const status = isAnswered ? answered : 'TIMED_OUT';
    const place = seq + 4 + turn * 2;
    offers.push({
      ...{ seq: place, at: offeredAt, offerId: `lead_${id}-c1-o${turn + 1}`, cycle: 1, repId },
      ...{ department: 'Sales', weight: 1, usesTurn: true, policyVersion: 1 },
      ...{ acceptDueAt: dueAt, contactDueAt: dueAt, windowMillis: ACCEPT_HOURS * HOUR },
      answer:
        isAnswered && !isOpen ? { millis } : { millis, censored: isOpen ? 'open' : 'timedOut' },
      ...(isOpen
        ? {}
        : {
            end: {
              ...{ seq: place + 1, at: endedAt, status },
              ...(status === 'REJECTED' ? { reason: 'NO_NEED', contacted: true } : {}),
            },
          }),
      contact: { millis: 10 * MINUTE },
      contactedAt: later(22),
      reminders: [],
    } satisfies Record<string, unknown> & Partial<Record<keyof RecordedOffer, unknown>>);
    if (isAnswered || isOpen) break;
    offeredAt = endedAt;
  }
  return RecordingLine.parse({
    ...{
      is: 'lead',
      leadId: `lead_${id}`,
      openedAt: at,
      party: hashOf(index),
      productLine: 'core',
    },
    facts,
    arrivals: [
      {
        ...{ seq, at, what: 'SubmissionReceived', form: 'contact-sales' },
        ...(asks ? { handRaise: 'demo' } : {}),
        touches: [{ at, kinds: asks ? ['submission', 'demo'] : ['submission'] }],
      },
    ],
    steps: [
      { seq: seq + 1, at: later(1), what: 'MarketingAccepted', ...system, fit },
      { seq: seq + 1, at: later(1), what: 'Qualified', ...system, fit },
      { seq: seq + 2, at: later(2), what: 'SdrTook', ...sdr, sdrId: 'sdr-1' },
      {
        ...{ seq: seq + 3, at: later(12), what: 'QualifiedBySdr', ...sdr, ...answers },
        ...{ role: 'decisionMaker', startWithinMonths: 3 },
      },
    ],
    decisions: [],
    offers,
    opportunities: [],
  }) as RecordedLead;
}

function hashOf(index: number): string {
  return index.toString(16).padStart(24, '0');
}

function monthsBetween(from: Instant, to: Instant): readonly string[] {
  const days = Math.ceil((millisOf(to) - millisOf(from)) / (24 * HOUR));
  return Array.from({ length: days + 1 }, (_, day) =>
    instantOf(millisOf(from) + day * 24 * HOUR).slice(0, 7),
  );
}
