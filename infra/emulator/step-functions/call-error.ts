// How a failed service call is named to a state machine: optimised integrations say it as the first Java SDK did,
// `aws-sdk` integrations as the second one does.

import { AwsError, uuidOf } from '../aws-error.ts';
import type { TaskOutcome } from './child-outcome.ts';
import type { TaskEffect } from './execution-driver.ts';

/** What stands before the dot of the error, the service as the cause calls it, and the exception for codes that have none of their own. */
type Names = readonly [prefix: string, service: string, base?: string];

const NAMES: ReadonlyMap<string, Names> = new Map<string, Names>([
  ['dynamodb', ['DynamoDB', 'AmazonDynamoDBv2', 'AmazonDynamoDBException']],
  ['events', ['EventBridge', 'AmazonEventBridge']],
  ['lambda', ['Lambda', 'AWSLambda']],
  ['sns', ['SNS', 'AmazonSNS']],
  ['sqs', ['SQS', 'AmazonSQS']],
  ['states', ['StepFunctions', 'AWSStepFunctions']],
  ['aws-sdk:dynamodb', ['DynamoDb', 'DynamoDb']],
  ['aws-sdk:eventbridge', ['EventBridge', 'EventBridge']],
  ['aws-sdk:sfn', ['Sfn', 'Sfn']],
]);

/** Codes that are no exception of a service: its front end says them. */
const UNTYPED = [
  'ValidationException',
  'SerializationException',
  'UnknownOperationException',
  'AccessDeniedException',
];

function exceptionOf(code: string, base: string): string {
  if (UNTYPED.includes(code)) return base;
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
  const known = NAMES.get(effect.service);
  const [prefix, service, base = `${service}Exception`] = known ?? [effect.service, effect.service];
  const details =
    known && effect.service.startsWith('aws-sdk:')
      ? `(Service: ${service}, Status Code: ${status}, Request ID: ${id}) (SDK Attempt Count: 1)`
      : `(Service: ${service}; Status Code: ${status}; Error Code: ${code}; Request ID: ${id}; Proxy: null)`;
  return {
    kind: 'failed',
    error: `${prefix}.${exceptionOf(code, base)}`,
    cause: `${message} ${details}`,
  };
}
