import { compilePath, type Path } from '../expressions/jsonpath.ts';
import type { Scope } from '../expressions/scope.ts';
import { isObject, type JsonObject, type Report } from '../report.ts';
import { runtimeFailure } from '../state-failure.ts';
import type { Json } from '../types.ts';
import { parseTimestamp } from './wait-fields.ts';

// Choice rules of JSONPath states: comparisons of a Variable, joined by And, Or and Not.

type Test = (scope: Scope) => boolean;
type Order = (sign: number) => boolean;

const ORDERS: Readonly<Record<string, Order>> = {
  Equals: (sign) => sign === 0,
  LessThan: (sign) => sign < 0,
  GreaterThan: (sign) => sign > 0,
  LessThanEquals: (sign) => sign <= 0,
  GreaterThanEquals: (sign) => sign >= 0,
};

/** The order of two values of one kind, or undefined when one isn't of the kind. */
const KINDS: Readonly<Record<string, (a: Json, b: Json) => number | undefined>> = {
  String: (a, b) =>
    typeof a === 'string' && typeof b === 'string' ? Number(a > b) - Number(a < b) : undefined,
  Numeric: (a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : undefined),
  Boolean: (a, b) =>
    typeof a === 'boolean' && typeof b === 'boolean' ? Number(a) - Number(b) : undefined,
  Timestamp: (a, b) => {
    const [first, second] = [timestamp(a), timestamp(b)];
    return first === undefined || second === undefined ? undefined : first - second;
  },
};

function timestamp(value: Json): number | undefined {
  return typeof value === 'string' ? parseTimestamp(value) : undefined;
}

const CHECKS: Readonly<Record<string, (value: Json) => boolean>> = {
  IsNull: (value) => value === null,
  IsNumeric: (value) => typeof value === 'number',
  IsString: (value) => typeof value === 'string',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => timestamp(value) !== undefined,
};

/** StringMatches: `*` stands for any text, `\\*` for an asterisk. Linear in the text, unlike a regular expression. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split(/(?<!\\)\*/).map((part) => part.replace(/\\([*\\])/g, '$1'));
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

const OPERATOR =
  /^(String|Numeric|Boolean|Timestamp)(Equals|LessThanEquals|GreaterThanEquals|LessThan|GreaterThan)(Path)?$/;

function variableValue(path: Path, scope: Scope): Json {
  const value = path.read(scope, scope.input);
  if (value !== undefined) return value;
  throw runtimeFailure(
    `Invalid path '${path.text}': The choice state's condition path references an invalid value.`,
  );
}

/** The test of a rule or of a part of one; reports what it doesn't know. */
export function comparison(report: Report, rule: JsonObject, location: string): Test {
  for (const [joint, every] of [
    ['And', true],
    ['Or', false],
  ] as const) {
    const parts = rule[joint];
    if (!Array.isArray(parts)) continue;
    const tests = parts.map((part, index) =>
      comparison(report, isObject(part) ? part : {}, `${location}/${joint}[${index}]`),
    );
    return (scope) =>
      every ? tests.every((test) => test(scope)) : tests.some((test) => test(scope));
  }
  const { Not: negated, Variable: variable, ...operators } = rule;
  if (isObject(negated)) {
    const test = comparison(report, negated, `${location}/Not`);
    return (scope) => !test(scope);
  }
  const [[operator, operand] = [], ...others] = Object.entries(operators);
  const path = compilePath(report, variable ?? null, `${location}/Variable`);
  const test =
    operator === undefined || operand === undefined || others.length > 0 || path === undefined
      ? undefined
      : operation(report, path, operator, operand, location);
  if (test !== undefined) return test;
  const message = 'A choice rule needs a Variable and exactly one comparison, or And, Or, Not';
  report.add('SCHEMA_VALIDATION_FAILED', message, location);
  return () => false;
}

function operation(
  report: Report,
  path: Path,
  operator: string,
  operand: Json,
  location: string,
): Test | undefined {
  if (operator === 'IsPresent') {
    return (scope) => (path.read(scope, scope.input) !== undefined) === operand;
  }
  const check = Object.hasOwn(CHECKS, operator) ? CHECKS[operator] : undefined;
  if (check !== undefined) return (scope) => check(variableValue(path, scope)) === operand;
  if (operator === 'StringMatches' && typeof operand === 'string') {
    return (scope) => {
      const value = variableValue(path, scope);
      return typeof value === 'string' && matches(operand, value);
    };
  }
  const [, kind = '', order = '', byPath] = OPERATOR.exec(operator) ?? [];
  const [compare, decide] = [KINDS[kind], ORDERS[order]];
  if (compare === undefined || decide === undefined) return undefined;
  const other =
    byPath === undefined ? undefined : compilePath(report, operand, `${location}/${operator}`);
  return (scope) => {
    const right = other === undefined ? operand : variableValue(other, scope);
    const sign = compare(variableValue(path, scope), right);
    return sign !== undefined && decide(sign);
  };
}
