// What is asked of the reports (reports.md).

import {
  BehindAnswer,
  CockpitAnswer,
  ReportAnswer,
  WhatIfAnswer,
} from '../../use-cases/answers/report-answers.ts';
import type { Operation } from './operation.ts';

export const reportOperations = {
  'GET /v1/reports/cockpit': {
    summary:
      'Revenue, funnel, forecast, speed, promises and credit on one page, each with the path of the leads behind it',
    answer: CockpitAnswer,
  },
  'GET /v1/reports/what-if': {
    summary: 'How many deals come out, and what one costs, if other shares went on',
    answer: WhatIfAnswer,
  },
  'GET /v1/reports/{name}': {
    summary:
      'A report with its definition, as it was known at the end of a day: SDRs and reps see their own figures and their department’s',
    answer: ReportAnswer,
    problems: ['TOO_LARGE'],
  },
  'GET /v1/reports/{name}/leads': {
    summary: 'The leads behind a figure of a report; what they add sums up to it',
    answer: BehindAnswer,
  },
} as const satisfies Record<string, Operation>;
