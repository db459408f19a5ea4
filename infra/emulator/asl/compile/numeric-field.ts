import { evaluateQuery, unexpectedType } from '../expressions/jsonata.ts';
import { compilePath, pathOrFail } from '../expressions/jsonpath.ts';
import type { Scope, Template } from '../expressions/scope.ts';
import { evaluationFailure, runtimeFailure } from '../state-failure.ts';
import type { Json } from '../types.ts';
import { type Place, queryAt } from './place.ts';

interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** A whole number; false allows fractions (percentages). */
  readonly whole: boolean;
}

function problem(
  field: string,
  value: number,
  { min, max, whole }: NumberRange,
): string | undefined {
  if (whole && !Number.isInteger(value)) {
    return `The ${field} field cannot be parsed as an integer: ${value}`;
  }
  return value < min || value > max
    ? `${field} must be between ${min} and ${max} but was: ${value}`
    : undefined;
}

/** A number that a state gives literally, as an expression or, in JSONPath, by `<field>Path`. */
export function numericField(
  place: Place,
  field: string,
  range: NumberRange,
): Template | undefined {
  const value = place.object[field];
  const path = place.object[`${field}Path`];
  if (value === undefined)
    return path === undefined ? undefined : fromPath(place, field, path, range);
  const location = `${place.location}/${field}`;
  const { report } = place.compiler;
  if (typeof value === 'number') {
    const wrong = problem(field, value, range);
    if (wrong !== undefined) report.add('SCHEMA_VALIDATION_FAILED', wrong, location);
    return () => value;
  }
  const query =
    typeof value === 'string' && place.language === 'JSONata'
      ? queryAt(place, value, field)
      : undefined;
  if (query === undefined) {
    if (!report.diagnostics.some((known) => known.location === location)) {
      const kind = range.whole ? 'INTEGER' : 'NUMBER';
      report.add('SCHEMA_VALIDATION_FAILED', `Expected value of type [${kind}]`, location);
    }
    return undefined;
  }
  return async (scope: Scope) => {
    const given = await evaluateQuery(query, field, scope);
    if (typeof given !== 'number') throw unexpectedType(query, field, 'number', given);
    const wrong = problem(field, given, range);
    if (wrong !== undefined) throw evaluationFailure(field, wrong);
    return given;
  };
}

function fromPath(
  place: Place,
  field: string,
  text: Json,
  range: NumberRange,
): Template | undefined {
  const location = `${place.location}/${field}Path`;
  const path = compilePath(place.compiler.report, text, location);
  if (path === undefined) return undefined;
  return (scope) => {
    const given = pathOrFail(path, scope, scope.input);
    if (typeof given !== 'number') {
      throw runtimeFailure(
        `The ${field}Path field refers to value "${JSON.stringify(given)}" which is not a valid integer: ${path.text}`,
      );
    }
    const wrong = problem(`${field}Path`, given, range);
    if (wrong !== undefined) throw runtimeFailure(wrong);
    return given;
  };
}
