// What other systems send: advertising forms and the CRM, known by their signatures. Apart from the forms, whose function stays small.

import { api } from '../platform/api.ts';
import { keepForLater } from '../platform/keep-for-later.ts';
import { onTableMetaAndBuffer } from '../platform/meta-deps.ts';
import { inboundRoutes } from './routes/inbound.ts';

export const create = api(inboundRoutes, keepForLater);
export const handler = onTableMetaAndBuffer(create);
