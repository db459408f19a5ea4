// The reports: what leads came to, in figures (reports.md).

import { api } from '../platform/api.ts';
import { forBrowsers } from '../platform/browsers.ts';
import { onTableAndMetrics } from '../platform/metric-deps.ts';
import { reportRoutes } from './routes/reports.ts';

export const create = api(reportRoutes);
export const handler = forBrowsers(onTableAndMetrics(create));
