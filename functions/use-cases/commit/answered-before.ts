// What was answered to the same call before (4.8, same payload twice): a receipt counts as long as nothing may replace it.

import { type Instant, minus } from '../../leads/instant.ts';
import type { Receipt, Store } from '../../ports.ts';

/** The answer that is kept under this id since then or later; undefined when there is none, or an older one. */
export async function answeredBefore<Answer>(
  store: Store,
  { id, replaces }: Pick<Receipt, 'id' | 'replaces'>,
): Promise<Answer | undefined> {
  const kept = await store.receipt(id);
  // Codec: under an id of its own a use case keeps its own answers.
  return kept && kept.storedAt >= replaces ? (kept.body as Answer) : undefined;
}

/** A receipt of what was asked, whoever brings it: the same within that ISO-8601 duration is answered by `body` and done once. */
export function receiptOf(
  id: string,
  {
    at,
    within,
    body = {},
  }: { readonly at: Instant; readonly within: string; readonly body?: unknown },
): Receipt {
  return { id, bodyHash: '', storedAt: at, replaces: minus(at, within), body };
}
