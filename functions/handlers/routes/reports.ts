// Routes of the reports (reports.md): a function of their own, which knows the table of figures.

import * as z from 'zod';
import { NotFound } from '../../leads/errors.ts';
import { body } from '../../leads/fields.ts';
import type { Group, Request, Route } from '../../platform/api.ts';
import { REPORT_NAMES, type ReportName } from '../../reports/definitions/reports.ts';
import { ReportQuery } from '../../use-cases/reporting/ask-report.ts';
import { WhatIfQuery } from '../../use-cases/reporting/ask-what-if.ts';
import { readBehind } from '../../use-cases/reporting/read-behind.ts';
import { CockpitQuery, readCockpit } from '../../use-cases/reporting/read-cockpit.ts';
import { readReport } from '../../use-cases/reporting/read-report.ts';
import { readWhatIf } from '../../use-cases/reporting/read-what-if.ts';
import { Paged, pagingOf } from './parameters.ts';
import { route } from './route.ts';

const readers: readonly Group[] = ['director', 'ops', 'admin', 'sdr', 'rep'];

/** The name of a report that there is. */
function reportNameOf({ params }: Pick<Request, 'params'>): ReportName {
  const name = REPORT_NAMES.find((one) => one === params.name);
  if (name) return name;
  throw new NotFound(
    'report',
    String(params.name),
    `use one of ${[...REPORT_NAMES, 'cockpit', 'what-if'].join(', ')}`,
  );
}

const Behind = body({
  ...ReportQuery.shape,
  figure: z.string().optional(),
  row: z.string().optional(),
  ...Paged.shape,
});

export const reportRoutes: readonly Route[] = [
  route('GET /v1/reports/cockpit', {
    groups: ['director', 'ops', 'admin'],
    query: CockpitQuery,
    handle: (deps, request) => readCockpit(deps, request.command, request.query),
  }),
  route('GET /v1/reports/what-if', {
    groups: ['director', 'ops', 'admin'],
    query: WhatIfQuery,
    handle: (deps, request) => readWhatIf(deps, request.command, request.query),
  }),
  route('GET /v1/reports/{name}', {
    groups: readers,
    query: ReportQuery,
    handle: (deps, request) =>
      readReport(deps, request.command, reportNameOf(request), request.query),
  }),
  route('GET /v1/reports/{name}/leads', {
    groups: readers,
    query: Behind,
    handle: (deps, request) =>
      readBehind(deps, request.command, reportNameOf(request), request.query, pagingOf(request)),
  }),
];
