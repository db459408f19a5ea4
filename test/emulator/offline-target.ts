// The journeys' target offline: virtual time, a second a moment.

import { Instant } from '../../functions/leads/instant.ts';
import { project } from '../../infra/local/project.ts';
import { startRuntime } from '../../infra/local/runtime.ts';
import { withGrants } from '../support/granted.ts';
import type { Target } from './journeys.ts';

export interface OfflineTarget extends Target {
  /** All figures are up to date. */
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
}

export async function offlineTarget(): Promise<OfflineTarget> {
  const runtime = await startRuntime({
    ...project,
    createFunction: withGrants(project.createFunction),
    clock: { mode: 'manual', start: Instant.parse('2026-09-14T01:30:00.000Z') },
  });
  return {
    async call(method, path, { as, body, headers } = {}) {
      const answer = await runtime.request(method, path, {
        ...(body === undefined ? {} : { body }),
        ...(headers ? { headers } : {}),
        ...(as ? { token: runtime.token(as.sub, [as.group]) } : {}),
      });
      await runtime.settled();
      return answer;
    },
    pass: async () => {
      await runtime.advance('PT1S');
    },
    patience: 120,
    month: '2026-09',
    caughtUp: () => runtime.caughtUp(),
    stop: () => runtime.stop(),
  };
}
