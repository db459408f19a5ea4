import { compileIntrinsic } from '../expressions/intrinsic-call.ts';
import { evaluateQuery, unexpectedType } from '../expressions/jsonata.ts';
import { compilePath, pathOrFail } from '../expressions/jsonpath.ts';
import type { Template } from '../expressions/scope.ts';
import { expect } from '../report.ts';
import { runtimeFailure } from '../state-failure.ts';
import { type Place, queryAt } from './place.ts';

/** A text that a state gives literally, as an expression or, in JSONPath, by `<field>Path`. */
export function textField(place: Place, field: string): Template | undefined {
  const value = place.object[field];
  if (value === undefined) return textPath(place, field);
  expect(place.compiler.report, value, 'STRING', `${place.location}/${field}`);
  if (typeof value !== 'string') return undefined;
  const query = place.language === 'JSONata' ? queryAt(place, value, field) : undefined;
  if (query === undefined) return () => value;
  return async (scope) => {
    const given = await evaluateQuery(query, field, scope);
    if (typeof given !== 'string') throw unexpectedType(query, field, 'string', given);
    return given;
  };
}

function textPath(place: Place, field: string): Template | undefined {
  const text = place.object[`${field}Path`];
  const location = `${place.location}/${field}Path`;
  if (text === undefined) return undefined;
  if (typeof text === 'string' && text.startsWith('States.')) {
    const call = compileIntrinsic(place.compiler.report, text, location);
    return (scope) => call(scope, scope.input);
  }
  const path = compilePath(place.compiler.report, text, location);
  if (path === undefined) return undefined;
  return (scope) => {
    const given = pathOrFail(path, scope, scope.input);
    if (typeof given === 'string') return given;
    throw runtimeFailure(
      `The ${field}Path field refers to value ${JSON.stringify(given)} which is not a string: ${path.text}`,
    );
  };
}
