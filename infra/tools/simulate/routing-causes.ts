// Why a lead would have gone elsewhere, first of all: by what was changed, or because an earlier lead did.

import { type Outcome, outcomeOn, type Question } from './routing-deal.ts';
import type { DealtDesk } from './routing-desk.ts';

export type Cause =
  /** With the turns as they were, this change alone makes the difference. */
  | { readonly kind: 'change'; readonly of: string }
  /** No change alone does, all together do. */
  | { readonly kind: 'together'; readonly of: readonly string[] }
  /** With the turns as they were it would have stayed: an earlier lead went elsewhere, first because of that change. */
  | { readonly kind: 'follows'; readonly leadId: string; readonly of: string };

/** A lead that goes elsewhere. */
export interface Different {
  readonly leadId: string;
  readonly had?: string | undefined;
  readonly would?: string | undefined;
  readonly cause: Cause;
}

interface Known {
  readonly had: string | undefined;
  readonly would: string | undefined;
  /** The desk with the recorded turns and all changes; and with each of them alone. */
  readonly all: DealtDesk;
  readonly said: readonly { readonly name: string; readonly desk: DealtDesk }[];
  /** Those before it. */
  readonly different: readonly Different[];
}

/** The first cause of the difference between who had it and who would have. */
export function causeOf(question: Question, { had, would, all, said, different }: Known): Cause {
  const makesIt = (desk: DealtDesk) => repIn(outcomeOn(desk, question)) !== had;
  if (makesIt(all)) {
    const alone = said.find(({ desk }) => makesIt(desk));
    return alone ? { kind: 'change', of: alone.name } : allOf(said);
  }
  const own = different.findLast(({ leadId }) => leadId === question.leadId);
  const reps = [had, would].filter((repId) => repId !== undefined);
  const near = different.findLast((one) =>
    [one.had, one.would].some((repId) => repId !== undefined && reps.includes(repId)),
  );
  const before = own ?? near ?? different.at(-1);
  // Turns came to count otherwise (a weight, a rep who came in) before any lead went elsewhere.
  if (!before) return allOf(said);
  return { kind: 'follows', leadId: before.leadId, of: rootOf(before.cause) };
}

function allOf(said: Known['said']): Cause {
  const [first, ...others] = said.map(({ name }) => name);
  if (first !== undefined && others.length === 0) return { kind: 'change', of: first };
  return { kind: 'together', of: said.map(({ name }) => name) };
}

function rootOf({ of }: Cause): string {
  return typeof of === 'string' ? of : of.join(' + ');
}

function repIn({ route }: Outcome): string | undefined {
  return route?.repId;
}
