// A report of stories that are only told: projected, kept in memory and read as the API reads it.

import type { StoredEvent } from '../../../functions/ports.ts';
import type { ReportName } from '../../../functions/reports/definitions/reports.ts';
import type { ReportAnswer } from '../../../functions/use-cases/answers/report-answers.ts';
import type { ReportQuery } from '../../../functions/use-cases/reporting/ask-report.ts';
import { projectScopes } from '../../../functions/use-cases/reporting/project-scopes.ts';
import { readReport } from '../../../functions/use-cases/reporting/read-report.ts';
import { MemoryMetrics } from '../../../infra/local/memory/memory-metrics.ts';
import { metricDeps, storyStore } from '../../support/metrics.ts';
import { instant } from './story.ts';

/** Asks of those stories, as a director, on a day. */
export async function asker(events: readonly StoredEvent[], zone?: string) {
  const deps = metricDeps(
    new MemoryMetrics(),
    storyStore(() => events, zone),
  );
  await projectScopes(
    deps,
    events.map(({ scope }) => scope),
  );
  return (name: ReportName, query: ReportQuery, today: string): Promise<ReportAnswer> => {
    const by = { kind: 'director', sub: 'director-1' } as const;
    return readReport(deps, { at: instant(`${today}T20:00`), by }, name, query);
  };
}

/** The figures of each row by its value. */
export function figuresOf({ rows }: ReportAnswer) {
  return Object.fromEntries(rows.map(({ value, figures }) => [value, figures]));
}
