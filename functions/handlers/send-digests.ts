// Every quarter of an hour: whose morning it is hears what waits for him. Most ticks find nobody, and read who works here and no more.

import type { EventBridgeEvent } from 'aws-lambda';
import { Instant } from '../leads/instant.ts';
import type { CallContext } from '../platform/call-log.ts';
import { onTableAndMetrics } from '../platform/metric-deps.ts';
import { count } from '../platform/metrics.ts';
import type { Deps } from '../ports.ts';
import { digestSender, type Sending, type SentDigests } from '../use-cases/digest/send-digests.ts';

type Tick = Pick<EventBridgeEvent<'Scheduled Event', unknown>, 'time'>;

/** The longest that ten people's digests take. */
const FOR_THE_LAST_MILLISECONDS = 20_000;

export const create = (deps: Deps) => {
  const send = digestSender(deps);
  return ({ time, ...sending }: Tick & Pick<Sending, 'mayGoOn'>): Promise<SentDigests> =>
    send({ at: Instant.parse(time), ...sending });
};

const sendOnce = onTableAndMetrics(create);

/** Counts how many went out; a tick that could not send all of them fails, and the next one goes on. */
export async function handler({ time }: Tick, context: CallContext): Promise<SentDigests> {
  const mayGoOn = () => context.getRemainingTimeInMillis() > FOR_THE_LAST_MILLISECONDS;
  const result = await sendOnce({ time, mayGoOn }, context);
  count({ DigestsSent: result.sent }, Instant.parse(time));
  return result;
}
