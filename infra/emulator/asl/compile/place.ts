import { expressionIn, type Query } from '../expressions/jsonata.ts';
import { statesFields, topLevelReferences } from '../expressions/jsonata-references.ts';
import { jsonataTemplate } from '../expressions/jsonata-template.ts';
import { payloadTemplate } from '../expressions/payload-template.ts';
import type { Template } from '../expressions/scope.ts';
import type { JsonObject } from '../report.ts';
import type { Json } from '../types.ts';
import { type Compiler, queryFor } from './compiler.ts';
import type { Language, State } from './definition.ts';

/** A state on its way through the compiler. */
export interface Place {
  readonly compiler: Compiler;
  readonly name: string;
  readonly type: State['type'];
  readonly language: Language;
  readonly object: JsonObject;
  readonly location: string;
}

const WITH_RESULT: readonly State['type'][] = ['Task', 'Parallel', 'Map'];

function refusedFields(place: Place, field: string): string[] {
  const inCatch = /^Catch\[\d+\]\//.test(field);
  const after = /^(Output|Assign)\b/.test(field) && WITH_RESULT.includes(place.type);
  return [...(after ? [] : ['result']), ...(inCatch ? [] : ['errorOutput'])];
}

/** The query of a `{% … %}` text at a field of a state, or undefined for a literal and for a reported error. */
export function queryAt(place: Place, text: string, field: string): Query | undefined {
  const expression = expressionIn(text);
  if (expression === undefined) return undefined;
  const location = `${place.location}/${field}`;
  const query = queryFor(place.compiler, expression, location);
  if (query === undefined) return undefined;
  const unsupported = (message: string): void =>
    place.compiler.report.add('UNSUPPORTED_JSONATA_EXPRESSION', message, location);
  for (const name of new Set(topLevelReferences(query.tree))) {
    unsupported(
      name === '$$'
        ? "Reference to '$$' is not supported."
        : `Reference to '${name}' at the top level is not supported.`,
    );
  }
  const read = statesFields(query.tree);
  for (const name of refusedFields(place, field)) {
    if (read.has(name)) unsupported(`Field '$states.${name}' does not exist.`);
  }
  return query;
}

/** The template of a field's value in the state's language. */
export function templateOf(place: Place, value: Json, field: string): Template {
  return place.language === 'JSONata'
    ? jsonataTemplate(value, field, (text, at) => queryAt(place, text, at))
    : payloadTemplate(place.compiler.report, value, `${place.location}/${field}`);
}
