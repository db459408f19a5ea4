// A table of figures of its own, and a store that tells stories from a list: for what is said of figures without a company behind them.

import { shippedCalendar } from '../../functions/leads/calendar/shipped-calendars.ts';
import { defaultPolicy, Policy } from '../../functions/leads/policy.ts';
import { awsMetrics } from '../../functions/platform/metric-deps.ts';
import type { MetricStore, Store, StoredEvent } from '../../functions/ports.ts';
import { allCellNames } from '../../functions/reports/cells.ts';
import type { MetricDeps } from '../../functions/use-cases/reporting/project-scopes.ts';
import { dynamodbClient } from '../../infra/emulator/clients.ts';
import { openDatabase } from '../../infra/emulator/dynamodb/database.ts';
import { MemoryMetrics } from '../../infra/local/memory/memory-metrics.ts';
import { createMetricTable } from '../../infra/table.ts';

const TABLE = 'MetricTable';

interface Opened {
  readonly metrics: MetricStore;
  readonly close: () => Promise<void>;
}

/** Empty tables of figures, in both ways in which there are any. */
export const openMetrics: Readonly<Record<'DynamoDB' | 'memory', () => Promise<Opened>>> = {
  async DynamoDB() {
    const database = await openDatabase({ now: () => 0 });
    await database.call('CreateTable', createMetricTable(TABLE));
    return { metrics: awsMetrics(dynamodbClient(database), TABLE), close: () => database.close() };
  },
  memory: async () => ({ metrics: new MemoryMetrics(), close: async () => {} }),
};

/** The same table, of which some calls do something else. */
export function changed(metrics: MetricStore, calls: Partial<MetricStore>): MetricStore {
  return new Proxy(metrics, {
    get: (target, call: keyof MetricStore) => calls[call] ?? target[call].bind(target),
  });
}

/** Knows those events only that were told up to now, in the order of their stories. */
export function storyStore(told: () => readonly StoredEvent[], zone = 'Asia/Shanghai'): Store {
  const document = Policy.parse({ ...defaultPolicy, tenant: { zone, calendar: 'CN' } });
  const calendars = new Map([['CN', shippedCalendar('CN')]]);
  const rules = { policy: { version: 1, document }, calendars };
  const store: Pick<Store, 'eventsOf' | 'rules' | 'content'> = {
    eventsOf: async (scope, { from = 0 }) => ({
      items: told()
        .filter((event) => event.scope === scope && event.at >= from)
        .toSorted((one, other) => one.at - other.at || one.index - other.index),
    }),
    content: async () => undefined,
    rules: async () => rules,
  };
  // Codec: nothing else of a store is asked for figures.
  return store as Store;
}

export function metricDeps(metrics: MetricStore, store: Store): MetricDeps {
  return { metrics, store, pauses: { wait: async () => {}, chance: () => 0.5 } };
}

/** All facts and cells, as they are stored. */
export async function bytesOf(
  metrics: MetricStore,
  scopes: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const facts = [...(await metrics.facts(scopes))].toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  const cells: [string, string][] = [];
  for (const name of allCellNames())
    for (const { period, cells: text } of await metrics.cells(name, '0', 'z'))
      if (text !== '{}') cells.push([`${name} ${period}`, text]);
  return { facts, cells };
}
