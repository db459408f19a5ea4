// A table of people, such as the cards of an event, becomes submissions: each bad row is named with its line, column and reason (A4-1).

import * as z from 'zod';
import { columnName, type Row, readTable } from '../csv.ts';
import { type FieldProblem, Invalid } from '../errors.ts';
import { body, line, oneOf, yesOrNo } from '../fields.ts';
import { present } from '../present.ts';
import { CameFrom } from '../source/came-from.ts';
import { yesOrNoIn } from './plain-words.ts';
import { type LooseOptions, NAME_PARTS, readLoosely, saidIn } from './read-loosely.ts';
import { Consent, type Submission } from './submission.ts';
import { type Unread, unread } from './unread.ts';

/** What a column can hold: the path of a submission's field, or whether the person came to the event (A2-8). */
const CARD_FIELDS = [
  'person.name',
  ...NAME_PARTS,
  'person.email',
  'person.phone',
  'person.title',
  'person.language',
  'company.name',
  'company.website',
  'company.industry',
  'company.employees',
  'company.region',
  'interest.productLine',
  'interest.handRaise',
  'interest.message',
  'interest.startWithinMonths',
  'consent.email',
  'consent.phone',
  'attended',
] as const;
type CardField = (typeof CARD_FIELDS)[number];

/** Body of `POST /v1/imports`: `form` names the event, `mapping` says which column holds what; other columns are left out. */
export const ImportBody = body({
  name: line(200),
  form: line(100),
  csv: z.string({ error: 'is missing; give the text of the file' }).min(1, 'is empty'),
  mapping: z.record(z.string().min(1).max(200), oneOf(CARD_FIELDS), {
    error: 'is missing; say which column holds what, such as {"Mail": "person.email"}',
  }),
  /** What these people agreed to where they left their card; a column of its own goes before it. */
  consent: Consent,
  touch: CameFrom.exactOptional(),
  dryRun: yesOrNo().exactOptional(),
});
export type ImportBody = z.infer<typeof ImportBody>;

/** One row that can be sent as a form. */
export interface Card {
  readonly line: number;
  readonly submission: Submission;
  /** What could not be read in it; goes with the person, not with the report. */
  readonly unread?: readonly Unread[];
  /** Absent when no column says so. */
  readonly attended?: boolean;
}

/** One thing that is wrong with a row: `column` is the file's own name for it. What stands there is not said again: it may be somebody's address. */
export interface BadCell {
  readonly line: number;
  readonly column: string;
  readonly reason: string;
}

export interface CardFile {
  readonly rows: number;
  readonly cards: readonly Card[];
  /** Rows that stay out: nobody can be reached by them. */
  readonly bad: readonly BadCell[];
  /** Cells that could not be read, of rows that go in. */
  readonly unread: readonly BadCell[];
}

/** How a file is read: phones without a country, and spellings of currencies. */
type CardOptions = Omit<LooseOptions, 'form'>;

/** Reads the file. Throws Invalid for what is wrong with the file as a whole: its encoding, quotes or columns. */
export function readCards(sent: ImportBody, options: CardOptions): CardFile {
  const { header, rows: records } = readTable(sent.csv, { path: 'csv', each: 'person' });
  const columns = columnsOf(header, sent.mapping);
  const read = records.map((record) => cardOf(record, columns, sent, options));
  return {
    rows: records.length,
    cards: read.flatMap((one) => ('bad' in one ? [] : [one.card])),
    bad: read.flatMap((one) => ('bad' in one ? one.bad : [])),
    unread: read.flatMap((one) => ('bad' in one ? [] : one.unread)),
  };
}

interface Columns {
  /** Cells that a row must have. */
  readonly count: number;
  readonly at: readonly {
    readonly index: number;
    readonly name: string;
    readonly field: CardField;
  }[];
}

function columnsOf(header: readonly string[], mapping: ImportBody['mapping']): Columns {
  const places = Map.groupBy(header.keys(), (index) => header[index] ?? '');
  const named = Object.entries(mapping).map(([name, field]) => ({
    name,
    field,
    at: places.get(columnName(name)) ?? [],
  }));
  const has = header.join(', ').slice(0, 300);
  const fields = Object.values(mapping);
  const needed = [
    ...(fields.some((field) => field === 'person.name' || isPart(field)) ? [] : ['person.name']),
    ...(fields.some((field) => field === 'person.email' || field === 'person.phone')
      ? []
      : ['person.email or person.phone']),
  ];
  const several = fields.filter((field, index) => fields.indexOf(field) !== index);
  const problems: FieldProblem[] = [
    ...named
      .filter(({ at }) => at.length === 0)
      .map(({ name }) => ({
        path: `mapping.${name}`,
        message: `is no column of the file, which has ${has}`,
      })),
    ...named
      .filter(({ at }) => at.length > 1)
      .map(({ name }) => ({ path: 'csv', message: `has the column ${name} twice; rename one` })),
    ...needed.map((field) => ({ path: 'mapping', message: `names no column for ${field}` })),
    ...several.map((field) => ({ path: 'mapping', message: `names several columns for ${field}` })),
  ];
  if (problems.length > 0) throw new Invalid(problems);
  return {
    count: header.length,
    at: named.flatMap(({ name, field, at: [index] }) =>
      index === undefined ? [] : [{ index, name: columnName(name), field }],
    ),
  };
}

function isPart(field: CardField): boolean {
  return (NAME_PARTS as readonly string[]).includes(field);
}

function cardOf(
  { line: number, cells: written }: Row,
  columns: Columns,
  sent: ImportBody,
  options: CardOptions,
):
  | { readonly card: Card; readonly unread: readonly BadCell[] }
  | { readonly bad: readonly BadCell[] } {
  const wrong = (column: string, reason: string): BadCell => ({ line: number, column, reason });
  // Some programs end each row with a comma, and others leave the empty cells at its end out.
  const cells = written.slice(columns.count).some((text) => text !== '')
    ? written
    : written.slice(0, columns.count);
  if (cells.length > columns.count) {
    const reason = `has ${cells.length} cells and the header ${columns.count}; look for a missing quote`;
    return { bad: [wrong('', reason)] };
  }
  const values = new Map(
    columns.at.flatMap(({ index, field }) => {
      const text = cells[index]?.trim() ?? '';
      return text === '' ? [] : [[field as string, text]];
    }),
  );
  const loose = readLoosely((path) => values.get(path) ?? forEverybody(sent, path), {
    ...options,
    form: sent.form,
  });
  const named = (path: string) => columns.at.find(({ field }) => field === path)?.name ?? path;
  if ('unreachable' in loose) {
    const addresses = loose.unreachable.filter(({ path }) => ADDRESSES.has(path));
    return {
      bad:
        addresses.length > 0
          ? addresses.map(({ path, why }) => wrong(named(path), why))
          : [wrong(named(NEEDED), 'is missing, and so is a phone; nobody can be reached')],
    };
  }
  const came = values.get('attended');
  const attended = came === undefined ? undefined : yesOrNoIn(came);
  const unsure =
    came !== undefined && attended === undefined
      ? [unread('attended', came, 'is neither yes nor no')]
      : [];
  const unreadable = [...loose.unread, ...unsure];
  return {
    card: {
      line: number,
      submission: loose.submission,
      ...present({ attended, unread: unreadable.length > 0 ? unreadable : undefined }),
    },
    unread: unreadable.map(({ path, why }) => wrong(named(path), why)),
  };
}

/** One of these has to be read, or the row is nobody's. */
const ADDRESSES: ReadonlySet<string> = new Set(['person.email', 'person.phone']);
const NEEDED = 'person.email';

/** What holds for the whole list; a cell that says something else goes before it, also when nobody can read it: that is no yes. */
function forEverybody({ consent, touch }: ImportBody, path: string): unknown {
  return saidIn({ consent, touch })(path);
}
