// A table of people, such as the cards of an event, becomes submissions: each bad row is named with its line, column and reason (A4-1).

import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { type FieldProblem, Invalid } from '../errors.ts';
import { body, fieldProblems, line, oneOf, yesOrNo } from '../fields.ts';
import { type IdentityOptions, identityProblems } from '../identity/identity.ts';
import { CameFrom } from '../source/came-from.ts';
import { Consent, Submission } from './submission.ts';

/** What a column can hold: the path of a submission's field, or whether the person came to the event (A2-8). */
const CARD_FIELDS = [
  'person.name',
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
  /** Absent when no column says so. */
  readonly attended?: boolean;
}

/** One thing that is wrong with a row: `column` is the file's own name for it. */
export interface BadCell {
  readonly line: number;
  readonly column: string;
  readonly reason: string;
}

export interface CardFile {
  readonly rows: number;
  readonly cards: readonly Card[];
  readonly bad: readonly BadCell[];
}

/** What a request of ten seconds reads and stores with room to spare; a longer list is sent in parts. */
const MOST_ROWS = 10_000;

const NUMBERS: ReadonlySet<CardField> = new Set([
  'company.employees',
  'interest.startWithinMonths',
]);
const ANSWERS: ReadonlySet<CardField> = new Set(['consent.email', 'consent.phone', 'attended']);
const YES = new Set(['yes', 'y', 'true', '1', 'x', 'ja', '是', '有', '已到', '到场']);
const NO = new Set(['no', 'n', 'false', '0', '-', 'nein', '否', '无', '未到', '缺席']);

/** Reads the file. Throws Invalid for what is wrong with the file as a whole: its encoding, quotes or columns. */
export function readCards(sent: ImportBody, options: IdentityOptions): CardFile {
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
    cards: read.flatMap((one) => ('submission' in one ? [one] : [])),
    bad: read.flatMap((one) => ('submission' in one ? [] : one.bad)),
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
    ...(fields.includes('person.name') ? [] : ['person.name']),
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

function cardOf(
  { line: number, cells: written }: Row,
  columns: Columns,
  sent: ImportBody,
  options: IdentityOptions,
): Card | { readonly bad: readonly BadCell[] } {
  const wrong = (column: string, reason: string): BadCell => ({ line: number, column, reason });
  // Some programs end each row with a comma; what stands in no column and is empty is nothing.
  const cells = written.slice(columns.count).some((text) => text !== '')
    ? written
    : written.slice(0, columns.count);
  if (cells.length !== columns.count) {
    const reason = `has ${cells.length} cells and the header ${columns.count}; look for a missing quote`;
    return { bad: [wrong('', reason)] };
  }
  const values = new Map<CardField, unknown>();
  const unread: BadCell[] = [];
  for (const { index, name, field } of columns.at) {
    const text = cells[index]?.trim() ?? '';
    if (text === '') continue;
    const value = cellValue(field, text);
    if (value === undefined) unread.push(wrong(name, 'is neither yes nor no; give one of them'));
    else values.set(field, value);
  }
  const parsed = Submission.safeParse(formOf(values, sent));
  const problems = parsed.success
    ? identityProblems(parsed.data, options)
    : fieldProblems(parsed.error);
  const bad = [
    ...unread,
    ...problems.map(({ path, message }) =>
      wrong(columns.at.find(({ field }) => field === path)?.name ?? path, message),
    ),
  ];
  if (!parsed.success || bad.length > 0) return { bad };
  const attended = values.get('attended');
  return {
    line: number,
    submission: parsed.data,
    ...(typeof attended === 'boolean' ? { attended } : {}),
  };
}

/** A number as people write it (`1,200`) stays text when it is none: the schema then says so. Undefined: no answer. */
function cellValue(field: CardField, text: string): unknown {
  if (ANSWERS.has(field)) {
    const word = text.normalize('NFKC').toLowerCase();
    if (YES.has(word)) return true;
    return NO.has(word) ? false : undefined;
  }
  if (!NUMBERS.has(field)) return text;
  const digits = text.normalize('NFKC').replaceAll(/[,\s](?=\d{3}\b)/g, '');
  return /^\d+$/.test(digits) ? Number(digits) : text;
}

function formOf(values: ReadonlyMap<CardField, unknown>, sent: ImportBody): unknown {
  const parts = (name: string) =>
    Object.fromEntries(
      [...values]
        .filter(([field]) => field.startsWith(`${name}.`))
        .map(([field, value]) => [field.slice(name.length + 1), value]),
    );
  const filled = (name: string) => {
    const part = parts(name);
    return Object.keys(part).length > 0 ? { [name]: part } : {};
  };
  return {
    form: sent.form,
    person: parts('person'),
    ...filled('company'),
    ...filled('interest'),
    consent: { ...sent.consent, ...parts('consent') },
    ...(sent.touch ? { touch: sent.touch } : {}),
  };
}

function refusal(message: string, cause?: unknown): Invalid {
  return new Invalid([{ path: 'csv', message }], cause);
}
