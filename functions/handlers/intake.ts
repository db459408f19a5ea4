// The public API: submissions, engagements, opt-ins, and mails unsubscribed from.

import { api } from '../platform/api.ts';
import { forBrowsers } from '../platform/browsers.ts';
import { onTableAndBuffer } from '../platform/buffer-deps.ts';
import { keepForLater } from '../platform/keep-for-later.ts';
import { publicRoutes } from './routes/public.ts';

export const create = api(publicRoutes, keepForLater);
export const handler = forBrowsers(onTableAndBuffer(create));
