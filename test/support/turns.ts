// Who comes first when several act at once? Here a draw decides at each call of the table, so that a race runs alike over a slow store and a quick one.

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Table } from '../../functions/adapters/table/table.ts';

interface Racer {
  readonly waiting: (() => void)[];
}

export class Turns {
  readonly #who = new AsyncLocalStorage<Racer>();
  readonly #racers = new Set<Racer>();
  readonly #draw: (below: number) => number;
  #busy = false;

  /** `draw` gives a whole number below the one that it is given. */
  constructor(draw: (below: number) => number) {
    this.#draw = draw;
  }

  /** Runs them at once: whose call is next is drawn as soon as all of them wait for one. */
  async race(acts: readonly (() => Promise<unknown>)[]): Promise<void> {
    const racers = acts.map((act) => {
      const racer = { waiting: [] };
      this.#racers.add(racer);
      return { racer, act };
    });
    await Promise.all(
      racers.map(async ({ racer, act }) => {
        try {
          await this.#who.run(racer, act);
        } finally {
          this.#racers.delete(racer);
          this.#look();
        }
      }),
    );
  }

  get areRacing(): boolean {
    return this.#racers.size > 0;
  }

  over(table: Table): Table {
    return {
      parse: table.parse,
      get: (key) => this.#inTurn(() => table.get(key)),
      getAll: (keys) => this.#inTurn(() => table.getAll(keys)),
      page: (range, paging) => this.#inTurn(() => table.page(range, paging)),
      put: (item) => this.#inTurn(() => table.put(item)),
      update: (update) => this.#inTurn(() => table.update(update)),
      transact: (writes) => this.#inTurn(() => table.transact(writes)),
    };
  }

  async #inTurn<T>(call: () => Promise<T>): Promise<T> {
    const racer = this.#who.getStore();
    if (!racer || !this.#racers.has(racer)) return call();
    const turn = Promise.withResolvers<void>();
    racer.waiting.push(turn.resolve);
    this.#look();
    await turn.promise;
    try {
      return await call();
    } finally {
      this.#busy = false;
      this.#look();
    }
  }

  /** Later, when everybody has come to his next call. */
  #look(): void {
    setImmediate(() => {
      const racers = [...this.#racers];
      if (this.#busy || racers.length === 0) return;
      if (racers.some(({ waiting }) => waiting.length === 0)) return;
      this.#busy = true;
      racers[this.#draw(racers.length)]?.waiting.shift()?.();
    });
  }
}
