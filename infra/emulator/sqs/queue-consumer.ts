// An event source mapping: brings a queue's messages to its function in batches, and deletes those that it has done.

import { hash } from 'node:crypto';
import { queueArn, REGION } from '../arns.ts';
import type { Json } from '../asl/types.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';
import type { Faults } from '../faults.ts';
import { failedIn, type LambdaFunctions } from '../lambda/lambda-functions.ts';
import type { RunQueue } from '../loop.ts';
import type { Message } from './message.ts';
import { handleOf, type Queues } from './queues.ts';

export interface QueueMapping {
  readonly queue: string;
  /** Name of the function that gets the messages; it may answer `batchItemFailures`. */
  readonly function: string;
  readonly batchSize?: number;
  /** Milliseconds that it waits for a batch to be full. */
  readonly window?: number;
}

interface ConsumerOptions extends QueueMapping {
  readonly queues: Queues;
  readonly functions: LambdaFunctions;
  readonly clock: Pick<VirtualClock, 'now' | 'schedule' | 'cancel'>;
  readonly work: RunQueue;
  readonly faults: Faults;
}

const TIMER = 'queue/';

export class QueueConsumer {
  readonly #options: ConsumerOptions;
  #queued = false;
  /** Nobody waits for fuller batches now. */
  #hurries = false;

  constructor(options: ConsumerOptions) {
    this.#options = options;
    options.queues.onChange(options.queue, () => this.poll());
  }

  static owns(timerKey: string): boolean {
    return timerKey.startsWith(TIMER);
  }

  isOf(timerKey: string): boolean {
    return timerKey === TIMER + this.#options.queue;
  }

  /** Sees to it that what is waiting is delivered when it may be; cheap when nothing is. */
  poll(): void {
    const { clock, queue, work, faults, function: name } = this.#options;
    if (this.#queued || faults.queues === 'off') return;
    const next = this.#nextBatchAt();
    if (next === undefined) {
      clock.cancel(TIMER + queue);
    } else if (next > clock.now()) {
      clock.schedule(TIMER + queue, next);
    } else {
      this.#queued = true;
      work.add(`queue ${queue} to ${name}`, async () => {
        this.#queued = false;
        if (this.#options.faults.queues === 'on') await this.#deliver();
        this.poll();
      });
    }
  }

  /** Brings what waits for a fuller batch; says whether anything does. */
  hurry(): boolean {
    const { queues, queue, faults } = this.#options;
    if (faults.queues === 'off' || queues.waiting(queue).length === 0) return false;
    this.#hurries = true;
    this.poll();
    return true;
  }

  /** Now for a full batch, or when its window is over; later for what is hidden. */
  #nextBatchAt(): number | undefined {
    const { queues, queue, clock, batchSize = 10, window = 0 } = this.#options;
    const waiting = queues.waiting(queue);
    if (waiting.length === 0) this.#hurries = false;
    if (waiting.length >= batchSize || this.#hurries) return clock.now();
    if (waiting.length > 0) return window + Math.min(...waiting.map(({ visibleAt }) => visibleAt));
    const hidden = queues.all(queue).map(({ visibleAt }) => visibleAt);
    const later = hidden.filter((at) => at > clock.now());
    return later.length > 0 ? Math.min(...later) : undefined;
  }

  async #deliver(): Promise<void> {
    const { queues, queue, functions, batchSize = 10, faults, work } = this.#options;
    const messages = await queues.receive(queue, { most: batchSize });
    const [first] = messages;
    if (!first) return;
    // Codec: the event of a mapping is JSON.
    const event = { Records: messages.map((one) => recordOf(queue, one)) } as unknown as Json;
    const cause = `queue ${handleOf(first)}`;
    const invoke = () => functions.invoke(this.#options.function, event, cause);
    if (faults.duplicateWakes) await invoke();
    const result = await invoke();
    if (!result.ok) work.note(`queue ${queue} to ${this.#options.function}`, result.error);
    const failed = result.ok ? failedIn(result.payload) : messages.map((one) => one.messageId);
    for (const message of messages)
      if (!failed.includes(message.messageId)) await queues.delete(queue, handleOf(message));
  }
}

/** As Lambda is told of a message. */
function recordOf(queue: string, message: Message): object {
  return {
    messageId: message.messageId,
    receiptHandle: handleOf(message),
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: {},
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn(queue),
    awsRegion: REGION,
  };
}

/** What SQS says of a message, as text. */
export function systemAttributes(message: Message): Readonly<Record<string, string>> {
  const { receives, sentAt, firstReceivedAt, group, deduplicationId, sequence } = message;
  return {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: String(sentAt),
    SenderId: 'offline',
    ...(firstReceivedAt === undefined
      ? {}
      : { ApproximateFirstReceiveTimestamp: String(firstReceivedAt) }),
    ...(group === undefined
      ? {}
      : {
          MessageGroupId: group,
          MessageDeduplicationId: deduplicationId ?? '',
          SequenceNumber: sequenceNumber(sequence),
        }),
  };
}

/** As SQS writes it: the greater one came later. */
export function sequenceNumber(sequence: number): string {
  return String(sequence).padStart(20, '0');
}

export function md5(text: string): string {
  return hash('md5', text);
}
