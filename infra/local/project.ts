// What the offline target runs: this project's catalogue and handlers, with the names that a deployment would give.

import { bufferState } from '../../functions/adapters/buffer-state.ts';
import { intakeBuffer } from '../../functions/adapters/intake-buffer.ts';
import { chatRequest } from '../../functions/adapters/notify/chat-request.ts';
import { sesInput } from '../../functions/adapters/notify/mail-request.ts';
import { oneCall } from '../../functions/adapters/table/one-call.ts';
import type { Delivery } from '../../functions/leads/desk/channels.ts';
import { type Instant, millisOfDuration } from '../../functions/leads/instant.ts';
import { depsOver, type Environment } from '../../functions/platform/deps.ts';
import type { Deps } from '../../functions/ports.ts';
import { planDelivery } from '../../functions/use-cases/workflow/plan-delivery.ts';
import {
  apiDestinations,
  bus,
  type CatalogFunction,
  type CatalogQueue,
  type FunctionName,
  functions,
  type QueueName,
  queues,
  routes,
  rules,
  schedules,
  streams,
  workflows,
} from '../catalog.ts';
import { stateMachineArn } from '../emulator/arns.ts';
import type { Json } from '../emulator/asl/types.ts';
import type { Catalog } from '../emulator/catalog-shape.ts';
import { createLeadTable, createMetricTable, leadTable } from '../table.ts';
import { demonstrate, people } from './demonstration.ts';
import { inTurn } from './in-turn.ts';
import type { Message } from './outbox.ts';
import {
  type CreateFunction,
  LEAD_TABLE,
  type LocalClients,
  METRIC_TABLE,
  type Runtime,
} from './runtime.ts';

interface Project {
  readonly catalog: Catalog;
  readonly createFunction: CreateFunction;
  /** Brings a small demonstration company, once. */
  readonly demonstrate: (runtime: Runtime) => Promise<void>;
  readonly people: typeof people;
  readonly sites: (clients: LocalClients) => Promise<readonly string[]>;
}

/** The names that a deployment would give. */
export const environment: Environment = {
  LEAD_TABLE,
  EVENT_BUS: bus.name,
  LEAD_JOURNEY_ARN: stateMachineArn('LeadJourney'),
  NURTURE_ARN: stateMachineArn('Nurture'),
  OPPORTUNITY_ARN: stateMachineArn('Opportunity'),
  // Offline there is nobody to hide keys from; in AWS it is a secret of the deployment.
  IDENTITY_PEPPER: 'offline',
};

/** What the outbox shows of a delivery: the chat's address and secret are the deployment's, and there is none here. */
function shownDelivery(
  delivery: Delivery,
  at: Instant,
): Pick<Message, 'payload' | 'refused'> & { readonly channel: string } {
  if (delivery.channel === 'mail') return { channel: 'mail', payload: sesInput(delivery.mail) };
  if (delivery.channel === 'refused') return { channel: 'refused', refused: delivery.reason };
  if (delivery.channel === 'bus') return { channel: 'outbox' };
  const { chat, kind, text } = delivery;
  const { body } = chatRequest(kind, text, { url: `https://${chat}.invalid` }, at);
  return { channel: `${kind}:${chat}`, payload: body };
}

/** A handler file of the catalogue. */
interface HandlerFile {
  readonly create: (deps: Deps) => (event: never) => Promise<unknown>;
}

// Codec: the keys of a record that has no others.
const everyQueue = Object.entries(queues) as [QueueName, CatalogQueue][];

function queueName(name: QueueName): string {
  return `${name}${queues[name].isFifo ? '.fifo' : ''}`;
}

function deadLettersName(name: QueueName): string {
  return `${name}DeadLetters${queues[name].isFifo ? '.fifo' : ''}`;
}

/** One line for all functions: they contend for the same rows. */
const pauses = inTurn();

const createFunction: CreateFunction = async (name, clients) => {
  const { entry, grants }: CatalogFunction = functions[name as FunctionName];
  const { create }: HandlerFile = await import(new URL(`../../${entry}`, import.meta.url).href);
  // Codec: what a handler is sent is JSON, and it parses it.
  const handler = create(grantedOf(depsFor(clients), name, grants)) as (
    event: Json,
  ) => Promise<unknown>;
  return (event) => oneCall(() => handler(event));
};

function depsFor({ outbox, metaForms, ...clients }: LocalClients): Deps {
  const onClients: Deps = depsOver(clients, environment, {
    // Offline nothing leaves the house: the outbox shows by which channel it would, in that channel's words.
    send: async (message) => {
      const { delivery, message: worded } = await planDelivery(onClients, message);
      const { channel, ...rendered } = shownDelivery(delivery, message.at);
      const { says: _, ...shown } = { ...message, ...worded };
      const sent = await outbox.send({ ...shown, channel, ...rendered });
      // As in AWS, where the bus takes it and Notify refuses: trying again would not help.
      return { delivered: sent.delivered || rendered.refused !== undefined };
    },
  });
  const { call } = clients;
  const bufferQueues = {
    waiting: queueName('IntakeBuffer'),
    putAside: deadLettersName('IntakeBuffer'),
  };
  const buffer = intakeBuffer(call, bufferQueues, bufferState(call, bufferQueues));
  return { ...onClients, metaForms, pauses, buffer };
}

/** As in AWS (table-deps.ts), who is not granted the pepper has none, and is refused when he uses it. */
function grantedOf(deps: Deps, name: string, { pepper }: CatalogFunction['grants']): Deps {
  if (pepper) return deps;
  return {
    ...deps,
    get pepper(): string {
      throw new Error(`${name} is not granted the pepper; grant it in infra/catalog.ts`);
    },
  };
}

/** Nobody reads in the morning what waits for him. */
export function withoutDigests(catalog: Catalog): Catalog {
  return { ...catalog, schedules: catalog.schedules.filter(({ name }) => name !== 'Digests') };
}

/** Nobody looks at figures where these run, and made they can be of the events at any time. */
export function withoutFigures(catalog: Catalog): Catalog {
  const rules = catalog.rules.filter(({ queue }) => queue === undefined);
  return { ...withoutDigests(catalog), rules };
}

export const project: Project = {
  catalog: {
    functions,
    workflows,
    routes,
    apiDestinations: apiDestinations.map((one) => ({ ...one, bus: bus.name })),
    rules,
    schedules: schedules.map(({ rate, ...one }) => ({ ...one, every: millisOfDuration(rate) })),
    tables: [
      { create: createLeadTable(LEAD_TABLE), timeToLive: leadTable.timeToLive },
      { create: createMetricTable(METRIC_TABLE) },
    ],
    streams: streams.map(({ function: name, batchSize, filter }) => ({
      function: name,
      batchSize,
      filter,
    })),
    queues: everyQueue.flatMap(([name, { hiddenFor, tries }]) => {
      const visibility = millisOfDuration(hiddenFor);
      const deadLetters = { queue: deadLettersName(name), maxReceives: tries };
      const retention = millisOfDuration('P14D');
      return [
        { name: queueName(name), visibility, retention, deadLetters },
        { name: deadLetters.queue, visibility, retention },
      ];
    }),
    queueMappings: everyQueue.map(([name, { function: to, batchSize, window = 'PT0S' }]) => ({
      ...{ queue: queueName(name), function: to, batchSize, window: millisOfDuration(window) },
    })),
  },
  createFunction,
  demonstrate,
  people,
  sites: async (clients) => (await depsFor(clients).store.policy()).document.origins,
};
