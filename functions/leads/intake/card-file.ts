// A table of people, such as the cards of an event, becomes submissions: each bad row is named with its line, column and reason (A4-1).

import { parse } from 'csv-parse/sync';
import * as z from 'zod';
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

/** What a request of ten seconds reads and stores with room to spare; a longer list is sent in parts. */
const MOST_ROWS = 10_000;

/** Reads the file. Throws Invalid for what is wrong with the file as a whole: its encoding, quotes or columns. */
export function readCards(sent: ImportBody, options: CardOptions): CardFile {
  refuseOtherEncodings(sent.csv);
  const [first, ...records] = recordsOf(sent.csv);
  const header = first?.cells.map(columnName) ?? [];
  if (!header.some((name) => name !== ''))
    throw refusal('has no row; give a header and a row a person');
  if (header.some((name) => /\p{Cc}/u.test(name)))
    throw refusal('has a header with a control character; is it a CSV file?');
  if (records.length > MOST_ROWS)
    throw refusal(`has ${records.length} rows; send at most ${MOST_ROWS} at a time`);
  const columns = columnsOf(header, sent.mapping);
  const read = records.map((record) => cardOf(record, columns, sent, options));
  return {
    rows: records.length,
    cards: read.flatMap((one) => ('bad' in one ? [] : [one.card])),
    bad: read.flatMap((one) => ('bad' in one ? one.bad : [])),
    unread: read.flatMap((one) => ('bad' in one ? [] : one.unread)),
  };
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
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

/** JSON is UTF-8: a file that was read as it and is not holds the sign for what could not be read. */
function refuseOtherEncodings(csv: string): void {
  const broken = csv
    .split('\n')
    .findIndex((text) => /[\uFFFD\0]/.test(text) || !text.isWellFormed());
  if (broken < 0) return;
  throw refusal(
    `is not UTF-8 (line ${broken + 1}); save it as "CSV UTF-8", or convert it from GBK or UTF-16, and send it again`,
  );
}

/** A column's name on one line, as people write it in a mapping: Excel breaks long headers inside their cell. */
function columnName(cell: string): string {
  return cell.replaceAll(/\s+/g, ' ').trim();
}

/** Excel's own first line, which names the delimiter (`sep=;`): no header. */
const SEPARATOR_LINE = /^\uFEFF?sep=(.)\r?\n/i;

function recordsOf(csv: string): readonly Row[] {
  const [separatorLine = '', separator] = SEPARATOR_LINE.exec(csv) ?? [];
  const table = csv.slice(separatorLine.length);
  try {
    // Codec: with `info` and no `columns`, csv-parse gives the cells as texts and where they stood.
    const records = parse(table, {
      bom: true,
      info: true,
      delimiter: separator ?? delimiterOf(table),
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as readonly { readonly record: string[]; readonly info: { lines: number } }[];
    return records.map(({ record: cells, info }) => ({
      // `lines` is where the record ends; a cell with line breaks began earlier.
      line: info.lines - cells.join('').split('\n').length + (separator === undefined ? 1 : 2),
      cells,
    }));
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw refusal(`cannot be read as CSV: ${said.slice(0, 200)}; correct its quotes`, error);
  }
}

/** Comma, semicolon (Excel in Europe) or tab: whichever the header has most of, outside quotes. */
function delimiterOf(csv: string): string {
  const [header = ''] = /^(?:"[^"]*"|[^"\r\n])*/.exec(csv) ?? [];
  const bare = header.replaceAll(/"[^"]*"/g, '');
  const count = (sign: string) => bare.split(sign).length;
  return [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0] ?? ',';
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

function refusal(message: string, cause?: unknown): Invalid {
  return new Invalid([{ path: 'csv', message }], cause);
}
