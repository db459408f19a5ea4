// Where a message goes: reads no more than its addressee needs.

import type { Worded } from '../../leads/decision.ts';
import { customerOf, type Delivery, deliveryOf } from '../../leads/desk/channels.ts';
import type { Deps } from '../../ports.ts';
import { personNow } from '../follow-pointers.ts';
import { wordMessage } from '../send-message.ts';

const nobody = { reps: [], sdrs: [], departments: [] };

/** By the policy of now, in the words in which it is read: people may have unsubscribed, or bought, since it was written. */
export async function planDelivery(
  deps: Pick<Deps, 'store' | 'pepper'>,
  written: Parameters<typeof wordMessage>[1],
): Promise<{ readonly message: Worded; readonly delivery: Delivery }> {
  const { store } = deps;
  const [message, { document }] = await Promise.all([
    wordMessage(deps, written, { named: true }),
    store.policy(),
  ]);
  const customer = customerOf(message);
  const policy = document.channels;
  const isForBus =
    customer === undefined && Object.values(policy.ways).every((way) => way === 'bus');
  if (isForBus) return { message, delivery: { channel: 'bus' } };
  const person = customer === undefined ? undefined : await personNow(store, customer);
  const staff = customer === undefined ? await store.desk() : nobody;
  return { message, delivery: deliveryOf(message, { person, staff, policy }) };
}
