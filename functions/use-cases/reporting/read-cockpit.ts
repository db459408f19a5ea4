// The cockpit: sections of several reports, each of the same moment and with the way to the leads behind it.

import type * as z from 'zod';
import { localDateOf } from '../../leads/calendar/local-dates.ts';
import type { Command } from '../../ports.ts';
import { COCKPIT, SECTIONS } from '../../reports/definitions/cockpit.ts';
import type { CockpitAnswer } from '../answers/report-answers.ts';
import { ReportQuery } from './ask-report.ts';
import { askedBy } from './asked-by.ts';
import type { MetricDeps } from './project-scopes.ts';
import { knownNow } from './read-cells.ts';
import { showReport } from './read-report.ts';
import { saidOf, warningsOf } from './read-said.ts';

export const CockpitQuery = ReportQuery.pick({ from: true, to: true, asOf: true });
export type CockpitQuery = z.output<typeof CockpitQuery>;

/** For directors and ops. What lies ahead, as the forecast, is told whole. Throws Invalid. */
export async function readCockpit(
  deps: MetricDeps,
  { at, by: caller }: Pick<Command, 'at' | 'by'>,
  { from, to, asOf }: CockpitQuery,
): Promise<CockpitAnswer> {
  const known = await knownNow(deps);
  const { zone } = known.head;
  const today = { today: localDateOf(zone, at), zone };
  const askedOf = (name: (typeof SECTIONS)[number]['name'], query: ReportQuery) =>
    askedBy(deps, caller, name, query, today);
  const period = { from, to, asOf };
  const whole = await askedOf('funnel', period);
  const sections = SECTIONS.map(async ({ title, name, view, by, figures }) => {
    const isAhead = name === 'forecast';
    const asked = await askedOf(name, { view, by, ...(isAhead ? { asOf } : period) });
    const [report, warnings] = await Promise.all([
      showReport(deps, known, asked, at),
      warningsOf(deps, known, asked),
    ]);
    const columns = report.columns.filter(({ key }) => figures.includes(key));
    const kept = ({ figures: all, ...row }: (typeof report)['total']) => ({
      ...row,
      figures: Object.fromEntries(columns.map(({ key }) => [key, all[key] ?? null])),
    });
    const path = new URLSearchParams({ view, by, asOf: asked.asOf });
    if (!isAhead) for (const end of ['from', 'to'] as const) path.set(end, asked[end]);
    return {
      ...{ title, ...report, columns, warnings },
      rows: report.rows.map(kept),
      total: kept(report.total),
      leads: `/v1/reports/${name}/leads?${path}`,
    };
  });
  return {
    ...{ name: 'cockpit', ...COCKPIT, askedAt: at, zone },
    ...{ from: whole.from, to: whole.to, asOf: whole.asOf },
    ...(await saidOf(deps, known, whole)),
    sections: await Promise.all(sections),
  };
}
