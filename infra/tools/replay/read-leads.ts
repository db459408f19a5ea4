// Real leads from a CSV file, as exported: what can be used is used, and what is odd is said.

import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { Instant, instantOf, millisOf } from '../../../functions/leads/instant.ts';

/** One row of the file, with the instant at which it is sent. */
export interface LeadRow {
  /** The row's own id, `mql_id`: also its idempotency key. */
  readonly id: string;
  readonly at: Instant;
  readonly landingPage?: string;
  readonly origin?: string;
}

export interface LeadFile {
  /** In order of their instants, then ids. */
  readonly rows: readonly LeadRow[];
  /** What is odd, and in how many rows. */
  readonly blemishes: ReadonlyMap<string, number>;
}

/** The file is no list of leads; the message is one line for the person who named it. */
export class LeadFileError extends Error {
  override readonly name = 'LeadFileError';
}

const COLUMNS = ['mql_id', 'first_contact_date', 'landing_page_id', 'origin'] as const;
type Fields = Readonly<Record<string, string | undefined>>;

/** Forms are sent from 09:00 to 17:00 UTC, the working hours of the calendar PLAIN; on any day of the week. */
const OPENS = 9 * 3_600_000;
const OPEN_FOR = 8 * 3_600_000;
const LONGEST_ID = 200;

/**
 * Reads the first `limit` rows of a CSV text with a header. A row without a usable id or date, or with the id of an
 * earlier one, is left out; missing origin or landing page is only counted. Throws LeadFileError.
 */
export function readLeads(text: string, limit = Number.POSITIVE_INFINITY): LeadFile {
  const blemishes = new Map<string, number>();
  const note = (blemish: string) => blemishes.set(blemish, (blemishes.get(blemish) ?? 0) + 1);
  const seen = new Set<string>();
  const rows = recordsOf(text, COLUMNS)
    .slice(0, limit)
    .flatMap((fields): readonly LeadRow[] => {
      const row = rowOf(fields, note);
      if (row === undefined) return [];
      if (seen.has(row.id)) {
        note('mql_id seen before (left out)');
        return [];
      }
      seen.add(row.id);
      return [row];
    });
  if (rows.length === 0) throw new LeadFileError('the file has no row that can be used');
  return { rows: rows.toSorted(byInstant), blemishes };
}

/** A date alone becomes an instant of that day: its id's SHA-256, as a fraction, of the eight hours after 09:00 UTC. */
export function instantOn(date: string, id: string): Instant {
  const fraction = createHash('sha256').update(id).digest().readUIntBE(0, 6) / 2 ** 48;
  return instantOf(Date.parse(date) + OPENS + Math.floor(fraction * OPEN_FOR));
}

/** The rows of a CSV text under its header, which must name these columns. Throws LeadFileError. */
export function recordsOf(text: string, columns: readonly string[]): readonly Fields[] {
  let records: readonly Fields[];
  try {
    // Codec: with `columns`, csv-parse gives one object of texts a row.
    records = parse(text, {
      bom: true,
      columns: (header: string[]) => header.map((name) => name.trim()),
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as readonly Fields[];
  } catch (error) {
    throw new LeadFileError(
      `the file is no CSV: ${error instanceof Error ? error.message : error}`,
    );
  }
  const [first] = records;
  if (!first) throw new LeadFileError('the file has no rows under its header');
  const missing = columns.filter((column) => !(column in first));
  if (missing.length > 0) {
    throw new LeadFileError(
      `the file has no column ${missing.join(', ')}; it has ${Object.keys(first).slice(0, 8).join(', ').slice(0, 200)}, and ${columns.join(', ')} are needed`,
    );
  }
  return records;
}

function rowOf(fields: Fields, note: (blemish: string) => void): LeadRow | undefined {
  const { mql_id: id = '', first_contact_date: date = '' } = fields;
  const { landing_page_id: landingPage = '', origin = '' } = fields;
  if (!/^[\x21-\x7e]+$/.test(id) || id.length > LONGEST_ID) {
    note('no usable mql_id (left out)');
    return undefined;
  }
  const at = sentAt(date, id);
  if (at === undefined) {
    note('no usable first_contact_date (left out)');
    return undefined;
  }
  if (origin === '') note('no origin');
  if (origin === 'unknown') note('origin "unknown"');
  if (landingPage === '') note('no landing_page_id');
  return { id, at, ...(landingPage ? { landingPage } : {}), ...(origin ? { origin } : {}) };
}

function sentAt(date: string, id: string): Instant | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) {
    const real = !Number.isNaN(Date.parse(date)) && instantOf(Date.parse(date)).startsWith(date);
    return real ? Instant.safeParse(instantOn(date, id)).data : undefined;
  }
  return Instant.safeParse(date).data;
}

function byInstant(one: LeadRow, other: LeadRow): number {
  return millisOf(one.at) - millisOf(other.at) || (one.id < other.id ? -1 : 1);
}
