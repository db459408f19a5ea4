// The real store on a table of its own in memory: what use cases are tested on (style.md 39).

import { tableStore } from '../../functions/adapters/table/store.ts';
import { noBuffer, noMetrics } from '../../functions/platform/table-deps.ts';
import type { Deps, Store } from '../../functions/ports.ts';
import { inTurn } from '../../infra/local/in-turn.ts';
import { MemoryGround } from '../../infra/local/memory/memory-ground.ts';

/** Monday, 14 September 2026, 02:00 UTC. */
const NOW = Date.UTC(2026, 8, 14, 2);

function freshStore(): Store {
  return tableStore(new MemoryGround(() => NOW).table);
}

/** What a use case needs besides the store, doing nothing: a test names what matters. */
export async function freshDeps(over: Partial<Deps> = {}): Promise<Deps> {
  return {
    store: over.store ?? freshStore(),
    notifier: { send: async () => ({ delivered: true }) },
    executions: { start: async () => {}, wake: async () => {} },
    bus: { publish: async () => ({ refused: new Map(), cut: 0 }) },
    metaForms: { appSecret: () => undefined, lead: async () => ({}) },
    metrics: noMetrics,
    buffer: noBuffer,
    pauses: inTurn(),
    pepper: 'pepper of the tests',
    ...over,
  };
}
