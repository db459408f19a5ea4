// Does a rule's pattern match an event? EventBridge's content filtering: exact, prefix, suffix, anything-but, exists, numeric, $or.

import type { Json } from '../asl/types.ts';

/** An event pattern as in an EventBridge rule. */
export type Pattern = { readonly [field: string]: Json };

/** True when every field of the pattern matches. Throws TypeError for a matcher that it does not know. */
export function matches(pattern: Pattern, event: Json): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    if (field === '$or') return alternatives(wanted).some((one) => matches(one, event));
    const value = isFields(event) ? event[field] : undefined;
    if (Array.isArray(wanted)) return matchesAny(wanted, value);
    if (!isFields(wanted)) throw new TypeError(`pattern of ${field} must be an array or an object`);
    // An array of objects matches when one of them does, as on AWS, which flattens arrays.
    if (Array.isArray(value)) return value.some((one) => matches(wanted, one));
    return matches(wanted, value ?? null);
  });
}

function matchesAny(wanted: readonly Json[], value: Json | undefined): boolean {
  const values = Array.isArray(value) && value.length > 0 ? value : [value];
  return wanted.some((matcher) => values.some((one) => matchesOne(matcher, one)));
}

function matchesOne(matcher: Json, value: Json | undefined): boolean {
  if (!isFields(matcher)) return matcher === value;
  const [[kind, operand] = []] = Object.entries(matcher);
  const test = MATCHERS[kind ?? ''];
  if (!test || operand === undefined) throw new TypeError(`unknown matcher ${kind} in a pattern`);
  return test(operand, value);
}

const MATCHERS: Readonly<Record<string, (operand: Json, value: Json | undefined) => boolean>> = {
  prefix: (operand, value) => typeof value === 'string' && value.startsWith(String(operand)),
  suffix: (operand, value) => typeof value === 'string' && value.endsWith(String(operand)),
  'equals-ignore-case': (operand, value) =>
    typeof value === 'string' && value.toLowerCase() === String(operand).toLowerCase(),
  exists: (operand, value) => (value !== undefined) === operand && !isFields(value),
  numeric: (operand, value) =>
    typeof value === 'number' && Array.isArray(operand) && isInRange(operand, value),
  'anything-but': (operand, value) => value !== undefined && isAnythingBut(operand, value),
};

function isAnythingBut(operand: Json, value: Json): boolean {
  if (Array.isArray(operand)) return !operand.includes(value);
  return !matchesOne(operand, value);
}

const COMPARE: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

/** `["operator", limit, …]`: each pair must hold. */
function isInRange(operand: readonly Json[], value: number): boolean {
  return operand.every((operator, index) => {
    if (index % 2 === 1) return true;
    const compare = COMPARE[String(operator)];
    if (!compare) throw new TypeError(`unknown comparison ${operator} in a numeric pattern`);
    return compare(value, Number(operand[index + 1]));
  });
}

function alternatives(wanted: Json): readonly Pattern[] {
  return Array.isArray(wanted) ? wanted.filter(isFields) : [];
}

function isFields(value: Json | undefined): value is { [field: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
