// Who comes in from outside, and when: what is inside is finished first, and nobody waits for ever. AWS has more machines for a
// rush; here is one, on which work without end would hold up the clock.

import type { HostClock } from './clock/host-clock.ts';

/** How much may be under way at once, in jobs, open requests and changes that were not delivered: less than a second's work. */
const MOST_INSIDE = 100;
const MOST_IN_LINE = 1000;
/** API Gateway's own bound: nobody there waits longer for an answer. */
const PATIENCE_MS = 29_000;
const LOOK_MS = 100;
/** How often one comes in while the clock moves: so that a long advance answers people, and they do not make it longer and longer. */
const PACE_MS = 250;

/** Thrown to whom there was no room in time. Nothing was done for him; he may come again. */
export class Crowded extends Error {
  override readonly name = 'Crowded';

  constructor() {
    super('more comes in than can be done; send it again in a few seconds');
  }
}

interface DoorOptions {
  /** How much is under way. */
  readonly inside: () => number;
  readonly host: HostClock;
}

interface Waiting {
  /** Milliseconds of the machine. */
  readonly since: number;
  readonly begin: () => void;
  readonly refuse: (error: Crowded) => void;
}

export class Door {
  readonly #options: DoorOptions;
  readonly #line: Waiting[] = [];
  #closed = 0;
  #done = 0;
  #looking = false;
  #pacedFrom = 0;

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  /** Begins the work at once where there is room, otherwise in its turn. Throws Crowded when that does not come. */
  pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#line.length === 0 && this.#isOpen) return work();
    if (this.#line.length >= MOST_IN_LINE) return Promise.reject(new Crowded());
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const since = this.#options.host.now();
    this.#line.push({ since, begin: () => resolve(work()), refuse: reject });
    this.#lookLater();
    return promise;
  }

  /** Nobody comes in while this work runs, but for one now and then `between` its parts. */
  async closedFor<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed === 0) this.#pacedFrom = this.#options.host.now();
    this.#closed += 1;
    try {
      return await work();
    } finally {
      this.#closed -= 1;
      this.#letIn();
    }
  }

  between(): void {
    const present = this.#options.host.now();
    if (present - this.#pacedFrom < PACE_MS) return;
    this.#pacedFrom = present;
    this.#line.shift()?.begin();
  }

  /** Something that was inside is done. */
  done(): void {
    this.#done += 1;
    this.#letIn();
  }

  get #isOpen(): boolean {
    return this.#closed === 0 && this.#options.inside() < MOST_INSIDE;
  }

  #letIn(): void {
    while (this.#line.length > 0 && this.#isOpen) this.#line.shift()?.begin();
  }

  /** Where nothing is done any more, what is inside may wait for a call of its own to come back: then the next comes in. */
  #lookLater(): void {
    if (this.#looking) return;
    this.#looking = true;
    const before = this.#done;
    this.#options.host.after(LOOK_MS, () => {
      this.#looking = false;
      const present = this.#options.host.now();
      while (this.#line[0] && present - this.#line[0].since >= PATIENCE_MS) {
        this.#line.shift()?.refuse(new Crowded());
      }
      if (this.#done === before) this.#line.shift()?.begin();
      if (this.#line.length > 0) this.#lookLater();
    });
  }
}
