import { isObject, type Report } from '../report.ts';
import type { Json } from '../types.ts';
import type { Resource } from './definition.ts';

/** Parameters without which AWS refuses the definition, by integration. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'lambda:invoke': ['FunctionName'],
  'states:startExecution': ['StateMachineArn'],
  'sqs:sendMessage': ['QueueUrl', 'MessageBody'],
  'sns:publish': ['Message'],
  'events:putEvents': ['Entries'],
  'dynamodb:getItem': ['TableName', 'Key'],
  'dynamodb:putItem': ['TableName', 'Item'],
  'dynamodb:updateItem': ['TableName', 'Key'],
  'dynamodb:deleteItem': ['TableName', 'Key'],
};

/** Reports parameters that an integration needs and a literal Arguments or Parameters object lacks. */
export function checkArguments(
  report: Report,
  { direct, service, action }: Resource,
  given: Json | undefined,
  location: string,
): void {
  if (direct || (given !== undefined && !isObject(given))) return;
  const names = new Set(Object.keys(given ?? {}).map((name) => name.replace(/\.\$$/, '')));
  for (const name of REQUIRED[`${service}:${action}`] ?? []) {
    if (names.has(name)) continue;
    const message = `The field '${name}' is required but was missing`;
    report.add('SCHEMA_VALIDATION_FAILED', message, location);
  }
}
