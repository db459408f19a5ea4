// Which product line a form is about: the policy's, and the default with a note for one that nobody sells (4.5, scopes).

import { type Unread, unread } from '../../leads/intake/unread.ts';
import type { Rules } from '../../leads/rules.ts';
import { DEFAULT_PRODUCT_LINE, isSameLine, productLineIn } from '../../leads/scopes.ts';
import type { Store } from '../../ports.ts';

/** The line in the policy's spelling, and what was said instead. */
export async function lineOf(
  store: Pick<Store, 'desk'>,
  said: string | undefined,
  { policy }: Rules,
): Promise<{ readonly productLine: string; readonly unread: readonly Unread[] }> {
  if (said === undefined) return { productLine: DEFAULT_PRODUCT_LINE, unread: [] };
  const productLine = productLineIn(said, policy.productLines);
  const isListed = productLine === DEFAULT_PRODUCT_LINE || policy.productLines.length > 0;
  if (productLine !== undefined && (isListed || (await isSold(store, said))))
    return { productLine, unread: [] };
  const why = `is no product line of ours: taken for ${DEFAULT_PRODUCT_LINE}`;
  return {
    productLine: DEFAULT_PRODUCT_LINE,
    unread: [unread('interest.productLine', said, why)],
  };
}

/** While the policy lists none, a line is what a rep sells, here or gone; somebody without a list sells whatever is asked. */
async function isSold(store: Pick<Store, 'desk'>, said: string): Promise<boolean> {
  const { reps } = await store.desk();
  return (
    reps.length === 0 ||
    reps.some(({ productLines }) => {
      return productLines.length === 0 || productLines.some((line) => isSameLine(line, said));
    })
  );
}
