// IAM for tests: a function that asks AWS for what infra/catalog.ts does not grant it is refused, as its role would refuse it.

import { AsyncLocalStorage } from 'node:async_hooks';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Table } from '../../functions/adapters/table/table.ts';
import type { MetricStore } from '../../functions/ports.ts';
import type { FunctionName, QueueName, TableAction } from '../../infra/catalog.ts';
import { functions as catalogued, type Grants } from '../../infra/catalog.ts';
import { stateMachineArn } from '../../infra/emulator/arns.ts';
import type { Call } from '../../infra/emulator/clients.ts';
import type { CreateFunction } from '../../infra/local/runtime.ts';
import { holdToContract } from './contract.ts';

const caller = new AsyncLocalStorage<FunctionName>();
const guarded = new WeakSet<object>();

interface Request {
  readonly stateMachineArn?: string;
}

interface Stack {
  add(
    middleware: (
      next: (args: { input: unknown }) => Promise<never>,
      context: { commandName?: string },
    ) => (args: { input: unknown }) => Promise<never>,
    options: { step: 'initialize' },
  ): void;
}

/** What was asked for of other services, as a grant would be written. */
function askedFor(command: string, input: Request): string | undefined {
  if (command.startsWith('StartExecution')) return `start ${input.stateMachineArn}`;
  if (command.startsWith('SendTask')) return 'wake';
  return command.startsWith('PutEvents') ? 'bus put' : undefined;
}

/** The table of a function, which asks for it what its role allows. */
function guardedTable(table: Table, name: FunctionName): Table {
  const allowed = granted(name);
  const given = (...asked: readonly string[]) => {
    for (const one of asked) if (!allowed.has(one)) throw new AccessDenied(name, one);
    return table;
  };
  return {
    parse: table.parse,
    get: async (key) => given('table GetItem').get(key),
    getAll: async (keys) => given('table BatchGetItem').getAll(keys),
    page: async (range, paging) =>
      given(range.index === 'own' ? 'table Query' : `index ${range.index}`).page(range, paging),
    put: async (item) => given('table PutItem').put(item),
    update: async (update) => given('table UpdateItem').update(update),
    transact: async (writes) => {
      const actions = { put: 'PutItem', delete: 'DeleteItem', count: 'UpdateItem' };
      const asked = Object.entries(actions).filter(([kind]) => writes.some((one) => kind in one));
      return given(...asked.map(([, action]) => `table ${action}`)).transact(writes);
    },
  };
}

/** What each call of the table of figures asks for. */
const metricActions: { readonly [Call in keyof MetricStore]: TableAction } = {
  head: 'GetItem',
  facts: 'BatchGetItem',
  move: 'PutItem',
  differences: 'Query',
  cells: 'Query',
  putCells: 'PutItem',
  advance: 'UpdateItem',
  forget: 'DeleteItem',
  movedIn: 'Query',
};

/** The figures of a function, in the same way. */
function guardedMetrics(metrics: MetricStore, name: FunctionName): MetricStore {
  const allowed = granted(name);
  return new Proxy(metrics, {
    get(target, call: keyof MetricStore) {
      const asked = `metrics ${metricActions[call]}`;
      return async (...given: never[]) => {
        if (!allowed.has(asked)) throw new AccessDenied(name, asked);
        return Reflect.apply(target[call], target, given);
      };
    },
  });
}

const actionsOf = {
  read: ['GetItem', 'BatchGetItem', 'Query'],
  write: ['PutItem', 'UpdateItem', 'DeleteItem'],
} as const;

function granted(name: FunctionName): ReadonlySet<string> {
  const {
    table = [],
    metrics = [],
    indexes = [],
    bus = [],
    machines = [],
    starts = [],
  }: Grants = catalogued[name].grants;
  return new Set([
    ...table
      .flatMap((one) => (one === 'read' || one === 'write' ? [...actionsOf[one]] : [one]))
      .map((action) => `table ${action}`),
    ...metrics.map((action) => `metrics ${action}`),
    ...indexes.map((index) => `index ${index}`),
    ...bus.map((one) => `bus ${one}`),
    ...(machines.includes('wake') ? ['wake'] : []),
    ...(machines.includes('start') ? starts : []).map((to) => `start ${stateMachineArn(to)}`),
  ]);
}

/** Calls of a queue, as a grant would be written: whose queue it is stands at the end of its URL. */
function guardedCall(name: FunctionName, call: Call): Call {
  const { queues = {} }: Grants = catalogued[name].grants;
  return async (target, input) => {
    const { QueueUrl = '' } = input as { readonly QueueUrl?: string };
    const [, queue = '', isAside] = /(\w+?)(DeadLetters)?(?:\.fifo)?$/.exec(QueueUrl) ?? [];
    const sends = isAside ? 'putAside' : 'send';
    const act = target.startsWith('AmazonSQS.Send') ? sends : 'look';
    const mayLook = Object.values(queues).some((acts) => acts.includes('look'));
    const isGranted = QueueUrl === '' ? mayLook : queues[queue as QueueName]?.includes(act);
    if (!isGranted) throw new AccessDenied(name, `${target} ${queue}`);
    return await call(target, input);
  };
}

function guard({ middlewareStack }: { readonly middlewareStack: unknown }): void {
  // Codec: the clients' stacks differ only in the commands that pass through them.
  const stack = middlewareStack as Stack;
  if (guarded.has(stack)) return;
  guarded.add(stack);
  stack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const name = caller.getStore();
        if (name !== undefined) {
          const asked = askedFor(commandName, args.input as Request);
          if (asked && !granted(name).has(asked)) throw new AccessDenied(name, asked);
        }
        return next(args);
      },
    { step: 'initialize' },
  );
}

class AccessDenied extends Error {
  override readonly name = 'AccessDeniedException';
  constructor(name: string, asked: string) {
    super(`${name} asked for ${asked}, which its role refuses; grant it in infra/catalog.ts`);
  }
}

function isApiCall(event: unknown): event is APIGatewayProxyEvent {
  return typeof event === 'object' && event !== null && 'resource' in event;
}

/** Makes functions that have their grants and no more, and whose answers are those of the contract. */
export function withGrants(create: CreateFunction): CreateFunction {
  return async (name, clients) => {
    for (const client of [clients.stepFunctions, clients.events]) guard(client);
    const table = guardedTable(clients.table, name as FunctionName);
    const metrics = guardedMetrics(clients.metrics, name as FunctionName);
    const call = guardedCall(name as FunctionName, clients.call);
    const handler = await create(name, { ...clients, table, metrics, call });
    return async (event, context) => {
      const answer = await caller.run(name as FunctionName, () => handler(event, context));
      if (isApiCall(event)) holdToContract(event, answer as APIGatewayProxyResult);
      return answer;
    };
  };
}
