// The numbers of merging, look-alikes and self-sourced leads (4.8), with the defaults we ship.

import * as z from 'zod';
import { ElapsedDuration } from '../instant.ts';

export const IdentityPolicy = z.strictObject({
  /** A merge can be undone for so long. Elapsed. */
  undoMergeWithin: ElapsedDuration.default('P30D'),
  /** A marketing touch of the account or person this far back blocks a self-sourced claim. Elapsed. */
  selfSourcedLookBack: ElapsedDuration.default('P180D'),
  /** From 0 to 1: how alike two company names have to be to be shown as a suggestion. */
  similarNamesFrom: z.number().min(0.5).max(1).default(0.88),
});
