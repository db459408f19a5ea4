import { beforeAll, describe, expect, it } from 'vitest';
import { tableActions } from '../../infra/aws/grants.ts';
import { workflowText } from '../../infra/aws/placeholders.ts';
import {
  apiDestinations,
  type CatalogFunction,
  functions,
  queues,
  rules,
  schedules,
  streams,
  workflows,
} from '../../infra/catalog.ts';
import { linesOfRole } from './statements.ts';
import { all, productionTemplates, type StackTemplate, templatesOf } from './templates.ts';

const known = { functions: Object.keys(functions), machines: Object.keys(workflows) };
const texts = Object.entries(workflows).map(
  ([name, { file }]) => [name, workflowText(file, known)] as const,
);
const waiting = texts.flatMap(([name, { waitsForToken }]) => (waitsForToken ? [name] : []));

const READING_KEY = ['kms:Decrypt', 'kms:DescribeKey'];
const WRITING_KEY = [
  ...READING_KEY,
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

const IDENTITY =
  'arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/sales.example.com';

/** What a function's role says, from what the catalogue says of the function. */
function expectedOf(name: string, { grants }: CatalogFunction): string[] {
  const {
    metrics = [],
    indexes = [],
    bus = [],
    machines = [],
    mail = [],
    starts = [],
    queues: asked = {},
  } = grants;
  const actions = tableActions(grants);
  const writes = [...actions, ...metrics].some((action) => /^(Put|Update|Delete)/.test(action));
  const key = writes ? WRITING_KEY : READING_KEY;
  const isStreamed = streams.some((stream) => stream.function === name);
  const comesAgain = rules.some((rule) => rule.function === name && rule.comesAgainEvery);
  const isAsynchronous = [...schedules, ...rules].some((one) => one.function === name);
  return [
    `logs:CreateLogStream ${name}Logs`,
    `logs:PutLogEvents ${name}Logs`,
    'xray:PutTelemetryRecords *',
    'xray:PutTraceSegments *',
    ...actions.map((action) => `dynamodb:${action} LeadTable`),
    ...metrics.map((action) => `dynamodb:${action} MetricTable`),
    ...indexes.map((index) => `dynamodb:Query LeadTable/index/${index}`),
    ...(actions.length > 0 ? key.map((action) => `${action} DataKey`) : []),
    ...bus.map(() => 'events:PutEvents LeadBus'),
    ...mail.map(() => `ses:SendEmail ${IDENTITY}`),
    ...(machines.includes('start')
      ? starts.map((to) => `states:StartExecution Workflows${to}`)
      : []),
    ...(machines.includes('wake')
      ? waiting.map((machine) => `states:SendTaskSuccess Workflows${machine}`)
      : []),
    ...(isStreamed
      ? [
          'dynamodb:DescribeStream LeadTableStream',
          'dynamodb:GetRecords LeadTableStream',
          'dynamodb:GetShardIterator LeadTableStream',
          'dynamodb:ListStreams *',
          `s3:ListBucket Asynchronous${name}GivenUp`,
          `s3:PutObject Asynchronous${name}GivenUp/*`,
          'kms:GenerateDataKey DataKey',
        ]
      : []),
    ...Object.entries(asked).flatMap(([queue, acts]) => [
      ...(acts.includes('send') ? [`sqs:SendMessage ${queue}Queue`] : []),
      ...(acts.includes('putAside') ? [`sqs:SendMessage ${queue}DeadLetters`] : []),
      ...(acts.includes('look')
        ? [
            `sqs:GetQueueAttributes ${queue}Queue`,
            `sqs:GetQueueAttributes ${queue}DeadLetters`,
            'cloudwatch:GetMetricData *',
          ]
        : []),
    ]),
    ...Object.entries(queues).flatMap(([queue, { function: to }]) =>
      to === name
        ? ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map(
            (action) => `sqs:${action} ${queue}Queue`,
          )
        : [],
    ),
    ...(isAsynchronous ? [`sqs:SendMessage Asynchronous${name}DeadLetters`] : []),
    ...(comesAgain
      ? ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map(
          (action) => `sqs:${action} Asynchronous${name}DeadLetters`,
        )
      : []),
  ];
}

/** What Step Functions needs for logs and traces; AWS knows no resource for any of it. */
const MACHINE_PLATFORM = [
  ...['Create', 'Get', 'Update', 'Delete'].map((verb) => `logs:${verb}LogDelivery *`),
  'logs:ListLogDeliveries *',
  'logs:PutResourcePolicy *',
  'logs:DescribeResourcePolicies *',
  'logs:DescribeLogGroups *',
  'xray:PutTraceSegments *',
  'xray:PutTelemetryRecords *',
  'xray:GetSamplingRules *',
  'xray:GetSamplingTargets *',
];

const RULE =
  'arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule';

function expectedOfMachine(called: readonly string[], children: readonly string[]): string[] {
  const executions = (child: string) =>
    `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:Workflows${child}Name:*`;
  return [
    ...MACHINE_PLATFORM,
    ...called.map((name) => `lambda:InvokeFunction ${name}Function`),
    ...children.flatMap((child) => [
      `states:StartExecution Workflows${child}`,
      `states:DescribeExecution ${executions(child)}`,
      `states:StopExecution ${executions(child)}`,
    ]),
    ...(children.length > 0
      ? ['PutTargets', 'PutRule', 'DescribeRule'].map((action) => `events:${action} ${RULE}`)
      : []),
  ];
}

describe('a role grants what the catalogue says and nothing else', () => {
  let lifecycle: StackTemplate;

  beforeAll(() => {
    lifecycle = productionTemplates().Lifecycle as StackTemplate;
  }, 60_000);

  it.each(Object.entries<CatalogFunction>(functions))('function %s', (name, catalogued) => {
    const lines = linesOfRole(lifecycle, new RegExp(`^${name}Role`));

    expect(lines).toEqual([...new Set(expectedOf(name, catalogued))].toSorted());
  });

  it.each(texts)('machine %s', (name, { functions: called, machines: children }) => {
    const lines = linesOfRole(lifecycle, new RegExp(`^Workflows${name}Role`));

    expect(lines).toEqual(expectedOfMachine(called, children).toSorted());
  });

  it.each(apiDestinations)('webhook $name', ({ name }) => {
    const lines = linesOfRole(lifecycle, new RegExp(`^Webhooks${name}Role`));

    expect(lines).toEqual([`events:InvokeApiDestination Webhooks${name}ApiDestination`]);
  });

  it('lets nobody send mail where the stage names no identity', () => {
    const { Lifecycle } = templatesOf({ stage: 'dev' });

    expect(JSON.stringify(Lifecycle)).not.toContain('ses:');
  }, 60_000);

  it('has no role besides those of functions, machines, webhooks, and the API’s log role', () => {
    const owners = [
      ...Object.keys(functions).map((name) => new RegExp(`^${name}Role`)),
      ...texts.map(([name]) => new RegExp(`^Workflows${name}Role`)),
      ...apiDestinations.map(({ name }) => new RegExp(`^Webhooks${name}Role`)),
      /^LeadApiCloudWatchRole/,
    ];

    const others = all(productionTemplates(), 'AWS::IAM::Role').filter(
      ([id]) => !owners.some((owner) => owner.test(id)),
    );

    expect(others.map(([id]) => id)).toEqual([]);
  });

  it('has no policy written into a role, and no managed one but the API’s', () => {
    const roles = all(productionTemplates(), 'AWS::IAM::Role');

    const extra = roles.filter(
      ([id, { Properties }]) =>
        Properties.Policies !== undefined ||
        (Properties.ManagedPolicyArns !== undefined && !id.startsWith('LeadApiCloudWatchRole')),
    );

    expect(extra).toEqual([]);
  });
});
