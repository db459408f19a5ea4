// A form that waited in the buffer was sent again and stored as the second sending first: what the sender was told leads to it, too.

import { present } from '../../leads/present.ts';
import type { Deps } from '../../ports.ts';
import { put } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';

/** Nothing of the form is kept twice. */
export async function nameAgain(
  { store }: Pick<Deps, 'store'>,
  { promised, stored }: { readonly promised: string; readonly stored: string },
): Promise<void> {
  await retryLostRace(async () => {
    const [found, known] = await Promise.all([
      store.submission(stored),
      store.submission(promised),
    ]);
    if (!found || known) return;
    const { receivedAt, leadId, form, source, forgetAt } = found;
    const again = {
      ...{ submissionId: promised, version: 0, receivedAt, verdict: 'duplicate' as const },
      ...{ payload: {}, ...present({ leadId, form, source, forgetAt }) },
    };
    await store.commit({ scope: promised, changes: [put('submission', again)] });
  });
}
