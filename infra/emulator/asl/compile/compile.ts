import { DefinitionError } from '../definition-error.ts';
import { checkScopes } from '../expressions/variable-scopes.ts';
import { isDeeperThan } from '../nesting.ts';
import {
  expect,
  isObject,
  type JsonObject,
  newReport,
  type Report,
  stringField,
} from '../report.ts';
import type { Json } from '../types.ts';
import { compileState } from './compile-state.ts';
import { type Compiler, languageOf } from './compiler.ts';
import type { Graph, Machine, State } from './definition.ts';
import { checkTransitions } from './graph-checks.ts';

const LARGEST_DEFINITION = 1_048_576;
const DEEPEST_NESTING = 200;
const YEAR_IN_SECONDS = 31_536_000;
const LONGEST_NAME = 80;

export interface CompileOptions {
  /** State transitions per begin or advance before it hands back control; 10,000 if absent. */
  readonly transitionsPerStep?: number;
}

function refuse(message: string): DefinitionError {
  return new DefinitionError([{ code: 'INVALID_JSON_DESCRIPTION', message, location: '' }]);
}

function parseDefinition(text: string): JsonObject {
  if (Buffer.byteLength(text) > LARGEST_DEFINITION) {
    throw refuse(`Definition is larger than ${LARGEST_DEFINITION} bytes`);
  }
  let parsed: Json;
  try {
    parsed = JSON.parse(text);
  } catch (problem) {
    throw refuse(problem instanceof Error ? problem.message : 'Definition is not JSON');
  }
  if (!isObject(parsed)) throw refuse('Definition is not a JSON object');
  if (isDeeperThan(parsed, DEEPEST_NESTING)) {
    throw refuse(`Definition is nested deeper than ${DEEPEST_NESTING} levels`);
  }
  return parsed;
}

const GRAPH_FIELDS = ['StartAt', 'States', 'Comment'];

/** Compiles StartAt and States of the machine, a branch or an item processor. */
function compileGraph(
  compiler: Compiler,
  object: JsonObject,
  location: string,
  fields: readonly string[] = [],
): Graph {
  const { report } = compiler;
  for (const field of Object.keys(object)) {
    if (!GRAPH_FIELDS.includes(field) && !fields.includes(field)) {
      report.add('SCHEMA_VALIDATION_FAILED', `Field '${field}' is not supported`, location || '/');
    }
  }
  const missing = ['StartAt', 'States'].filter((field) => object[field] === undefined);
  if (missing.length > 0) {
    const message = `These fields are required: [${missing.join(', ')}]`;
    report.add('SCHEMA_VALIDATION_FAILED', message, location || '/');
  }
  const startAt = stringField(report, object, 'StartAt', location) ?? '';
  const states = new Map<string, State>();
  const listed = object.States;
  if (expect(report, listed, 'OBJECT', `${location}/States`) && isObject(listed)) {
    for (const [name, value] of Object.entries(listed)) {
      const at = `${location}/States/${name}`;
      checkName(compiler, name, at);
      if (!expect(report, value, 'OBJECT', at) || !isObject(value)) continue;
      const state = compileState(compiler, name, value, at);
      if (state !== undefined) states.set(name, state);
    }
    if (Object.keys(listed).length === states.size)
      checkTransitions(report, startAt, states, location);
  }
  return { startAt, states };
}

function checkName({ report, names }: Compiler, name: string, location: string): void {
  if (name === '' || [...name].length > LONGEST_NAME) {
    const message = `State name must have 1 to ${LONGEST_NAME} characters: ${name.slice(0, 100)}`;
    report.add('SCHEMA_VALIDATION_FAILED', message, location);
  }
  if (names.has(name)) {
    report.add('DUPLICATE_STATE_NAME', `Duplicate State name: ${name}`, location);
  }
  names.add(name);
}

const MACHINE_FIELDS = ['Version', 'TimeoutSeconds', 'QueryLanguage'];

function machineTimeout(report: Report, definition: JsonObject): number | undefined {
  const seconds = definition.TimeoutSeconds;
  if (!expect(report, seconds, 'NUMBER', '/TimeoutSeconds')) return undefined;
  if (typeof seconds !== 'number') return undefined;
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 99_999_999) {
    const message = `Value should be a whole number from 1 to 99999999: ${seconds}`;
    report.add('SCHEMA_VALIDATION_FAILED', message, '/TimeoutSeconds');
  }
  return Math.min(seconds, YEAR_IN_SECONDS);
}

/**
 * Compiles an Amazon States Language definition. Throws DefinitionError for what AWS refuses at
 * CreateStateMachine, and for what the interpreter doesn't run (activities, Distributed Map).
 */
export function compileMachine(definition: string, options: CompileOptions = {}): Machine {
  const object = parseDefinition(definition);
  const report = newReport();
  const language = languageOf(report, object, 'JSONPath', '');
  const compiler: Compiler = {
    report,
    language,
    queries: new Map(),
    names: new Set(),
    graph: (...given) => compileGraph(compiler, ...given),
  };
  const graph = compiler.graph(object, '', MACHINE_FIELDS);
  const timeoutSeconds = machineTimeout(report, object);
  if (object.Version !== undefined && object.Version !== '1.0') {
    report.add('SCHEMA_VALIDATION_FAILED', 'Version must be 1.0', '/Version');
  }
  if (report.diagnostics.length === 0) checkScopes(report, object);
  if (report.diagnostics.length > 0) throw new DefinitionError(report.diagnostics);
  return {
    ...graph,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    transitionsPerStep: options.transitionsPerStep ?? 10_000,
  };
}
