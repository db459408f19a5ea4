// What there is to deploy, as plain data: `infra/aws` turns it into CloudFormation, `infra/local` into a running process.

import { inboundRoutes } from '../functions/handlers/routes/inbound.ts';
import { publicRoutes } from '../functions/handlers/routes/public.ts';
import { reportRoutes } from '../functions/handlers/routes/reports.ts';
import { staffRoutes } from '../functions/handlers/routes/staff.ts';
import { transitions } from '../functions/leads/states.ts';
import type { Route } from '../functions/platform/api.ts';
import type { leadTable } from './table.ts';

/** What DynamoDB is asked for: a transaction asks for the actions of its parts. */
export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem';

/** What a function may do; nothing else is in its role. Tests refuse offline what is not granted here. */
export interface Grants {
  /** `read` and `write` stand for all actions that read and all that write; name the actions where they are known. */
  readonly table?: readonly ('read' | 'write' | TableAction)[];
  /** The same of the table of figures. */
  readonly metrics?: readonly TableAction[];
  /** Indexes of the table that it queries. */
  readonly indexes?: readonly IndexName[];
  readonly bus?: readonly 'put'[];
  /** `wake`: ends waits of any machine that waits for a token. `start`: the machines that `starts` names. */
  readonly machines?: readonly ('start' | 'wake')[];
  readonly mail?: readonly 'send'[];
  /** Of a queue: `send` to it, `putAside` to its dead letters, `look` at how many there are and since when. */
  readonly queues?: { readonly [Name in QueueName]?: readonly ('send' | 'putAside' | 'look')[] };
  readonly starts?: readonly string[];
  /** Knows the secret of the identity keys. */
  readonly pepper?: true;
  /** Knows whose tokens are accepted. */
  readonly signIn?: true;
}

export type QueueName = 'IntakeBuffer' | 'MetricMoves';

export type IndexName = (typeof leadTable)['indexes'][number]['name'];

export interface CatalogFunction {
  /** The handler's file, from the repository's root. */
  readonly entry: string;
  readonly grants: Grants;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** Further variables of its environment, whose values are the deployment's secrets. */
  readonly secrets?: readonly string[];
  /** At most so many at once, where more would do harm. */
  readonly concurrency?: number;
}

const rows = { table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem'] } as const;
/** Rows of reps too, which are counted when they are written (staff-changes.ts). */
const repRows = { table: [...rows.table, 'UpdateItem'] } as const;
/** Rows of other leads too, and locks that a closed journey gives up. */
const allRows = { table: [...repRows.table, 'DeleteItem'] } as const;
/** Who a sender is, which journeys are his, and what his form means. */
const intake = { ...allRows, indexes: ['account'], pepper: true } as const;
/** What the relay does: it publishes, tells, starts and wakes, brings cards in, and marks what it relayed. */
const relaying = {
  table: allRows.table,
  bus: ['put'],
  machines: ['start', 'wake'],
  starts: ['LeadJourney', 'Nurture', 'Opportunity'],
  pepper: true,
} as const;

/** Seconds: a little less than API Gateway waits, and more than who loses a race may try for (`retry-lost-race.ts`). */
const WITHIN_API = 28;

function entry(file: string, grants: Grants, timeoutSeconds = 30): CatalogFunction {
  return { entry: `functions/handlers/${file}.ts`, grants, timeoutSeconds, memoryMegabytes: 512 };
}

export const functions = {
  Authorizer: entry('authorizer', { signIn: true }, 10),
  Intake: entry('intake', { ...intake, queues: { IntakeBuffer: ['send'] } }, WITHIN_API),
  Inbound: {
    ...entry('inbound', { ...intake, queues: { IntakeBuffer: ['send'] } }, WITHIN_API),
    secrets: ['META_PAGES'],
  },
  TakeUp: {
    ...entry('take-up', { ...intake, queues: { IntakeBuffer: ['putAside'] } }, 120),
    secrets: ['META_PAGES'],
  },
  StaffApi: entry(
    'staff-api',
    {
      ...allRows,
      indexes: ['listed', 'account'],
      queues: { IntakeBuffer: ['look'] },
      pepper: true,
    },
    WITHIN_API,
  ),
  ScoreLead: entry('score-lead', rows),
  SettleJourney: entry('settle-journey', allRows),
  RouteLead: entry('route-lead', { ...repRows, indexes: ['listed', 'account'] }),
  SettleOffer: entry('settle-offer', { ...repRows, bus: ['put'] }),
  SettleNurture: entry('settle-nurture', { ...allRows, indexes: ['account'] }),
  SettleOpportunity: entry('settle-opportunity', allRows),
  // Figures follow the events, which alone it reads; it changes no lead.
  ProjectMetrics: entry(
    'project-metrics',
    {
      table: ['GetItem', 'Query'],
      metrics: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
    },
    60,
  ),
  ReportApi: entry(
    'report-api',
    {
      table: ['GetItem', 'BatchGetItem', 'Query'],
      metrics: ['GetItem', 'BatchGetItem', 'Query'],
      pepper: true,
    },
    WITHIN_API,
  ),
  // It reads what waits and what the figures say, and writes only that it told: the relay brings it.
  SendDigests: entry(
    'send-digests',
    {
      table: rows.table,
      indexes: ['listed'],
      metrics: ['GetItem', 'BatchGetItem', 'Query'],
    },
    120,
  ),
  StoreToken: entry('store-token', { table: ['GetItem', 'PutItem'], machines: ['wake'] }),
  ContinueExecution: entry('continue-execution', { table: ['GetItem', 'PutItem'] }),
  RelayEvents: entry('relay-events', { ...relaying, indexes: ['listed', 'account'] }, 60),
  Notify: {
    ...entry('notify', {
      // Who bought meanwhile is looked for among the journeys of his company.
      table: rows.table,
      indexes: ['account'],
      mail: ['send'],
      pepper: true,
    }),
    secrets: ['CHAT_WEBHOOKS'],
  },
  UpdateFromCrm: entry('update-from-crm', { ...allRows, bus: ['put'] }),
  // Two sweeps at once would only fight over the same rows.
  Sweep: {
    ...entry(
      'sweep',
      {
        ...relaying,
        indexes: ['due', 'unrelayed', 'listed', 'account'],
      },
      60,
    ),
    concurrency: 1,
  },
} as const satisfies Readonly<Record<string, CatalogFunction>>;

/** Of the event lake, where a stage has one (docs/lake.md). */
export const lakeFunctions = {
  ShapeEvents: entry('shape-events', {}, 60),
} as const satisfies Readonly<Record<string, CatalogFunction>>;

export type FunctionName = keyof typeof functions;

export interface CatalogQueue {
  /** Of messages of one group none before the ones that came earlier. */
  readonly isFifo: boolean;
  /** How long a message that its function did not do is hidden; longer than the function may take. */
  readonly hiddenFor: string;
  /** So often received, and it goes to the queue's dead letters. */
  readonly tries: number;
  /** How old its oldest message may be before somebody is told. */
  readonly alarmAfter: string;
  readonly function: FunctionName;
  readonly batchSize: number;
  /** How long messages are collected for a fuller batch. */
  readonly window?: string;
  /** So many batches at once. */
  readonly atOnce: number;
}

/** What waits in the buffer is tried for four days; by then somebody has come, since an alarm rings from the first minutes (decision 0029). */
export const queues: Readonly<Record<QueueName, CatalogQueue>> = {
  IntakeBuffer: {
    isFifo: true,
    hiddenFor: 'PT6M',
    tries: 1000,
    alarmAfter: 'PT1M',
    function: 'TakeUp',
    batchSize: 5,
    // What comes back when an outage is over must not take the room of what comes in.
    atOnce: 5,
  },
  // Figures that are a few minutes late harm nobody; many moves in one batch are one write.
  MetricMoves: {
    isFifo: false,
    hiddenFor: 'PT6M',
    tries: 20,
    alarmAfter: 'PT30M',
    function: 'ProjectMetrics',
    batchSize: 100,
    window: 'PT20S',
    atOnce: 2,
  },
};

/** Placeholders in a file are `${NameFunctionArn}`, `${NameStateMachineArn}` of this catalogue, and `${Partition}`. */
export const workflows = {
  LeadJourney: { file: 'workflows/lead-journey.asl.json' },
  Offer: { file: 'workflows/offer.asl.json' },
  Nurture: { file: 'workflows/nurture.asl.json' },
  Opportunity: { file: 'workflows/opportunity.asl.json' },
} as const;

export interface CatalogRoute {
  readonly method: Route['method'];
  readonly path: string;
  readonly function: FunctionName;
  readonly access: 'public' | 'staff';
  /** Bytes a body may have, where that is not 32 KB (public) or 256 KB (staff). */
  readonly bodyLimit?: number;
}

function routesTo(name: FunctionName, routes: readonly Route[]): readonly CatalogRoute[] {
  return routes.map(({ method, path, groups, bodyLimit }) => ({
    method,
    path,
    function: name,
    access: groups === 'public' ? 'public' : 'staff',
    ...(bodyLimit === undefined ? {} : { bodyLimit }),
  }));
}

export const routes: readonly CatalogRoute[] = [
  ...routesTo('Intake', publicRoutes),
  ...routesTo('Inbound', inboundRoutes),
  ...routesTo('StaffApi', staffRoutes),
  ...routesTo('ReportApi', reportRoutes),
];

interface CatalogStream {
  readonly table: string;
  readonly function: FunctionName;
  readonly batchSize: number;
  /** An event pattern over stream records. */
  readonly filter: {
    readonly eventName: string[];
    readonly dynamodb: { readonly NewImage: { readonly __edb_e__: { readonly S: string[] } } };
  };
}

/** The stream carries only new events to the relay: everything else on the table is nobody's business. */
export const streams: readonly CatalogStream[] = [
  {
    table: 'LeadTable',
    function: 'RelayEvents',
    batchSize: 25,
    filter: { eventName: ['INSERT'], dynamodb: { NewImage: { __edb_e__: { S: ['event'] } } } },
  },
];

export interface CatalogApiDestination {
  readonly name: string;
  readonly pattern: Readonly<Record<string, string[]>>;
  /** The deployment's setting that names the receiver's address; without it the rule is left out. */
  readonly contextKey: 'webhook';
  /** Header of the connection's API key. EventBridge cannot sign a call: the receiver knows us by this. */
  readonly header: string;
}

/** What goes to other systems by HTTP: each change of a lead's state and of an opportunity's stage. Ids and facts, nobody's name. */
export const apiDestinations: readonly CatalogApiDestination[] = [
  {
    name: 'StageChanges',
    pattern: {
      source: ['leads'],
      'detail-type': [...new Set([...transitions.map(({ event }) => event), 'StageChanged'])],
    },
    contextKey: 'webhook',
    header: 'x-leadloop-key',
  },
];

export interface CatalogRule {
  readonly name: string;
  readonly bus: string;
  /** An EventBridge pattern over the project's own bus. */
  readonly pattern: Readonly<Record<string, (string | { readonly 'anything-but': string[] })[]>>;
  /** Who gets the event; or the queue in which it waits for its function. */
  readonly function?: FunctionName;
  readonly queue?: QueueName;
  /** What all tries could not bring comes to the function again out of its dead letters, this often, for as long as they are kept. */
  readonly comesAgainEvery?: string;
}

export interface CatalogSchedule {
  readonly name: string;
  readonly rate: string;
  readonly function: FunctionName;
  /** The count that its function tells at its end, and how long it may be silent before somebody is told. */
  readonly tells: string;
  readonly alarmAfter: string;
}

export const schedules: readonly CatalogSchedule[] = [
  {
    name: 'Sweep',
    rate: 'PT1M',
    function: 'Sweep',
    tells: 'SweepSettled',
    alarmAfter: 'PT5M',
  },
  // Zones differ by quarters of an hour.
  {
    name: 'Digests',
    rate: 'PT15M',
    function: 'SendDigests',
    tells: 'DigestsSent',
    alarmAfter: 'PT1H',
  },
];

export const bus = { name: 'LeadBus' } as const;

/** Every fact; messages to people are none. */
export const EVERY_EVENT = {
  source: ['leads'],
  'detail-type': [{ 'anything-but': ['MessageRequested'] }],
};

/** Whoever may put events with source `crm` on the bus may change opportunities. */
export const rules: readonly CatalogRule[] = [
  {
    name: 'CrmUpdates',
    bus: bus.name,
    pattern: { source: ['crm'], 'detail-type': ['OpportunityUpdated'] },
    function: 'UpdateFromCrm',
  },
  {
    name: 'Messages',
    bus: bus.name,
    pattern: { source: ['leads'], 'detail-type': ['MessageRequested'] },
    function: 'Notify',
    comesAgainEvery: 'PT15M',
  },
  {
    name: 'MetricMoves',
    bus: bus.name,
    // What of it is folded is the projector's business.
    pattern: EVERY_EVENT,
    queue: 'MetricMoves',
  },
];
