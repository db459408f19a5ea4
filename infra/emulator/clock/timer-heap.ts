// Which timer is due first: a binary heap over (instant, key), so that ties fall the same way in every replay.

export interface Timer {
  readonly key: string;
  /** Epoch milliseconds of the virtual clock. */
  readonly at: number;
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.at === other.at ? one.key < other.key : one.at < other.at;
}

/** One timer a key: setting a key again moves it. Moved and cancelled entries are dropped when they come up. */
export class TimerHeap {
  readonly #heap: Timer[] = [];
  readonly #current = new Map<string, Timer>();

  get size(): number {
    return this.#current.size;
  }

  set(key: string, at: number): void {
    const present = this.#current.get(key);
    if (present?.at === at) return;
    const timer = { key, at };
    this.#current.set(key, timer);
    this.#heap.push(timer);
    this.#rise(this.#heap.length - 1);
  }

  cancel(key: string): void {
    this.#current.delete(key);
  }

  at(key: string): number | undefined {
    return this.#current.get(key)?.at;
  }

  /** The first instant among timers whose key is wanted: a look through all of them, for people who ask. */
  earliest(isWanted: (key: string) => boolean): number | undefined {
    const wanted = [...this.#current.values()].filter(({ key }) => isWanted(key));
    return wanted.length === 0 ? undefined : Math.min(...wanted.map(({ at }) => at));
  }

  /** The timer that is due first, left in place. */
  first(): Timer | undefined {
    let top = this.#heap[0];
    while (top && this.#current.get(top.key) !== top) {
      this.#removeTop();
      top = this.#heap[0];
    }
    return top;
  }

  /** Takes out the timer that is due first. */
  take(): Timer | undefined {
    const top = this.first();
    if (!top) return undefined;
    this.#removeTop();
    this.#current.delete(top.key);
    return top;
  }

  #removeTop(): void {
    const last = this.#heap.pop();
    if (!last || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink();
  }

  #rise(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfBefore(index, parent)) return;
      index = parent;
    }
  }

  #sink(): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const [leftTimer, rightTimer] = [this.#heap[left], this.#heap[right]];
      if (!leftTimer) return;
      const least = rightTimer && isBefore(rightTimer, leftTimer) ? right : left;
      if (!this.#swapIfBefore(least, index)) return;
      index = least;
    }
  }

  #swapIfBefore(index: number, parent: number): boolean {
    const [one, other] = [this.#heap[index], this.#heap[parent]];
    if (!one || !other || !isBefore(one, other)) return false;
    this.#heap[index] = other;
    this.#heap[parent] = one;
    return true;
  }
}
