// How many items a question reads (issue 13: any report at most 200 a page), where every name has cells of every day and every sum:
// those keys are counted that it asks for.

import { describe, expect, it } from 'vitest';
import { dateOfDay, dayOfDate } from '../../../functions/leads/calendar/local-days.ts';
import { Instant } from '../../../functions/leads/instant.ts';
import type { CellsRow, MetricStore } from '../../../functions/ports.ts';
import { type ReportName, reports } from '../../../functions/reports/definitions/reports.ts';
import { EDITION } from '../../../functions/reports/figures/figures.ts';
import type { ReportDefinition } from '../../../functions/reports/report.ts';
import {
  closedText,
  EVER,
  partBefore,
  partName,
  partsOf,
} from '../../../functions/use-cases/reporting/closed-sums.ts';
import { monthName, monthsFrom } from '../../../functions/use-cases/reporting/months.ts';
import { readCockpit } from '../../../functions/use-cases/reporting/read-cockpit.ts';
import { readReport } from '../../../functions/use-cases/reporting/read-report.ts';
import { metricDeps, storyStore } from '../../support/metrics.ts';

const MOST = 200;
const by = { kind: 'director', sub: 'director-1' } as const;
/** The company has been there for two years; each day of the second is asked. */
const FIRST = dayOfDate('2025-01-01');
const YEAR = Array.from({ length: 365 }, (_, day) => dateOfDay(dayOfDate('2026-01-01') + day));
const MONTHS = Array.from({ length: 24 }, (_, index) => monthsFrom('2025-01', index));
const KEYS = [
  ...Array.from({ length: 730 }, (_, day) => dateOfDay(FIRST + day)),
  ...MONTHS.map(monthName),
  ...MONTHS.flatMap((month) => partsOf(month).map(partName)),
];

const keysBetween = new Map<string, number>();
function countKeys(from: string, to: string): number {
  const range = `${from} ${to}`;
  const known = keysBetween.get(range) ?? KEYS.filter((key) => key >= from && key <= to).length;
  keysBetween.set(range, known);
  return known;
}

const store = storyStore(() => []);

/** Asks on that day, and tells how many items were read. */
async function itemsOf(
  today: string,
  ask: (deps: ReturnType<typeof metricDeps>, at: Instant) => Promise<unknown>,
) {
  let items = 0;
  const closed = { month: monthsFrom(today.slice(0, 7), -1), from: EVER, until: partBefore(today) };
  const metrics: Partial<MetricStore> = {
    head: async () => ({
      ...{ seq: 1, compacted: 1, zone: 'Asia/Shanghai', edition: EDITION },
      closed: closedText(closed),
    }),
    differences: async () => [],
    cells: async (_, from, to): Promise<readonly CellsRow[]> => {
      items += countKeys(from, to);
      return [];
    },
  };
  // Codec: nothing else of the table is asked for a report.
  const deps = metricDeps(metrics as MetricStore, store);
  await ask(deps, Instant.parse(`${today}T04:00:00.000Z`));
  return items;
}

describe('items', () => {
  it('of the cockpit are at most 200 on each day of a year, and as of each day when it is over', async () => {
    const asked = YEAR.flatMap((day) => [
      itemsOf(day, (deps, at) => readCockpit(deps, { at, by }, {})),
      itemsOf('2026-12-31', (deps, at) => readCockpit(deps, { at, by }, { asOf: day })),
    ]);

    expect(Math.max(...(await Promise.all(asked)))).toBeLessThanOrEqual(MOST);
  });

  it.each(Object.keys(reports) as ReportName[])(
    'of %s are at most 200 by whatever view and rows, on the last days of months and the first',
    async (name) => {
      const { views, dimensions }: ReportDefinition = reports[name];
      const ends = YEAR.filter((day) => /-(01|28|30|31)$/.test(day)).slice(-12);
      const asked = Object.keys(views).flatMap((view) =>
        ['all', 'month', ...dimensions.slice(0, 1)].flatMap((rows) =>
          ends.map((day) =>
            itemsOf(day, (deps, at) =>
              readReport(deps, { at, by }, name, { view, by: rows, from: '2025-01' }),
            ),
          ),
        ),
      );

      expect(Math.max(...(await Promise.all(asked)))).toBeLessThanOrEqual(MOST);
    },
  );
});
