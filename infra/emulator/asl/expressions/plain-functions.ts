// What the workflows' own expressions call besides: of what is not plainly of the right kind the library says what it is.

import type { Json } from '../types.ts';

type Plain = (...given: readonly Json[]) => Json | undefined;

/** As we write instants; the library reads all of ISO 8601. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value + 0 : undefined;
}

/** Of one value by their names without the dollar; undefined where the library has to say. */
export const OF_ONE: Readonly<Record<string, Plain>> = {
  not: (value) => (typeof value === 'boolean' ? !value : undefined),
  ceil: (value) => (typeof value === 'number' ? finite(Math.ceil(value)) : undefined),
  toMillis: (value) =>
    typeof value === 'string' && INSTANT.test(value) ? finite(Date.parse(value)) : undefined,
};

function numbers(given: readonly Json[]): readonly number[] | undefined {
  return given.length > 0 && given.every((one) => typeof one === 'number') ? given : undefined;
}

/** Of a list that is written out. */
export const OF_LIST: Readonly<Record<string, Plain>> = {
  min: (...given) => numbers(given) && Math.min(...(numbers(given) ?? [])),
  max: (...given) => numbers(given) && Math.max(...(numbers(given) ?? [])),
};
