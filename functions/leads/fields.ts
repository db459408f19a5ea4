// What a field of a body may hold, and how a bad one is named: each error carries its path and says what to do.

import * as z from 'zod';
import type { FieldProblem } from './errors.ts';

/** Every bad field of a refused body. A strict object reports unknown keys on itself; here each is named by its own path. */
export function fieldProblems(error: z.ZodError): readonly FieldProblem[] {
  return error.issues.flatMap((issue) => {
    const paths =
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => [...issue.path, key])
        : [issue.path];
    const message = inWords(issue.message);
    return paths.map((path) => ({ path: path.join('.'), message }));
  });
}

/** The words of schemas that bring none of their own: those of zod name every unknown key at each of them. */
function inWords(message: string): string {
  if (message.startsWith('Unrecognized key')) return 'is not a known field; remove it';
  return message.replace(
    /^Invalid input: expected (\w+), received undefined$/,
    'is missing; give $1',
  );
}

/** Schemas never change, so equal ones are one: a cold start would make a thousand. */
function shared<Schema, Bounds extends readonly number[]>(
  schemaOf: (...bounds: Bounds) => Schema,
): (...bounds: Bounds) => Schema {
  const made = new Map<string, Schema>();
  return (...bounds) => {
    const key = bounds.join();
    const schema = made.get(key) ?? schemaOf(...bounds);
    made.set(key, schema);
    return schema;
  };
}

/** One line of text from outside: trimmed, NFC, 1 to `max` characters; control characters and half characters are refused. */
export const line: (max: number) => z.ZodString = shared((max) =>
  text(
    max,
    (text) => !/\p{Cc}/u.test(text) && text.isWellFormed(),
    'holds a control character; remove it',
  ),
);

/** A line by which something is looked up in an object, such as a product line: not what every object has. */
export const entryName: (max: number) => z.ZodString = shared((max) =>
  line(max).refine((text) => !(text in Object.prototype), 'cannot be used as a name; give another'),
);

/** As `line`, but line breaks and tabs are allowed. */
export const paragraphs: (max: number) => z.ZodString = shared((max) =>
  text(
    max,
    (text) => !/[^\P{Cc}\n\r\t]/u.test(text) && text.isWellFormed(),
    'holds a control character; remove it',
  ),
);

/** A currency as people write it; which one it is says the policy (currency.ts). */
export const Currency: z.ZodString = line(20);

/** An address of a recording or a page. */
export const WebAddress: z.ZodString = line(2000).refine(
  (text) => /^https?:\/\/\S+$/.test(text),
  'is not a web address; give one that starts with https://',
);

/** Text that a browser adds and nobody typed: cleaned and cut to `max` rather than refused, since it must not cost a lead. */
export const cutText: (max: number) => z.ZodString = shared((max) =>
  z.string({ error: needed('text') }).overwrite((text) =>
    text
      .toWellFormed()
      .replace(/\p{Cc}/gu, '')
      .normalize('NFC')
      .trim()
      .slice(0, max)
      .replace(/[\uD800-\uDBFF]$/, ''),
  ),
);

/** One of the words given. */
export function oneOf<const Words extends readonly string[]>(
  words: Words,
): z.ZodEnum<{ [Word in Words[number]]: Word }> {
  return z.enum(words, { error: needed(`one of ${words.join(', ')}`) });
}

/** DynamoDB keeps no number between 0 and 1e-130; nobody means one between 0 and this. */
const TINIEST = 1e-9;

/** A number from `least` to `most`, both allowed. */
export const numberBetween: (least: number, most: number) => z.ZodNumber = shared((least, most) => {
  const message = needed(`a number from ${least} to ${most}`);
  return z.number({ error: message }).check(
    z.gte(least, { error: message }),
    z.lte(most, { error: message }),
    z.refine(
      (number) => number === 0 || Math.abs(number) >= TINIEST,
      'is too close to 0 to be kept; give 0',
    ),
  );
});

/** A whole number from `least` to `most`, both allowed. */
export const wholeBetween: (least: number, most: number) => z.ZodNumber = shared((least, most) => {
  const message = needed(`a whole number from ${least} to ${most}`);
  return z
    .number({ error: message })
    .check(
      z.int({ error: message }),
      z.gte(least, { error: message }),
      z.lte(most, { error: message }),
    );
});

export function yesOrNo(): z.ZodBoolean {
  return z.boolean({ error: needed('true or false') });
}

/** An object that refuses fields it does not know. */
export function body<Shape extends z.ZodRawShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `is not a known field; remove it or use one of ${Object.keys(shape).join(', ')}`
        : needed('an object')(issue),
  });
}

/** A public body: in every field `""` and null mean "not said" (api.md), as forms send what nobody filled in. */
export function publicBody<Shape extends z.ZodRawShape>(
  shape: Shape,
): z.ZodPreprocess<z.ZodObject<Shape, z.core.$strict>> {
  return z.preprocess((sent) => said(sent), body(shape));
}

/** No public body is deeper; what is refuses itself. */
const DEEPEST = 4;

function said(sent: unknown, depth = 0): unknown {
  if (depth > DEEPEST || !isObject({ value: sent })) return sent;
  const filled = Object.entries(Object(sent)).filter(
    ([, value]) => value !== null && !(typeof value === 'string' && value.trim() === ''),
  );
  return Object.fromEntries(filled.map(([name, value]) => [name, said(value, depth + 1)]));
}

/** For rules over several fields: run them although one of the fields is bad, so that one answer names every bad field. */
export function isObject({ value }: { readonly value: unknown }): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One `check` for all of them: chained, each would copy the schema, and a cold start makes hundreds. */
function text(max: number, holds: (text: string) => boolean, otherwise: string): z.ZodString {
  return z
    .string({ error: needed('text') })
    .check(
      z.normalize('NFC'),
      z.trim(),
      z.minLength(1, 'is empty; fill it or leave the field out'),
      z.maxLength(max, `is longer than ${max} characters; shorten it`),
      z.refine(holds, otherwise),
    );
}

function needed(what: string): (issue: { readonly input?: unknown }) => string {
  return ({ input }) =>
    input === undefined ? `is missing; give ${what}` : `${shown(input)} is not ${what}; correct it`;
}

/**
 * What was sent, for a message: long or nested values are left out, since the answer names the field. String() and
 * JSON.stringify() would throw on an object with a `toString` of its own, or on a list in a list 10,000 deep.
 */
export function shown(input: unknown): string {
  if (typeof input === 'object' && input !== null)
    return Array.isArray(input) ? 'a list' : 'an object';
  const text = JSON.stringify(input) ?? typeof input;
  return text.length <= 40 ? text : 'this';
}
