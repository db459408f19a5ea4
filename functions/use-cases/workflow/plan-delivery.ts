// Where a message goes: reads no more than its addressee needs.

import type { Message } from '../../leads/decision.ts';
import { customerOf, type Delivery, deliveryOf } from '../../leads/desk/channels.ts';
import type { Deps } from '../../ports.ts';
import { personNow } from '../follow-pointers.ts';

/** By the policy of now: people may have unsubscribed since the message was written. */
export async function planDelivery(
  { store }: Pick<Deps, 'store'>,
  message: Message,
): Promise<Delivery> {
  const customer = customerOf(message);
  const { document } = await store.policy();
  const policy = document.channels;
  const isForBus =
    customer === undefined && Object.values(policy.ways).every((way) => way === 'bus');
  if (isForBus) return { channel: 'bus' };
  const person = customer === undefined ? undefined : await personNow(store, customer);
  const staff = customer === undefined ? await store.desk() : { reps: [], sdrs: [] };
  return deliveryOf(message, { person, staff, policy });
}
