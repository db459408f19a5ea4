// What a Task state calls: Lambda functions, other executions, EventBridge, tables and the services' own APIs. Anything else,
// such as `sqs:sendMessage` and `sns:publish`, is plugged in by its name.

import type { Json } from '../asl/types.ts';
import { AwsError, uuidOf } from '../aws-error.ts';
import type { EventBus } from '../eventbridge/event-bus.ts';
import type { Wire } from '../http/aws-json.ts';
import type { LambdaFunctions } from '../lambda/lambda-functions.ts';
import { failedCall } from './call-error.ts';
import type { TaskOutcome } from './child-outcome.ts';
import type { RunTask, TaskEffect } from './execution-driver.ts';
import type { Watcher } from './records.ts';
import type { StepFunctions } from './step-functions.ts';
import { isWireCall, wireCall } from './wire-calls.ts';

type Arguments = { readonly [name: string]: Json };

/**
 * A service call of another kind, e.g. `sqs:sendMessage`, given what AWS would send. Answers its output; an AwsError that it
 * throws is named as AWS names it.
 */
export type Integration = (parameters: Arguments, caller: Watcher) => Promise<Json>;

interface TaskServices {
  readonly functions: LambdaFunctions;
  readonly stepFunctions: () => StepFunctions;
  readonly events: EventBus;
  readonly wire: Wire;
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
      return ended(effect, await answerOf(services.wire, integrations, effect, caller));
    } catch (error) {
      return failedCall(effect, error);
    }
  };
}

/** Members that a state machine may give as JSON and the service takes as text. */
const TEXTS: Readonly<Record<string, string>> = {
  'sns:publish': 'Message',
  'sqs:sendMessage': 'MessageBody',
};

async function answerOf(
  wire: Wire,
  integrations: Readonly<Record<string, Integration>>,
  effect: TaskEffect,
  caller: Watcher,
): Promise<Json> {
  const name = `${effect.service}:${effect.action}`;
  const given = withText(argumentsOf(effect), TEXTS[name]);
  const integration = integrations[name];
  if (!integration && !isWireCall(effect)) {
    throw new RangeError(`no integration ${effect.resource} offline; plug one in as ${name}`);
  }
  const answer = await (integration?.(given, caller) ?? wireCall(wire, effect, given));
  const isPlain = effect.service.startsWith('aws-sdk:') || !isMembers(answer);
  if (isPlain) return answer;
  return { ...answer, ...sdkMetadata(uuidOf(caller.key, caller.taskId, 'call')) };
}

function withText(given: Arguments, name: string | undefined): Arguments {
  const value = name === undefined ? undefined : given[name];
  if (name === undefined || value === undefined || typeof value === 'string') return given;
  return { ...given, [name]: JSON.stringify(value) };
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
  return isMembers(entry) ? withText(entry, 'Detail') : entry;
}

function isMembers(value: Json): value is { [name: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function argumentsOf(effect: TaskEffect): Arguments {
  return isMembers(effect.arguments) ? effect.arguments : {};
}

function ended(effect: TaskEffect, response: Json): TaskOutcome {
  if (effect.pattern === 'requestResponse') return { kind: 'succeeded', output: response };
  return { kind: 'submitted', response };
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
