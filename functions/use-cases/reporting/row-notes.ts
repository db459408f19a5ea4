// What is told of a row besides its value: of a piece of content its title, its author and when it came out (A1-11).

import type { Store } from '../../ports.ts';
import type { Asked } from './ask-report.ts';

/** Of so many rows at most; of others the value stands alone. */
const MOST = 100;

export async function notesOf(
  store: Pick<Store, 'content'>,
  { name, by }: Pick<Asked, 'name' | 'by'>,
  values: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (name !== 'content' || by !== 'page') return new Map();
  const found = await Promise.all(values.slice(0, MOST).map((value) => store.content(value)));
  return new Map(
    found.flatMap((content) => {
      if (content === undefined) return [];
      const { contentId, title, author, publishedOn } = content;
      return [[contentId, `${title}, by ${author}, ${publishedOn}`] as const];
    }),
  );
}
