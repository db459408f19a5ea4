// Ops name an article and its author, so that its touches can be counted for them (A1-11; api.md, PUT /v1/contents/{contentId}).

import type { Content, ContentBody } from '../../leads/source/content.ts';
import type { Command, Deps } from '../../ports.ts';
import { replace } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { commitDesk, isUnchanged, nextVersion } from './change-desk.ts';

/** Replaces the content. Touches that came before keep what they were stamped with. */
export async function putContent(
  deps: Deps,
  command: Command,
  contentId: string,
  body: ContentBody,
): Promise<Content> {
  return retryLostRace(async () => {
    const before = await deps.store.content(contentId);
    const after: Content = { ...body, contentId, version: nextVersion(before) };
    if (isUnchanged(before, after)) return before;
    const { author, publishedOn } = after;
    await commitDesk(deps, command, {
      scope: `content_${contentId}`,
      changes: [replace('content', before, after)],
      facts: [{ type: 'ContentPublished', data: { contentId, author, publishedOn } }],
    });
    return after;
  });
}
