// Which product line a form is about: the policy's, and the default with a note for what it does not list (4.5, scopes).

import { type Unread, unread } from '../../leads/intake/unread.ts';
import type { Rules } from '../../leads/rules.ts';
import { DEFAULT_PRODUCT_LINE, productLineIn } from '../../leads/scopes.ts';

/** The line in the policy's spelling, and what was said instead. */
export function lineOf(
  said: string | undefined,
  { policy }: Rules,
): { readonly productLine: string; readonly unread: readonly Unread[] } {
  if (said === undefined) return { productLine: DEFAULT_PRODUCT_LINE, unread: [] };
  const productLine = productLineIn(said, policy.productLines);
  if (productLine !== undefined) return { productLine, unread: [] };
  const why = `is no product line of ours: taken for ${DEFAULT_PRODUCT_LINE}`;
  return {
    productLine: DEFAULT_PRODUCT_LINE,
    unread: [unread('interest.productLine', said, why)],
  };
}
