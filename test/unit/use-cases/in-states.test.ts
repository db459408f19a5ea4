import { describe, expect, it } from 'vitest';
import { tableStore } from '../../../functions/adapters/table/store.ts';
import { someInStates } from '../../../functions/use-cases/in-states.ts';
import { MemoryFeed } from '../../../infra/emulator/memory/memory-feed.ts';
import { MemoryTable } from '../../../infra/local/memory/memory-table.ts';
import { anOffer, anOfferedLead } from '../../support/handover-builders.ts';

const OWNED = ['SAL', 'SQL'] as const;

/** So many accepted leads, and half as many that sales has assessed. */
async function aStore(many: number) {
  const store = tableStore(new MemoryTable({ feed: new MemoryFeed(), now: () => 0 }));
  for (let n = 1; n <= many * 1.5; n += 1) {
    const after = anOfferedLead(anOffer(n), { state: n <= many ? 'SAL' : 'SQL' });
    await store.commit({ changes: [{ kind: 'lead', after }] });
  }
  return store;
}

describe('leads in some states', () => {
  it('are looked at each once, so many in one call', async () => {
    const store = await aStore(300);
    const seen: string[] = [];
    const froms: (string | undefined)[] = [undefined];

    do
      froms.push(
        await someInStates(store, OWNED, froms.at(-1), async ({ leadId }) => {
          seen.push(leadId);
        }),
      );
    while (froms.at(-1) !== undefined);

    expect([seen.length, new Set(seen).size]).toEqual([450, 450]);
    expect(froms.map((from) => from?.slice(0, 3))).toEqual([undefined, 'SAL', undefined]);
  });

  it('are all looked at in one call while they are few', async () => {
    const store = await aStore(4);
    const seen: string[] = [];

    const from = await someInStates(store, OWNED, undefined, async ({ state }) => {
      seen.push(state);
    });

    expect([from, seen]).toEqual([undefined, ['SAL', 'SAL', 'SAL', 'SAL', 'SQL', 'SQL']]);
  });

  it('are none where nobody asks for that state any more', async () => {
    const store = await aStore(4);

    const from = await someInStates(store, ['SAL'], 'SQL ', () =>
      Promise.reject(new Error('seen')),
    );

    expect(from).toBeUndefined();
  });
});
