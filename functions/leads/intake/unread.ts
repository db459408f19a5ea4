// What somebody said in a form and nobody could read (4.8): kept as it was written, beside the touch that it came with, so that it is
// shown with the lead, moves with a merge and goes with an erasure.

import * as z from 'zod';
import { cutText, shown } from '../fields.ts';
import { ours } from '../kept.ts';

/** So much is kept of one form: a form has fewer fields, and a row of the table has an end. */
const MOST_UNREAD = 40;
const LONGEST = 500;

export const Unread = z.object({
  /** Our field, or the sender's own name of a question that is none of ours. */
  path: ours,
  /** What was written there, cut. */
  text: z.string(),
  why: z.string(),
});
export type Unread = z.infer<typeof Unread>;

const Path = cutText(100);
const Text = cutText(LONGEST);

/** One thing that could not be read. */
export function unread(path: string, value: unknown, why: string): Unread {
  return { path: Path.parse(path), text: Text.parse(plainText(value) ?? shown(value)), why };
}

/** As much of it as is kept. */
export function bounded(all: readonly Unread[]): Unread[] {
  return all.slice(0, MOST_UNREAD);
}

/** What was said in one field, as text: several answers are one after the other. Undefined for what is no answer, such as an object. */
export function plainText(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    const texts = value.map((one) => (Array.isArray(one) ? undefined : plainText(one)));
    return texts.some((text) => text === undefined) ? undefined : texts.join(', ');
  }
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? undefined : String(value);
}
