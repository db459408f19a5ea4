// What an erasure leaves of a text (domain.md 4.8): what its schema marks as code, id or word of ours. Any other text goes.

import * as z from 'zod';

const marks = new WeakMap<object, RegExp>();

/** The schema, marked: a text in this shape holds no words of a person and stays after an erasure. */
export function kept<Schema extends z.ZodType>(schema: Schema, shape = /^/): Schema {
  // Others may use the same schema for what people write: only the copy is marked.
  const marked = schema.clone();
  marks.set(marked, shape);
  return marked;
}

/** The shape in which a text of this schema stays; undefined when nothing of it may. */
export function markOf(schema: z.core.$ZodType | undefined): RegExp | undefined {
  return schema && (marks.get(schema) ?? markOf(schema._zod.parent));
}

/** A reason code of the policy, such as NO_BUDGET; whoever may write a sentence in its place has it blanked. */
export const CODE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;
export const OUR_ID = /^(lead|pers|acct|sub|act|eng)_[0-9A-HJKMNP-TV-Z]{26}(-[\w.-]{1,60})?$/;
export const DAY = /^\d{4}-\d\d-\d\d$/;

/** What is ours whatever it says: names of things, staff by sub, sentences of the house. */
export const ours: z.ZodString = kept(z.string());
export const code: z.ZodString = kept(z.string(), CODE);
/** An id that we made. */
export const id: z.ZodString = kept(z.string(), OUR_ID);
export const day: z.ZodString = kept(z.string(), DAY);
