// The staff's API: leads, offers, the desk and its policy.

import { api } from '../platform/api.ts';
import { forBrowsers } from '../platform/browsers.ts';
import { onTableAndBufferState } from '../platform/buffer-state-deps.ts';
import { staffRoutes } from './routes/staff.ts';

export const create = api(staffRoutes);
export const handler = forBrowsers(onTableAndBufferState(create));
