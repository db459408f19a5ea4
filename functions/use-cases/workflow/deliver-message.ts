// One message goes out, once: the queue in front of it may bring it twice.

import type { Message } from '../../leads/decision.ts';
import type { Delivery } from '../../leads/desk/channels.ts';
import { type Instant, minus } from '../../leads/instant.ts';
import type { Deps, Receipt } from '../../ports.ts';
import { noteReminder } from './note-reminder.ts';
import { planDelivery } from './plan-delivery.ts';
import { isWorthSaying } from './tell-messages.ts';

interface Leaving {
  readonly at: Instant;
  readonly offerId?: string | undefined;
}

type By<Channel extends Delivery['channel']> = Extract<Delivery, { channel: Channel }>;

/** Each throws when the message was not taken: then it comes again. */
export interface Ways {
  readonly mail: (delivery: By<'mail'>) => Promise<void>;
  readonly chat: (delivery: By<'chat'>, at: Instant) => Promise<void>;
}

export type Delivered = Delivery['channel'] | 'repeated' | 'expired';

const SAME = 'P1D';

/** Sends it by its channel. A crash between sending and noting it sends it again: better twice than never. */
export async function deliverMessage(
  deps: Deps,
  message: Message & Leaving,
  ways: Ways,
): Promise<{ readonly channel: Delivered; readonly reason?: string }> {
  const id = `message|${message.id}`;
  const sent = await deps.store.receipt(id);
  if (sent) return { channel: 'repeated' };
  // It may come days later, when its channel is back.
  if (!(await isWorthSaying(deps.store, message))) return { channel: 'expired' };
  const { delivery } = await planDelivery(deps, message);
  try {
    await send(delivery, ways, message.at);
  } catch (error) {
    await noteReminder(deps, message, false);
    throw error;
  }
  await noteReminder(deps, message, true);
  const receipt: Receipt = {
    id,
    bodyHash: '',
    storedAt: message.at,
    replaces: minus(message.at, SAME),
    body: null,
  };
  await deps.store.commit({ changes: [], receipt });
  return delivery.channel === 'refused'
    ? { channel: 'refused', reason: delivery.reason }
    : { channel: delivery.channel };
}

/** A channel without a way does not compile, and what gets this far by none is not noted as sent. */
async function send(delivery: Delivery, ways: Ways, at: Instant): Promise<void> {
  switch (delivery.channel) {
    case 'mail':
      return ways.mail(delivery);
    case 'chat':
      return ways.chat(delivery, at);
    // On the bus it is already; and whoever may not be written to gets nothing.
    case 'bus':
    case 'refused':
      return;
    default:
      throw new TypeError(`no way for ${JSON.stringify(delivery satisfies never)}; add it here`);
  }
}
