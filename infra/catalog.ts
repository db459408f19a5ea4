// What there is to deploy, as plain data: `infra/aws` turns it into CloudFormation, `infra/local` into a running process.

import { deskRoutes } from '../functions/handlers/routes/desk.ts';
import { importRoutes } from '../functions/handlers/routes/imports.ts';
import { inboundAdminRoutes, inboundRoutes } from '../functions/handlers/routes/inbound.ts';
import { leadRoutes } from '../functions/handlers/routes/leads.ts';
import { offerRoutes } from '../functions/handlers/routes/offers.ts';
import { opportunityRoutes } from '../functions/handlers/routes/opportunities.ts';
import { publicRoutes } from '../functions/handlers/routes/public.ts';
import { transitions } from '../functions/leads/states.ts';
import type { Route } from '../functions/platform/api.ts';

/** What a function may do with the table and the bus; machines it may start or wake. */
interface Grants {
  readonly table?: readonly ('read' | 'write')[];
  readonly bus?: readonly 'put'[];
  readonly machines?: readonly ('start' | 'wake')[];
  readonly mail?: readonly 'send'[];
}

export interface CatalogFunction {
  /** The handler's file, from the repository's root. */
  readonly entry: string;
  readonly grants: Grants;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** Further variables of its environment, whose values are the deployment's secrets. */
  readonly secrets?: readonly string[];
}

const rowsAndBus: Grants = { table: ['read', 'write'], bus: ['put'] };

function entry(file: string, grants: Grants, timeoutSeconds = 30): CatalogFunction {
  return { entry: `functions/handlers/${file}.ts`, grants, timeoutSeconds, memoryMegabytes: 512 };
}

export const functions = {
  Intake: entry('intake', { table: ['read', 'write'] }, 10),
  StaffApi: entry('staff-api', { table: ['read', 'write'] }, 10),
  ScoreLead: entry('score-lead', { table: ['read', 'write'] }),
  SettleJourney: entry('settle-journey', { table: ['read', 'write'] }),
  RouteLead: entry('route-lead', { table: ['read', 'write'] }),
  SettleOffer: entry('settle-offer', rowsAndBus),
  SettleNurture: entry('settle-nurture', { table: ['read', 'write'] }),
  SettleOpportunity: entry('settle-opportunity', { table: ['read', 'write'] }),
  StoreToken: entry('store-token', { table: ['read', 'write'], machines: ['wake'] }),
  ContinueExecution: entry('continue-execution', { table: ['read', 'write'] }),
  RelayEvents: entry('relay-events', { ...rowsAndBus, machines: ['start', 'wake'] }, 60),
  Notify: {
    ...entry('notify', { table: ['read', 'write'], mail: ['send'] }),
    secrets: ['CHAT_WEBHOOKS'],
  },
  UpdateFromCrm: entry('update-from-crm', rowsAndBus),
  Sweep: entry('sweep', { ...rowsAndBus, machines: ['start', 'wake'] }, 60),
} as const satisfies Readonly<Record<string, CatalogFunction>>;

export type FunctionName = keyof typeof functions;

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
  ...routesTo('Intake', [...publicRoutes, ...inboundRoutes]),
  ...routesTo('StaffApi', [
    ...leadRoutes,
    ...offerRoutes,
    ...opportunityRoutes,
    ...deskRoutes,
    ...importRoutes,
    ...inboundAdminRoutes,
  ]),
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

export const schedules = [{ name: 'Sweep', rate: 'PT1M', function: 'Sweep' }] as const;

export const bus = { name: 'LeadBus' } as const;

interface CatalogApiDestination {
  readonly name: string;
  readonly pattern: Readonly<Record<string, string[]>>;
  /** The deployment's setting that names the receiver's address; without it the rule is left out. */
  readonly contextKey: string;
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

interface CatalogRule {
  readonly name: string;
  /** An event pattern over the bus. */
  readonly pattern: Readonly<Record<string, string[]>>;
  readonly function: FunctionName;
}

/** Whoever may put events with source `crm` on the bus may change opportunities. */
export const rules: readonly CatalogRule[] = [
  {
    name: 'CrmUpdates',
    pattern: { source: ['crm'], 'detail-type': ['OpportunityUpdated'] },
    function: 'UpdateFromCrm',
  },
  {
    name: 'Messages',
    pattern: { source: ['leads'], 'detail-type': ['MessageRequested'] },
    function: 'Notify',
  },
];
