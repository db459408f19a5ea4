// Where a touch came from, with the author of its content: kept with the touch when it comes (A1-9, A1-11).

import type { Submission } from '../../leads/intake/submission.ts';
import type { Rules } from '../../leads/rules.ts';
import type { Source } from '../../leads/source/source.ts';
import { sourceOf } from '../../leads/source/source-of.ts';
import type { Deps } from '../../ports.ts';

/** `form` is the form's name or the engagement's kind. */
export async function traceSource(
  { store }: Deps,
  { policy }: Rules,
  form: string,
  touch: Submission['touch'],
): Promise<Omit<Source, 'touchId' | 'at'>> {
  const source = sourceOf(form, touch, policy.sources);
  const content = source.contentId ? await store.content(source.contentId) : undefined;
  if (!content) return source;
  return { ...source, author: content.author, publishedOn: content.publishedOn };
}
