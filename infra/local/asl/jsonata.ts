import jsonata from 'jsonata';
import { BoundedRegExp } from './bounded-regexp.ts';
import type { Scope } from './definition.ts';
import { addStepFunctions } from './jsonata-functions.ts';
import { isPlain, type SyntaxNode, statesFields, variableNames } from './jsonata-references.ts';
import { BEYOND, plainEvaluator } from './plain-expression.ts';
import { seededFraction, seededUuid } from './seeded.ts';
import { evaluationFailure } from './state-failure.ts';
import type { Json } from './types.ts';

// JSONata in the Step Functions dialect, bounded in depth, steps and memory (the limits are AWS's, as measured
// by others; the number of steps is ours). Bounds count steps and not milliseconds, so that a replay ends alike.

const DEEPEST = 100;
const MOST_STEPS = 2_000_000;
const STEPS_BETWEEN_BREATHS = 20_000;
const LONGEST_ARRAY = 873_782;
const LONGEST_TEXT = 6_990_256;

// What AWS says of an expression that goes beyond its bounds.
const TOO_LONG = 'Expression evaluation timeout: 5000ms. Check for infinite loop';
const TOO_LARGE = 'Expression evaluation memory limit exceeded: Check for excessive memory usage';
const TOO_DEEP = `Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive. Depth=${DEEPEST + 1} max=${DEEPEST}`;
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

interface Meter {
  steps?: number;
}

async function breathe(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function tooMuch(value: unknown): boolean {
  if (typeof value === 'string') return value.length > LONGEST_TEXT;
  return Array.isArray(value) && value.length > LONGEST_ARRAY;
}

/** Called by the library after every node. Returns a promise now and then, so that others get a turn. */
function meter(
  _node: unknown,
  _input: unknown,
  environment: { readonly base: Meter },
  result: unknown,
): Promise<void> | undefined {
  const { base } = environment;
  const steps = (base.steps ?? 0) + 1;
  base.steps = steps;
  if (steps > MOST_STEPS) throw new Error(TOO_LONG);
  if (tooMuch(result)) {
    throw new Error(TOO_LARGE);
  }
  return steps % STEPS_BETWEEN_BREATHS === 0 ? breathe() : undefined;
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
    RegexEngine: BoundedRegExp as RegExpConstructor, // the library only ever says `new`
    stack: DEEPEST,
    sequence: LONGEST_ARRAY,
  });
  addStepFunctions(expression);
  const tree = expression.ast() as unknown as SyntaxNode; // the published type lacks most node kinds
  // Metering costs as much as evaluating. The library reads the hook by symbol; its types only know names.
  const hook = Symbol.for('jsonata.__evaluate_exit') as unknown as string;
  const quick = isPlain(tree) ? plainEvaluator(tree) : undefined;
  if (!isPlain(tree)) expression.assign(hook, meter);
  const fields = statesFields(tree);
  return {
    text,
    tree,
    evaluate: (bindings) => expression.evaluate(undefined, { ...bindings }),
    variables: [...variableNames(tree)],
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
  const value = plain(given);
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
