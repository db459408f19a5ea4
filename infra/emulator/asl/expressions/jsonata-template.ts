import type { Json } from '../types.ts';
import { evaluateQuery, type Query } from './jsonata.ts';
import type { Scope, Template } from './scope.ts';

/** Finds or refuses the query for an expression at a place in the definition. */
type QueryAt = (text: string, field: string) => Query | undefined;

type Part = Json | Promise<Json>;
type Evaluate = (scope: Scope) => Part;

/**
 * A template whose `{% … %}` strings are evaluated and whose other values stand for themselves.
 * Gives a constant template when it holds no expression. `field` is its name relative to the state.
 */
export function jsonataTemplate(value: Json, field: string, queryAt: QueryAt): Template {
  return evaluator(value, field, queryAt) ?? (() => value);
}

function evaluator(value: Json, field: string, queryAt: QueryAt): Evaluate | undefined {
  if (typeof value === 'string') {
    const query = queryAt(value, field);
    return query && ((scope) => evaluateQuery(query, field, scope));
  }
  if (Array.isArray(value)) return arrayEvaluator(value, field, queryAt);
  if (typeof value === 'object' && value !== null) return objectEvaluator(value, field, queryAt);
  return undefined;
}

function arrayEvaluator(items: Json[], field: string, queryAt: QueryAt): Evaluate | undefined {
  const parts = items.map((item, index) => evaluator(item, `${field}[${index}]`, queryAt));
  if (parts.every((part) => part === undefined)) return undefined;
  return async (scope) => {
    const result: Json[] = [];
    for (const [index, item] of items.entries()) {
      const part = parts[index];
      result.push(part === undefined ? item : await part(scope));
    }
    return result;
  };
}

function objectEvaluator(
  object: { [name: string]: Json },
  field: string,
  queryAt: QueryAt,
): Evaluate | undefined {
  const parts = Object.entries(object).map(
    ([name, item]) => [name, item, evaluator(item, `${field}/${name}`, queryAt)] as const,
  );
  if (parts.every(([, , part]) => part === undefined)) return undefined;
  return async (scope) => {
    const result: [string, Json][] = [];
    for (const [name, item, part] of parts) {
      result.push([name, part === undefined ? item : await part(scope)]);
    }
    return Object.fromEntries(result);
  };
}
