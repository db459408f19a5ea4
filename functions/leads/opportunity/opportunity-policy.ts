// The policy's section on opportunities: stages and their probabilities, the window's reminders, reasons, and what looks like collusion.

import * as z from 'zod';
import { Invalid } from '../errors.ts';
import { ElapsedDuration } from '../instant.ts';

const Name = z.string().regex(/^[A-Z][A-Z_]{1,39}$/, 'not a name such as PROPOSAL');
const Names = z.array(Name).min(1).max(50);

/**
 * A stage and the share of its amount that the forecast counts, 0 to 1 (A0-14). A deal that is lost in a `trial` says besides why that
 * failed (A1-1, A1-5); in policies stored before there was the mark, the stage called POC is one.
 */
const Stage = z
  .strictObject({
    stage: Name,
    probability: z.number().min(0).max(1),
    trial: z.boolean().exactOptional(),
  })
  .overwrite((one) => (one.stage === 'POC' ? { trial: true, ...one } : one));
const Stages = z
  .array(Stage)
  .min(1)
  .max(20)
  .refine(
    (stages) => new Set(stages.map(({ stage }) => stage)).size === stages.length,
    'names a stage twice',
  )
  .refine(
    (stages) =>
      stages.every((one, index) => one.probability >= (stages[index - 1]?.probability ?? 0)),
    'has a stage that is less probable than the one before it',
  );

/** A0-11 with the shares of A0-14: booked 25, shown 50, intent 60, promised payment 80; a won deal is paid, 100. */
const PRESETS = {
  plain: [
    { stage: 'QUALIFY', probability: 0.25 },
    { stage: 'DEMONSTRATION', probability: 0.5 },
    { stage: 'PROPOSAL', probability: 0.6 },
    { stage: 'CLOSE', probability: 0.8 },
  ],
  'with-poc': [
    { stage: 'QUALIFY', probability: 0.25 },
    { stage: 'DEMONSTRATION', probability: 0.5 },
    { stage: 'POC', probability: 0.5, trial: true },
    { stage: 'PROPOSAL', probability: 0.6 },
    { stage: 'CLOSE', probability: 0.8 },
  ],
};

export const OpportunityPolicy = z
  .strictObject({
    /** Which list of stages new opportunities run through; a running one keeps its own. */
    preset: z.string().default('plain'),
    presets: z.record(z.string().regex(/^[a-z][a-z-]{1,39}$/), Stages).prefault(PRESETS),
    /** Calendar days after acceptance on which the owner is reminded that the window runs. */
    windowReminderDays: z.array(z.int().min(1).max(3650)).max(10).default([15, 30, 40]),
    /** Row 20: whether a lead whose window is over goes back to the SDR; if not, its owner is reminded this often. Elapsed. */
    recycleOnWindowExpiry: z.boolean().default(true),
    remindAfterWindowEvery: ElapsedDuration.default('P30D'),
    /** An opportunity on which nothing was written this long has stalled. Elapsed. */
    stallAfter: ElapsedDuration.default('P14D'),
    loseReasons: Names.default([
      'CHOSE_COMPETITOR',
      'NO_BUDGET',
      'NO_DECISION',
      'PROJECT_STOPPED',
      'PRICE',
      'POC_FAILED',
      'OTHER',
    ]),
    /** What a loss counts as that the CRM tells without a reason. */
    loseReasonOfCrm: Name.default('OTHER'),
    pocFailReasons: Names.default([
      'FUNCTION_MISSING',
      'PERFORMANCE',
      'INTEGRATION',
      'DATA_QUALITY',
      'NO_TIME_AT_CUSTOMER',
      'OTHER',
    ]),
    /** Causes for which a cancellation does not cost the SDR's credit, once ops approve (4.9). */
    cancelReasons: Names.default([
      'CUSTOMER_STOPPED_PROJECT',
      'DUPLICATE',
      'OUT_OF_BUSINESS',
      'COMPLIANCE',
      'OWNER_LEFT',
      'ENTERED_BY_MISTAKE',
    ]),
    /** Working days in which a cause may still be given for a cancellation without one (4.8). */
    causeWithinWorkingDays: z.int().min(0).max(30).default(3),
    /** Working days in which ops rule on a cause, before the director is asked (4.8). */
    rulingWithinWorkingDays: z.int().min(0).max(30).default(3),
    /** Late cancellations of one pair of rep and SDR that look like collusion (A3-6): so many at least, and this share of their credits. */
    collusion: z
      .strictObject({
        lateCancels: z.int().min(1).max(1000).default(3),
        share: z.number().min(0).max(1).default(0.3),
      })
      .prefault({}),
  })
  .refine(({ preset, presets }) => preset in presets, {
    path: ['preset'],
    error: 'is not one of the presets',
  });
export type OpportunityPolicy = z.infer<typeof OpportunityPolicy>;

/** Throws INVALID when the policy's list has no such reason. */
export function refuseUnknownReason(path: string, reason: string, known: readonly string[]): void {
  if (known.includes(reason)) return;
  const message = `unknown reason ${reason}; use one of ${known.join(', ')}`;
  throw new Invalid([{ path, message }]);
}
