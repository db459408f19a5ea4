import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendTaskSuccessCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { DynamoDBStreamEvent, EventBridgeEvent } from 'aws-lambda';
import { instantOf } from '../../../functions/leads/instant.ts';
import { stateMachineArn } from '../../../infra/emulator/arns.ts';
import type { Json } from '../../../infra/emulator/asl/types.ts';
import type { Catalog } from '../../../infra/emulator/catalog-shape.ts';
import type { FunctionHandler } from '../../../infra/emulator/lambda/lambda-functions.ts';
import {
  type LocalClients,
  type Runtime,
  type RuntimeOptions,
  startRuntime,
} from '../../../infra/local/runtime.ts';
import { journey, offer } from './toy-machines.ts';

export const MONDAY = instantOf(Date.UTC(2026, 8, 14, 2));

export const catalog: Catalog = {
  functions: { Intake: {}, Score: {}, StoreToken: {}, Relay: {}, Notify: {}, Sweep: {} },
  workflows: { Journey: { definition: journey }, Offer: { definition: offer } },
  routes: [
    { method: 'POST', path: '/v1/submissions', function: 'Intake', access: 'public' },
    { method: 'GET', path: '/v1/me', function: 'Intake', access: 'staff' },
  ],
  rules: [{ name: 'settled', bus: 'default', pattern: { source: ['leads'] }, function: 'Notify' }],
  schedules: [{ name: 'sweep', every: 60_000, function: 'Sweep' }],
  tables: [
    {
      create: {
        TableName: 'Leads',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      },
    },
  ],
  streams: [{ function: 'Relay' }],
};

interface Toy {
  /** Task tokens by execution name. */
  readonly tokens: Map<string, string>;
  /** What each function was called with, in order. */
  readonly calls: [string, unknown][];
  /** Functions that fail, and with what. */
  readonly failing: Map<string, Error>;
}

/** Intake writes a lead, the stream starts its journey, the journey offers it, and the end is told to everybody. */
function handlers({ tokens, calls, failing }: Toy, clients: LocalClients) {
  const all: Record<string, (event: never) => Promise<unknown>> = {
    async Intake(event: { body: string | null; requestContext: { requestTimeEpoch: number } }) {
      if (event.body === null) return { statusCode: 200, body: '{}' };
      const { leadId } = JSON.parse(Buffer.from(event.body, 'base64').toString());
      await clients.dynamodb.send(
        new PutItemCommand({ TableName: 'Leads', Item: { id: { S: leadId } } }),
      );
      return { statusCode: 202, body: JSON.stringify({ leadId }) };
    },
    async Relay(event: DynamoDBStreamEvent) {
      for (const { dynamodb } of event.Records) {
        const leadId = dynamodb?.NewImage?.id?.S ?? '';
        await clients.stepFunctions.send(
          new StartExecutionCommand({
            stateMachineArn: stateMachineArn('Journey'),
            name: `${leadId}-c1`,
            input: JSON.stringify({ leadId }),
          }),
        );
      }
      return { batchItemFailures: [] };
    },
    async Score(event: { leadId: string }) {
      return { score: event.leadId.length };
    },
    async StoreToken(event: { token: string; execution: string }) {
      tokens.set(event.execution, event.token);
    },
    async Notify(event: EventBridgeEvent<string, { leadId: string; answer: string }>) {
      const { leadId, answer } = event.detail;
      await clients.outbox.send({
        id: `${leadId}-settled`,
        to: 'sdr-1',
        subject: answer,
        text: '',
        at: MONDAY,
      });
    },
    async Sweep() {
      return { idleUntil: null };
    },
  };
  return (name: string): FunctionHandler =>
    async (event) => {
      calls.push([name, event]);
      const failure = failing.get(name);
      if (failure) throw failure;
      // Codec: each toy function is called with what its catalogue entry says.
      return await all[name]?.(event as never);
    };
}

export interface ToyCompany extends Toy {
  readonly runtime: Runtime;
  answer(execution: string, answer: Json): Promise<unknown>;
  called(name: string): number;
}

/** A company of toy functions on the real runtime. Tokens outlive a restart when they are handed on. */
export async function openToyCompany(
  options: Partial<RuntimeOptions> & { readonly tokens?: Map<string, string> } = {},
): Promise<ToyCompany> {
  const toy: Toy = { tokens: options.tokens ?? new Map(), calls: [], failing: new Map() };
  const runtime = await startRuntime({
    catalog,
    clock: { start: MONDAY },
    createFunction: (name, clients) => handlers(toy, clients)(name),
    ...options,
  });
  return {
    ...toy,
    runtime,
    answer: (execution, answer) =>
      runtime.clients.stepFunctions.send(
        new SendTaskSuccessCommand({
          taskToken: toy.tokens.get(execution),
          output: JSON.stringify({ answer }),
        }),
      ),
    called: (name) => toy.calls.filter(([one]) => one === name).length,
  };
}
