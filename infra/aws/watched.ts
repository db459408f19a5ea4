// What the alarms and the dashboard look at.

import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { KeptQueues } from './queues.ts';

export interface Watched {
  readonly stage: string;
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  readonly machines: ReadonlyMap<string, StateMachine>;
  readonly queues: KeptQueues;
  readonly deadLetters: ReadonlyMap<string, Queue>;
  readonly api: RestApi;
  readonly table: Table;
}
