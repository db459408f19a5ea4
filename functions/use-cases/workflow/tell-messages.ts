// The messages of an event leave: each once, those that did not get through again, and none that is not worth saying any more.

import type { Message } from '../../leads/decision.ts';
import { LeadId, OfferId } from '../../leads/ids.ts';
import { isInTime, mayExpire } from '../../leads/offer/in-time.ts';
import { present } from '../../leads/present.ts';
import type { Deps, Store, StoredEvent } from '../../ports.ts';
import { handOver, wordMessage } from '../send-message.ts';

/** Some messages did not get through; the others did, or need not any more. */
export class NotDelivered extends AggregateError {
  override readonly name = 'NotDelivered';
  /** Ids of those that are left, as one text. */
  readonly from: string;
  constructor(ids: readonly string[], causes: readonly unknown[]) {
    super(causes, `not delivered: ${ids.join(', ')}`);
    this.from = ids.join(' ');
  }
}

/** Sends those that `from` names, all without it. Throws NotDelivered. */
export async function tellMessages(deps: Deps, event: StoredEvent, from?: string): Promise<void> {
  const asked = from?.split(' ');
  const causes = new Map<string, unknown>();
  for (const message of event.messages ?? []) {
    if (asked && !asked.includes(message.id)) continue;
    try {
      await tell(deps, event, message);
    } catch (error) {
      causes.set(message.id, error);
    }
  }
  if (causes.size > 0) throw new NotDelivered([...causes.keys()], [...causes.values()]);
}

async function tell(deps: Deps, event: StoredEvent, message: Message): Promise<void> {
  const { scope, offerId, occurredAt: at } = event;
  const leadId = scope.startsWith('lead_') ? scope : undefined;
  const leaving = { ...present({ leadId, offerId }), ...message, at };
  // What it takes to say it is read with what says whether it is worth it.
  const [isWorthIt, worded] = await Promise.all([
    isWorthSaying(deps.store, leaving),
    wordMessage(deps, leaving, { named: false }),
  ]);
  if (isWorthIt) await handOver(deps, worded);
}

/** Whether what it says still stands. */
export async function isWorthSaying(
  store: Store,
  {
    says,
    leadId,
    offerId,
  }: Message & { readonly leadId?: string | undefined; readonly offerId?: string | undefined },
): Promise<boolean> {
  if (says === undefined || !mayExpire(says)) return true;
  const ids = { lead: LeadId.safeParse(leadId).data, offer: OfferId.safeParse(offerId).data };
  if (!ids.lead && !ids.offer) return true;
  const [lead, offer] = await Promise.all([
    ids.lead && store.lead(ids.lead),
    ids.offer && store.offer(ids.offer),
  ]);
  return isInTime(says, { lead, offer });
}
