// A table that somebody sends as CSV, as spreadsheets write it in any country: cells by line, or a word on what is wrong with the file.

import { parse } from 'csv-parse/sync';
import { Invalid } from './errors.ts';

/** What a request of ten seconds reads and stores with room to spare; a longer list is sent in parts. */
const MOST_ROWS = 10_000;

export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Table {
  /** The names of the columns, each on one line. */
  readonly header: readonly string[];
  readonly rows: readonly Row[];
}

/** `path`: of the field that holds the file, empty where it is the body; `each`: what a row is of. Throws Invalid for what is wrong with the file as a whole. */
export function readTable(
  csv: string,
  { path, each }: { readonly path: string; readonly each: string },
): Table {
  const refusal = (message: string, cause?: unknown) => new Invalid([{ path, message }], cause);
  const broken = notUtf8(csv);
  if (broken !== undefined)
    throw refusal(
      `is not UTF-8 (line ${broken}); save it as "CSV UTF-8", or convert it from GBK or UTF-16, and send it again`,
    );
  const [first, ...rows] = recordsOf(csv, refusal);
  const header = first?.cells.map(columnName) ?? [];
  if (!header.some((name) => name !== ''))
    throw refusal(`has no row; give a header and a row a ${each}`);
  if (header.some((name) => /\p{Cc}/u.test(name)))
    throw refusal('has a header with a control character; is it a CSV file?');
  if (rows.length > MOST_ROWS)
    throw refusal(`has ${rows.length} rows; send at most ${MOST_ROWS} at a time`);
  return { header, rows };
}

/** The first line that holds the sign for what could not be read, or what no text holds: JSON and CSV are sent as UTF-8. */
function notUtf8(csv: string): number | undefined {
  const broken = csv
    .split('\n')
    .findIndex((text) => /[\uFFFD\0]/.test(text) || !text.isWellFormed());
  return broken < 0 ? undefined : broken + 1;
}

/** A column's name on one line, as people write it in a mapping: Excel breaks long headers inside their cell. */
export function columnName(cell: string): string {
  return cell.replaceAll(/\s+/g, ' ').trim();
}

/** Excel's own first line, which names the delimiter (`sep=;`): no header. */
const SEPARATOR_LINE = /^\uFEFF?sep=(.)\r?\n/i;

function recordsOf(
  csv: string,
  refusal: (message: string, cause: unknown) => Invalid,
): readonly Row[] {
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
