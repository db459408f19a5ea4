// The whole offline target in one object: the database, the clock, Step Functions, EventBridge, the functions and the API,
// wired from the catalogue. `npm start` puts a socket in front of it; tests use it as it is.

import { fileURLToPath } from 'node:url';
import {
  type Instant,
  instantOf,
  millisOf,
  millisOfDuration,
} from '../../functions/leads/instant.ts';
import { uuidOf } from '../emulator/aws-error.ts';
import type { HostClock } from '../emulator/clock/host-clock.ts';
import { type ClockMode, type ClockRecord, VirtualClock } from '../emulator/clock/virtual-clock.ts';
import { valuesOf } from '../emulator/database-values.ts';
import { definitionOf } from '../emulator/definitions.ts';
import { type Database, openDatabase } from '../emulator/dynamodb/database.ts';
import { answerWire } from '../emulator/dynamodb/wire.ts';
import { type ApiDestination, ApiDestinations } from '../emulator/eventbridge/api-destinations.ts';
import { EventBus } from '../emulator/eventbridge/event-bus.ts';
import { Schedules } from '../emulator/eventbridge/schedules.ts';
import { eventBridgeWire } from '../emulator/eventbridge/wire.ts';
import { type Faults, openFaults } from '../emulator/faults.ts';
import { openWire } from '../emulator/http/aws-json.ts';
import { Gateway } from '../emulator/http/gateway.ts';
import { signToken } from '../emulator/http/tokens.ts';
import { type FunctionHandler, LambdaFunctions } from '../emulator/lambda/lambda-functions.ts';
import { StreamConsumer } from '../emulator/lambda/stream-consumer.ts';
import { Livelock, MOST_AT_ONE_INSTANT } from '../emulator/livelock.ts';
import { type FailedJob, RunQueue } from '../emulator/loop.ts';
import { RequestIds } from '../emulator/request-ids.ts';
import { ExecutionDriver } from '../emulator/step-functions/execution-driver.ts';
import { ExecutionStore } from '../emulator/step-functions/execution-store.ts';
import { ExecutionViews } from '../emulator/step-functions/execution-views.ts';
import { StepFunctions } from '../emulator/step-functions/step-functions.ts';
import { type Integration, taskRunner } from '../emulator/step-functions/tasks.ts';
import { stepFunctionsWire } from '../emulator/step-functions/wire.ts';
import type { LocalCatalog } from './catalog-shape.ts';
import { type Clients, openClients } from './clients.ts';
import { FrontDoor } from './http/front-door.ts';
import type { Person } from './http/offline-routes.ts';
import { Outbox } from './outbox.ts';

/** Makes the handler of a catalogue function, on these clients. Called once, when the function is first invoked. */
export type CreateFunction = (
  name: string,
  clients: Clients,
) => FunctionHandler | Promise<FunctionHandler>;

export interface RuntimeOptions {
  readonly catalog: LocalCatalog;
  readonly createFunction: CreateFunction;
  /** The folder that everything is kept in; in memory without it. */
  readonly dataDir?: string;
  readonly clock?: {
    readonly mode?: ClockMode;
    readonly rate?: number;
    readonly start?: Instant;
    readonly host?: HostClock;
  };
  /** No schedule ticks more often than this; an ISO-8601 duration, for long replays. */
  readonly tickEvery?: string;
  /** Task integrations beyond Lambda, Step Functions, EventBridge and DynamoDB, e.g. `sqs:sendMessage`. */
  readonly integrations?: Readonly<Record<string, Integration>>;
  /** Where the catalogue's API destinations lead to, by their context key; those that are not here lead nowhere. */
  readonly webhooks?: Readonly<Record<string, Webhook>>;
  /** How many jobs or timers an instant may have before it is held to be endless. */
  readonly mostAtOneInstant?: number;
  /** Who one can be on the page at `/`. */
  readonly people?: readonly Person[];
  /** Shows what went wrong in a job; by default it is only kept in `failures`. */
  readonly failed?: (failure: FailedJob) => void;
}

/** A receiver outside the house and the key by which it knows us. */
interface Webhook {
  readonly url: string;
  readonly key: string;
}

interface RuntimeRequest {
  readonly body?: unknown;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RuntimeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Parsed when it is JSON, otherwise text. */
  readonly body: unknown;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLOCK = { area: 'clock', key: 'clock' } as const;

/** Opens the offline target and goes on with whatever it was doing when it ended, however it ended. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const late: { clock?: VirtualClock } = {};
  const database = await openDatabase({
    ...(options.dataDir === undefined ? {} : { path: options.dataDir }),
    now: () => late.clock?.now() ?? 0,
  });
  try {
    const runtime = new Runtime(options, database);
    late.clock = runtime.clock;
    await runtime.start();
    return runtime;
  } catch (error) {
    await database.close();
    throw error;
  }
}

export class Runtime {
  readonly clock: VirtualClock;
  readonly queue: RunQueue;
  readonly faults: Faults;
  readonly functions: LambdaFunctions;
  readonly outbox: Outbox;
  readonly stepFunctions: StepFunctions;
  readonly executions: ExecutionViews;
  readonly clients: Clients;
  readonly database: Database;
  readonly door: FrontDoor;
  readonly #options: RuntimeOptions;
  readonly #store: ExecutionStore;
  readonly #driver: ExecutionDriver;
  readonly #outside: ApiDestinations;
  readonly #bus: EventBus;
  readonly #schedules: Schedules;
  readonly #consumers: readonly StreamConsumer[];

  constructor(options: RuntimeOptions, database: Database) {
    const { catalog } = options;
    const values = valuesOf(database);
    this.#options = options;
    this.database = database;
    this.queue = new RunQueue({
      failed: (failure) => options.failed?.(failure),
      begins: (job) => {
        if (!Schedules.owns(job)) this.#schedules.happened();
      },
      mostJobs: options.mostAtOneInstant ?? MOST_AT_ONE_INSTANT,
    });
    this.clock = this.#openClock(values.get(CLOCK.area, CLOCK.key) as ClockRecord | undefined);
    this.faults = openFaults(() => this.#driver.resumeHeld());
    this.functions = new LambdaFunctions(
      Object.keys(catalog.functions),
      async (name) => await options.createFunction(name, this.clients),
    );
    this.outbox = new Outbox(values);
    const parts = { clock: this.clock, queue: this.queue, functions: this.functions, values };
    this.#outside = new ApiDestinations({ ...parts, destinations: destinationsOf(options) });
    this.#bus = new EventBus({ ...parts, rules: catalog.rules, outside: this.#outside });
    this.#schedules = new Schedules({
      ...parts,
      schedules: catalog.schedules,
      ...(options.tickEvery === undefined ? {} : { tickEvery: options.tickEvery }),
    });
    this.#store = new ExecutionStore(values);
    this.#driver = new ExecutionDriver({
      ...parts,
      store: this.#store,
      faults: this.faults,
      runTask: taskRunner({
        functions: this.functions,
        events: this.#bus,
        stepFunctions: () => this.stepFunctions,
        wire: (target, body) => wire(target, body),
        ...(options.integrations ? { integrations: options.integrations } : {}),
      }),
    });
    this.stepFunctions = new StepFunctions({
      store: this.#store,
      driver: this.#driver,
      clock: this.clock,
      faults: this.faults,
    });
    this.executions = new ExecutionViews(this.#store);
    this.#consumers = catalog.streams.map(
      (stream) =>
        new StreamConsumer({ ...parts, ...stream, feed: database.feed, faults: this.faults }),
    );
    const ids = new RequestIds(values);
    const wire = this.#openWire(ids);
    this.clients = openClients(database, wire, this.outbox);
    this.door = new FrontDoor({
      wire,
      queue: this.queue,
      webFolder: `${ROOT}web`,
      gateway: new Gateway({
        ...parts,
        routes: catalog.routes,
        now: () => this.clock.now(),
        requestId: () => ids.next(),
      }),
      offline: {
        ...parts,
        outbox: this.outbox,
        executions: this.executions,
        people: options.people ?? [],
        nextTimerAt: () => this.clock.nextTimerAt(ExecutionDriver.owns),
        settled: () => this.settled(),
        advance: (to) => this.#advanceTo(to),
      },
    });
  }

  /** Loads what is stored, installs what the catalogue says, and goes on. `startRuntime` calls it. */
  async start(): Promise<void> {
    const { catalog } = this.#options;
    await this.#store.load();
    await this.outbox.load();
    await this.clock.start();
    for (const table of catalog.tables) await this.#createTable(table);
    for (const [name, workflow] of Object.entries(catalog.workflows)) {
      await this.stepFunctions.install(name, await definitionOf(workflow, catalog, ROOT));
    }
    await this.#driver.resume();
    await this.#bus.resume();
    for (const consumer of this.#consumers) consumer.poll();
    this.#schedules.start();
  }

  /** Stops where it stands; nothing is lost. */
  async stop(): Promise<void> {
    this.clock.stop();
    await this.queue.stop();
    await this.#outside.settled();
    await this.database.close();
  }

  /** What went wrong in jobs so far: failed deliveries, ticks and requests, and defects of the target itself. */
  get failures(): readonly FailedJob[] {
    return this.queue.failures;
  }

  /** Billed state transitions so far, by machine. */
  get transitions(): ReadonlyMap<string, number> {
    return this.#store.transitions;
  }

  get now(): Instant {
    return instantOf(this.clock.now());
  }

  /** Moves the clock by an ISO-8601 duration or to an instant, and does all that becomes due on the way. */
  async advance(by: string | { readonly to: Instant }) {
    const to = typeof by === 'string' ? this.clock.now() + millisOfDuration(by) : millisOf(by.to);
    const { now, fired } = await this.#advanceTo(to);
    return { now: instantOf(now), fired };
  }

  /** Resolves once nothing is in flight at the present instant. */
  async settled(): Promise<void> {
    do await this.clock.settle();
    while (this.#isBehind);
  }

  /** A request without a socket, through the same door. */
  async request(
    method: string,
    path: string,
    { body, token, headers = {} }: RuntimeRequest = {},
  ): Promise<RuntimeResponse> {
    const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
    const bytes = text === undefined ? undefined : Buffer.from(text);
    const answer = await this.door.answer({
      method,
      target: path,
      headers: {
        ...(bytes
          ? { 'content-type': 'application/json', 'content-length': `${bytes.length}` }
          : {}),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: bytes,
      sourceIp: '127.0.0.1',
    });
    const type = String(answer.headers['content-type'] ?? '');
    const isJson = /[/+]json|x-amz-json/.test(type);
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: isJson ? JSON.parse(answer.body.toString()) : answer.body.toString(),
    };
  }

  /** A bearer token of that user; good for ten years. */
  token(sub: string, groups: readonly string[]): string {
    const iat = Math.floor(this.clock.now() / 1000);
    const exp = iat + millisOfDuration('P3650D') / 1000;
    return signToken({ sub, 'cognito:groups': [...groups], iat, exp, token_use: 'id' });
  }

  get #isBehind(): boolean {
    return this.#consumers.some((consumer) => consumer.isBehind);
  }

  async #advanceTo(to: number) {
    this.#schedules.advancing(to);
    const advanced = await this.clock.advance(to);
    await this.database.expireDue();
    await this.settled();
    return advanced;
  }

  async #queueSettled(): Promise<void> {
    let rounds = 0;
    do {
      rounds += 1;
      if (rounds > MOST_AT_ONE_INSTANT) throw new Livelock('stream batches', rounds, 'a stream');
      for (const consumer of this.#consumers) consumer.poll();
      await this.queue.settled();
      await this.#outside.settled();
    } while (this.#isBehind);
  }

  #openClock(stored: ClockRecord | undefined): VirtualClock {
    const { mode = 'manual', rate, start, host } = this.#options.clock ?? {};
    return new VirtualClock({
      mode,
      ...(rate === undefined ? {} : { rate }),
      ...(start === undefined ? {} : { start: millisOf(start) }),
      ...(stored === undefined ? {} : { stored }),
      ...(host === undefined ? {} : { host }),
      save: (record) => this.database.batch([{ ...CLOCK, type: 'put', value: record }]),
      fire: ({ key }) => {
        if (ExecutionDriver.owns(key)) this.#driver.wake(key);
        else if (Schedules.owns(key)) this.#schedules.tick(key);
        else if (ApiDestinations.owns(key)) this.#outside.retry(key);
      },
      settled: () => this.#queueSettled(),
      mostAtOneInstant: this.#options.mostAtOneInstant ?? MOST_AT_ONE_INSTANT,
    });
  }

  #openWire(ids: RequestIds) {
    let wired = 0;
    const requestId = () => {
      wired += 1;
      return uuidOf('wire', String(wired));
    };
    return openWire(
      [
        stepFunctionsWire(this.stepFunctions, this.#store, () => ids.next()),
        eventBridgeWire(this.#bus),
      ],
      {
        requestId,
        elsewhere: async (target, body) => {
          const { status, ...answer } = await answerWire(this.database, target, body);
          return { statusCode: status, ...answer };
        },
      },
    );
  }

  async #createTable({ create, timeToLive }: LocalCatalog['tables'][number]): Promise<void> {
    const { TableNames } = (await this.database.call('ListTables', {})) as { TableNames: string[] };
    if (TableNames.includes(create.TableName)) return;
    await this.database.call('CreateTable', structuredClone(create));
    if (timeToLive === undefined) return;
    await this.database.call('UpdateTimeToLive', {
      TableName: create.TableName,
      TimeToLiveSpecification: { AttributeName: timeToLive, Enabled: true },
    });
  }
}

function destinationsOf({ catalog, webhooks = {} }: RuntimeOptions): readonly ApiDestination[] {
  return (catalog.apiDestinations ?? []).flatMap(({ contextKey, ...destination }) => {
    const webhook = webhooks[contextKey];
    return webhook ? [{ ...destination, ...webhook }] : [];
  });
}
