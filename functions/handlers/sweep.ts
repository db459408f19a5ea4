// Every minute: rows that are overdue and events that nobody relayed.

import type { EventBridgeEvent } from 'aws-lambda';
import { SWEEP_SHARDS } from '../adapters/table/rows.ts';
import { Instant } from '../leads/instant.ts';
import { onFirstCall } from '../platform/deps.ts';
import type { Deps } from '../ports.ts';
import { type Swept, sweep } from '../use-cases/sweep.ts';

export const create =
  (deps: Deps) =>
  async ({ time }: Pick<EventBridgeEvent<'Scheduled Event', unknown>, 'time'>): Promise<Swept> =>
    sweep(deps, Instant.parse(time), SWEEP_SHARDS);

export const handler = onFirstCall(create);
