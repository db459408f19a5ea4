// The cockpit: sections of several reports, each of the same moment and with the way to the leads behind it.

import type * as z from 'zod';
import { body } from '../../leads/fields.ts';
import type { Command } from '../../ports.ts';
import { COCKPIT, SECTIONS } from '../../reports/definitions/cockpit.ts';
import { reports } from '../../reports/definitions/reports.ts';
import type { ReportDefinition } from '../../reports/report.ts';
import type { CockpitAnswer } from '../answers/report-answers.ts';
import { ReportQuery } from './ask-report.ts';
import { askedBy } from './asked-by.ts';
import type { MetricDeps } from './project-scopes.ts';
import { questionOf } from './question.ts';
import { showReport } from './read-report.ts';
import { saidOf, warningsOf } from './read-said.ts';

const { shape } = ReportQuery;
export const CockpitQuery = body({ from: shape.from, to: shape.to, asOf: shape.asOf });
export type CockpitQuery = z.output<typeof CockpitQuery>;

/** For directors and ops. What stands open is told whole. Throws Invalid. */
export async function readCockpit(
  deps: MetricDeps,
  command: Pick<Command, 'at' | 'by'>,
  { from, to, asOf }: CockpitQuery,
): Promise<CockpitAnswer> {
  const question = await questionOf(deps, command);
  const period = { from, to, asOf };
  const whole = await askedBy(question, 'funnel', period);
  const sections = SECTIONS.map(async ({ title, name, view, by, figures }) => {
    const definition: ReportDefinition = reports[name];
    const isOpen = definition.views[view]?.open;
    const asked = await askedBy(question, name, { view, by, ...(isOpen ? { asOf } : period) });
    const [report, warnings] = await Promise.all([
      showReport(question, asked),
      warningsOf(question, asked),
    ]);
    const columns = report.columns.filter(({ key }) => figures.includes(key));
    const kept = ({ figures: all, ...row }: (typeof report)['total']) => ({
      ...row,
      figures: Object.fromEntries(columns.map(({ key }) => [key, all[key] ?? null])),
    });
    const path = new URLSearchParams({ view, by, asOf: asked.asOf });
    if (!isOpen) for (const end of ['from', 'to'] as const) path.set(end, asked[end]);
    const leads = `/v1/reports/${name}/leads?${path}`;
    const linked = columns.map((column) => ({
      ...column,
      leads: `${leads}&figure=${encodeURIComponent(column.key)}`,
    }));
    return {
      ...{ title, ...report, columns: linked, warnings, leads },
      rows: report.rows.map(kept),
      total: kept(report.total),
    };
  });
  return {
    ...{ name: 'cockpit', ...COCKPIT, askedAt: question.at, zone: question.zone },
    ...{ from: whole.from, to: whole.to, asOf: whole.asOf },
    ...(await saidOf(question, whole)),
    sections: await Promise.all(sections),
  };
}
