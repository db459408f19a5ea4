// What a Task state calls: Lambda functions, other executions, EventBridge. Anything else is plugged in by its name.

import type { Json } from '../asl/types.ts';
import { AwsError, uuidOf } from '../aws-error.ts';
import type { EventBus } from '../eventbridge/event-bus.ts';
import type { LambdaFunctions } from '../lambda/lambda-functions.ts';
import type { RunTask, TaskEffect, TaskOutcome } from './execution-driver.ts';
import type { Watcher } from './records.ts';
import type { StepFunctions } from './step-functions.ts';

type Arguments = { readonly [name: string]: Json };

/** A service call of another kind, e.g. `aws-sdk:dynamodb:getItem`. Answers its output; throws AwsError. */
export type Integration = (parameters: Arguments, caller: Watcher) => Promise<Json>;

export interface TaskServices {
  readonly functions: LambdaFunctions;
  readonly stepFunctions: () => StepFunctions;
  readonly events: EventBus;
  readonly integrations?: Readonly<Record<string, Integration>>;
}

export function taskRunner(services: TaskServices): RunTask {
  const integrations: Readonly<Record<string, Integration>> = {
    'events:putEvents': (parameters) => putEvents(services.events, parameters),
    ...services.integrations,
  };
  return async (effect, caller) => {
    try {
      if (effect.service === 'lambda') return await invokeFunction(services, effect, caller);
      if (effect.service === 'states') return await startChild(services, effect, caller);
      const integration = integrations[`${effect.service}:${effect.action}`];
      if (!integration) throw new RangeError(`no integration ${effect.resource} offline`);
      return ended(effect, await integration(argumentsOf(effect), caller));
    } catch (error) {
      return failed(effect, error);
    }
  };
}

async function invokeFunction(
  { functions }: TaskServices,
  effect: TaskEffect,
  caller: Watcher,
): Promise<TaskOutcome> {
  const direct = !effect.resource.includes(':::');
  const { FunctionName = effect.resource, Payload = {} } = direct ? {} : argumentsOf(effect);
  const name = String(FunctionName);
  const payload = direct ? effect.arguments : Payload;
  if (!functions.has(name)) {
    throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
  }
  const result = await functions.invoke(name, payload, `${caller.key} ${caller.taskId}`);
  if (!result.ok) {
    const { errorType } = result.failure;
    return { kind: 'failed', error: errorType, cause: JSON.stringify(result.failure) };
  }
  if (direct) return { kind: 'succeeded', output: result.payload };
  return ended(effect, {
    ExecutedVersion: '$LATEST',
    Payload: result.payload,
    StatusCode: 200,
    ...sdkMetadata(result.requestId),
  });
}

async function startChild(
  { stepFunctions }: TaskServices,
  effect: TaskEffect,
  caller: Watcher,
): Promise<TaskOutcome> {
  const { StateMachineArn = '', Name, Input = {} } = argumentsOf(effect);
  const isAwaited = effect.pattern === 'sync' || effect.pattern === 'sync:2';
  const { execution } = await stepFunctions().start({
    machine: String(StateMachineArn),
    name: Name === undefined ? uuidOf(caller.key, caller.taskId) : String(Name),
    input: typeof Input === 'string' ? Input : JSON.stringify(Input),
    ...(isAwaited ? { watcher: caller } : {}),
  });
  const response = {
    ExecutionArn: execution.start.executionArn,
    StartDate: execution.start.startedAt,
    ...sdkMetadata(uuidOf(caller.key, caller.taskId, 'start')),
  };
  return ended(effect, response);
}

async function putEvents(events: EventBus, parameters: Arguments): Promise<Json> {
  const entries = Array.isArray(parameters.Entries) ? parameters.Entries : [];
  const answer = await events.putEvents(entries.map(withTextDetail));
  const output = { Entries: [...answer.Entries], FailedEntryCount: answer.FailedEntryCount };
  if (answer.FailedEntryCount === 0) return output;
  throw new AwsError('EventBridge.FailedEntry', JSON.stringify(output));
}

/** A state machine may write the detail as JSON; the service takes text. */
function withTextDetail(entry: Json): Json {
  if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) return entry;
  const { Detail } = entry;
  if (Detail === undefined || typeof Detail === 'string') return entry;
  return { ...entry, Detail: JSON.stringify(Detail) };
}

function argumentsOf(effect: TaskEffect): Arguments {
  const given = effect.arguments;
  return given !== null && typeof given === 'object' && !Array.isArray(given) ? given : {};
}

function ended(effect: TaskEffect, response: Json): TaskOutcome {
  if (effect.pattern === 'requestResponse') return { kind: 'succeeded', output: response };
  return { kind: 'submitted', response };
}

const SERVICE_NAMES: Readonly<Record<string, { readonly prefix: string; readonly full: string }>> =
  {
    lambda: { prefix: 'Lambda', full: 'AWSLambda' },
    states: { prefix: 'StepFunctions', full: 'AWSStepFunctions' },
  };

/** An error as the optimised integrations name it: `StepFunctions.ExecutionAlreadyExistsException`. */
function failed(effect: TaskEffect, error: unknown): TaskOutcome {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof AwsError)) {
    return { kind: 'failed', error: 'States.TaskFailed', cause: message };
  }
  if (error.code.includes('.')) return { kind: 'failed', error: error.code, cause: message };
  const names = SERVICE_NAMES[effect.service] ?? { prefix: effect.service, full: effect.service };
  const code = error.code.endsWith('Exception') ? error.code : `${error.code}Exception`;
  const id = uuidOf(effect.taskId, message);
  const cause = `${message} (Service: ${names.full}; Status Code: ${error.status}; Error Code: ${error.code}; Request ID: ${id}; Proxy: null)`;
  return { kind: 'failed', error: `${names.prefix}.${code}`, cause };
}

function sdkMetadata(requestId: string) {
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: { 'x-amzn-RequestId': [requestId], 'Content-Type': ['application/json'] },
      HttpHeaders: { 'Content-Type': 'application/json', 'x-amzn-RequestId': requestId },
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
