// A list from beginning to end, whatever the pages that it comes in.

import type { Page } from '../ports.ts';

/** The items in order; a page is read when the one before it is used up. */
export async function* everyItem<Item>(
  pageFrom: (cursor: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item> {
  let cursor: string | undefined;
  do {
    const page = await pageFrom(cursor);
    yield* page.items;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
