// What handlers reach the services through: the AWS SDK's own clients, on this process instead of the network.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { REGION } from '../emulator/arns.ts';
import type { Database } from '../emulator/dynamodb/database.ts';
import { offlineClientConfig } from '../emulator/dynamodb/request-handler.ts';
import { sdkRequestHandler, type Wire } from '../emulator/http/aws-json.ts';
import type { Outbox } from './outbox.ts';

export interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly stepFunctions: SFNClient;
  readonly events: EventBridgeClient;
  readonly outbox: Outbox;
}

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

/** DynamoDB's own client on this database, without what is for a network only. */
export function dynamodbClient(database: Database): DynamoDBClient {
  return withoutNetwork(new DynamoDBClient(offlineClientConfig(database, REGION)));
}

export function openClients(database: Database, wire: Wire, outbox: Outbox): Clients {
  const config = {
    region: REGION,
    endpoint: 'http://aws.offline',
    credentials: { accessKeyId: 'offline', secretAccessKey: 'offline' },
    // A retry would wait in the machine's time, and an outage here is made on purpose.
    maxAttempts: 1,
    signer: { sign: async <T>(request: T) => request },
    requestHandler: sdkRequestHandler(wire),
  };
  return {
    dynamodb: dynamodbClient(database),
    stepFunctions: withoutNetwork(new SFNClient(config)),
    events: withoutNetwork(new EventBridgeClient(config)),
    outbox,
  };
}
