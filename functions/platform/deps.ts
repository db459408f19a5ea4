// How a function gets what it works with: from its environment in AWS, handed in by the offline target and by tests.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { eventBus } from '../adapters/bus.ts';
import { busNotifier } from '../adapters/bus-notifier.ts';
import { stepFunctions } from '../adapters/executions.ts';
import { pauses } from '../adapters/pauses.ts';
import { tableStore } from '../adapters/table/store.ts';
import type { Table } from '../adapters/table/table.ts';
import type { Deps, MetricStore, Notifier } from '../ports.ts';
import { bounded } from './bus-deps.ts';
import { type Logged, once } from './first-call.ts';
import { awsTable, noBuffer, noMetrics, refuse } from './table-deps.ts';

/** The environment of a function that is granted everything. */
export const Environment = z.object({
  LEAD_TABLE: z.string().min(1),
  EVENT_BUS: z.string().min(1),
  LEAD_JOURNEY_ARN: z.string().min(1),
  NURTURE_ARN: z.string().min(1),
  OPPORTUNITY_ARN: z.string().min(1),
  IDENTITY_PEPPER: z.string().min(1),
});
export type Environment = z.infer<typeof Environment>;

interface Services {
  readonly table: Table;
  /** Nothing that is deployed works on leads and figures at once; the offline target has both. */
  readonly metrics?: MetricStore;
  readonly stepFunctions: SFNClient;
  readonly events: EventBridgeClient;
}

/** The use cases' dependencies over these services. */
export function depsOver(services: Services, env: Environment, notifier: Notifier): Deps {
  return {
    store: tableStore(services.table),
    executions: stepFunctions({
      client: services.stepFunctions,
      leadJourney: env.LEAD_JOURNEY_ARN,
      nurture: env.NURTURE_ARN,
      opportunity: env.OPPORTUNITY_ARN,
    }),
    bus: eventBus({ client: services.events, bus: env.EVENT_BUS }),
    notifier,
    metaForms: { appSecret: () => undefined, lead: refuse('metaForms') },
    metrics: services.metrics ?? noMetrics,
    buffer: noBuffer,
    pauses,
    pepper: env.IDENTITY_PEPPER,
  };
}

/** Reads and checks the environment. Throws ZodError naming each variable that is missing. */
function readEnv(env: Readonly<Record<string, string | undefined>>): Environment {
  return Environment.parse(env);
}

/** The address and secret of each chat, by its name in the policy: the deployment's secret `CHAT_WEBHOOKS`. */
const ChatWebhooks = z.record(
  z.string(),
  z.object({ url: z.url({ protocol: /^https$/ }), secret: z.string().min(1).optional() }),
);
export type ChatWebhooks = z.infer<typeof ChatWebhooks>;

/** None when the variable is not there: then no policy can name a chat. Throws ZodError or SyntaxError on what is no such list. */
export function readChatWebhooks(
  env: Readonly<Record<string, string | undefined>> = process.env,
): ChatWebhooks {
  return ChatWebhooks.parse(JSON.parse(env.CHAT_WEBHOOKS ?? '{}'));
}

/** The handler of a function that is granted everything; `onTable` and its like are leaner. */
export function onFirstCall<Event, Result>(
  create: (deps: Deps) => (event: Event) => Promise<Result>,
): Logged<Event, Result> {
  return once(create, awsDeps);
}

/** In AWS messages leave by the bus: whoever sends mail or chat listens there. A message that the bus took is delivered. */
function awsDeps(): Deps {
  const env = readEnv(process.env);
  const events = new EventBridgeClient(bounded);
  const table = awsTable(new DynamoDBClient({}), env.LEAD_TABLE);
  return depsOver(
    { table, stepFunctions: new SFNClient(bounded), events },
    env,
    busNotifier(events, env.EVENT_BUS),
  );
}
