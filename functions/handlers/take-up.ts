// What waited in the buffer is written: forms, engagements, and what other systems sent.

import { onTableMetaAndBuffer } from '../platform/meta-deps.ts';
import { takeUp } from '../platform/take-up.ts';
import { nameAgain } from '../use-cases/intake/name-again.ts';
import { inboundRoutes } from './routes/inbound.ts';
import { publicRoutes } from './routes/public.ts';

export const create = takeUp([...publicRoutes, ...inboundRoutes], nameAgain);
export const handler = onTableMetaAndBuffer(create);
