// How a failed service call is named to a state machine: optimised integrations say it as the first Java SDK did,
// `aws-sdk` integrations as the second one does.

import { AwsError, uuidOf } from '../aws-error.ts';
import type { TaskOutcome } from './child-outcome.ts';
import type { TaskEffect } from './execution-driver.ts';

interface Names {
  /** Before the dot of the error. */
  readonly prefix: string;
  /** The service as the cause calls it. */
  readonly service: string;
  /** The exception for codes that have none of their own. */
  readonly base: string;
}

const OPTIMISED: ReadonlyMap<string, Names> = new Map(
  Object.entries({
    dynamodb: { prefix: 'DynamoDB', service: 'AmazonDynamoDBv2', base: 'AmazonDynamoDBException' },
    events: {
      prefix: 'EventBridge',
      service: 'AmazonEventBridge',
      base: 'AmazonEventBridgeException',
    },
    lambda: { prefix: 'Lambda', service: 'AWSLambda', base: 'AWSLambdaException' },
    sns: { prefix: 'SNS', service: 'AmazonSNS', base: 'AmazonSNSException' },
    sqs: { prefix: 'SQS', service: 'AmazonSQS', base: 'AmazonSQSException' },
    states: {
      prefix: 'StepFunctions',
      service: 'AWSStepFunctions',
      base: 'AWSStepFunctionsException',
    },
  }),
);

const SDK: ReadonlyMap<string, Names> = new Map(
  Object.entries({
    'aws-sdk:dynamodb': { prefix: 'DynamoDb', service: 'DynamoDb', base: 'DynamoDbException' },
    'aws-sdk:eventbridge': {
      prefix: 'EventBridge',
      service: 'EventBridge',
      base: 'EventBridgeException',
    },
    'aws-sdk:sfn': { prefix: 'Sfn', service: 'Sfn', base: 'SfnException' },
  }),
);

/** Codes that are no exception of a service: its front end says them. */
const UNTYPED = [
  'ValidationException',
  'SerializationException',
  'UnknownOperationException',
  'AccessDeniedException',
];

function exceptionOf(code: string, names: Names): string {
  if (UNTYPED.includes(code)) return names.base;
  return code.endsWith('Exception') ? code : `${code}Exception`;
}

/** The outcome of a call that threw. An error that is not AWS's own is a defect: it keeps its message. */
export function failedCall(effect: TaskEffect, error: unknown): TaskOutcome {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof AwsError)) {
    return { kind: 'failed', error: 'States.TaskFailed', cause: message };
  }
  const { code, status } = error;
  if (code.includes('.')) return { kind: 'failed', error: code, cause: message };
  const id = uuidOf(effect.taskId, message);
  const { service } = effect;
  const sdk = SDK.get(service);
  const names = sdk ??
    OPTIMISED.get(service) ?? { prefix: service, service, base: `${service}Exception` };
  const details = sdk
    ? `(Service: ${names.service}, Status Code: ${status}, Request ID: ${id}) (SDK Attempt Count: 1)`
    : `(Service: ${names.service}; Status Code: ${status}; Error Code: ${code}; Request ID: ${id}; Proxy: null)`;
  return {
    kind: 'failed',
    error: `${names.prefix}.${exceptionOf(code, names)}`,
    cause: `${message} ${details}`,
  };
}
