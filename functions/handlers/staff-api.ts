// The staff's API: leads, offers, the desk and its policy.

import { api } from '../platform/api.ts';
import { forBrowsers } from '../platform/browsers.ts';
import { onTable } from '../platform/table-deps.ts';
import { deskRoutes } from './routes/desk.ts';
import { identityRoutes } from './routes/identity.ts';
import { importRoutes } from './routes/imports.ts';
import { inboundAdminRoutes } from './routes/inbound.ts';
import { leadRoutes } from './routes/leads.ts';
import { offerRoutes } from './routes/offers.ts';
import { opportunityRoutes } from './routes/opportunities.ts';

export const create = api([
  ...leadRoutes,
  ...identityRoutes,
  ...offerRoutes,
  ...opportunityRoutes,
  ...deskRoutes,
  ...importRoutes,
  ...inboundAdminRoutes,
]);
export const handler = forBrowsers(onTable(create));
