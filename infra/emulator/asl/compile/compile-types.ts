import type { Template } from '../expressions/scope.ts';
import { isObject, objectList, stringField } from '../report.ts';
import { choiceRules } from './choice-rules.ts';
import type { Flow } from './compile-flow.ts';
import { compileCatch, compileRetry } from './compile-recovery.ts';
import type { FailState, Graph, State, TaskState } from './definition.ts';
import { itemsOf, tolerancesOf } from './map-fields.ts';
import { numericField } from './numeric-field.ts';
import { type Place, templateOf } from './place.ts';
import { parseResource } from './resource.ts';
import { checkArguments } from './task-arguments.ts';
import { textField } from './text-field.ts';
import { waitUntil } from './wait-fields.ts';

// What a state has beyond the fields that all states have, by type.

type Head = { readonly name: string; readonly next?: string } & Flow;
type Builder = (place: Place, head: Head) => State | undefined;

const SECONDS = { min: 1, max: 99_999_999, whole: true };

function required(place: Place, field: string): boolean {
  if (place.object[field] !== undefined) return true;
  const message = `These fields are required: [${field}]`;
  place.compiler.report.add('SCHEMA_VALIDATION_FAILED', message, place.location);
  return false;
}

function optional<Name extends string>(
  name: Name,
  template: Template | undefined,
): { readonly [key in Name]?: Template } {
  return template === undefined ? {} : ({ [name]: template } as { [key in Name]: Template }); // a computed key widens
}

function buildTask(place: Place, head: Head): TaskState | undefined {
  const { report } = place.compiler;
  if (!required(place, 'Resource')) return undefined;
  const arn = stringField(report, place.object, 'Resource', place.location);
  const resource = arn === undefined ? undefined : parseResource(arn);
  if (resource === undefined || 'problem' in resource) {
    const code = resource?.offline === true ? 'UNSUPPORTED_OFFLINE' : 'SCHEMA_VALIDATION_FAILED';
    if (resource !== undefined) report.add(code, resource.problem, `${place.location}/Resource`);
    return undefined;
  }
  const field = place.language === 'JSONata' ? 'Arguments' : 'Parameters';
  checkArguments(report, resource, place.object[field], `${place.location}/${field}`);
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = place.object;
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
    const message = 'HeartbeatSeconds must be smaller than TimeoutSeconds';
    report.add('SCHEMA_VALIDATION_FAILED', message, `${place.location}/HeartbeatSeconds`);
  }
  return {
    ...head,
    type: 'Task',
    resource,
    retry: compileRetry(place),
    catch: compileCatch(place),
    ...optional('timeoutSeconds', numericField(place, 'TimeoutSeconds', SECONDS)),
    ...optional('role', credentialsOf(place)),
    ...optional('heartbeatSeconds', numericField(place, 'HeartbeatSeconds', SECONDS)),
  };
}

/** Credentials.RoleArn: not assumed offline, but recorded with the task as AWS does. */
function credentialsOf(place: Place): Template | undefined {
  const { Credentials: credentials } = place.object;
  return credentials === undefined ? undefined : templateOf(place, credentials, 'Credentials');
}

function buildChoice(place: Place, head: Head): State | undefined {
  const { report } = place.compiler;
  if (!required(place, 'Choices')) return undefined;
  const rules = choiceRules(place);
  if (rules.length === 0) {
    report.add(
      'SCHEMA_VALIDATION_FAILED',
      'Choices must not be empty',
      `${place.location}/Choices`,
    );
  }
  const fallback = stringField(report, place.object, 'Default', place.location);
  return { ...head, type: 'Choice', rules, ...(fallback === undefined ? {} : { fallback }) };
}

function buildFail(place: Place, head: Head): FailState {
  return {
    name: head.name,
    type: 'Fail',
    ...optional('error', textField(place, 'Error')),
    ...optional('cause', textField(place, 'Cause')),
  };
}

function buildParallel(place: Place, head: Head): State | undefined {
  if (!required(place, 'Branches')) return undefined;
  const at = `${place.location}/Branches`;
  const listed = objectList(place.compiler.report, place.object.Branches, at);
  if (listed.length === 0) {
    place.compiler.report.add('SCHEMA_VALIDATION_FAILED', 'Branches must not be empty', at);
  }
  const branches = listed.map((branch, index) => place.compiler.graph(branch, `${at}[${index}]`));
  return {
    ...head,
    type: 'Parallel',
    branches,
    retry: compileRetry(place),
    catch: compileCatch(place),
  };
}

function processorOf(place: Place): Graph | undefined {
  const { report } = place.compiler;
  const field = place.object.ItemProcessor === undefined ? 'Iterator' : 'ItemProcessor';
  const processor = place.object[field];
  if (!isObject(processor)) {
    const message = 'These fields are required: [ItemProcessor]';
    report.add('SCHEMA_VALIDATION_FAILED', message, place.location);
    return undefined;
  }
  const config = processor.ProcessorConfig;
  const distributed = isObject(config) && config.Mode === 'DISTRIBUTED';
  const others = ['ItemReader', 'ItemBatcher', 'ResultWriter'];
  if (distributed || others.some((other) => place.object[other] !== undefined)) {
    report.add('UNSUPPORTED_OFFLINE', 'Distributed Map is not run offline', place.location);
    return undefined;
  }
  return place.compiler.graph(processor, `${place.location}/${field}`, ['ProcessorConfig']);
}

function buildMap(place: Place, head: Head): State | undefined {
  const processor = processorOf(place);
  const items = itemsOf(place);
  const selector = place.object.ItemSelector ?? place.object.Parameters;
  if (processor === undefined || items === undefined) return undefined;
  const concurrency = { min: 0, max: 2_147_483_647, whole: true };
  return {
    ...head,
    type: 'Map',
    processor,
    items,
    tolerated: tolerancesOf(place),
    retry: compileRetry(place),
    catch: compileCatch(place),
    ...(selector === undefined ? {} : { selector: templateOf(place, selector, 'ItemSelector') }),
    ...optional('maxConcurrency', numericField(place, 'MaxConcurrency', concurrency)),
  };
}

function buildWait(place: Place, head: Head): State | undefined {
  const until = waitUntil(place);
  return until && { ...head, type: 'Wait', until };
}

export const BUILDERS: Readonly<Record<State['type'], Builder>> = {
  Pass: (_place, head) => ({ ...head, type: 'Pass' }),
  Task: buildTask,
  Choice: buildChoice,
  Wait: buildWait,
  Succeed: (_place, head) => ({ ...head, type: 'Succeed' }),
  Fail: buildFail,
  Parallel: buildParallel,
  Map: buildMap,
};
