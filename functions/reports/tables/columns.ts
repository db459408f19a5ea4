// What a column of an exported table is: its name, its type with its unit, what it says, and where its value stands in a row. Columns
// are told field by field of what a row is made of, so that the compiler asks for one when there is another field.

/** A word for what a column holds; `docs/export.md` and each format say what they make of it. */
export type ColumnType =
  | 'text'
  | 'instant'
  | 'day'
  | 'integer'
  | 'milliseconds'
  | 'minor units'
  | 'boolean'
  | 'json';

export type Value = string | number | boolean | null;

interface Told {
  readonly type: ColumnType;
  readonly says: string;
  /** What stands there when nothing is known: NULL when left out. */
  readonly otherwise?: false;
  /** Where the field's own name would be a word of SQL. */
  readonly name?: string;
}

export interface Column extends Told {
  readonly name: string;
  readonly of: (row: object) => Value;
}

type Scalar = string | number | boolean;

/** One column a field, a group of columns a field that holds fields. Lists are tables of their own. */
export type ToldOf<Row> = {
  readonly [Name in keyof Row as NonNullable<Row[Name]> extends readonly unknown[]
    ? never
    : Name]-?: NonNullable<Row[Name]> extends Scalar ? Told : ToldOf<NonNullable<Row[Name]>>;
};

const told =
  (type: ColumnType) =>
  (says = ''): Told => ({ type, says });

export const text = told('text');
export const instant = told('instant');
export const day = told('day');
export const integer = told('integer');
export const millis = told('milliseconds');
export const money = told('minor units');
/** True, false, or not known. */
export const yesOrNo = told('boolean');

/** True, or false when nobody said so. */
export function yes(says = ''): Told {
  return { ...told('boolean')(says), otherwise: false };
}

/** The column under another name than its field's. */
export function named(name: string, column: Told): Told {
  return { ...column, name };
}

/** The columns in the order in which they are told; the names of groups stand before those of their fields. */
export function columnsOf<Row>(fields: ToldOf<Row>): readonly Column[] {
  return columnsIn(fields, []);
}

type Fields = Readonly<Record<string, unknown>>;

function columnsIn(fields: object, path: readonly string[]): readonly Column[] {
  return Object.entries(fields).flatMap(([field, one]: [string, Told | Fields]) => {
    const here = [...path, field];
    return isColumn(one) ? [columnAt(here, one)] : columnsIn(one, here);
  });
}

function isColumn(one: Told | Fields): one is Told {
  return typeof one.type === 'string';
}

function columnAt(path: readonly string[], { otherwise, name, ...column }: Told): Column {
  const found = (row: object) =>
    path.reduce<unknown>((inside, field) => Object(inside)[field], row) ?? otherwise ?? null;
  // Codec: the fields of a row are of the types by which its columns are told.
  const own = path.map(snakeCase).join('_');
  return { ...column, name: name ?? own, of: (row) => found(row) as Value };
}

/** A column that is reckoned from the row: a list or an object as JSON text. */
export function json<Row extends object>(
  name: string,
  says: string,
  of: (row: Row) => unknown,
): Column {
  const textOf = (row: object) => {
    // Codec: a table's columns are given its own rows.
    const value = of(row as Row);
    return value === undefined ? null : JSON.stringify(value);
  };
  return { name, type: 'json', says, of: textOf };
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
