// Invariant 17 (4.12): the cells of the reports equal the cells of the folded events, after any history, twice delivered, in any order.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDateOf } from '../../functions/leads/calendar/local-dates.ts';
import { Instant } from '../../functions/leads/instant.ts';
import type { MetricStore, StoredEvent } from '../../functions/ports.ts';
import { allCellNames, cellsText } from '../../functions/reports/cells.ts';
import { EDITION } from '../../functions/reports/figures/figures.ts';
import { everyItem } from '../../functions/use-cases/every-item.ts';
import { compactDifferences } from '../../functions/use-cases/reporting/compact-differences.ts';
import { projectScopes } from '../../functions/use-cases/reporting/project-scopes.ts';
import { differencesAfter, readCells } from '../../functions/use-cases/reporting/read-cells.ts';
import { everySpend } from '../../functions/use-cases/source/every-spend.ts';
import { bytesOf, changed, metricDeps, openMetrics, storyStore } from '../support/metrics.ts';
import type { World } from './acting.ts';
import { aCommand, PATIENCE, runs } from './commands.ts';
import { snapshotOf } from './snapshot.ts';
import { happen, openWorld } from './world.ts';

const TODAY = '2031-01-01';
const ZONE = 'Asia/Shanghai';
const NOW = Instant.parse('2026-09-14T00:00:00.000Z');

/** Tells the events bit by bit, and after each bit says of some scopes, known or not, that they moved. */
interface Bit {
  readonly told: number;
  readonly scopes: readonly number[];
  /** Two consumers at once; a write that fails before, or after it was done; differences put into the cells. */
  readonly fate: 'one' | 'two' | 'dies before' | 'dies after' | 'compacts' | 'compaction dies';
}

const bit = fc.record({
  told: fc.nat({ max: 30 }),
  scopes: fc.array(fc.nat(), { maxLength: 8 }),
  fate: fc.constantFrom<Bit['fate']>(
    'one',
    'two',
    'dies before',
    'dies after',
    'compacts',
    'compaction dies',
  ),
});

/** Ops tell after a command what was spent and what a currency is worth, now and afterwards. */
const money = fc.record({
  after: fc.nat({ max: 50 }),
  campaign: fc.constantFrom('autumn', 'Autumn', ''),
  amount: fc.nat({ max: 100_000 }),
  currency: fc.constantFrom('CNY', 'EUR', 'USD'),
  rate: fc.constantFrom(undefined, 7, 7.5, 8),
  from: fc.constantFrom('2026-01-01', '2026-09-20', '2026-11-01'),
});
type Money = typeof money extends fc.Arbitrary<infer One> ? One : never;

async function tellMoney({ company }: World, one: Money): Promise<void> {
  const csv = `month,channel,campaign,amount,currency\n2026-09,sem,${one.campaign},${one.amount},${one.currency}`;
  await company.runtime.request('POST', '/v1/spend', {
    ...{ body: csv, token: company.runtime.token('ops-1', ['ops']) },
    headers: { 'content-type': 'text/csv' },
  });
  const rates = one.rate === undefined ? [] : [{ from: one.from, rate: one.rate }];
  if (one.currency !== 'CNY') await company.ops.put(`/v1/rates/${one.currency}`, { rates });
  await company.runtime.settled();
}

/** The same store, of which a write does not come back, or was never done. */
function dying(metrics: MetricStore, isDone: boolean, onWrite: number): MetricStore {
  let writes = 0;
  const dies =
    <Given extends readonly unknown[]>(write: (...given: Given) => Promise<void>) =>
    async (...given: Given) => {
      writes += 1;
      if (writes < onWrite) return write(...given);
      if (isDone) await write(...given);
      throw new Error('killed');
    };
  return changed(metrics, {
    move: dies((step) => metrics.move(step)),
    putCells: dies((name, row) => metrics.putCells(name, row)),
    advance: dies((head, next) => metrics.advance(head, next)),
    forget: dies((differences) => metrics.forget(differences)),
  });
}

async function deliver(
  metrics: MetricStore,
  told: () => readonly StoredEvent[],
  scopes: readonly string[],
  fate: Bit['fate'],
): Promise<void> {
  const on = (store: MetricStore, some = scopes) =>
    projectScopes(metricDeps(store, storyStore(told)), some);
  const killed = (work: Promise<void>) =>
    work.catch((error: Error) => {
      if (error.message !== 'killed') throw error;
    });
  if (fate === 'two')
    await Promise.all([on(metrics), on(metrics, scopes.slice(0, 1)), on(metrics, scopes.slice(1))]);
  else if (fate === 'dies before') await killed(on(dying(metrics, false, 1)));
  else if (fate === 'dies after') await killed(on(dying(metrics, true, 1)));
  else await on(metrics);
  if (fate === 'compacts') await compactDifferences(metrics, '2026-11-01');
  if (fate === 'compaction dies')
    await killed(compactDifferences(dying(metrics, true, 1 + scopes.length), '2026-10-01'));
}

/** All cells as they were known at the end of a day. */
async function knownOn(metrics: MetricStore, asOf: string): Promise<readonly string[]> {
  const head = (await metrics.head()) ?? {
    seq: 0,
    compacted: 0,
    closed: '',
    zone: ZONE,
    edition: EDITION,
  };
  const known = allCellNames().map(async (name) => {
    const differences = await differencesAfter(metrics, head);
    const { cells } = await readCells(metrics, { head, differences }, name, { asOf });
    return `${name} ${cellsText(cells)}`;
  });
  return Promise.all(known);
}

describe('figures', () => {
  it(
    'are the same bytes however the news of events came, as if all were folded anew, and of an earlier day what they were then (17)',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(aCommand(), { minLength: 20, maxLength: 50, size: 'max' }),
          fc.array(bit, { minLength: 5, maxLength: 15 }),
          fc.array(money, { minLength: 2, maxLength: 8 }),
          async (commands, bits, moneys) => {
            const world = await openWorld();
            for (const [index, command] of commands.entries()) {
              await happen(world, command);
              for (const one of moneys) if (one.after === index) await tellMoney(world, one);
            }
            const { leads, deskEvents } = await snapshotOf(world);
            const { store } = world.company;
            const spent = await Array.fromAsync(everySpend(store), async ({ spendId }) =>
              Array.fromAsync(
                everyItem((cursor) => store.eventsOf(spendId, { limit: 100, cursor })),
              ),
            );
            await world.company.close();
            const events = [
              ...leads.flatMap((one) => one.events),
              ...spent.flat(),
              ...deskEvents,
            ].toSorted((one, other) => (one.occurredAt < other.occurredAt ? -1 : 1));
            const scopes = [...new Set(events.map(({ scope }) => scope))];
            const [piecemeal, anew] = [await openMetrics.memory(), await openMetrics.memory()];

            let told = 0;
            const day = localDateOf(ZONE, events[Math.floor(events.length / 2)]?.occurredAt ?? NOW);
            const until = events.filter(({ occurredAt }) => localDateOf(ZONE, occurredAt) <= day);
            let then: readonly string[] = [];
            for (const { told: more, scopes: some, fate } of bits) {
              told += more;
              if (told > until.length && then.length === 0) {
                await deliver(piecemeal.metrics, () => until, scopes, 'one');
                then = await knownOn(piecemeal.metrics, day);
              }
              const named = some.map((nth) => scopes[nth % scopes.length] ?? '');
              await deliver(piecemeal.metrics, () => events.slice(0, told), named, fate);
            }
            await deliver(piecemeal.metrics, () => events, scopes, 'one');
            await compactDifferences(piecemeal.metrics, TODAY);
            await deliver(anew.metrics, () => events, scopes, 'one');
            await compactDifferences(anew.metrics, TODAY);

            expect(await bytesOf(piecemeal.metrics, scopes)).toEqual(
              await bytesOf(anew.metrics, scopes),
            );
            if (then.length > 0) expect(await knownOn(piecemeal.metrics, day)).toEqual(then);
            await Promise.all([piecemeal.close(), anew.close()]);
          },
        ),
        runs(3),
      );
    },
    PATIENCE,
  );
});
