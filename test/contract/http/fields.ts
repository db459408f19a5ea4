// Everything that can be wrong with a body, made of the route's own schema and of one body that holds every field.

import * as z from 'zod';

export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface Field {
  readonly path: readonly string[];
  readonly schema: Schema;
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  /** How somebody came: whatever stands there, the lead is not lost for it (4.8). */
  readonly isTracking: boolean;
}

export type Body = Readonly<Record<string, unknown>>;

/** What is sent, and the paths that the answer must name. */
type Case = readonly [what: string, sent: string, path: string];

/** Every field of a body, nested ones after the object that holds them. */
export function fieldsOf(body: z.ZodType): readonly Field[] {
  // Codec: what zod writes is a JSON schema.
  return within(z.toJSONSchema(body, { io: 'input' }) as Schema, []);
}

function within({ properties = {}, required = [] }: Schema, above: readonly string[]): Field[] {
  return Object.entries(properties).flatMap(([name, one]) => {
    const path = [...above, name];
    const schema = one.anyOf?.find(({ type }) => type !== 'null') ?? one;
    const isNullable = one.anyOf?.some(({ type }) => type === 'null') === true;
    const isTracking = path[0] === 'touch';
    const field = { path, schema, isRequired: required.includes(name), isNullable, isTracking };
    return [field, ...within(schema, path)];
  });
}

/** Fields that the example lacks: it must hold them all, or they would not be tried. */
export function missingFrom(example: Body, fields: readonly Field[]): readonly string[] {
  return fields.filter(({ path }) => valueAt(example, path) === undefined).map(nameOf);
}

function valueAt(body: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (value === undefined ? value : Object(value)[name]),
    body,
  );
}

function nameOf({ path }: Field): string {
  return path.join('.');
}

/** The body with this field set to a value, or left out. */
function withField(body: Body, path: readonly string[], value: unknown): Body {
  const [name = '', ...rest] = path;
  if (rest.length > 0) return { ...body, [name]: withField(Object(body[name]), rest, value) };
  const { [name]: _, ...others } = body;
  return value === undefined ? others : { ...others, [name]: value };
}

const DEEP = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
const wrongTypes: Readonly<Record<string, readonly unknown[]>> = {
  string: [17, true, {}, [], ['text'], { toString: 1 }],
  number: ['5', '', true, {}, [5]],
  integer: ['5', '', true, {}, [5], 1.5, 0.1, 1e15],
  boolean: ['yes', 'true', 1, 0, {}],
  object: ['text', 17, false, [], [{}]],
};

/** Values that a field of this schema must refuse. */
function wrongValues({ schema, isRequired, isNullable }: Field): readonly unknown[] {
  const { type = '', minimum, maximum, maxLength, minLength } = schema;
  return [
    ...(isRequired ? [undefined] : []),
    ...(isNullable ? [] : [null]),
    ...(wrongTypes[type] ?? []),
    ...(schema.enum ? ['', 'nonsense', ` ${schema.enum[0]}`, '__proto__', 'constructor'] : []),
    ...(schema.format ? ['', 'soon', '2026-13-01', '9999-12-31', '0000-01-01T00:00:00Z'] : []),
    ...(minLength ? ['', '  \t ', 'a\u0000b', 'a\u001b[2Jb', 'x\ud800'] : []),
    ...(maxLength === undefined ? [] : ['x'.repeat(maxLength + 1)]),
    ...(minimum === undefined ? [] : [minimum - 1, -1e300]),
    ...(maximum === undefined ? [] : [maximum + 1, 1e300]),
    ...(type === 'number' || type === 'integer' ? [5e-324, -0.5] : []),
  ];
}

/** In a public body these say nothing: a form sends them for what nobody filled in. */
const NOT_SAID: ReadonlySet<unknown> = new Set([null, '', '  \t ']);

/** One wrong thing at a time: the answer must name exactly its path. */
export function casesOf(
  example: Body,
  fields: readonly Field[],
  { isPublic }: { readonly isPublic: boolean },
): readonly Case[] {
  const judged = fields.filter(({ isTracking }) => !isTracking);
  const holders = [
    [],
    ...judged.filter(({ schema }) => schema.properties).map(({ path }) => path),
  ] as const;
  return [
    ...judged.flatMap((field) => [
      ...wrongValues(field)
        .filter((value) => field.isRequired || !isPublic || !NOT_SAID.has(value))
        .map((value) => caseOf(example, field, value)),
      raw(example, field.path, DEEP, 'a list in a list in a list'),
    ]),
    ...holders.flatMap((holder) =>
      ['surprise', 'toString', '__proto__'].map((name) =>
        raw(example, [...holder, name], '{"admin":true}', 'unknown'),
      ),
    ),
  ];
}

/** Wrong things in what nobody typed: the body must be taken with each. */
export function trackingOf(example: Body, fields: readonly Field[]): readonly Case[] {
  return fields
    .filter(({ isTracking }) => isTracking)
    .flatMap((field) => [
      ...wrongValues(field).map((value) => caseOf(example, field, value)),
      raw(example, field.path, DEEP, 'a list in a list in a list'),
      raw(example, [...field.path.slice(0, 1), 'surprise'], '{"admin":true}', 'unknown'),
      raw(example, [...field.path.slice(0, 1), '__proto__'], '{"admin":true}', 'unknown'),
    ]);
}

function caseOf(example: Body, field: Field, value: unknown): Case {
  const shown = value === undefined ? 'missing' : JSON.stringify(value).slice(0, 40);
  const sent = JSON.stringify(withField(example, field.path, value));
  return [`${nameOf(field)} = ${shown}`, sent, nameOf(field)];
}

/** A value that JSON.stringify cannot be made to write. */
function raw(example: Body, path: readonly string[], json: string, what: string): Case {
  const name = path.at(-1) ?? '';
  const marked = withField(example, [...path.slice(0, -1), '\u2603'], 0);
  const without = withField(marked, path, undefined);
  const text = JSON.stringify(name === '__proto__' ? marked : without);
  return [
    `${path.join('.')} is ${what}`,
    text.replace('"☃":0', `"${name}":${json}`),
    path.join('.'),
  ];
}
