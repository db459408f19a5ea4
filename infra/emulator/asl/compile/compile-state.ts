import { type JsonObject, stringField } from '../report.ts';
import { jsonataFlow, jsonpathFlow } from './compile-flow.ts';
import { BUILDERS } from './compile-types.ts';
import { type Compiler, languageOf } from './compiler.ts';
import type { State } from './definition.ts';
import { fieldFit, hasFlow, STATE_TYPES } from './fields.ts';
import type { Place } from './place.ts';

function stateType(
  compiler: Compiler,
  object: JsonObject,
  location: string,
): State['type'] | undefined {
  const { report } = compiler;
  if (object.Type === undefined) {
    report.add('SCHEMA_VALIDATION_FAILED', 'These fields are required: [Type]', location);
    return undefined;
  }
  const named = stringField(report, object, 'Type', location);
  const type = STATE_TYPES.find((known) => known === named);
  if (type === undefined && named !== undefined) {
    const message = `Value should be one of the following: [${STATE_TYPES.join(', ')}]`;
    report.add('SCHEMA_VALIDATION_FAILED', message, `${location}/Type`);
  }
  return type;
}

function checkFields({ compiler, object, type, language, location }: Place): void {
  for (const field of Object.keys(object)) {
    const fit = fieldFit(type, language, field);
    if (fit === 'yes') continue;
    const other = language === 'JSONata' ? 'JSONPath' : 'JSONata';
    const message =
      fit === 'other'
        ? `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`
        : `Field '${field}' is not supported`;
    compiler.report.add('SCHEMA_VALIDATION_FAILED', message, location);
  }
}

function nextOf({ compiler, object, type, location }: Place): string | undefined {
  if (!hasFlow(type)) return undefined;
  const { report } = compiler;
  const next = stringField(report, object, 'Next', location);
  const end = object.End;
  if (end !== undefined && typeof end !== 'boolean') {
    report.add('SCHEMA_VALIDATION_FAILED', 'Expected value of type [BOOLEAN]', `${location}/End`);
  }
  if ((object.Next === undefined) === (end !== true)) {
    const message = 'Exactly one of the following fields is required: [Next, End]';
    report.add('SCHEMA_VALIDATION_FAILED', message, location);
  }
  return next;
}

/** Compiles one state, or reports what is wrong and gives undefined. */
export function compileState(
  compiler: Compiler,
  name: string,
  object: JsonObject,
  location: string,
): State | undefined {
  const { report } = compiler;
  const type = stateType(compiler, object, location);
  if (type === undefined) return undefined;
  const language = languageOf(report, object, compiler.language, location);
  if (compiler.language === 'JSONata' && object.QueryLanguage === 'JSONPath') {
    const message =
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
    report.add('SCHEMA_VALIDATION_FAILED', message, location);
    return undefined;
  }
  const place: Place = { compiler, name, type, language, object, location };
  checkFields(place);
  const next = nextOf(place);
  const flow = language === 'JSONata' ? jsonataFlow(place) : jsonpathFlow(place);
  return BUILDERS[type](place, { name, ...(next === undefined ? {} : { next }), ...flow });
}
