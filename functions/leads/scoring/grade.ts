// How much a lead matters and how soon (A2-2 to A2-5), at a given instant: the start date draws nearer, so grades age.

import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { CurrencyCode } from '../currency.ts';
import { body, line, numberBetween, wholeBetween } from '../fields.ts';
import { type Instant, instantOf, millisBetween, millisOfDuration } from '../instant.ts';

const DAY = millisOfDuration('P1D');

/** In the order of the SDR queue. */
export const GRADES = ['MAJOR', 'IMPORTANT', 'HOT', 'WARM', 'COLD', 'NOT_A_LEAD'] as const;
export type Grade = (typeof GRADES)[number];

const Months = wholeBetween(1, 120);

/** Ours ("default"). */
const LARGE_FROM = { CNY: 500_000, EUR: 65_000, USD: 70_000, GBP: 55_000 };

/** Section `grade` of the policy. Hot, warm and cold are months until the project starts (A2-4). */
export const GradePolicy = body({
  hotWithinMonths: Months,
  warmWithinMonths: Months,
  coldWithinMonths: Months,
  /** A sale of this amount is large, by currency; in one that is not named nobody knows. */
  largeFromAmount: z.record(CurrencyCode, numberBetween(0.01, 1e15)).default(LARGE_FROM),
  /** So is one to a company of this size, while no amount is known. */
  largeFromEmployees: wholeBetween(1, 10_000_000),
  importantTiers: z.array(line(20)).max(20),
  majorTiers: z.array(line(20)).max(20),
  /** Points of the industry, in per cent of the best one's, from which the solution counts as fitting well while nobody has asked the customer. */
  highFitFrom: numberBetween(0, 100),
}).refine(
  ({ hotWithinMonths, warmWithinMonths, coldWithinMonths }) =>
    hotWithinMonths < warmWithinMonths && warmWithinMonths < coldWithinMonths,
  { path: ['warmWithinMonths'], error: 'must lie between hot and cold; correct the three' },
);
export type GradePolicy = z.infer<typeof GradePolicy>;

/** 3, 6 and 12 months are A2-4's; the rest is ours ("default"). */
export const DEFAULT_GRADE_POLICY: GradePolicy = {
  hotWithinMonths: 3,
  warmWithinMonths: 6,
  coldWithinMonths: 12,
  largeFromAmount: LARGE_FROM,
  largeFromEmployees: 500,
  importantTiers: ['A', 'B'],
  majorTiers: ['A'],
  highFitFrom: 60,
};

/** `need` and `share`: what qualification found, and then they alone decide how well the solution fits. */
export interface GradeFacts {
  /** What the customer may spend, or the rep expects. */
  readonly amount?: { readonly amount: number; readonly currency: string } | undefined;
  readonly employees?: number | undefined;
  /** Tier of the account, when it is a named one. */
  readonly tier?: string | undefined;
  /** Points of the industry, in per cent of the best one's; undefined when it is not known. */
  readonly industry?: number | undefined;
  readonly need?: 'matches' | 'partly' | 'no' | 'unknown' | undefined;
  readonly share?: 'most' | 'part' | 'tiny' | undefined;
  readonly startWithinMonths?: number | undefined;
  /** When `startWithinMonths` was said. */
  readonly startStatedAt?: Instant | undefined;
}

interface Timing {
  readonly grade: 'HOT' | 'WARM' | 'COLD';
  readonly clear: boolean;
  readonly because: string;
}

/**
 * The grade at `now`, and why, in words. What is not known counts against nobody: an unknown fit is not low, an unknown
 * start date is COLD, and a named account of unknown size is taken for large. NOT_A_LEAD is a proposal to the SDR: nothing
 * happens by it. An important customer whom we fit badly is kept, at the end of the queue. Months are calendar months in `zone`.
 */
export function gradeAt(
  facts: GradeFacts,
  now: Instant,
  { policy, zone }: { readonly policy: GradePolicy; readonly zone: string },
): { readonly grade: Grade; readonly because: string } {
  const tier = facts.tier ?? '';
  const important = policy.importantTiers.includes(tier) || policy.majorTiers.includes(tier);
  const fit = solutionFit(facts, policy);
  if (fit.is === 'low') {
    return important
      ? { grade: 'COLD', because: `${fit.because}, but a customer of tier ${tier} is kept` }
      : { grade: 'NOT_A_LEAD', because: fit.because };
  }

  const timing = timingAt(facts, now, { policy, zone });
  if (important && isLarge(facts, policy) && timing.clear && fit.is === 'high') {
    return {
      grade: policy.majorTiers.includes(tier) ? 'MAJOR' : 'IMPORTANT',
      because: `a large customer of tier ${tier} that we fit well; ${timing.because}`,
    };
  }
  return { grade: timing.grade, because: timing.because };
}

/** 0 for the grade that SDRs take first, 5 for the last. */
export function gradeRank(grade: Grade): number {
  return GRADES.indexOf(grade);
}

/** By the amount of the sale; by the company's size only while none is known. */
function isLarge({ amount, employees }: GradeFacts, policy: GradePolicy): boolean {
  const from = amount && amount.amount > 0 ? policy.largeFromAmount[amount.currency] : undefined;
  if (amount && from !== undefined) return amount.amount >= from;
  return employees === undefined || employees >= policy.largeFromEmployees;
}

/** How well our solution fits: what somebody asked; before that what the industry hints at. Unknown is not low. */
function solutionFit(
  { need, share, industry }: GradeFacts,
  { highFitFrom }: GradePolicy,
): { readonly is: 'high' | 'middle' | 'low'; readonly because: string } {
  if (need === 'no') return { is: 'low', because: 'the customer needs what we do not sell' };
  if (share === 'tiny') return { is: 'low', because: 'our share of the project is tiny' };
  const because = 'what we sell fits as far as is known';
  const isAsked = (need !== undefined && need !== 'unknown') || share !== undefined;
  if (isAsked) return { is: need === 'partly' || share === 'part' ? 'middle' : 'high', because };
  if (industry === 0) return { is: 'low', because: 'to this industry we do not sell' };
  return { is: industry !== undefined && industry >= highFitFrom ? 'high' : 'middle', because };
}

// Between the start and the end of the class it was said in (3, 6, 12 months after the statement) the project counts as
// starting; after that the statement has expired (4.4) and somebody has to ask again.
function timingAt(
  { startWithinMonths, startStatedAt }: GradeFacts,
  now: Instant,
  { policy, zone }: { readonly policy: GradePolicy; readonly zone: string },
): Timing {
  const { hotWithinMonths: hot, warmWithinMonths: warm, coldWithinMonths: cold } = policy;
  if (startWithinMonths === undefined || startStatedAt === undefined) {
    return { grade: 'COLD', clear: false, because: 'the start of the project is not known' };
  }
  const startsAt = monthsAfter(startStatedAt, startWithinMonths, zone);
  const saidWithin = [hot, warm, cold].find((months) => startWithinMonths <= months);
  const expiresAt = monthsAfter(startStatedAt, saidWithin ?? startWithinMonths, zone);
  const startDate = startsAt.slice(0, 10);
  if (now >= expiresAt) {
    return {
      grade: 'COLD',
      clear: false,
      because: `the start stated for ${startDate} is over; ask again`,
    };
  }
  const within = (months: number) => isWithin(startsAt, now, { months, zone });
  const because = `the project starts by ${startDate}`;
  if (within(hot))
    return { grade: 'HOT', clear: true, because: `${because}, within ${hot} months` };
  if (within(warm))
    return { grade: 'WARM', clear: true, because: `${because}, within ${warm} months` };
  if (within(cold))
    return { grade: 'COLD', clear: true, because: `${because}, within ${cold} months` };
  return { grade: 'COLD', clear: false, because: `${because}, more than ${cold} months away` };
}

/** A month has 28 to 31 days, and clocks are put by hours: nearly always that is enough to know. */
function isWithin(
  startsAt: Instant,
  now: Instant,
  { months, zone }: { readonly months: number; readonly zone: string },
): boolean {
  const days = millisBetween(now, startsAt) / DAY;
  if (days < 28 * months - 2) return true;
  if (days > 31 * months + 2) return false;
  return startsAt <= monthsAfter(now, months, zone);
}

/** What a customer said is looked at again at every step. */
const known = new Map<string, Instant>();
const MOST_KNOWN = 10_000;

function monthsAfter(instant: Instant, months: number, zone: string): Instant {
  const key = `${instant} ${months} ${zone}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const after = laterMonths(instant, months, zone);
  known.set(key, after);
  return after;
}

function laterMonths(instant: Instant, months: number, zone: string): Instant {
  const later = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).add({ months });
  return instantOf(later.epochMilliseconds);
}
