// When staff are told in the morning what waits for them, and how much of it (section `digest` of the policy).

import * as z from 'zod';
import { ElapsedDuration } from '../instant.ts';

const OFF = 'off';
/** On the wall clock of whoever reads it. */
const Time = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|off)$/, 'not a time of day such as 08:30, nor off');

export const DigestPolicy = z.strictObject({
  /** Each working day; on the first of a week the weekly one comes in its place. */
  daily: Time.default('08:30'),
  weekly: Time.default('08:30'),
  /** What runs out within this time is told. Elapsed. */
  ahead: ElapsedDuration.default('P7D'),
  /** So many lines a section; of what is left it says how many. */
  lines: z.int().min(1).max(50).default(10),
});
export type DigestPolicy = z.infer<typeof DigestPolicy>;

/** Minutes past midnight; undefined when it is off. */
export function minutesOf(time: string): number | undefined {
  return time === OFF ? undefined : Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
