// The AWS that a catalogue needs, in one object: the database, the clock, Step Functions, EventBridge, the functions and the API.

import { AwsError, uuidOf } from './aws-error.ts';
import type { Catalog } from './catalog-shape.ts';
import { type Clients, openClients } from './clients.ts';
import type { HostClock } from './clock/host-clock.ts';
import { type ClockMode, type ClockRecord, VirtualClock } from './clock/virtual-clock.ts';
import { definitionOf } from './definitions.ts';
import { openDatabase } from './dynamodb/database.ts';
import { answerWire } from './dynamodb/dynamodb-wire.ts';
import { type ApiDestination, ApiDestinations } from './eventbridge/api-destinations.ts';
import { EventBus } from './eventbridge/event-bus.ts';
import { eventBridgeWire } from './eventbridge/eventbridge-wire.ts';
import { Schedules } from './eventbridge/schedules.ts';
import { type Faults, openFaults } from './faults.ts';
import type { Ground, OpenGround } from './ground.ts';
import { openWire, type Wire, type WireService } from './http/aws-json.ts';
import { type Authorize, Gateway } from './http/gateway.ts';
import { type FunctionHandler, LambdaFunctions } from './lambda/lambda-functions.ts';
import { StreamConsumer } from './lambda/stream-consumer.ts';
import { MOST_AT_ONE_INSTANT } from './livelock.ts';
import { type FailedJob, RunQueue } from './loop.ts';
import { RequestIds } from './request-ids.ts';
import { QueueConsumer } from './sqs/queue-consumer.ts';
import { queueMetricsWire } from './sqs/queue-metrics-wire.ts';
import { Queues } from './sqs/queues.ts';
import { sqsWire } from './sqs/sqs-wire.ts';
import { ExecutionDriver } from './step-functions/execution-driver.ts';
import { ExecutionStore } from './step-functions/execution-store.ts';
import { ExecutionViews } from './step-functions/execution-views.ts';
import { StepFunctions } from './step-functions/step-functions.ts';
import { stepFunctionsWire } from './step-functions/step-functions-wire.ts';
import { type Integration, taskRunner } from './step-functions/tasks.ts';

export interface EmulatorOptions {
  readonly catalog: Catalog;
  /** Makes the handler of a catalogue function, when it is first invoked. */
  readonly createFunction: (
    name: string,
    clients: Clients,
  ) => FunctionHandler | Promise<FunctionHandler>;
  /** The folder that the catalogue's workflow files are named from. */
  readonly root: string;
  readonly authorize: Authorize;
  readonly clock?: {
    readonly mode?: ClockMode;
    readonly rate?: number;
    /** Epoch milliseconds. */
    readonly start?: number;
    readonly host?: HostClock;
  };
  /** No schedule ticks more often than once in so many milliseconds. */
  readonly tickEvery?: number;
  /** Task integrations beyond Lambda, Step Functions, EventBridge and DynamoDB, e.g. `sqs:sendMessage`. */
  readonly integrations?: Readonly<Record<string, Integration>>;
  /** Where the catalogue's API destinations lead to, by their context key; those that are not here lead nowhere. */
  readonly webhooks?: Readonly<Record<string, Webhook>>;
  /** How many jobs or timers an instant may have before it is held to be endless. */
  readonly mostAtOneInstant?: number;
  /** Shows what went wrong in a job; by default it is only kept in `failures`. */
  readonly failed?: (failure: FailedJob) => void;
}

/** A receiver outside the house and the key by which it knows us. */
interface Webhook {
  readonly url: string;
  readonly key: string;
}

const CLOCK = { area: 'clock', key: 'clock' } as const;

/** Where everything is kept. */
export interface KeptIn {
  /** The folder; in memory without it. */
  readonly dataDir?: string | undefined;
  /** The offline DynamoDB when left out; the `copy` of another emulator of the same catalogue begins with what that knew. */
  readonly ground?: OpenGround | undefined;
}

/** Starts what is made over a ground there; it goes on with whatever it was doing when it ended or was copied. */
export async function openEmulator<E extends Emulator>(
  { dataDir, ground = openDatabase }: KeptIn,
  over: (database: Ground) => E,
): Promise<E> {
  const late: { clock?: VirtualClock } = {};
  const database = await ground({ path: dataDir, now: () => late.clock?.now() ?? 0 });
  try {
    const emulator = over(database);
    late.clock = emulator.clock;
    await emulator.start();
    return emulator;
  } catch (error) {
    await database.close();
    throw error;
  }
}

export class Emulator {
  readonly clock: VirtualClock;
  readonly queue: RunQueue;
  readonly faults: Faults;
  readonly functions: LambdaFunctions;
  readonly stepFunctions: StepFunctions;
  readonly executions: ExecutionViews;
  readonly queues: Queues;
  readonly clients: Clients;
  readonly database: Ground;
  readonly gateway: Gateway;
  readonly wire: Wire;
  readonly #options: EmulatorOptions;
  readonly #store: ExecutionStore;
  readonly #driver: ExecutionDriver;
  readonly #outside: ApiDestinations;
  readonly #bus: EventBus;
  readonly #schedules: Schedules;
  readonly #consumers: readonly StreamConsumer[];
  readonly #queueConsumers: readonly QueueConsumer[];

  constructor(options: EmulatorOptions, database: Ground) {
    const { catalog } = options;
    const { values } = database;
    this.#options = options;
    this.database = database;
    this.queue = new RunQueue({
      failed: (failure) => options.failed?.(failure),
      begins: (job) => {
        if (!Schedules.owns(job)) this.#schedules.happened();
      },
      mostJobs: options.mostAtOneInstant ?? MOST_AT_ONE_INSTANT,
      toCome: () => Math.max(0, ...this.#consumers.map(({ lag }) => lag)),
    });
    this.clock = this.#openClock(values.get(CLOCK.area, CLOCK.key) as ClockRecord | undefined);
    this.faults = openFaults({
      stepFunctions: () => this.#driver.resumeHeld(),
      streams: () => {
        for (const consumer of this.#consumers) consumer.poll();
      },
      queues: () => {
        for (const consumer of this.#queueConsumers) consumer.poll();
      },
    });
    this.functions = new LambdaFunctions(Object.keys(catalog.functions), (name) =>
      this.#loadFunction(name),
    );
    const { clock, queue, faults, functions } = this;
    const parts = { clock, queue, faults, functions, values };
    this.#outside = new ApiDestinations({ ...parts, destinations: destinationsOf(options) });
    this.queues = new Queues({ ...parts, queues: catalog.queues ?? [] });
    const { queues } = this;
    this.#bus = new EventBus({ ...parts, queues, rules: catalog.rules, outside: this.#outside });
    this.#schedules = new Schedules({
      ...parts,
      schedules: catalog.schedules,
      tickEvery: options.tickEvery ?? 0,
    });
    this.#store = new ExecutionStore(values);
    this.#driver = new ExecutionDriver({
      ...parts,
      store: this.#store,
      runTask: taskRunner({
        functions,
        events: this.#bus,
        stepFunctions: () => this.stepFunctions,
        wire: (target, body) => this.wire(target, body),
        integrations: options.integrations ?? {},
      }),
    });
    this.stepFunctions = new StepFunctions({ ...parts, store: this.#store, driver: this.#driver });
    this.executions = new ExecutionViews(this.#store);
    this.#consumers = catalog.streams.map(
      (stream) => new StreamConsumer({ ...parts, ...stream, feed: database.feed }),
    );
    this.#queueConsumers = (catalog.queueMappings ?? []).map(
      (mapping) => new QueueConsumer({ ...parts, ...mapping, queues, work: queue }),
    );
    const ids = new RequestIds(values);
    const services = {
      stepFunctions: stepFunctionsWire(this.stepFunctions, this.#store, () => ids.next()),
      events: eventBridgeWire(this.#bus),
    };
    this.wire = this.#openWire(Object.values(services));
    this.clients = openClients(database, { wire: this.wire, ...services });
    this.gateway = new Gateway({
      ...parts,
      routes: catalog.routes,
      now: () => clock.now(),
      requestId: () => ids.next(),
      authorize: options.authorize,
    });
  }

  /** Loads what is stored, installs what the catalogue says, and goes on. `openEmulator` calls it. */
  async start(): Promise<void> {
    const { catalog, root } = this.#options;
    await this.#store.load();
    await this.queues.load();
    await this.clock.start();
    await this.database.createTables(catalog.tables);
    for (const [name, workflow] of Object.entries(catalog.workflows)) {
      await this.stepFunctions.install(name, await definitionOf(workflow, catalog, root));
    }
    await this.#driver.resume();
    await this.#bus.resume();
    for (const consumer of [...this.#consumers, ...this.#queueConsumers]) consumer.poll();
    this.#schedules.start();
  }

  /** Stops where it stands; nothing is lost. */
  async stop(): Promise<void> {
    this.clock.stop();
    await this.queue.stop();
    await this.#outside.settled();
    await this.database.close();
  }

  /** All that is known at this instant, to open others with that go their own ways from here. */
  async copy(): Promise<OpenGround> {
    await this.settled();
    return this.database.copy();
  }

  /** What went wrong in jobs so far: failed deliveries, ticks and requests, and defects of the emulator itself. */
  get failures(): readonly FailedJob[] {
    return this.queue.failures;
  }

  /** Billed state transitions so far, by machine. */
  get transitions(): ReadonlyMap<string, number> {
    return this.#store.transitions;
  }

  /** When the next execution wakes by itself, schedules passed over; epoch milliseconds. */
  get nextTimerAt(): number | undefined {
    return this.clock.nextTimerAt(ExecutionDriver.owns);
  }

  /** Moves the clock to an instant, and does all that becomes due on the way. */
  advanceTo(to: number): Promise<{ readonly now: number; readonly fired: number }> {
    return this.queue.undisturbed(async () => {
      this.#schedules.advancing(to);
      const advanced = await this.clock.advance(to);
      await this.database.expireDue();
      await this.settled();
      return advanced;
    });
  }

  /** Resolves once nothing is in flight at the present instant of what there was when it was called. */
  settled(): Promise<void> {
    return this.clock.settle();
  }

  /** The same, and nothing waits in a queue for a fuller batch either. */
  async caughtUp(): Promise<void> {
    await this.settled();
    while (this.#queueConsumers.filter((consumer) => consumer.hurry()).length > 0)
      await this.settled();
  }

  /** The end of an instant, in a turn of the clock: all that was begun is done, with all that it caused. */
  async #instantEnds(): Promise<void> {
    for (const consumer of this.#consumers) consumer.poll();
    await this.queue.settled();
    // A receiver may have called back.
    if (await this.#outside.settled()) await this.queue.settled();
    this.queue.instantEnded();
  }

  #openClock(stored: ClockRecord | undefined): VirtualClock {
    const { clock, mostAtOneInstant } = this.#options;
    return new VirtualClock({
      mode: 'manual',
      ...clock,
      ...(stored === undefined ? {} : { stored }),
      save: (record) => this.database.values.write([{ ...CLOCK, type: 'put', value: record }]),
      fire: ({ key }) => {
        if (ExecutionDriver.owns(key)) this.#driver.wake(key);
        else if (Schedules.owns(key)) this.#schedules.tick(key);
        else if (ApiDestinations.owns(key)) this.#outside.retry(key);
        else if (QueueConsumer.owns(key))
          this.#queueConsumers.find((consumer) => consumer.isOf(key))?.poll();
      },
      settled: () => this.#instantEnds(),
      undisturbed: (turn) => this.queue.undisturbed(turn),
      failed: (error) => this.queue.note('clock', error),
      mostAtOneInstant: mostAtOneInstant ?? MOST_AT_ONE_INSTANT,
    });
  }

  async #loadFunction(name: string): Promise<FunctionHandler> {
    const handler = await this.#options.createFunction(name, this.clients);
    return async (event, context) => {
      if (this.faults.away.has(name))
        throw new AwsError('ServiceException', `${name} is switched off`, 500);
      return await handler(event, context);
    };
  }

  #openWire(given: readonly WireService[]): Wire {
    let wired = 0;
    const requestId = () => {
      wired += 1;
      return uuidOf('wire', String(wired));
    };
    const services = [...given, sqsWire(this.queues), queueMetricsWire(this.queues)];
    const elsewhere: Wire = (target, body) => answerWire(this.database, target, body);
    return openWire(services, { requestId, elsewhere });
  }
}

function destinationsOf({ catalog, webhooks = {} }: EmulatorOptions): readonly ApiDestination[] {
  return (catalog.apiDestinations ?? []).flatMap(({ contextKey, ...destination }) => {
    const webhook = webhooks[contextKey];
    return webhook ? [{ ...destination, ...webhook }] : [];
  });
}
