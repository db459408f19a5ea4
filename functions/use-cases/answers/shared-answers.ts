// Parts that answers of every kind share.

import * as z from 'zod';

/** Who acts: the `sub` of a token, a person's id, or the name of a part of the system. */
export const Sub = z.string();

/** Whom a row of a list is about: the person and the company, as known now; null when there is none, or he was erased. */
export const Recognised = z.object({
  name: z.string().nullable(),
  company: z.string().nullable(),
});
export type Recognised = z.infer<typeof Recognised>;

/** A page of a list; `cursor` is there while there is more. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item).readonly(), cursor: z.string().optional() });
}
