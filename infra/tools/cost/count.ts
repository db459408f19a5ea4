// What a run takes of AWS: counted while it runs, by the function that does the work.

import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import { functionName } from '../../emulator/arns.ts';
import type { Runtime } from '../../local/runtime.ts';

/** Capacity units and calls of DynamoDB. */
interface DatabaseWork {
  calls: number;
  read: number;
  write: number;
}

export interface Counts {
  /** Billed state transitions by machine. */
  readonly transitions: Readonly<Record<string, number>>;
  readonly invocations: Readonly<Record<string, number>>;
  readonly executions: number;
  readonly database: Readonly<Record<string, DatabaseWork>>;
  /** Write units by index of the table. */
  readonly indexes: Readonly<Record<string, number>>;
  /** Events that were put on the bus. */
  readonly events: number;
}

/** One request to DynamoDB. */
export interface Call {
  readonly function: string;
  readonly operation: string;
  /** Its body, as it was sent. */
  readonly body: object;
  readonly read: number;
  readonly write: number;
}

export interface Counter {
  /** Since the counter was made. */
  counts(): Counts;
  calls(): readonly Call[];
}

const WRITES: ReadonlySet<string> = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
]);
const One = z.object({ CapacityUnits: z.number() });
const Consumed = One.extend({
  GlobalSecondaryIndexes: z.record(z.string(), One).optional(),
});
const Answer = z.object({ ConsumedCapacity: z.union([Consumed, z.array(Consumed)]).optional() });

/** Counts what the runtime does from now on. */
export function countWork(runtime: Runtime): Counter {
  const { functions, database, stepFunctions } = runtime;
  const running = new AsyncLocalStorage<string>();
  const calls: Call[] = [];
  const indexes = new Map<string, number>();
  const invoke = functions.invoke.bind(functions);
  functions.invoke = (name, payload, cause) =>
    running.run(functionName(name), () => invoke(name, payload, cause));
  const start = stepFunctions.start.bind(stepFunctions);
  let executions = 0;
  stepFunctions.start = (request) => {
    executions += 1;
    return start(request);
  };
  const call = database.call.bind(database);
  database.call = async (operation, body) => {
    const name = running.getStore();
    if (name === undefined) return call(operation, body);
    const answer = await call(operation, { ...Object(body), ReturnConsumedCapacity: 'INDEXES' });
    // As from AWS, no answer comes before all is asked that needs none.
    await setImmediate();
    const { ConsumedCapacity: consumed = [] } = Answer.parse(answer);
    const isWrite = WRITES.has(operation);
    const parts = [consumed].flat();
    const units = parts.reduce((sum, one) => sum + one.CapacityUnits, 0);
    const used = isWrite ? { read: 0, write: units } : { read: units, write: 0 };
    calls.push({ function: name, operation, body: Object(body), ...used });
    const written = isWrite
      ? parts.flatMap(({ GlobalSecondaryIndexes: some = {} }) => Object.entries(some))
      : [];
    for (const [index, { CapacityUnits }] of written)
      indexes.set(index, (indexes.get(index) ?? 0) + CapacityUnits);
    return answer;
  };
  const now = (): Counts => ({
    transitions: Object.fromEntries(runtime.transitions),
    invocations: Object.fromEntries(functions.invocations),
    executions,
    database: byFunction(calls),
    indexes: Object.fromEntries(indexes),
    events: Number(database.values.get('bus-counts', 'events') ?? 0),
  });
  const first = now();
  return { counts: () => difference(now(), first), calls: () => [...calls] };
}

function byFunction(calls: readonly Call[]): Counts['database'] {
  const work: Record<string, DatabaseWork> = {};
  for (const { function: name, read, write } of calls) {
    const so = work[name] ?? { calls: 0, read: 0, write: 0 };
    work[name] = { calls: so.calls + 1, read: so.read + read, write: so.write + write };
  }
  return work;
}

/** What `now` has more than earlier counts. */
export function difference(now: Counts, since: Counts): Counts {
  const database = Object.entries(now.database).map(([name, { calls, read, write }]) => {
    const before = since.database[name] ?? { calls: 0, read: 0, write: 0 };
    return [
      name,
      { calls: calls - before.calls, read: read - before.read, write: write - before.write },
    ];
  });
  return {
    transitions: less(now.transitions, since.transitions),
    invocations: less(now.invocations, since.invocations),
    executions: now.executions - since.executions,
    database: Object.fromEntries(database),
    indexes: less(now.indexes, since.indexes),
    events: now.events - since.events,
  };
}

type Tally = Readonly<Record<string, number>>;

function less(now: Tally, since: Tally): Tally {
  return Object.fromEntries(
    Object.entries(now).map(([name, count]) => [name, count - (since[name] ?? 0)]),
  );
}

export function total(tally: Tally): number {
  return Object.values(tally).reduce((sum, count) => sum + count, 0);
}

/** What all functions together asked of DynamoDB. */
export function totalWork({ database }: Counts): DatabaseWork {
  const sum = (unit: keyof DatabaseWork) =>
    Object.values(database).reduce((so, work) => so + work[unit], 0);
  return { calls: sum('calls'), read: sum('read'), write: sum('write') };
}
