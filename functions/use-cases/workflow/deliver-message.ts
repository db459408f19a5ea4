// One message goes out, once: the queue in front of it may bring it twice.

import type { Message } from '../../leads/decision.ts';
import type { Delivery, Mail } from '../../leads/desk/channels.ts';
import { type Instant, minus } from '../../leads/instant.ts';
import type { Deps, Receipt } from '../../ports.ts';
import { planDelivery } from './plan-delivery.ts';

type Chat = Extract<Delivery, { channel: 'chat' }>;

/** Throw when the message was not taken: then it comes again. */
export interface Ways {
  readonly mail: (mail: Mail) => Promise<void>;
  readonly chat: (post: Chat & { readonly at: Instant }) => Promise<void>;
}

export type Delivered = Delivery['channel'] | 'repeated';

const SAME = 'P1D';

/** Sends it by its channel. A crash between sending and noting it sends it again: better twice than never. */
export async function deliverMessage(
  deps: Deps,
  message: Message & { readonly at: Instant },
  ways: Ways,
): Promise<{ readonly channel: Delivered; readonly reason?: string }> {
  const id = `message|${message.id}`;
  const sent = await deps.store.receipt(id);
  if (sent) return { channel: 'repeated' };
  const delivery = await planDelivery(deps, message);
  if (delivery.channel === 'mail') await ways.mail(delivery.mail);
  if (delivery.channel === 'chat') await ways.chat({ ...delivery, at: message.at });
  const receipt: Receipt = {
    ...{ id, bodyHash: '', storedAt: message.at, replaces: minus(message.at, SAME) },
    body: null,
  };
  await deps.store.commit({ changes: [], receipt });
  return delivery.channel === 'refused'
    ? { channel: 'refused', reason: delivery.reason }
    : { channel: delivery.channel };
}
