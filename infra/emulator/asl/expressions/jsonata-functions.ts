import { createHash } from 'node:crypto';
import type { Expression } from 'jsonata';
import { ARRAY_FUNCTIONS } from './jsonata-arrays.ts';
import { TOO_LARGE } from './jsonata-meter.ts';

// The functions that Step Functions adds to JSONata (AWS: Transforming data, "JSONata functions provided by
// Step Functions"). $random, $uuid and $now depend on the execution: jsonata.ts binds them at each evaluation.

const LONGEST_RANGE = 360_145;
const LONGEST_PAD = 1_000_000;
const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

function memoryExceeded(): Error {
  return new Error(TOO_LARGE);
}

/** `array` cut into chunks of `size`; nothing for an empty array or a size below one. */
function partition(array: unknown, size: unknown): unknown[][] | undefined {
  if (array === undefined || typeof size !== 'number') return undefined;
  const items = Array.isArray(array) ? array : [array];
  const chunk = Math.trunc(size);
  if (items.length === 0 || chunk < 1) return undefined;
  const chunks: unknown[][] = [];
  for (let from = 0; from < items.length; from += chunk)
    chunks.push(items.slice(from, from + chunk));
  return chunks;
}

/** Numbers from `start` to `end`, both inclusive; one number comes bare, as on AWS. */
function range(start: unknown, end: unknown, step: unknown): number[] | number | undefined {
  if (typeof start !== 'number' || typeof end !== 'number' || typeof step !== 'number') {
    return undefined;
  }
  const [first, last, by] = [Math.trunc(start), Math.trunc(end), Math.trunc(step)];
  const length = by === 0 ? 0 : Math.floor((last - first) / by) + 1;
  if (length < 1) return undefined;
  if (length > LONGEST_RANGE) throw memoryExceeded();
  if (length === 1) return first;
  return Array.from({ length }, (_, index) => first + index * by);
}

function hash(text: unknown, algorithm: unknown): string | undefined {
  if (typeof text !== 'string' || typeof algorithm !== 'string') return undefined;
  const name = HASHES[algorithm];
  if (name === undefined || !Object.hasOwn(HASHES, algorithm)) {
    throw new Error(`Unsupported hash algorithm: ${algorithm}`);
  }
  return createHash(name).update(text, 'utf8').digest('hex');
}

function parse(text: unknown): unknown {
  return typeof text === 'string' ? JSON.parse(text) : undefined;
}

/** JSONata's own $pad, but refusing a width that would fill the memory. */
function pad(text: unknown, width: unknown, char: unknown): string | undefined {
  if (typeof text !== 'string' || typeof width !== 'number') return undefined;
  if (Math.abs(width) > LONGEST_PAD) throw memoryExceeded();
  const filler = typeof char === 'string' && char !== '' ? char : ' ';
  const missing = Math.abs(Math.trunc(width)) - [...text].length;
  if (missing <= 0) return text;
  const padding = [...filler.repeat(Math.ceil(missing / [...filler].length))]
    .slice(0, missing)
    .join('');
  return width < 0 ? padding + text : text + padding;
}

type Implementation = Parameters<Expression['registerFunction']>[1];

const FUNCTIONS: readonly (readonly [string, Implementation, string?])[] = [
  ['partition', partition],
  ['range', range],
  ['hash', hash],
  ['parse', parse],
  ['pad', pad, '<s-ns?:s>'],
  ...ARRAY_FUNCTIONS,
];

/**
 * Gives an expression those of the functions that it names and that don't depend on the execution, and takes $eval
 * away. A definition may have thousands of expressions, and most name none.
 */
export function addStepFunctions(expression: Expression, named: ReadonlySet<string>): void {
  for (const [name, implementation, signature] of FUNCTIONS) {
    if (named.has(name)) expression.registerFunction(name, implementation, signature);
  }
  if (named.has('eval')) expression.assign('eval', undefined);
}
