// How figures are kept (reports.md, 3 to 5): differences, cells, months, and what a kill leaves of them.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dateOfDay, dayOfDate } from '../../../functions/leads/calendar/local-days.ts';
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
    const dying = changed(metrics, { advance: killed });

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

/** Leads of every third day of three months, some of whom are told of when two more weeks have gone by. */
const days = Array.from({ length: 92 }, (_, day) => dateOfDay(dayOfDate('2026-08-31') + day));
const comers = days.filter((_, index) => index % 3 === 0);

/** Lives through them with a compaction on each day that `compacts` says; then as it was known on each day. */
async function livedWith(
  compacts: (day: string) => boolean,
  by: (day: string) => MetricStore = () => metrics,
) {
  for (const [index, day] of days.entries()) {
    const late = index % 9 === 5 ? (days[index - 14] ?? '') : '';
    const come = [day, late].filter(
      (one, at) => comers.includes(one) && (at === 1 || comers.indexOf(one) % 4 !== 1),
    );
    for (const one of come) {
      told.push(...acceptedLead(`lead_${one}`, one).events);
      await project(`lead_${one}`);
    }
    if (compacts(day)) await compactDifferences(by(day), day);
  }
  return Promise.all(days.map((day) => known('SAL', day)));
}

const killed = async () => {
  throw new Error('killed');
};

describe('figures of each day', () => {
  const opened = async () => {
    ({ metrics } = await openMetrics.memory());
    told = [];
  };
  beforeEach(opened);

  it.each([
    ['each day', () => true],
    ['each week', (day: string) => dayOfDate(day) % 7 === 0],
    ['once', (day: string) => day === days.at(-1)],
    ['on the last of each month and the first', (day: string) => /(30|31|01)$/.test(day)],
  ])('are the same where sums stand beside the days, compacted %s', async (_, compacts) => {
    const counted = await livedWith(() => false);
    await opened();

    expect(await livedWith(compacts)).toEqual(counted);
  });

  it('of the release before, which had sums of months alone, are read right and go on', async () => {
    const counted = await livedWith(() => false);
    await opened();
    const release = changed(metrics, {
      putCells: async (name, row) => {
        if (!row.period.startsWith('upto')) await metrics.putCells(name, row);
      },
      advance: (head, { compacted, closed }) =>
        metrics.advance(head, { compacted, closed: closed.slice(0, 7) }),
    });

    const gone = await livedWith(
      (day) => dayOfDate(day) % 4 === 0,
      (day) => (day < '2026-10-12' ? release : metrics),
    );

    expect(gone).toEqual(counted);
  });

  it('are the same after a compaction that died when it had put a late one into the sums', async () => {
    told.push(...acceptedLead('lead_a', '2026-09-14').events);
    await project('lead_a');
    await compactDifferences(metrics, '2026-09-20');
    told.push(...acceptedLead('lead_b', '2026-09-14').events);
    await project('lead_b');

    const dying = changed(metrics, { advance: killed });
    await expect(compactDifferences(dying, '2026-09-20')).rejects.toThrow('killed');

    expect([await known('SAL', '2026-09-15'), await known('SAL', '2026-09-14')]).toEqual([2, 2]);
  });

  it('lose and double nothing when somebody compacts while another closes', async () => {
    told.push(...acceptedLead('lead_a', '2026-09-14').events);
    await project('lead_a');
    await compactDifferences(metrics, '2026-09-14');
    told.push(...acceptedLead('lead_b', '2026-09-14').events);
    let meanwhile = async () => {
      meanwhile = async () => {};
      await project('lead_b');
      await compactDifferences(changed(metrics, { advance: killed }), '2026-09-14').catch(() => {});
    };
    const closing = changed(metrics, {
      cells: async (...asked) => {
        await meanwhile();
        return metrics.cells(...asked);
      },
    });

    await compactDifferences(closing, '2026-10-02');
    const half = [await known('SAL'), await known('SAL', '2026-09-17')];
    await compactDifferences(metrics, '2026-10-02');

    expect([half, [await known('SAL'), await known('SAL', '2026-09-17')]]).toEqual([
      [2, 2],
      [2, 2],
    ]);
  });
});
