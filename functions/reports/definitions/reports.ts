// The reports that are asked for by name (reports.md).

import type { ReportDefinition } from '../report.ts';
import { accounts } from './accounts.ts';
import { attribution } from './attribution.ts';
import { content } from './content.ts';
import { credit } from './credit.ts';
import { cycles } from './cycles.ts';
import { fairness } from './fairness.ts';
import { forecast } from './forecast.ts';
import { funnel } from './funnel.ts';
import { pipeline } from './pipeline.ts';
import { rejects } from './rejects.ts';
import { sla } from './sla.ts';
import { sources } from './sources.ts';
import { strikes } from './strikes.ts';

export const reports = {
  funnel,
  pipeline,
  forecast,
  sla,
  fairness,
  rejects,
  strikes,
  credit,
  attribution,
  sources,
  content,
  cycles,
  accounts,
} as const satisfies Readonly<Record<string, ReportDefinition>>;
export type ReportName = keyof typeof reports;
export const REPORT_NAMES = Object.keys(reports) as readonly ReportName[];
