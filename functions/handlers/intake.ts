// The public API: submissions, engagements, opt-ins, and mails unsubscribed from.

import { api } from '../platform/api.ts';
import { forBrowsers } from '../platform/browsers.ts';
import { onTable } from '../platform/table-deps.ts';
import { publicRoutes } from './routes/public.ts';

export const create = api(publicRoutes);
export const handler = forBrowsers(onTable(create));
