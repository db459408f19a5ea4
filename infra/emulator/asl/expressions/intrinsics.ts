import { createHash } from 'node:crypto';
import { isObject } from '../report.ts';
import type { Json } from '../types.ts';
import type { Scope } from './scope.ts';
import { seededFraction, seededUuid } from './seeded.ts';

// The intrinsic functions of JSONPath states (AWS: Intrinsic functions). Wrong arguments throw a plain Error,
// which becomes States.IntrinsicFailure.

type Intrinsic = (args: readonly Json[], scope: Scope) => Json;

function text(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Error(`not a string: ${JSON.stringify(value)}`);
  return value;
}

function array(value: Json | undefined): Json[] {
  if (!Array.isArray(value)) throw new Error(`not an array: ${JSON.stringify(value)}`);
  return value;
}

function whole(value: Json | undefined): number {
  if (typeof value !== 'number') throw new Error(`not a number: ${JSON.stringify(value)}`);
  return Math.round(value);
}

function format([template, ...values]: readonly Json[]): string {
  let next = 0;
  const filled = text(template).replace(/\\([{}\\])|\{\}/g, (found, escaped) => {
    if (escaped !== undefined) return escaped;
    const value = values[next];
    if (next >= values.length) throw new Error(`too few arguments for ${found} in States.Format`);
    next += 1;
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
  if (next < values.length) throw new Error('too many arguments for States.Format');
  return filled;
}

function partition([items, size]: readonly Json[]): Json[] {
  const [list, chunk] = [array(items), whole(size)];
  if (chunk < 1) throw new Error(`chunk size must be positive: ${chunk}`);
  const chunks: Json[] = [];
  for (let from = 0; from < list.length; from += chunk) chunks.push(list.slice(from, from + chunk));
  return chunks;
}

function range([from, to, by]: readonly Json[]): Json[] {
  const [first, last, step] = [whole(from), whole(to), whole(by)];
  if (step === 0) throw new Error('step must not be zero');
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > 1000) throw new Error(`range is longer than 1000: ${length}`);
  return Array.from({ length }, (_, index) => first + index * step);
}

function same(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function unique(items: readonly Json[]): Json[] {
  return items.filter((item, index) => items.findIndex((other) => same(other, item)) === index);
}

const DIGESTS: ReadonlyMap<string, string> = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

function digest([value, algorithm]: readonly Json[]): string {
  const name = DIGESTS.get(text(algorithm));
  if (name === undefined) throw new Error(`unknown hash algorithm: ${String(algorithm)}`);
  const data = typeof value === 'string' ? value : JSON.stringify(value);
  return createHash(name).update(data).digest('hex');
}

function merge([first, second, deep]: readonly Json[]): Json {
  if (!isObject(first) || !isObject(second)) throw new Error('States.JsonMerge merges two objects');
  if (deep !== false) throw new Error('States.JsonMerge supports only the shallow merge (false)');
  return { ...first, ...second };
}

function random([from, to, seed]: readonly Json[], scope: Scope): number {
  const [first, last] = [whole(from), whole(to)];
  const draw = seededFraction(seed === undefined ? scope.seed() : `seed:${JSON.stringify(seed)}`);
  return first + Math.floor(draw * (last - first));
}

function split([value, separators]: readonly Json[]): string[] {
  const parts: string[] = [''];
  for (const char of text(value)) {
    if (text(separators).includes(char)) parts.push('');
    else parts.push((parts.pop() ?? '') + char);
  }
  return parts.filter((part) => part !== '');
}

export const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['States.Format', format],
  ['States.StringToJson', ([value]) => JSON.parse(text(value))],
  ['States.JsonToString', ([value]) => JSON.stringify(value)],
  ['States.Array', (items) => [...items]],
  ['States.ArrayPartition', partition],
  [
    'States.ArrayContains',
    ([items, value]) => array(items).some((item) => same(item, value ?? null)),
  ],
  ['States.ArrayRange', range],
  [
    'States.ArrayGetItem',
    ([items, index]) => {
      const item = array(items)[whole(index)];
      if (item === undefined) throw new Error(`no item at index ${String(index)}`);
      return item;
    },
  ],
  ['States.ArrayLength', ([items]) => array(items).length],
  ['States.ArrayUnique', ([items]) => unique(array(items))],
  ['States.Base64Encode', ([value]) => Buffer.from(text(value)).toString('base64')],
  ['States.Base64Decode', ([value]) => Buffer.from(text(value), 'base64').toString()],
  ['States.Hash', digest],
  ['States.JsonMerge', merge],
  ['States.MathRandom', random],
  ['States.MathAdd', ([a, b]) => whole(a) + whole(b)],
  ['States.StringSplit', split],
  ['States.UUID', (_args, scope) => seededUuid(scope.seed())],
]);
