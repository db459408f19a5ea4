// The public API: submissions, engagements, opt-ins, and other systems.

import { api } from '../platform/api.ts';
import { forBrowsers } from '../platform/browsers.ts';
import { onTable } from '../platform/table-deps.ts';
import { inboundRoutes } from './routes/inbound.ts';
import { publicRoutes } from './routes/public.ts';

export const create = api([...publicRoutes, ...inboundRoutes]);
export const handler = forBrowsers(onTable(create));
