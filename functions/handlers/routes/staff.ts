// Every route of the staff's API, in one list: what the function answers is what the catalogue deploys and the OpenAPI page shows.

import type { Route } from '../../platform/api.ts';
import { deskRoutes } from './desk.ts';
import { identityRoutes } from './identity.ts';
import { importRoutes } from './imports.ts';
import { inboundAdminRoutes } from './inbound.ts';
import { leadRoutes } from './leads.ts';
import { offerRoutes } from './offers.ts';
import { opportunityRoutes } from './opportunities.ts';
import { submissionRoutes } from './submissions.ts';

export const staffRoutes: readonly Route[] = [
  ...submissionRoutes,
  ...leadRoutes,
  ...identityRoutes,
  ...offerRoutes,
  ...opportunityRoutes,
  ...deskRoutes,
  ...importRoutes,
  ...inboundAdminRoutes,
];
