// How figures are kept (reports.md, 3 to 5): differences, cells, months, and what a kill leaves of them.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MetricStore, StoredEvent } from '../../../functions/ports.ts';
import { compactDifferences } from '../../../functions/use-cases/reporting/compact-differences.ts';
import { projectScopes } from '../../../functions/use-cases/reporting/project-scopes.ts';
import { differencesAfter, readCells } from '../../../functions/use-cases/reporting/read-cells.ts';
import { changed, metricDeps, openMetrics, storyStore } from '../../support/metrics.ts';
import { acceptedLead } from './story.ts';

const FUNNEL = 'funnel#cohort#all';
let metrics: MetricStore;
let close: () => Promise<void>;
let told: StoredEvent[];

function project(...scopes: string[]): Promise<void> {
  return projectScopes(
    metricDeps(
      metrics,
      storyStore(() => told),
    ),
    scopes,
  );
}

/** `lead_a`, who came in September and was accepted in November. */
function acceptedInNovember(): readonly StoredEvent[] {
  const { events } = acceptedLead('lead_a', '2026-09-14');
  return events.map((event, index) => {
    const occurredAt = index < 3 ? event.occurredAt : event.occurredAt.replace('-09-', '-11-');
    return { ...event, occurredAt: occurredAt as typeof event.occurredAt };
  });
}

/** Leads that came to a stage, as it was known at the end of the day. */
async function known(stage: string, asOf = '2027-12-31'): Promise<number> {
  const head = await metrics.head();
  if (!head) return 0;
  const differences = await differencesAfter(metrics, head);
  const { cells } = await readCells(metrics, { head, differences }, FUNNEL, { asOf });
  const months = Object.values(cells['-'] ?? {});
  return months.reduce((sum, components) => sum + (components[`n:${stage}`] ?? 0), 0);
}

describe.each(Object.entries(openMetrics))('figures in %s', (_, open) => {
  beforeEach(async () => {
    ({ metrics, close } = await open());
    told = [];
  });
  afterEach(() => close());

  it('count a lead once, however often it is told that it moved', async () => {
    told.push(...acceptedLead('lead_a', '2026-09-14').events);

    await project('lead_a');
    await project('lead_a', 'lead_a');

    expect([await known('MAL'), await known('SAL')]).toEqual([1, 1]);
  });

  it('of two leads that are projected at once lose none', async () => {
    const leads = Array.from({ length: 12 }, (_, index) => `lead_${index}`);
    for (const lead of leads) told.push(...acceptedLead(lead, '2026-09-14').events);

    await Promise.all(leads.map((lead) => project(lead)));

    expect(await known('SAL')).toBe(12);
  });

  it('are the same in the middle of a compaction, and after one that died', async () => {
    told.push(...acceptedLead('lead_a', '2026-09-14').events);
    told.push(...acceptedLead('lead_b', '2026-09-15').events);
    await project('lead_a', 'lead_b');
    const dying = changed(metrics, {
      advance: async () => {
        throw new Error('killed');
      },
    });

    await expect(compactDifferences(dying, '2026-09-20')).rejects.toThrow('killed');
    const half = await known('SAL');
    await compactDifferences(metrics, '2026-09-20');

    expect([half, await known('SAL')]).toEqual([2, 2]);
  });

  it('that were put into the cells while somebody read are not read twice', async () => {
    told.push(...acceptedLead('lead_a', '2026-09-14').events);
    await project('lead_a');
    const late = changed(metrics, {
      cells: async (...asked) => {
        await compactDifferences(metrics, '2026-09-20');
        return metrics.cells(...asked);
      },
    });
    const head = await metrics.head();
    if (!head) throw new Error('nothing was projected');

    const differences = await differencesAfter(late, head);
    const { cells } = await readCells(late, { head, differences }, FUNNEL, { asOf: '2026-09-20' });

    expect(cells['-']?.['2026-09']).toMatchObject({ 'n:SAL': 1 });
  });

  it('of an earlier day are what was known then, before and after its month was closed', async () => {
    told.push(...acceptedLead('lead_a', '2026-09-14').events.slice(0, 3));
    await project('lead_a');
    const then = [await known('MAL', '2026-09-14'), await known('SAL', '2026-09-14')];
    told.length = 0;
    // Accepted in November.
    told.push(...acceptedInNovember());
    await project('lead_a');
    const asOf = async () => [await known('MAL', '2026-09-14'), await known('SAL', '2026-09-14')];

    const before = await asOf();
    await compactDifferences(metrics, '2026-12-24');
    const closed = await asOf();

    expect([then, before, closed]).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
    ]);
    expect([await known('SAL', '2026-10-31'), await known('SAL', '2026-11-30')]).toEqual([0, 1]);
    expect(await known('SAL')).toBe(1);
  });

  it('of a month that is closed take what comes late', async () => {
    told.push(...acceptedLead('lead_a', '2026-09-14').events);
    await project('lead_a');
    await compactDifferences(metrics, '2026-12-24');
    told.push(...acceptedLead('lead_b', '2026-09-16').events);

    await project('lead_b');
    const waiting = await known('SAL');
    await compactDifferences(metrics, '2026-12-24');

    expect([waiting, await known('SAL')]).toEqual([2, 2]);
  });

  it('of a lead that was folded in one go are found in each month in which it moved', async () => {
    told.push(...acceptedInNovember());

    await project('lead_a');

    const movers = ['2026-09', '2026-10', '2026-11'].map(
      async (month) => (await metrics.movedIn(month, { limit: 10 })).items,
    );
    expect(await Promise.all(movers)).toEqual([
      [{ scope: 'lead_a' }],
      [],
      [{ scope: 'lead_a', before: '2026-09' }],
    ]);
  });

  it('of an event that was written late do not change what was known before', async () => {
    const { events } = acceptedLead('lead_a', '2026-09-14');
    const late = events.map((event, index) =>
      index === 3
        ? {
            ...event,
            occurredAt: event.occurredAt.replace('09-14', '09-20') as typeof event.occurredAt,
          }
        : event,
    );
    told.push(...late.slice(0, 4));
    await project('lead_a');
    const then = await known('OFFERED', '2026-09-14');
    told.push(...late.slice(4));
    await project('lead_a');

    expect([
      then,
      await known('OFFERED', '2026-09-14'),
      await known('OFFERED', '2026-09-20'),
    ]).toEqual([0, 0, 1]);
  });
});
