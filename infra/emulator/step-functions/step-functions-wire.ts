// Step Functions on the wire: each operation's request checked, each answer in AWS's own words (instants in epoch seconds).

import * as z from 'zod';
import { executionArn, stateMachineArn } from '../arns.ts';
import { AwsError } from '../aws-error.ts';
import type { WireService } from '../http/aws-json.ts';
import type { ExecutionStore } from './execution-store.ts';
import { historyOf } from './history-page.ts';
import type { ExecutionRecord, MachineRecord } from './records.ts';
import type { StepFunctions } from './step-functions.ts';

const Arn = z.string().min(1).max(256);
const Page = { maxResults: z.int().min(0).max(1000).optional(), nextToken: z.string().optional() };
const Token = z.object({ taskToken: z.string().min(1).max(2048) });

const REQUEST = {
  create: z.object({
    name: z.string(),
    definition: z.string(),
    roleArn: z.string().optional(),
    type: z.literal('STANDARD', { error: 'only STANDARD is run offline' }).optional(),
  }),
  update: z.object({ stateMachineArn: Arn, definition: z.string().optional() }),
  machine: z.object({ stateMachineArn: Arn }),
  machines: z.object(Page),
  start: z.object({
    stateMachineArn: Arn,
    name: z.string().optional(),
    input: z.string().default('{}'),
  }),
  execution: z.object({ executionArn: Arn }),
  executions: z.object({
    stateMachineArn: Arn,
    statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']).optional(),
    ...Page,
  }),
  history: z.object({
    executionArn: Arn,
    reverseOrder: z.boolean().default(false),
    includeExecutionData: z.boolean().default(true),
    ...Page,
  }),
  stop: z.object({ executionArn: Arn, error: z.string().optional(), cause: z.string().optional() }),
  success: Token.extend({ output: z.string() }),
  failure: Token.extend({ error: z.string().optional(), cause: z.string().optional() }),
  heartbeat: Token,
};

export function stepFunctionsWire(
  service: StepFunctions,
  store: ExecutionStore,
  requestId: () => Promise<string>,
): WireService {
  return {
    target: 'AWSStepFunctions',
    namespace: 'com.amazonaws.swf.service.v2.model',
    contentType: 'application/x-amz-json-1.0',
    operations: {
      async CreateStateMachine(request) {
        const { name, definition, roleArn } = parse(REQUEST.create, request);
        const machine = await service.create(name, definition, roleArn);
        return { stateMachineArn: stateMachineArn(name), creationDate: seconds(machine.createdAt) };
      },
      async UpdateStateMachine(request) {
        const { stateMachineArn: arn, definition } = parse(REQUEST.update, request);
        const present = service.machine(arn);
        const machine = await service.update(arn, definition ?? present.definition);
        return { updateDate: seconds(machine.createdAt), revisionId: String(machine.revision) };
      },
      async DescribeStateMachine(request) {
        return describeMachine(service.machine(parse(REQUEST.machine, request).stateMachineArn));
      },
      async ListStateMachines(request) {
        parse(REQUEST.machines, request);
        const stateMachines = (await store.machines()).map(({ name, createdAt }) => ({
          stateMachineArn: stateMachineArn(name),
          name,
          type: 'STANDARD',
          creationDate: seconds(createdAt),
        }));
        return { stateMachines };
      },
      async StartExecution(request) {
        const { stateMachineArn: machine, name, input } = parse(REQUEST.start, request);
        const record = await service.start({ machine, name: name ?? (await requestId()), input });
        const { start } = record.execution;
        return { executionArn: start.executionArn, startDate: seconds(start.startedAt) };
      },
      async DescribeExecution(request) {
        return describe(service.execution(parse(REQUEST.execution, request).executionArn));
      },
      async ListExecutions(request) {
        return await listExecutions(service, store, parse(REQUEST.executions, request));
      },
      async GetExecutionHistory(request) {
        const { executionArn: arn, ...page } = parse(REQUEST.history, request);
        return await historyOf(store, service.execution(arn), page);
      },
      async StopExecution(request) {
        const { executionArn: arn, error, cause } = parse(REQUEST.stop, request);
        const { execution } = await service.stop(arn, error, cause);
        return { stopDate: seconds(execution.stoppedAt ?? execution.start.startedAt) };
      },
      async SendTaskSuccess(request) {
        const { taskToken, output } = parse(REQUEST.success, request);
        await service.sendTaskSuccess(taskToken, output);
      },
      async SendTaskFailure(request) {
        const { taskToken, error, cause } = parse(REQUEST.failure, request);
        await service.sendTaskFailure(taskToken, error, cause);
      },
      async SendTaskHeartbeat(request) {
        await service.sendTaskHeartbeat(parse(REQUEST.heartbeat, request).taskToken);
      },
    },
  };
}

function parse<T>(schema: z.ZodType<T>, request: unknown): T {
  const parsed = schema.safeParse(request);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value at '${issue?.path.join('.')}' failed to satisfy constraint: ${issue?.message}`,
  );
}

async function listExecutions(
  service: StepFunctions,
  store: ExecutionStore,
  request: z.infer<typeof REQUEST.executions>,
) {
  const { name } = service.machine(request.stateMachineArn);
  const wanted = request.maxResults || 100;
  const found = [];
  let before = request.nextToken === undefined ? undefined : sequenceOf(request.nextToken);
  for (;;) {
    const page = await store.listed(name, before, 1000);
    for (const one of page) {
      if (request.statusFilter && one.status !== request.statusFilter) continue;
      // One more than wanted is found: the page ends before it.
      if (found.length === wanted) return { executions: found, nextToken: String(before) };
      before = one.sequence;
      found.push({
        executionArn: executionArn(one.machine, one.name),
        stateMachineArn: stateMachineArn(one.machine),
        name: one.name,
        status: one.status,
        startDate: seconds(one.startedAt),
        ...(one.stoppedAt === undefined ? {} : { stopDate: seconds(one.stoppedAt) }),
      });
    }
    if (page.length < 1000) return { executions: found };
    before = page.at(-1)?.sequence;
  }
}

function sequenceOf(token: string): number {
  if (/^\d{1,15}$/.test(token)) return Number(token);
  throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
}

function describeMachine(machine: MachineRecord) {
  return {
    stateMachineArn: stateMachineArn(machine.name),
    name: machine.name,
    status: 'ACTIVE',
    definition: machine.definition,
    roleArn: machine.roleArn,
    type: 'STANDARD',
    creationDate: seconds(machine.createdAt),
    revisionId: String(machine.revision),
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
  };
}

/** An execution as DescribeExecution answers it. */
export function describe({ execution, input }: ExecutionRecord) {
  const { start, status, output, error, cause, stoppedAt } = execution;
  return {
    executionArn: start.executionArn,
    stateMachineArn: start.stateMachineArn,
    name: start.name,
    status,
    startDate: seconds(start.startedAt),
    ...(stoppedAt === undefined ? {} : { stopDate: seconds(stoppedAt) }),
    input,
    inputDetails: { included: true },
    ...(output === undefined
      ? {}
      : { output: JSON.stringify(output), outputDetails: { included: true } }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    redriveCount: 0,
    redriveStatus: 'NOT_REDRIVABLE',
  };
}

function seconds(millis: number): number {
  return millis / 1000;
}
