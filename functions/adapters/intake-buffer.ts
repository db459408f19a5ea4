// The IntakeBuffer port on two queues of SQS: calls that wait, and those that were put aside.

import type { IntakeBuffer, KeptCall } from '../ports.ts';
import type { Call } from './signed-call.ts';

/** Of each queue its URL. */
export interface BufferQueues {
  readonly waiting: string;
  readonly putAside: string;
}

export function intakeBuffer(
  call: Call,
  { waiting, putAside }: BufferQueues,
  state: IntakeBuffer['state'],
): IntakeBuffer {
  async function send(QueueUrl: string, { id, sender, text }: KeptCall): Promise<void> {
    await call('AmazonSQS.SendMessage', {
      ...{ QueueUrl, MessageBody: text },
      ...{ MessageGroupId: sender, MessageDeduplicationId: id },
    });
  }
  return { keep: (one) => send(waiting, one), putAside: (one) => send(putAside, one), state };
}
