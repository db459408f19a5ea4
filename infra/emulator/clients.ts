// What handlers reach the services through: the AWS SDK's own clients, on this process instead of the network.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as eventBridge from '@aws-sdk/client-eventbridge';
import * as stepFunctions from '@aws-sdk/client-sfn';
import { REGION } from './arns.ts';
import { AwsError } from './aws-error.ts';
import { answerWire } from './dynamodb/dynamodb-wire.ts';
import type { Ground } from './ground.ts';
import { sdkRequestHandler, type Wire, type WireService } from './http/aws-json.ts';
import { straight } from './straight-client.ts';

export interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly stepFunctions: stepFunctions.SFNClient;
  readonly events: eventBridge.EventBridgeClient;
  readonly call: Call;
}

/** Any service by its own words: `AmazonSQS.SendMessage` and its input. Throws an Error with the service's name for it. */
export type Call = (target: string, input: object) => Promise<unknown>;

/** What the SDK does for a network, and what nobody needs in one process: two fifths of its share of each call. */
const NETWORK_ONLY = [
  'getUserAgentMiddleware',
  'hostHeaderMiddleware',
  'httpSigningMiddleware',
  'loggerMiddleware',
  'recursionDetectionMiddleware',
  'retryMiddleware',
];

function withoutNetwork<
  Client extends { readonly middlewareStack: { remove(name: string): boolean } },
>(client: Client): Client {
  for (const name of NETWORK_ONLY) client.middlewareStack.remove(name);
  return client;
}

/** The configuration of any client of the SDK that needs no network, credentials or profile. */
function configOver(wire: Wire) {
  return {
    region: REGION,
    endpoint: 'http://aws.offline',
    credentials: { accessKeyId: 'offline', secretAccessKey: 'offline' },
    // A retry would wait in the machine's time, and an outage here is made on purpose.
    maxAttempts: 1,
    // Nobody checks signatures in here, and they cost a fifth of each call.
    signer: { sign: async <T>(request: T) => request },
    requestHandler: sdkRequestHandler(wire),
  };
}

/** DynamoDB's own client on this database, without what is for a network only. */
export function dynamodbClient(database: Pick<Ground, 'call'>): DynamoDBClient {
  const wire: Wire = (target, body) => answerWire(database, target, body);
  return withoutNetwork(new DynamoDBClient(configOver(wire)));
}

interface Reached {
  readonly wire: Wire;
  readonly stepFunctions: WireService;
  readonly events: WireService;
}

/** Over the wire, or straight to the services where the ground is. */
export function openClients(
  database: Pick<Ground, 'call' | 'isStraight'>,
  { wire, ...services }: Reached,
): Clients {
  const clients = {
    dynamodb: dynamodbClient(database),
    stepFunctions: withoutNetwork(new stepFunctions.SFNClient(configOver(wire))),
    events: withoutNetwork(new eventBridge.EventBridgeClient(configOver(wire))),
    call: callOver(wire),
  };
  if (!database.isStraight) return clients;
  straight(clients.stepFunctions, services.stepFunctions, stepFunctions);
  straight(clients.events, services.events, eventBridge);
  return clients;
}

function callOver(wire: Wire): Call {
  return async (target, input) => {
    const { statusCode, body } = await wire(target, JSON.stringify(input));
    const answer = JSON.parse(body);
    if (statusCode === 200) return answer;
    throw new AwsError(String(answer.__type).split('#').at(-1) ?? '', answer.message, statusCode);
  };
}
