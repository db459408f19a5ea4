// An opportunity changed in the CRM, told by an event of its own (source `crm`, detail-type `OpportunityUpdated`).

import type { EventBridgeEvent } from 'aws-lambda';
import { Instant } from '../leads/instant.ts';
import { CrmUpdate } from '../leads/opportunity/crm-update.ts';
import { onTableAndBus } from '../platform/bus-deps.ts';
import { type Deps, system } from '../ports.ts';
import { updateByEvent } from '../use-cases/opportunity/update-from-crm.ts';

type CrmEvent = Pick<EventBridgeEvent<'OpportunityUpdated', unknown>, 'id' | 'time' | 'detail'>;

export const create =
  (deps: Deps) =>
  async ({ id, time, detail }: CrmEvent): Promise<void> =>
    updateByEvent(deps, system(Instant.parse(time), `crm-${id}`), CrmUpdate.safeParse(detail));

export const handler = onTableAndBus(create);
