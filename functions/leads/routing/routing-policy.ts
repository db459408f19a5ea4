// The numbers of routing and strikes that a customer may change (4.5, 4.7, 4.8), with the defaults we ship.

import * as z from 'zod';
import { ElapsedDuration } from '../instant.ts';

/** When a rejected offer's turn goes back to the rep (4.5). */
export const TurnCredit = z.enum(['never', 'atOnce', 'whenSdrConfirms']);
export type TurnCredit = z.infer<typeof TurnCredit>;

export const RepCapacity = z.int().min(1).max(500);
export const RepWeight = z.number().min(0.1).max(10);

/** 4.5 and 4.8. How long a director may be silent is the clock policy's `directorDispatch`. */
export const RoutingPolicy = z.strictObject({
  /** Open offers of a rep whose desk names no capacity of its own. */
  capacity: RepCapacity.default(20),
  /** Share of turns of a rep whose desk names no weight; a rep of weight 2 counts as two heads. */
  weight: RepWeight.default(1),
  /** Share of the accept window, measured on the accept clock, for which a rep must be there. */
  availability: z.number().min(0).max(1).default(0.5),
  /** turns between departments in proportion to eligible heads, or the same for each department. */
  departmentShare: z.enum(['proportional', 'equalPerDepartment']).default('proportional'),
  /** how many of the least served a director may choose from. */
  directorChoices: z.int().min(1).max(20).default(3),
  /** Working days of a month for which last month's roster stays in force. */
  rosterGraceWorkingDays: z.int().min(0).max(20).default(3),
  /** Timeouts of one cycle at which the director is asked before the router goes on (row 15). */
  maxTimeoutsPerCycle: z.int().min(1).max(20).default(3),
  /** Misroutes of one cycle at which the director is asked (row 14). */
  maxMisroutesPerCycle: z.int().min(1).max(20).default(2),
  /** Recalls of one cycle at which the director is asked (row 16). */
  maxRecallsPerCycle: z.int().min(1).max(20).default(2),
  /** Working hours between two alarms about a lead that nobody can take. */
  unroutedAlarmEvery: ElapsedDuration.default('PT4H'),
});
export type RoutingPolicy = z.infer<typeof RoutingPolicy>;

/** 4.7. How long a suspension lasts is the clock policy's `suspensionMonths`. */
export const StrikePolicy = z.strictObject({
  /** A3-4: consecutive misses that suspend. */
  missesToSuspend: z.int().min(1).max(10).default(2),
  /** A3-3: reminders delivered before a timeout counts as a miss. */
  remindersBeforeMiss: z.int().min(0).max(5).default(1),
  /** A timeout settled later than this after `expireAt` was our outage, not the rep's miss. Elapsed. */
  outageExcuse: ElapsedDuration.default('PT15M'),
  /** Misses whose accept windows overlap count once. Off: two offers that expire together are two misses. */
  coalesceOverlapping: z.boolean().default(false),
  /** two first contacts in a row that a rep was reminded of and did not make are a miss. Off: they stand in the reports, and cost nothing. */
  contactMissCounts: z.boolean().default(false),
  /** Working days after the miss is settled in which a manager may annul it. */
  annulWithinWorkingDays: z.int().min(0).max(60).default(10),
});
export type StrikePolicy = z.infer<typeof StrikePolicy>;
