// A message in a queue, and which of a queue's messages may be received now.

/** A queue as the catalogue declares it; times are milliseconds. A name that ends in `.fifo` makes it one. */
export interface QueueDefinition {
  readonly name: string;
  /** How long a message that somebody received is hidden from others. */
  readonly visibility: number;
  /** How long a message is kept; four days when left out. */
  readonly retention?: number;
  /** Where a message goes that was received so often and never deleted. */
  readonly deadLetters?: { readonly queue: string; readonly maxReceives: number };
}

export interface Message {
  readonly sequence: number;
  readonly messageId: string;
  readonly body: string;
  /** FIFO only. */
  readonly group?: string;
  readonly deduplicationId?: string;
  readonly sentAt: number;
  readonly visibleAt: number;
  readonly receives: number;
  readonly firstReceivedAt?: number;
}

export function isFifo(name: string): boolean {
  return name.endsWith('.fifo');
}

/** The oldest first. Of a message group nothing while one of it is hidden. */
export function receivable(messages: Iterable<Message>, now: number): readonly Message[] {
  const all = [...messages];
  const hidden = new Set(
    all.flatMap(({ group, visibleAt }) => (visibleAt > now && group !== undefined ? [group] : [])),
  );
  return all.filter(
    ({ group, visibleAt }) => visibleAt <= now && (group === undefined || !hidden.has(group)),
  );
}
