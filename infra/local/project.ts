// What the offline target runs: this project's catalogue and handlers, with the names that a deployment would give.

import { depsOver, type Environment } from '../../functions/platform/deps.ts';
import type { Deps } from '../../functions/ports.ts';
import {
  bus,
  type FunctionName,
  functions,
  routes,
  rules,
  schedules,
  streams,
  workflows,
} from '../catalog.ts';
import { createLeadTable, leadTable } from '../table.ts';
import { stateMachineArn } from './arns.ts';
import type { Json } from './asl/types.ts';
import type { LocalCatalog } from './catalog-shape.ts';
import type { Clients } from './clients.ts';
import { demonstrate, people } from './demonstration.ts';
import type { CreateFunction, Runtime } from './runtime.ts';

interface Project {
  readonly catalog: LocalCatalog;
  readonly createFunction: CreateFunction;
  /** Brings a small demonstration company, once. */
  readonly demonstrate: (runtime: Runtime) => Promise<void>;
  readonly people: typeof people;
}

const TABLE = 'LeadTable';

/** The names that a deployment would give. */
export const environment: Environment = {
  LEAD_TABLE: TABLE,
  EVENT_BUS: bus.name,
  LEAD_JOURNEY_ARN: stateMachineArn('LeadJourney'),
  NURTURE_ARN: stateMachineArn('Nurture'),
  // Offline there is nobody to hide keys from; in AWS it is a secret of the deployment.
  IDENTITY_PEPPER: 'offline',
};

/** A handler file of the catalogue. */
interface HandlerFile {
  readonly create: (deps: Deps) => (event: never) => Promise<unknown>;
}

const createFunction: CreateFunction = async (name, clients) => {
  const { entry } = functions[name as FunctionName];
  const { create }: HandlerFile = await import(new URL(`../../${entry}`, import.meta.url).href);
  // Codec: what a handler is sent is JSON, and it parses it.
  const handler = create(depsFor(clients)) as (event: Json) => Promise<unknown>;
  return (event) => handler(event);
};

function depsFor({ outbox, ...clients }: Clients): Deps {
  return depsOver(clients, environment, {
    send: (message) => outbox.send({ channel: 'outbox', ...message }),
  });
}

export const project: Project = {
  catalog: {
    functions,
    workflows,
    routes,
    rules,
    schedules,
    tables: [{ create: createLeadTable(TABLE), timeToLive: leadTable.timeToLive }],
    streams: streams.map(({ function: name, batchSize, filter }) => ({
      function: name,
      batchSize,
      filter,
    })),
  },
  createFunction,
  demonstrate,
  people,
};
