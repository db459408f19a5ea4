import type { Scope, Template } from '../expressions/scope.ts';
import { evaluationFailure, runtimeFailure } from '../state-failure.ts';
import { numericField } from './numeric-field.ts';
import type { Place } from './place.ts';
import { textField } from './text-field.ts';

const SECONDS = { min: 0, max: 99_999_999, whole: true };
const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d(?::\d\d)?)$/;

/** Epoch milliseconds of an ISO-8601 date and time with offset, or undefined when it is none. */
export function parseTimestamp(text: string): number | undefined {
  const [, year, month, day, hour, minute, second = '00', offset] = DATE_TIME.exec(text) ?? [];
  if (offset === undefined) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (new Date(utc).toISOString().slice(0, 10) !== `${year}-${month}-${day}`) return undefined;
  const seconds = text.includes(':', text.indexOf(':') + 1) && /T\d\d:\d\d:\d\d/.test(text);
  const complete = seconds ? text : text.replace(/(T\d\d:\d\d)/, '$1:00');
  const parsed = Date.parse(complete.replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** When a Wait is over, from Seconds or Timestamp or, in JSONPath, from their paths. */
export function waitUntil(place: Place): ((scope: Scope) => Promise<number>) | undefined {
  const { report } = place.compiler;
  const fields = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'];
  const given = fields.filter((field) => place.object[field] !== undefined);
  if (given.length !== 1) {
    const message = 'Exactly one of the following fields is required: [Seconds, Timestamp]';
    report.add('SCHEMA_VALIDATION_FAILED', message, place.location);
    return undefined;
  }
  const seconds = numericField(place, 'Seconds', SECONDS);
  if (seconds !== undefined) {
    return async (scope) => scope.now + Number(await seconds(scope)) * 1000;
  }
  const timestamp = textField(place, 'Timestamp');
  return timestamp && fromTimestamp(place, timestamp);
}

function fromTimestamp(place: Place, timestamp: Template): (scope: Scope) => Promise<number> {
  const literal = place.object.Timestamp;
  if (
    typeof literal === 'string' &&
    !literal.startsWith('{%') &&
    parseTimestamp(literal) === undefined
  ) {
    const message = `Value is not a valid ISO-8601 timestamp: ${literal}`;
    place.compiler.report.add('SCHEMA_VALIDATION_FAILED', message, `${place.location}/Timestamp`);
  }
  return async (scope) => {
    const text = String(await timestamp(scope));
    const at = parseTimestamp(text);
    if (at !== undefined) return at;
    if (place.language === 'JSONata') {
      throw evaluationFailure(
        'Timestamp',
        `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
      );
    }
    throw runtimeFailure(
      `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${String(place.object.TimestampPath)} == ${text}`,
    );
  };
}
