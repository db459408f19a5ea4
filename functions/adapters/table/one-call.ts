// What one call of a function reads: what it asks for in one turn goes in one request, and what it named is read ahead with that
// (decision 0035).

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Item } from './keys.ts';
import type { Table } from './table.ts';

type Found = Promise<ReadonlyMap<string, Item>>;

/** What is asked for before anybody waits. */
interface Turn {
  readonly keys: Map<string, Item>;
  readonly found: Found;
}

interface Call {
  turn?: Turn | undefined;
  /** What is read with the next turn. */
  readonly next: Map<string, Item>;
  /** By key: whoever asks first gets it, whoever decides again reads again. */
  readonly ahead: Map<string, Found>;
}

/** By the table it reads: what a call sets going is another's. */
const calls = new AsyncLocalStorage<WeakMap<Table, Call>>();

/** Calls that run in one process at once ask each for itself, as they would in two. */
export function oneCall<Result>(run: () => Promise<Result>): Promise<Result> {
  return calls.run(new WeakMap(), run);
}

interface Together extends Table {
  /** Reads these with whatever is asked for now or next. Outside of a call nothing is read ahead. */
  ahead(keys: readonly Item[]): void;
}

/** The same table; outside of a call it is asked as before. */
export function together(table: Table): Together {
  function current(): Call | undefined {
    const known = calls.getStore();
    const call = known?.get(table) ?? { next: new Map(), ahead: new Map() };
    known?.set(table, call);
    return known && call;
  }

  function ask(call: Call, keys: readonly Item[]): Found {
    call.turn ??= begin(call);
    for (const key of keys) call.turn.keys.set(nameOf(key), key);
    return call.turn.found;
  }

  function begin(call: Call): Turn {
    const keys = new Map(call.next);
    call.next.clear();
    const found = everybodyWaits().then(() => {
      call.turn = undefined;
      return read([...keys.values()]);
    });
    for (const name of keys.keys()) call.ahead.set(name, found);
    // Who asks for one of those hears of it.
    found.catch(() => {});
    return { keys, found };
  }

  async function read(keys: readonly Item[]): Found {
    const [first] = keys;
    if (first && keys.length === 1) {
      const item = await table.get(first);
      return new Map(item ? [[nameOf(first), item]] : []);
    }
    return new Map((await table.getAll(keys)).map((item) => [nameOf(item), item]));
  }

  return {
    ...table,
    async get(key) {
      const call = current();
      if (!call) return table.get(key);
      const name = nameOf(key);
      const found = call.ahead.get(name) ?? ask(call, [key]);
      call.ahead.delete(name);
      return (await found).get(name);
    },
    async getAll(keys) {
      const call = current();
      if (!call || keys.length === 0) return table.getAll(keys);
      const found = await ask(call, keys);
      return keys.map((key) => found.get(nameOf(key))).filter((item) => item !== undefined);
    },
    ahead(keys) {
      const call = current();
      for (const key of keys) {
        call?.turn?.keys.set(nameOf(key), key);
        if (call?.turn) call.ahead.set(nameOf(key), call.turn.found);
        else call?.next.set(nameOf(key), key);
      }
    },
    async transact(writes) {
      // Whatever comes of it, what was read before is over.
      const call = current();
      call?.ahead.clear();
      call?.next.clear();
      await table.transact(writes);
    },
  };
}

/** Until nothing of this turn is left to do but what waits for something from outside. */
async function everybodyWaits(): Promise<void> {
  await undefined;
  await new Promise<void>((resolve) => process.nextTick(resolve));
}

function nameOf({ pk, sk }: Item): string {
  return `${pk} ${sk}`;
}
