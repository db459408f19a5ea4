// Messages that would have been sent: kept where a person or a test can read them, and refused when delivery is switched off.

import type { KeyValues } from '../emulator/key-values.ts';

export interface Message {
  /** Sending the same id again is the same message. */
  readonly id: string;
  readonly to: string;
  readonly channel?: string;
  readonly subject: string;
  readonly text: string;
  /** What would be posted or mailed, where the policy names a channel. */
  readonly payload?: unknown;
  /** Why it may not be sent at all. */
  readonly refused?: string | undefined;
  readonly leadId?: string | undefined;
  readonly offerId?: string | undefined;
  /** The instant of sending, ISO-8601 UTC. */
  readonly at: string;
}

export interface StoredMessage extends Message {
  readonly delivered: boolean;
  /** Counts messages, so that they are listed in the order in which they were first sent. */
  readonly sequence: number;
}

const AREA = { messages: 'outbox', delivery: 'outbox-delivery' } as const;

export class Outbox {
  readonly #values: KeyValues;
  #sequence = 0;

  constructor(values: KeyValues) {
    this.#values = values;
  }

  async load(): Promise<void> {
    const messages = await this.#stored();
    this.#sequence = Math.max(0, ...messages.map(({ sequence }) => sequence));
  }

  get fails(): boolean {
    return this.#values.get(AREA.delivery, 'fail') === true;
  }

  /** What is sent from now on fails, or no longer does. */
  async setFails(fail: boolean): Promise<void> {
    await this.#values.write([{ area: AREA.delivery, type: 'put', key: 'fail', value: fail }]);
  }

  /** Sends a message once: one that was delivered stays so, one that failed is tried again. */
  async send(message: Message): Promise<{ readonly delivered: boolean }> {
    const present = this.#message(message.id);
    if (present?.delivered) return { delivered: true };
    const delivered = !this.fails && message.refused === undefined;
    const sequence = present?.sequence ?? this.#nextSequence();
    const value: StoredMessage = { ...message, delivered, sequence };
    await this.#values.write([{ area: AREA.messages, type: 'put', key: message.id, value }]);
    return { delivered };
  }

  /** All messages in the order in which they were first sent. */
  async messages(): Promise<readonly StoredMessage[]> {
    const messages = await this.#stored();
    return messages.toSorted((one, other) => one.sequence - other.sequence);
  }

  #message(id: string): StoredMessage | undefined {
    // Codec: written by `send` only.
    return this.#values.get(AREA.messages, id) as StoredMessage | undefined;
  }

  async #stored(): Promise<readonly StoredMessage[]> {
    const entries = await this.#values.list(AREA.messages);
    return entries.map(({ value }) => value as StoredMessage);
  }

  #nextSequence(): number {
    this.#sequence += 1;
    return this.#sequence;
  }
}
