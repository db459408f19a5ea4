// SQS offline: messages are kept until somebody deletes them, hidden while somebody has them, and set aside when nobody can do them.

import { queueArn } from '../arns.ts';
import { AwsError, uuidOf } from '../aws-error.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';
import type { Faults } from '../faults.ts';
import { type KeyValues, orderedKey, type Write } from '../key-values.ts';
import { isFifo, type Message, type QueueDefinition, receivable } from './message.ts';

interface QueuesOptions {
  readonly queues: readonly QueueDefinition[];
  readonly values: KeyValues;
  readonly clock: Pick<VirtualClock, 'now'>;
  readonly faults: Faults;
}

/** What is sent; `group` and `deduplicationId` to a FIFO queue only. */
export interface Sent {
  readonly body: string;
  readonly group?: string | undefined;
  readonly deduplicationId?: string | undefined;
}

interface Receiving {
  readonly most: number;
  /** How long they are hidden; the queue's own time when left out. */
  readonly visibility?: number | undefined;
}

/** By messageId and the time it was taken, of what came within the last five minutes. */
interface Taken {
  readonly messageId: string;
  readonly sequence: number;
  readonly at: number;
}

const AREA = { messages: 'queue-messages', taken: 'queue-taken', counts: 'queue-counts' } as const;
const LARGEST = 1_048_576;
const DEDUPLICATED_FOR = 300_000;
const KEPT_FOR = 345_600_000;

export class Queues {
  readonly #options: QueuesOptions;
  readonly #definitions: ReadonlyMap<string, QueueDefinition>;
  readonly #messages = new Map<string, Map<number, Message>>();
  readonly #taken = new Map<string, Map<string, Taken>>();
  readonly #listeners = new Map<string, () => void>();
  #sequence: number;

  constructor(options: QueuesOptions) {
    this.#options = options;
    this.#definitions = new Map(options.queues.map((one) => [one.name, one]));
    this.#sequence = Number(options.values.get(AREA.counts, 'messages') ?? 0);
  }

  /** What was stored before a restart. */
  async load(): Promise<void> {
    const { values } = this.#options;
    for (const name of this.#definitions.keys()) {
      const prefix = { gte: `${name}/`, lt: `${name}0` };
      const messages = await values.list(AREA.messages, prefix);
      // Codecs: written by this class only.
      const all = messages.map(({ value }) => value as Message);
      this.#messages.set(name, new Map(all.map((one) => [one.sequence, one])));
      const taken = await values.list(AREA.taken, prefix);
      this.#taken.set(
        name,
        new Map(taken.map(({ key, value }) => [key.slice(name.length + 1), value as Taken])),
      );
    }
  }

  get names(): readonly string[] {
    return [...this.#definitions.keys()];
  }

  /** Hears when messages come or are given back. */
  onChange(name: string, listener: () => void): void {
    this.#listeners.set(name, listener);
  }

  /** By name, ARN or URL. Throws QueueDoesNotExist, and ServiceUnavailable while the service is off. */
  definition(queue: string): QueueDefinition {
    if (this.#options.faults.queues === 'off')
      throw new AwsError('ServiceUnavailable', 'SQS is switched off', 503);
    const found = this.#definitions.get(queue.split(/[/:]/).at(-1) ?? '');
    if (found) return found;
    throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  }

  /** Resolves when it is stored. What a FIFO queue took within five minutes under the same id is not taken twice. */
  async send(queue: string, sent: Sent): Promise<{ messageId: string; sequence: number }> {
    const { name } = this.definition(queue);
    check(name, sent);
    const { body, group, deduplicationId } = sent;
    const at = this.#options.clock.now();
    const before = deduplicationId === undefined ? undefined : this.#before(name, deduplicationId);
    if (before) return before;
    this.#sequence += 1;
    const sequence = this.#sequence;
    const messageId = uuidOf('message', name, String(sequence));
    const taken: Taken = { messageId, sequence, at };
    if (deduplicationId !== undefined) this.#takenOf(name).set(deduplicationId, taken);
    const message: Message = {
      ...{ sequence, messageId, body, sentAt: at, visibleAt: at, receives: 0 },
      ...(group === undefined ? {} : { group }),
      ...(deduplicationId === undefined ? {} : { deduplicationId }),
    };
    try {
      await this.#options.values.write([
        { area: AREA.counts, type: 'put', key: 'messages', value: this.#sequence },
        put(name, message),
        ...(deduplicationId === undefined ? [] : this.#takenWrites(name, deduplicationId, taken)),
      ]);
    } catch (error) {
      // What was not stored was not taken: it may come again.
      if (deduplicationId !== undefined) this.#takenOf(name).delete(deduplicationId);
      throw error;
    }
    this.#keep(name, message);
    return taken;
  }

  /** The oldest first, hidden from now on. What was received too often goes to the dead letters instead. */
  async receive(
    queue: string,
    { most, visibility: asked }: Receiving,
  ): Promise<readonly Message[]> {
    const { name, visibility, deadLetters } = this.definition(queue);
    const now = this.#options.clock.now();
    const given: Message[] = [];
    const writes: Write[] = [];
    for (const message of this.waiting(name)) {
      if (deadLetters && message.receives >= deadLetters.maxReceives) {
        writes.push(...this.#setAside(name, message, deadLetters.queue));
        continue;
      }
      if (given.length === most) break;
      const received: Message = {
        ...message,
        visibleAt: now + (asked ?? visibility),
        receives: message.receives + 1,
        firstReceivedAt: message.firstReceivedAt ?? now,
      };
      this.#messagesOf(name).set(received.sequence, received);
      writes.push(put(name, received));
      given.push(received);
    }
    if (writes.length > 0) await this.#options.values.write(writes);
    return given;
  }

  /** Gone, when the handle is that of its last receipt; otherwise nothing happens, as in AWS. */
  async delete(queue: string, receiptHandle: string): Promise<void> {
    const { name } = this.definition(queue);
    const message = this.#held(name, receiptHandle);
    if (!message) return;
    this.#messagesOf(name).delete(message.sequence);
    await this.#options.values.write([gone(name, message)]);
    this.#listeners.get(name)?.();
  }

  /** Hidden for that long from now; 0 gives it back. Throws MessageNotInflight. */
  async hide(queue: string, receiptHandle: string, millis: number): Promise<void> {
    const { name } = this.definition(queue);
    const message = this.#held(name, receiptHandle);
    const now = this.#options.clock.now();
    if (!message || message.visibleAt <= now)
      throw new AwsError('MessageNotInflight', 'The message is not in flight.');
    const hidden = { ...message, visibleAt: now + millis };
    await this.#options.values.write([put(name, hidden)]);
    this.#keep(name, hidden);
  }

  async purge(queue: string): Promise<void> {
    const { name } = this.definition(queue);
    const all = [...this.#messagesOf(name).values()];
    this.#messagesOf(name).clear();
    await this.#options.values.write(all.map((one) => gone(name, one)));
  }

  /** All that is kept, the oldest first, the hidden ones too. */
  all(queue: string): readonly Message[] {
    const { name, retention = KEPT_FOR } = this.definition(queue);
    const since = this.#options.clock.now() - retention;
    return [...this.#messagesOf(name).values()].filter(({ sentAt }) => sentAt > since);
  }

  /** What may be received now. */
  waiting(queue: string): readonly Message[] {
    return receivable(this.all(queue), this.#options.clock.now());
  }

  attributes(queue: string): Readonly<Record<string, string>> {
    const definition = this.definition(queue);
    const { name, visibility, retention = KEPT_FOR, deadLetters } = definition;
    const all = this.all(name);
    const now = this.#options.clock.now();
    const hidden = all.filter(({ visibleAt }) => visibleAt > now).length;
    const redrive = deadLetters && {
      deadLetterTargetArn: queueArn(deadLetters.queue),
      maxReceiveCount: deadLetters.maxReceives,
    };
    return {
      QueueArn: queueArn(name),
      ApproximateNumberOfMessages: String(all.length - hidden),
      ApproximateNumberOfMessagesNotVisible: String(hidden),
      ApproximateNumberOfMessagesDelayed: '0',
      VisibilityTimeout: String(visibility / 1000),
      MessageRetentionPeriod: String(retention / 1000),
      MaximumMessageSize: String(LARGEST),
      ...(isFifo(name) ? { FifoQueue: 'true' } : {}),
      ...(redrive ? { RedrivePolicy: JSON.stringify(redrive) } : {}),
    };
  }

  #setAside(name: string, message: Message, to: string): readonly Write[] {
    this.#messagesOf(name).delete(message.sequence);
    const moved = { ...message, visibleAt: this.#options.clock.now(), receives: 0 };
    this.#keep(to, moved);
    return [gone(name, message), put(to, moved)];
  }

  #keep(name: string, message: Message): void {
    this.#messagesOf(name).set(message.sequence, message);
    this.#listeners.get(name)?.();
  }

  #before(name: string, deduplicationId: string): Taken | undefined {
    const taken = this.#takenOf(name).get(deduplicationId);
    return taken && taken.at + DEDUPLICATED_FOR > this.#options.clock.now() ? taken : undefined;
  }

  #takenWrites(name: string, deduplicationId: string, taken: Taken): readonly Write[] {
    const over = [...this.#takenOf(name)].filter(([, { at }]) => at + DEDUPLICATED_FOR <= taken.at);
    for (const [id] of over) this.#takenOf(name).delete(id);
    return [
      ...over.map(([id]): Write => ({ area: AREA.taken, type: 'del', key: `${name}/${id}` })),
      { area: AREA.taken, type: 'put', key: `${name}/${deduplicationId}`, value: taken },
    ];
  }

  #held(name: string, receiptHandle: string): Message | undefined {
    const sequence = Number(receiptHandle.split('#')[0]);
    const message = this.#messagesOf(name).get(sequence);
    return message && handleOf(message) === receiptHandle ? message : undefined;
  }

  #messagesOf(name: string): Map<number, Message> {
    return part(this.#messages, name);
  }

  #takenOf(name: string): Map<string, Taken> {
    return part(this.#taken, name);
  }
}

/** What whoever received the message last deletes it by. */
export function handleOf({ sequence, receives, messageId }: Message): string {
  return `${sequence}#${receives}#${messageId}`;
}

function part<Key, Value>(parts: Map<string, Map<Key, Value>>, name: string): Map<Key, Value> {
  const found = parts.get(name) ?? new Map<Key, Value>();
  parts.set(name, found);
  return found;
}

function put(name: string, message: Message): Write {
  const key = `${name}/${orderedKey(message.sequence)}`;
  return { area: AREA.messages, type: 'put', key, value: message };
}

function gone(name: string, { sequence }: Message): Write {
  return { area: AREA.messages, type: 'del', key: `${name}/${orderedKey(sequence)}` };
}

/** XML's own letters: SQS takes no others. */
const ALLOWED = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

function check(name: string, { body, group, deduplicationId }: Sent): void {
  if (body === '') throw new AwsError('MissingParameter', 'The request must contain MessageBody.');
  if (!ALLOWED.test(body))
    throw new AwsError(
      'InvalidMessageContents',
      'The message contains characters outside the set.',
    );
  if (Buffer.byteLength(body) > LARGEST)
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${LARGEST} bytes.`,
    );
  const needed = { MessageGroupId: group, MessageDeduplicationId: deduplicationId };
  for (const [parameter, value] of Object.entries(needed)) {
    if (isFifo(name) && !value)
      throw new AwsError('MissingParameter', `The request must contain ${parameter}.`);
    if (!isFifo(name) && value !== undefined)
      throw new AwsError(
        'InvalidParameterValue',
        `The request include parameter ${parameter} which is not valid for this queue type`,
      );
  }
}
