import jsonata from 'jsonata';
import { evaluationFailure } from '../state-failure.ts';
import type { Json } from '../types.ts';
import { BoundedRegExp } from './bounded-regexp.ts';
import { addStepFunctions } from './jsonata-functions.ts';
import { LONGEST_ARRAY, meterFor, TOO_LARGE } from './jsonata-meter.ts';
import {
  isPlain,
  isShort,
  type SyntaxNode,
  statesFields,
  variableNames,
} from './jsonata-references.ts';
import { BEYOND, plainEvaluator } from './plain-expression.ts';
import type { Scope } from './scope.ts';
import { seededFraction, seededUuid } from './seeded.ts';

// JSONata in the Step Functions dialect, bounded in depth, steps and memory.

const DEEPEST = 100;
const TOO_DEEP = `Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive. Depth=${DEEPEST + 1} max=${DEEPEST}`;

/** What AWS says of an expression that goes beyond its bounds. */
const BOUNDS: Readonly<Record<string, string>> = {
  D1011: TOO_DEEP,
  D2014: TOO_LARGE,
  D2015: TOO_LARGE,
};

/** A compiled expression, shared by all executions of a machine. */
export interface Query {
  /** The text between `{%` and `%}`, trimmed: what AWS quotes in messages. */
  readonly text: string;
  readonly tree: SyntaxNode;
  readonly evaluate: (bindings: object) => Promise<unknown>;
  readonly variables: readonly string[];
  readonly wantsContext: boolean;
  /** Evaluates without the library where the expression is plain enough. */
  readonly quick?: (scope: Scope) => Json | typeof BEYOND;
}

/** The expression inside `{% … %}`, or undefined when the text is a literal. */
export function expressionIn(text: string): string | undefined {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4
    ? text.slice(2, -2).trim()
    : undefined;
}

/** Compiles an expression. Throws what the library's parser throws: an object with code and message. */
export function compileQuery(text: string): Query {
  const expression = jsonata(text, {
    RegexEngine: BoundedRegExp as unknown as RegExpConstructor, // the library only ever says `new`
    stack: DEEPEST,
    sequence: LONGEST_ARRAY,
  });
  const tree = expression.ast() as unknown as SyntaxNode; // the published type lacks most node kinds
  const named = variableNames(tree);
  addStepFunctions(expression, named);
  // Metering costs as much as evaluating. The library reads the hook by symbol; its types only know names.
  const hook = Symbol.for('jsonata.__evaluate_exit') as unknown as string;
  const quick = isShort(tree) ? plainEvaluator(tree) : undefined;
  if (!isPlain(tree)) expression.assign(hook, meterFor(tree));
  const fields = statesFields(tree);
  return {
    text,
    tree,
    evaluate: (bindings) => expression.evaluate(undefined, { ...bindings }),
    variables: [...named],
    wantsContext: fields.has('context') || fields.has(undefined),
    ...(quick === undefined ? {} : { quick }),
  };
}

const fromMillis = jsonata('$fromMillis($millis, $picture, $timezone)');

function shuffled(items: unknown, draw: () => number): unknown {
  if (!Array.isArray(items)) return items === undefined ? undefined : [items];
  const result: unknown[] = [];
  for (const [index, item] of items.entries()) {
    const at = Math.floor(draw() * (index + 1));
    if (at !== index) result[index] = result[at];
    result[at] = item;
  }
  return result;
}

/** Functions whose value depends on the execution and its clock, by the name they hide. */
const SITUATED: Readonly<Record<string, (scope: Scope) => (...args: unknown[]) => unknown>> = {
  now: (scope) => (picture, timezone) =>
    fromMillis.evaluate(undefined, { millis: scope.now, picture, timezone }),
  millis: (scope) => () => scope.now,
  random: (scope) => (seed) =>
    seededFraction(seed === undefined ? scope.seed() : `seed:${JSON.stringify(seed)}`),
  uuid: (scope) => () => seededUuid(scope.seed()),
  shuffle: (scope) => (items) => shuffled(items, () => seededFraction(scope.seed())),
};

function bindings(query: Query, scope: Scope): object {
  const states: { [field: string]: unknown } = { input: scope.input };
  if (scope.result !== undefined) states.result = scope.result;
  if (scope.errorOutput !== undefined) states.errorOutput = scope.errorOutput;
  if (query.wantsContext) states.context = scope.context();
  const bound: { [name: string]: unknown } = Object.create(null);
  for (const name of query.variables) {
    if (name === 'states') continue;
    const value = scope.variable(name);
    if (value !== undefined) bound[name] = value;
    else if (Object.hasOwn(SITUATED, name)) bound[name] = SITUATED[name]?.(scope);
  }
  bound.states = states;
  return bound;
}

/** A plain copy of what an expression gave; undefined when a function is in it. */
function plain(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : String(value);
  if (typeof value !== 'object' || '_jsonata_lambda' in value || '_jsonata_function' in value) {
    return undefined;
  }
  if (Array.isArray(value)) {
    const items = value.map(plain);
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  const entries = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([name, field]) => [name, plain(field)] as const);
  // fromEntries defines own properties, so that a field named __proto__ stays a field
  return entries.every(([, field]) => field !== undefined)
    ? (Object.fromEntries(entries) as { [name: string]: Json })
    : undefined;
}

/** A value that is nested too deeply to be copied is no result either. */
function plainOrNothing(value: unknown): Json | undefined {
  try {
    return plain(value);
  } catch (problem) {
    if (problem instanceof RangeError) return undefined;
    throw problem;
  }
}

function reason(problem: unknown): string {
  const { code, message } = Object(problem) as { code?: unknown; message?: unknown };
  const bound = typeof code === 'string' ? BOUNDS[code] : undefined;
  if (bound !== undefined) return `: ${bound}`;
  const text = typeof message === 'string' ? message : String(problem);
  return typeof code === 'string' && /^[SDT]\d{4}$/.test(code) ? `. ${code}: ${text}` : `: ${text}`;
}

/**
 * The value of an expression as plain JSON. Throws StateFailure `States.QueryEvaluationError`, worded as AWS
 * does, when it throws, gives nothing or gives a function. `field` is e.g. `Output/lead` or `Choices[0]/Condition`.
 */
export function evaluateQuery(query: Query, field: string, scope: Scope): Json | Promise<Json> {
  const quick = query.quick?.(scope) ?? BEYOND;
  return quick === BEYOND ? evaluateByLibrary(query, field, scope) : quick;
}

async function evaluateByLibrary(query: Query, field: string, scope: Scope): Promise<Json> {
  const opening = `The JSONata expression '${query.text}' specified for the field '${field}'`;
  let given: unknown;
  try {
    given = await query.evaluate(bindings(query, scope));
  } catch (problem) {
    throw evaluationFailure(field, `${opening} threw an error during evaluation${reason(problem)}`);
  }
  if (given === undefined)
    throw evaluationFailure(field, `${opening} returned nothing (undefined).`);
  const value = plainOrNothing(given);
  if (value === undefined) {
    throw evaluationFailure(field, `${opening} returned an unsupported result type.`);
  }
  return value;
}

/** The failure for a value of the wrong type, in AWS's words. */
export function unexpectedType(query: Query, field: string, expected: string, value: Json): Error {
  return evaluationFailure(
    field,
    `The JSONata expression '${query.text}' specified for the field '${field}' returned an unexpected result type. ` +
      `Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
  );
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
