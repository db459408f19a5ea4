// The product on the emulated AWS, in one object: `npm start` puts a socket in front of it; tests use it as it is.

import { fileURLToPath } from 'node:url';
import type { Table } from '../../functions/adapters/table/table.ts';
import {
  type Instant,
  instantOf,
  millisOf,
  millisOfDuration,
} from '../../functions/leads/instant.ts';
import { awsMetrics } from '../../functions/platform/metric-deps.ts';
import { callerContext } from '../../functions/platform/sign-in.ts';
import { awsTable } from '../../functions/platform/table-deps.ts';
import type { MetricStore } from '../../functions/ports.ts';
import type { Clients } from '../emulator/clients.ts';
import { Emulator, type EmulatorOptions, type KeptIn, openEmulator } from '../emulator/emulator.ts';
import type { Ground } from '../emulator/ground.ts';
import { freshClaims, signToken } from '../emulator/http/tokens.ts';
import { FrontDoor } from './http/front-door.ts';
import type { Person } from './http/offline-routes.ts';
import { MemoryGround } from './memory/memory-ground.ts';
import { MetaStandIn } from './meta-stand-in.ts';
import { Outbox } from './outbox.ts';
import { switchable } from './switchable-table.ts';

/** What handlers reach the world through offline. */
export interface LocalClients extends Clients {
  readonly table: Table;
  readonly metrics: MetricStore;
  readonly outbox: Outbox;
  readonly metaForms: MetaStandIn;
}

/** Makes the handler of a catalogue function, on these clients. Called once, when the function is first invoked. */
export type CreateFunction = (
  name: string,
  clients: LocalClients,
) => ReturnType<EmulatorOptions['createFunction']>;

type ByProduct = 'createFunction' | 'root' | 'authorize' | 'clock' | 'tickEvery';

export interface RuntimeOptions extends Omit<EmulatorOptions, ByProduct>, KeptIn {
  readonly createFunction: CreateFunction;
  readonly clock?: Omit<NonNullable<EmulatorOptions['clock']>, 'start'> & {
    readonly start?: Instant | undefined;
  };
  /** No schedule ticks more often than this; an ISO-8601 duration, for long replays. */
  readonly tickEvery?: string;
  /** Who one can be on the page at `/`. */
  readonly people?: readonly Person[];
  /** Websites whose pages may send forms; none when left out. */
  readonly sites?: (clients: LocalClients) => Promise<readonly string[]>;
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

/** The tables' names, as a deployment would give them. */
export const LEAD_TABLE = 'LeadTable';
export const METRIC_TABLE = 'MetricTable';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Opens the offline target and goes on with whatever it was doing when it ended, however it ended. */
export function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  return openEmulator(options, (database) => new Runtime(options, database));
}

export class Runtime extends Emulator {
  readonly outbox: Outbox;
  /** The product's rows, wherever they are kept. */
  readonly table: Table;
  readonly door: FrontDoor;
  readonly services: LocalClients;

  constructor(options: RuntimeOptions, database: Ground) {
    const { createFunction, clock: { start, ...clock } = {}, tickEvery, ...given } = options;
    const outbox = new Outbox(database.values);
    const metaForms = new MetaStandIn(database.values);
    super(
      {
        ...given,
        createFunction: (name) => createFunction(name, this.services),
        root: ROOT,
        authorize: callerContext,
        clock: { ...clock, ...(start === undefined ? {} : { start: millisOf(start) }) },
        ...(tickEvery === undefined ? {} : { tickEvery: millisOfDuration(tickEvery) }),
      },
      database,
    );
    this.outbox = outbox;
    this.table =
      database instanceof MemoryGround
        ? database.table
        : awsTable(this.clients.dynamodb, LEAD_TABLE);
    const metrics =
      database instanceof MemoryGround
        ? database.metrics
        : awsMetrics(this.clients.dynamodb, METRIC_TABLE);
    const table = switchable(this.table, this.faults);
    this.services = { ...this.clients, table, metrics, outbox, metaForms };
    this.door = new FrontDoor({
      emulator: this,
      outbox,
      metaForms,
      people: options.people ?? [],
      webFolder: `${ROOT}web`,
      sites: async () => (await options.sites?.(this.services)) ?? [],
    });
  }

  override async start(): Promise<void> {
    await this.outbox.load();
    await super.start();
  }

  get now(): Instant {
    return instantOf(this.clock.now());
  }

  /** Moves the clock by an ISO-8601 duration or to an instant, and does all that becomes due on the way. */
  async advance(by: string | { readonly to: Instant }) {
    const to = typeof by === 'string' ? this.clock.now() + millisOfDuration(by) : millisOf(by.to);
    const { now, fired } = await this.advanceTo(to);
    return { now: instantOf(now), fired };
  }

  /** A request without a socket, through the same door. */
  async request(
    method: string,
    path: string,
    { body, token, headers = {} }: RuntimeRequest = {},
  ): Promise<RuntimeResponse> {
    const bytes = body === undefined ? undefined : bytesOf(body);
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
    const span = { now: this.clock.now(), lifetime: millisOfDuration('P3650D') };
    return signToken(freshClaims({ sub, groups }, span));
  }
}

/** Text and bytes as they are, anything else as JSON. */
function bytesOf(body: unknown): Buffer {
  if (body instanceof Uint8Array) return Buffer.from(body);
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}
