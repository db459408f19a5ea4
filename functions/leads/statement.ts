// One thing that was said about being written to or called (domain.md 4.2, Consent): who said it, when, where, by which text.

import * as z from 'zod';
import { Instant } from './instant.ts';
import { ours } from './kept.ts';

export const CHANNELS = ['email', 'phone'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Where something is said: `inbound` is a form of an advertising platform, `merge` what a duplicate had said. */
export const WHERE = [
  'form',
  'inbound',
  'import',
  'selfSourced',
  'optIn',
  'call',
  'unsubscribe',
  'merge',
] as const;

export const Statement = z.object({
  channel: z.enum(CHANNELS),
  /** `unconfirmed`: a form's yes after a no, until the person confirms it. `notAsked`: a rep brought him, and nobody asked. */
  says: z.enum(['yes', 'no', 'unconfirmed', 'notAsked']),
  at: Instant,
  where: z.enum(WHERE),
  /** The person himself, who of staff heard it, or the system that sent it. */
  by: ours,
  /** The privacy policy that was read, or the activity in which it was heard. */
  text: z.string().optional(),
  /** When the link was sent by which it was said: a link is good for once. */
  link: Instant.optional(),
});
export type Statement = z.infer<typeof Statement>;
