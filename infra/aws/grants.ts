// What a catalogue grant is in IAM: statements of one function's role, with no resource and no action that it does not name.

import { Aws, Fn } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Grants, QueueName, TableAction } from '../catalog.ts';
import type { StageConfig } from './config.ts';
import type { DataStack } from './data-stack.ts';
import { queueOf } from './queues.ts';

const ACTIONS = {
  read: ['GetItem', 'BatchGetItem', 'Query'],
  write: ['PutItem', 'UpdateItem', 'DeleteItem'],
} as const;

const READING: readonly TableAction[] = ACTIONS.read;

/** The table's actions of a grant, without repetition. */
export function tableActions({ table = [] }: Grants): readonly TableAction[] {
  const all = table.flatMap((one) => (one === 'read' || one === 'write' ? ACTIONS[one] : [one]));
  return [...new Set<TableAction>(all)].toSorted();
}

/** What a function may do with the stores of this stage. */
export function storeStatements(grants: Grants, data: DataStack): readonly PolicyStatement[] {
  const actions = tableActions(grants);
  const { indexes = [], bus = [], metrics = [] } = grants;
  const used = [...actions, ...metrics];
  const asked = (some: readonly TableAction[]) => some.map((one) => `dynamodb:${one}`);
  return [
    ...(actions.length > 0 ? [allow('Table', asked(actions), [data.table.tableArn])] : []),
    ...(metrics.length > 0 ? [allow('Metrics', asked(metrics), [data.metrics.tableArn])] : []),
    ...(indexes.length > 0
      ? [
          allow(
            'Indexes',
            ['dynamodb:Query'],
            indexes.map((index) => `${data.table.tableArn}/index/${index}`),
          ),
        ]
      : []),
    ...(used.length > 0 ? [keyStatement(used, data)] : []),
    ...(bus.length > 0 ? [allow('Bus', ['events:PutEvents'], [data.bus.eventBusArn])] : []),
    ...queueStatements(grants, data),
  ];
}

/** Of how old messages are CloudWatch tells, which knows no resource. */
function queueStatements(
  { queues = {} }: Grants,
  { queues: kept }: DataStack,
): readonly PolicyStatement[] {
  // Codec: the keys of a record that has no others.
  const names = Object.keys(queues) as QueueName[];
  const may = (act: 'send' | 'putAside' | 'look') =>
    names.filter((name) => queues[name]?.includes(act));
  const arn = (name: QueueName) => queueOf(name, kept).queue.queueArn;
  const asideArn = (name: QueueName) => queueOf(name, kept).deadLetters.queueArn;
  const sends = [...may('send').map(arn), ...may('putAside').map(asideArn)];
  const looks = may('look').flatMap((name) => [arn(name), asideArn(name)]);
  return [
    ...(sends.length > 0 ? [allow('Queues', ['sqs:SendMessage'], sends)] : []),
    ...(looks.length > 0
      ? [
          allow('QueueCounts', ['sqs:GetQueueAttributes'], looks),
          allow('QueueAges', ['cloudwatch:GetMetricData'], ['*']),
        ]
      : []),
  ];
}

/** Mail leaves only from what the stage says that SES has verified. */
export function mailStatements(
  { mail = [] }: Grants,
  { mailIdentity }: StageConfig,
): readonly PolicyStatement[] {
  if (mail.length === 0 || mailIdentity === undefined) return [];
  const identity = `arn:${Aws.PARTITION}:ses:${Aws.REGION}:${Aws.ACCOUNT_ID}:identity/${mailIdentity}`;
  return [allow('Mail', ['ses:SendEmail'], [identity])];
}

/** DynamoDB uses the table's key in the caller's name; nothing else may use it so. */
function keyStatement(actions: readonly TableAction[], data: DataStack): PolicyStatement {
  const isWriter = actions.some((action) => !READING.includes(action));
  const use = ['kms:Decrypt', 'kms:DescribeKey'];
  const change = ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];
  return new PolicyStatement({
    sid: 'TableKey',
    actions: isWriter ? [...use, ...change] : use,
    resources: [data.key.keyArn],
    conditions: viaService('dynamodb'),
  });
}

/** Only when that service asks in the role's name. */
export function viaService(service: string) {
  // KMS's documents give the name without the partition's suffix, examples for China with it: one of the two is the service's.
  const suffixes = ['amazonaws.com', Aws.URL_SUFFIX];
  const names = suffixes.map((suffix) => Fn.join('.', [service, Aws.REGION, suffix]));
  return { StringEquals: { 'kms:ViaService': names } };
}

export function allow(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
): PolicyStatement {
  return new PolicyStatement({ sid, actions: [...actions], resources: [...resources] });
}
