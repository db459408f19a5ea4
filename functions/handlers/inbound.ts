// What other systems send: advertising forms and the CRM, known by their signatures. Apart from the forms, whose function stays small.

import { api } from '../platform/api.ts';
import { onTableAndMeta } from '../platform/meta-deps.ts';
import { inboundRoutes } from './routes/inbound.ts';

export const create = api(inboundRoutes);
export const handler = onTableAndMeta(create);
