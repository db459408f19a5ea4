import { payloadTemplate } from '../expressions/payload-template.ts';
import { resultPath } from '../expressions/result-path.ts';
import { type JsonObject, objectList, stringField } from '../report.ts';
import type { Catcher, Retrier } from './definition.ts';
import { type Place, templateOf } from './place.ts';

const RETRY_FIELDS = [
  'Comment',
  'ErrorEquals',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
];
const CATCH_FIELDS = { JSONata: ['Assign', 'Output'], JSONPath: ['Assign', 'ResultPath'] } as const;

function errorEquals(place: Place, rule: JsonObject, location: string, last: boolean): string[] {
  const { report } = place.compiler;
  const names = rule.ErrorEquals;
  const listed = Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  if (listed.length === 0 || !Array.isArray(names) || listed.length < names.length) {
    const message = 'ErrorEquals must be a non-empty array of strings';
    report.add('SCHEMA_VALIDATION_FAILED', message, `${location}/ErrorEquals`);
  }
  for (const wildcard of ['States.ALL']) {
    if (listed.includes(wildcard) && (listed.length > 1 || !last)) {
      const message = `'${wildcard}' must appear alone and in the last rule`;
      report.add('SCHEMA_VALIDATION_FAILED', message, `${location}/ErrorEquals`);
    }
  }
  return listed;
}

function onlyFields(place: Place, rule: JsonObject, fields: readonly string[], at: string): void {
  for (const field of Object.keys(rule)) {
    if (!fields.includes(field)) {
      const message = `Field '${field}' is not supported`;
      place.compiler.report.add('SCHEMA_VALIDATION_FAILED', message, at);
    }
  }
}

interface Bound {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

function bounded(
  place: Place,
  rule: JsonObject,
  field: string,
  at: string,
  bound: Bound,
): number | undefined {
  const value = rule[field];
  if (value === undefined) return undefined;
  const fits = typeof value === 'number' && value >= bound.min && value <= bound.max;
  if (!fits || (bound.whole && !Number.isInteger(value))) {
    const kind = bound.whole ? 'a whole number' : 'a number';
    const message = `${field} must be ${kind} from ${bound.min} to ${bound.max}`;
    place.compiler.report.add('SCHEMA_VALIDATION_FAILED', message, `${at}/${field}`);
    return undefined;
  }
  return value;
}

/** The retriers of a state, with AWS's defaults: 1 second, 3 attempts, rate 2, no jitter. */
export function compileRetry(place: Place): Retrier[] {
  const rules = objectList(place.compiler.report, place.object.Retry, `${place.location}/Retry`);
  return rules.map((rule, index) => {
    const at = `${place.location}/Retry[${index}]`;
    onlyFields(place, rule, RETRY_FIELDS, at);
    const whole = { min: 1, max: 99_999_999, whole: true };
    const maxDelaySeconds = bounded(place, rule, 'MaxDelaySeconds', at, {
      ...whole,
      max: 31_622_399,
    });
    const intervalSeconds = bounded(place, rule, 'IntervalSeconds', at, whole) ?? 1;
    const jitter = stringField(place.compiler.report, rule, 'JitterStrategy', at) ?? 'NONE';
    if (jitter !== 'NONE' && jitter !== 'FULL') {
      const message = 'Value should be one of the following: [FULL, NONE]';
      place.compiler.report.add('SCHEMA_VALIDATION_FAILED', message, `${at}/JitterStrategy`);
    }
    if (maxDelaySeconds !== undefined && maxDelaySeconds <= intervalSeconds) {
      const message = 'MaxDelaySeconds must be greater than IntervalSeconds';
      place.compiler.report.add('SCHEMA_VALIDATION_FAILED', message, `${at}/MaxDelaySeconds`);
    }
    return {
      errorEquals: errorEquals(place, rule, at, index === rules.length - 1),
      intervalSeconds,
      maxAttempts: bounded(place, rule, 'MaxAttempts', at, { ...whole, min: 0 }) ?? 3,
      backoffRate:
        bounded(place, rule, 'BackoffRate', at, { min: 1, max: 1000, whole: false }) ?? 2,
      ...(maxDelaySeconds === undefined ? {} : { maxDelaySeconds }),
      jitter: jitter === 'FULL' ? 'FULL' : 'NONE',
    };
  });
}

/** The catchers of a state. In JSONPath their ResultPath puts the error output into the raw input. */
export function compileCatch(place: Place): Catcher[] {
  const { report } = place.compiler;
  const rules = objectList(report, place.object.Catch, `${place.location}/Catch`);
  return rules.map((rule, index) => {
    const field = `Catch[${index}]`;
    const at = `${place.location}/${field}`;
    onlyFields(
      place,
      rule,
      ['Comment', 'ErrorEquals', 'Next', ...CATCH_FIELDS[place.language]],
      at,
    );
    if (rule.Next === undefined) {
      report.add('SCHEMA_VALIDATION_FAILED', 'These fields are required: [Next]', at);
    }
    const { Assign: assign, Output: output } = rule;
    return {
      errorEquals: errorEquals(place, rule, at, index === rules.length - 1),
      next: stringField(report, rule, 'Next', at) ?? '',
      ...(assign === undefined ? {} : { assign: catchAssign(place, assign, `${field}/Assign`) }),
      ...(output === undefined ? {} : { output: templateOf(place, output, `${field}/Output`) }),
      ...(rule.ResultPath === undefined
        ? {}
        : { output: resultPath(report, rule.ResultPath, `${at}/ResultPath`) }),
    };
  });
}

function catchAssign(
  place: Place,
  assign: JsonObject[string],
  field: string,
): Catcher['output'] & {} {
  return place.language === 'JSONata'
    ? templateOf(place, assign, field)
    : payloadTemplate(place.compiler.report, assign, `${place.location}/${field}`, 'errorOutput');
}
