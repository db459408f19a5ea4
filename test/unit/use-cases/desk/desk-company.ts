// A small company on a fresh store, and its desk's API.

import { deskRoutes } from '../../../../functions/handlers/routes/desk.ts';
import { api, type Handler } from '../../../../functions/platform/api.ts';
import type { Deps, StoredEvent } from '../../../../functions/ports.ts';
import { type Answered, type Asked, ask } from '../../../support/api-event.ts';
import { freshDeps } from '../../../support/store.ts';

/** What ops send of an unremarkable rep or SDR. */
export function aStaffBody(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    name: 'Ann Example',
    email: 'ann@acme.example',
    department: 'north',
    regions: ['CN-SH'],
    productLines: ['core'],
    calendar: 'PLAIN',
    ...over,
  };
}

export interface DeskApi {
  readonly deps: Deps;
  readonly handler: Handler;
  readonly ask: (asked: Asked) => Promise<Answered>;
  /** Enters the reps, all alike. */
  readonly withReps: (...repIds: string[]) => Promise<void>;
  readonly eventsOf: (scope: string) => Promise<readonly StoredEvent[]>;
}

export async function aDeskApi(): Promise<DeskApi> {
  const deps = await freshDeps();
  const handler = api(deskRoutes)(deps);
  const asking = (asked: Asked) => ask(handler, asked);
  return {
    deps,
    handler,
    ask: asking,
    async withReps(...repIds) {
      for (const repId of repIds) {
        await asking({ route: 'PUT /v1/reps/{repId}', params: { repId }, body: aStaffBody() });
      }
    },
    async eventsOf(scope) {
      return (await deps.store.eventsOf(scope, { limit: 100 })).items;
    },
  };
}

/** Types and data of events, without what every event has. */
export function told(events: readonly StoredEvent[]): readonly (readonly [string, unknown])[] {
  return events.map(({ type, data }) => [type, data] as const);
}
