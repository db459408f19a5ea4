import { evaluateQuery, unexpectedType } from '../expressions/jsonata.ts';
import { jsonataTemplate } from '../expressions/jsonata-template.ts';
import { compilePath, pathOrFail } from '../expressions/jsonpath.ts';
import type { Template } from '../expressions/scope.ts';
import { runtimeFailure } from '../state-failure.ts';
import type { Json } from '../types.ts';
import { numericField } from './numeric-field.ts';
import { type Place, queryAt } from './place.ts';

/** The items of a Map: Items or ItemsPath, or the state's input. Throws when they are no array. */
export function itemsOf(place: Place): Template | undefined {
  return place.language === 'JSONata' ? jsonataItems(place) : pathItems(place);
}

function jsonataItems(place: Place): Template | undefined {
  const value = place.object.Items;
  if (Array.isArray(value)) {
    return jsonataTemplate(value, 'Items', (text, field) => queryAt(place, text, field));
  }
  if (value === undefined) {
    return ({ input }) => {
      if (Array.isArray(input)) return input;
      throw runtimeFailure(
        `Reference path "$" must point to array. Input: ${JSON.stringify(input)}`,
      );
    };
  }
  const query = typeof value === 'string' ? queryAt(place, value, 'Items') : undefined;
  if (query === undefined) {
    const location = `${place.location}/Items`;
    if (!place.compiler.report.diagnostics.some((known) => known.location === location)) {
      const message = 'Items must be an array or a JSONata expression';
      place.compiler.report.add('SCHEMA_VALIDATION_FAILED', message, location);
    }
    return undefined;
  }
  return async (scope) => {
    const items = await evaluateQuery(query, 'Items', scope);
    if (!Array.isArray(items)) throw unexpectedType(query, 'Items', 'array', items);
    return items;
  };
}

function pathItems(place: Place): Template | undefined {
  const text: Json = place.object.ItemsPath ?? '$';
  const path = compilePath(place.compiler.report, text, `${place.location}/ItemsPath`);
  if (path === undefined) return undefined;
  return (scope) => {
    const items = pathOrFail(path, scope, scope.input);
    if (Array.isArray(items)) return items;
    throw runtimeFailure(
      `Reference path "${path.text}" must point to array. Input: ${JSON.stringify(scope.input)}`,
    );
  };
}

/** ToleratedFailureCount and Percentage: an inline Map evaluates and checks them, and tolerates nothing. */
export function tolerancesOf(place: Place): Template[] {
  const count = { min: 0, max: 10_000_000, whole: true };
  const percentage = { min: 0, max: 100, whole: false };
  return [
    numericField(place, 'ToleratedFailureCount', count),
    numericField(place, 'ToleratedFailurePercentage', percentage),
  ].filter((template) => template !== undefined);
}
