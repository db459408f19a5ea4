import { evaluateQuery, unexpectedType } from '../expressions/jsonata.ts';
import { payloadTemplate } from '../expressions/payload-template.ts';
import type { Scope } from '../expressions/scope.ts';
import { type JsonObject, objectList, stringField } from '../report.ts';
import type { Json } from '../types.ts';
import { comparison } from './choice-comparison.ts';
import type { ChoiceRule } from './definition.ts';
import { type Place, queryAt, templateOf } from './place.ts';

const FIELDS = ['Comment', 'Next', 'Assign'];

/** The rules of a Choice, with their own Assign and Output. */
export function choiceRules(place: Place): ChoiceRule[] {
  const at = `${place.location}/Choices`;
  return objectList(place.compiler.report, place.object.Choices, at).map((rule, index) =>
    choiceRule(place, rule, index),
  );
}

function choiceRule(place: Place, rule: JsonObject, index: number): ChoiceRule {
  const { report } = place.compiler;
  const field = `Choices[${index}]`;
  const at = `${place.location}/${field}`;
  if (rule.Next === undefined) {
    report.add('SCHEMA_VALIDATION_FAILED', 'These fields are required: [Next]', at);
  }
  const { Assign: assign, Output: output } = rule;
  const jsonata = place.language === 'JSONata';
  return {
    next: stringField(report, rule, 'Next', at) ?? '',
    test: jsonata ? condition(place, rule, field) : comparison(report, rest(rule), at),
    ...(assign === undefined
      ? {}
      : {
          assign: jsonata
            ? templateOf(place, assign, `${field}/Assign`)
            : payloadTemplate(report, assign, `${at}/Assign`, 'result'),
        }),
    ...(output === undefined || !jsonata
      ? {}
      : { output: templateOf(place, output, `${field}/Output`) }),
  };
}

function rest(rule: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(rule).filter(([name]) => !FIELDS.includes(name)));
}

function condition(
  place: Place,
  rule: JsonObject,
  at: string,
): (scope: Scope) => boolean | Promise<boolean> {
  const { report } = place.compiler;
  const field = `${at}/Condition`;
  const value: Json | undefined = rule.Condition;
  for (const name of Object.keys(rule)) {
    if (![...FIELDS, 'Condition', 'Output'].includes(name)) {
      const message = `Field '${name}' is not supported`;
      report.add('SCHEMA_VALIDATION_FAILED', message, `${place.location}/${at}`);
    }
  }
  if (typeof value === 'boolean') return () => value;
  const query = typeof value === 'string' ? queryAt(place, value, field) : undefined;
  if (query === undefined) {
    const location = `${place.location}/${field}`;
    if (!report.diagnostics.some((known) => known.location === location)) {
      const message = 'Condition must be a boolean or a JSONata expression';
      report.add('SCHEMA_VALIDATION_FAILED', message, location);
    }
    return () => false;
  }
  return async (scope) => {
    const given = await evaluateQuery(query, field, scope);
    if (typeof given !== 'boolean') throw unexpectedType(query, field, 'boolean', given);
    return given;
  };
}
