// An erasure takes what people wrote and who it was about out of everything that is kept: counts, ids, instants and codes stay (domain.md 4.8).
// What a text may hold is said by its schema; one that is not marked there (kept.ts) goes, and so does what no schema knows.

import type * as z from 'zod';
import { DAY, markOf, OUR_ID } from './kept.ts';

type Schema = z.core.$ZodType | undefined;

interface Def {
  readonly type: string;
  readonly format?: string;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly element?: z.core.$ZodType;
  readonly keyType?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
}

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const formats: Readonly<Record<string, RegExp>> = { datetime: INSTANT, date: DAY };
const GONE = 'erased';

/** A row, or an event's data and changes, without anything a person wrote or was called. Doing it twice changes nothing. */
export function redact(row: unknown, schema?: z.core.$ZodType): unknown {
  return without(row, schema);
}

/** Undefined for words that nobody needs to be there. */
function without(value: unknown, wrapped: Schema): unknown {
  const schema = unwrapped(wrapped);
  if (typeof value === 'string') {
    if (stays(value, schema)) return value;
    return markOf(schema) || !isOptional(wrapped) ? GONE : undefined;
  }
  if (Array.isArray(value)) {
    const item = defOf(schema).element;
    const items = value.filter((one) => typeof one !== 'string' || stays(one, unwrapped(item)));
    return items.map((one) => without(one, item));
  }
  if (typeof value !== 'object' || value === null) return value;
  const { keys, fieldOf } = fieldsOf(schema);
  const fields = Object.entries(value).flatMap(([name, one]) => {
    const after = keys && !stays(name, keys) ? undefined : without(one, fieldOf(name));
    return after === undefined ? [] : [[name, after]];
  });
  const empty = keys && fields.length === 0 && isOptional(wrapped);
  return empty ? undefined : Object.fromEntries(fields);
}

/** Of an object the field by its name; of a record every value, and the schema of its names, which may be words too. */
function fieldsOf(schema: Schema): { keys?: Schema; fieldOf: (name: string) => Schema } {
  const { keyType, valueType, shape = {} } = defOf(schema);
  if (keyType) return { keys: unwrapped(keyType), fieldOf: () => valueType };
  return { fieldOf: (name) => (Object.hasOwn(shape, name) ? shape[name] : undefined) };
}

function stays(text: string, schema: Schema): boolean {
  const { type, format = '' } = defOf(schema);
  if (type === 'unknown') return isOurs(text);
  // An enum or a literal says which texts there are.
  const shape = formats[format] ?? markOf(schema);
  return schema?._zod.values?.has(text) ?? shape?.test(text) ?? false;
}

function isOurs(text: string): boolean {
  return INSTANT.test(text) || DAY.test(text) || OUR_ID.test(text);
}

/** What is checked before anything is made of it. */
function unwrapped(schema: Schema): Schema {
  const { in: checked, innerType = checked } = defOf(schema);
  return innerType ? unwrapped(innerType) : schema;
}

function isOptional(schema: Schema): boolean {
  return defOf(schema).type === 'optional';
}

/** What a schema is made of; no schema is one that knows nothing. */
function defOf(schema: Schema): Def {
  // Codec: zod's union of all definitions, by the names of their parts.
  return (schema?._zod.def ?? { type: 'unknown' }) as Def;
}

/** Addresses of recordings in these rows: they lie elsewhere and have to be deleted there. */
export function recordingsIn(rows: readonly unknown[]): readonly string[] {
  const found = new Set<string>();
  const look = (value: unknown, key: string): void => {
    const names = key === 'recordingUrl' || key === 'recordings';
    if (typeof value === 'string' && names && value !== GONE) found.add(value);
    if (Array.isArray(value)) for (const one of value) look(one, key);
    else if (typeof value === 'object' && value !== null)
      for (const [name, one] of Object.entries(value)) look(one, name);
  };
  for (const one of rows) look(one, '');
  return [...found];
}

/** The row without the addresses of these recordings, wherever it names them. */
export function withoutRecordings(row: unknown, gone: ReadonlySet<string>): unknown {
  if (gone.size === 0 || typeof row !== 'object' || row === null) return row;
  const isGone = (value: unknown) => typeof value === 'string' && gone.has(value);
  if (Array.isArray(row))
    return row.filter((one) => !isGone(one)).map((one) => withoutRecordings(one, gone));
  return Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => !isGone(value))
      .map(([name, value]) => [name, withoutRecordings(value, gone)]),
  );
}
