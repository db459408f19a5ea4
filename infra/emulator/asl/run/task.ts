import type { Resource, TaskState } from '../compile/definition.ts';
import { seededToken } from '../expressions/seeded.ts';
import { isObject } from '../report.ts';
import { dataLimitFailure, type Failure } from '../state-failure.ts';
import type { Json } from '../types.ts';
import type { Branch, TaskEffect, TaskWork, Work } from './frames.ts';
import { jsonText, NOT_TRUNCATED, record } from './history.ts';
import { isTooLarge } from './payload-limit.ts';
import { type Node, newTimer, type Run } from './run.ts';
import { workScope } from './work-scope.ts';

// A Task from its schedule to its end. Lambda ARNs as resource have their own kind of events.

/** `resourceType` and `resource` as events carry them, e.g. `sqs` and `sendMessage.waitForTaskToken`. */
function recordedResource({ arn, service, action }: Resource): {
  resourceType: string;
  resource: string;
} {
  const suffix = arn.slice(
    arn.indexOf(`:${service}:${action}`) + service.length + action.length + 2,
  );
  return { resourceType: service, resource: `${action}${suffix}` };
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

interface Settings {
  readonly taskCredentials?: { readonly roleArn: string };
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
}

async function settingsOf(run: Run, node: Node, state: TaskState): Promise<Settings> {
  const { timeoutSeconds, heartbeatSeconds, role } = state;
  if (timeoutSeconds === undefined && heartbeatSeconds === undefined && role === undefined) {
    return {};
  }
  const scope = await workScope(run, node, state);
  const timeout = timeoutSeconds === undefined ? undefined : Number(await timeoutSeconds(scope));
  const heartbeat =
    heartbeatSeconds === undefined ? undefined : Number(await heartbeatSeconds(scope));
  const given = role === undefined ? undefined : await role(scope);
  return {
    ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
    ...(heartbeat === undefined ? {} : { heartbeatInSeconds: heartbeat }),
    ...(isObject(given) && typeof given.RoleArn === 'string'
      ? { taskCredentials: { roleArn: given.RoleArn } }
      : {}),
  };
}

function recordScheduled(
  run: Run,
  branch: Branch,
  { resource }: TaskState,
  payload: Json,
  settings: Settings,
): void {
  if (resource.direct) {
    const { heartbeatInSeconds: _unrecorded, ...forFunction } = settings;
    record(run, branch, 'LambdaFunctionScheduled', [
      'lambdaFunctionScheduledEventDetails',
      {
        resource: resource.arn,
        input: jsonText(payload),
        inputDetails: NOT_TRUNCATED,
        ...forFunction,
      },
    ]);
    record(run, branch, 'LambdaFunctionStarted');
    return;
  }
  const recorded = recordedResource(resource);
  record(run, branch, 'TaskScheduled', [
    'taskScheduledEventDetails',
    {
      ...recorded,
      region: regionOf(run.start.executionArn),
      parameters: jsonText(payload),
      ...settings,
    },
  ]);
  record(run, branch, 'TaskStarted', ['taskStartedEventDetails', recorded]);
}

/** Schedules an attempt: evaluates the arguments and asks the service to call the resource. */
export async function schedule(run: Run, node: Node, state: TaskState): Promise<Work> {
  const { branch } = node;
  const { resource } = state;
  const taskId = String(run.eventCount + 1);
  const token =
    resource.pattern === 'requestResponse'
      ? undefined
      : seededToken(`${run.start.executionArn}:${taskId}`);
  const scope = await workScope(run, node, state, token === undefined ? {} : { token });
  const payload = state.prepare === undefined ? scope.input : await state.prepare(scope);
  const settings = await settingsOf(run, node, state);
  if (isTooLarge(payload)) throw dataLimitFailure(state.name);
  recordScheduled(run, branch, state, payload, settings);
  const effect: TaskEffect = {
    kind: 'task',
    taskId,
    stateName: state.name,
    resource: resource.arn,
    service: resource.service,
    action: resource.action,
    pattern: resource.pattern,
    arguments: payload,
    ...(token === undefined ? {} : { taskToken: token }),
  };
  run.effects.push(effect);
  return { kind: 'task', effect, submitted: false, ...timersFor(run, settings) };
}

function timersFor(
  run: Run,
  settings: Settings,
): Pick<TaskWork, 'timeout' | 'heartbeat' | 'heartbeatSeconds'> {
  const { timeoutInSeconds: timeout, heartbeatInSeconds: heartbeat } = settings;
  return {
    ...(timeout === undefined ? {} : { timeout: newTimer(run, run.now + timeout * 1000) }),
    ...(heartbeat === undefined
      ? {}
      : { heartbeat: newTimer(run, run.now + heartbeat * 1000), heartbeatSeconds: heartbeat }),
  };
}

function recordOutcome(
  run: Run,
  branch: Branch,
  { resource }: TaskState,
  outcome: 'Submitted' | 'SubmitFailed' | 'Succeeded' | 'Failed' | 'TimedOut',
  details: object,
): void {
  const family = resource.direct ? 'lambdaFunction' : 'task';
  const type = `${resource.direct ? 'LambdaFunction' : 'Task'}${outcome}`;
  const recorded = resource.direct ? {} : recordedResource(resource);
  record(run, branch, type, [`${family}${outcome}EventDetails`, { ...recorded, ...details }]);
}

export function taskSubmitted(
  run: Run,
  branch: Branch,
  state: TaskState,
  work: TaskWork,
  response: Json,
): void {
  if (work.submitted || work.effect.pattern === 'requestResponse') return;
  const details = { output: jsonText(response), outputDetails: NOT_TRUNCATED };
  recordOutcome(run, branch, state, 'Submitted', details);
  branch.work = { ...work, submitted: true };
}

export function taskSucceeded(run: Run, branch: Branch, state: TaskState, output: Json): void {
  if (isTooLarge(output)) {
    const what = state.resource.direct ? state.resource.arn : state.resource.service;
    taskFailed(run, branch, state, dataLimitFailure(what).failure);
    return;
  }
  const details = { output: jsonText(output), outputDetails: NOT_TRUNCATED };
  recordOutcome(run, branch, state, 'Succeeded', details);
  branch.work = { kind: 'done', result: output };
}

export function taskFailed(run: Run, branch: Branch, state: TaskState, failure: Failure): void {
  recordOutcome(run, branch, state, 'Failed', errorDetails(failure));
  branch.work = { kind: 'failed', failure };
}

/** The call itself was refused before there was anything to wait for (AWS: TaskSubmitFailed). */
export function taskNotSubmitted(
  run: Run,
  branch: Branch,
  state: TaskState,
  failure: Failure,
): void {
  const awaits = state.resource.pattern !== 'requestResponse';
  recordOutcome(run, branch, state, awaits ? 'SubmitFailed' : 'Failed', errorDetails(failure));
  branch.work = { kind: 'failed', failure };
}

function errorDetails({ error, cause }: Failure): object {
  return {
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** Timeout and missed heartbeat are recorded alike; a catcher can tell them by States.HeartbeatTimeout. */
export function taskTimedOut(
  run: Run,
  branch: Branch,
  state: TaskState,
  work: TaskWork,
  missed: 'timeout' | 'heartbeat',
): void {
  recordOutcome(run, branch, state, 'TimedOut', { error: 'States.Timeout' });
  run.effects.push({ kind: 'cancel', taskId: work.effect.taskId });
  const alias = missed === 'heartbeat' ? { alias: 'States.HeartbeatTimeout' } : {};
  branch.work = { kind: 'failed', failure: { error: 'States.Timeout', ...alias } };
}
