// Deals that were signed, from a CSV file, as exported: which lead, which SDR, which rep, when, for how much.

import * as z from 'zod';
import { Instant } from '../../../functions/leads/instant.ts';
import { LeadFileError, type LeadRow, recordsOf } from './read-leads.ts';

/** One deal, as it can be replayed. */
export interface Deal {
  /** The id of its lead's row, `mql_id`. */
  readonly id: string;
  readonly sdrId: string;
  readonly repId: string;
  readonly wonAt: Instant;
  /** In BRL; the least amount there is when the file says none. */
  readonly amount: number;
}

export interface DealFile {
  readonly deals: ReadonlyMap<string, Deal>;
  /** The leads, each sent early enough for its deal. */
  readonly rows: readonly LeadRow[];
  /** What is odd, and in how many rows. */
  readonly blemishes: ReadonlyMap<string, number>;
}

export const CURRENCY = 'BRL';
/** A deal is won for more than nothing (row 22): what stands in where the file declares no revenue. */
const LEAST = 1;
const COLUMNS = ['mql_id', 'sdr_id', 'sr_id', 'won_date', 'declared_monthly_revenue'] as const;
const OPTIONAL = ['business_segment', 'lead_type', 'business_type'] as const;

const Row = z.object({
  mql_id: z.string().min(1),
  sdr_id: z.string().regex(/^[\w-]{1,100}$/),
  sr_id: z.string().regex(/^[\w-]{1,100}$/),
  won_date: z
    .string()
    .transform((text) => (/[zZ]|[+-]\d\d:\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}Z`))
    .pipe(Instant),
  declared_monthly_revenue: z.string().default(''),
});

/**
 * Reads the deals of these leads. A deal of a lead that is not replayed, or of one that has a deal already, is left out and
 * counted, as everything odd is. Throws LeadFileError.
 */
export function readDeals(text: string, leads: readonly LeadRow[]): DealFile {
  const blemishes = new Map<string, number>();
  const note = (blemish: string) => blemishes.set(blemish, (blemishes.get(blemish) ?? 0) + 1);
  const known = new Map(leads.map((row) => [row.id, row]));
  const deals = new Map<string, Deal>();
  for (const fields of recordsOf(text, COLUMNS)) {
    const row = Row.safeParse(fields);
    if (!row.success) {
      note(`no usable ${row.error.issues[0]?.path.join('.') ?? 'row'} (left out)`);
      continue;
    }
    const lead = known.get(row.data.mql_id);
    if (!lead || deals.has(row.data.mql_id)) {
      note(lead ? 'second deal of a lead (left out)' : 'of a lead that is not replayed (left out)');
      continue;
    }
    deals.set(lead.id, dealOf(row.data, lead, note));
    for (const column of OPTIONAL) if (!fields[column]) note(`no ${column}`);
  }
  if (deals.size === 0) throw new LeadFileError('the file has no deal of these leads');
  const rows = leads.map((lead) => sentInTime(lead, deals.get(lead.id)));
  return { deals, blemishes, rows: rows.toSorted(byInstant) };
}

function dealOf(row: z.output<typeof Row>, lead: LeadRow, note: (blemish: string) => void): Deal {
  const { sdr_id: sdrId, sr_id: repId, won_date: wonAt } = row;
  const declared = Number(row.declared_monthly_revenue);
  const amount = Number.isFinite(declared) && declared > 0 ? declared : LEAST;
  if (amount === LEAST) note(`no declared revenue (signed for ${LEAST} ${CURRENCY})`);
  const before = wonAt < dayOf(lead.at);
  if (before) note('signed before its first contact (signed at it)');
  const both = sdrId === repId;
  if (both) note('SDR and rep are one person (a second identity stands in for the SDR)');
  return {
    id: row.mql_id,
    sdrId: both ? `${sdrId}-sdr` : sdrId,
    repId,
    wonAt: before ? lead.at : wonAt,
    amount,
  };
}

/** The file has the day of first contact only; where it was signed on that very day, the made-up hour is not after it. */
function sentInTime(lead: LeadRow, deal: Deal | undefined): LeadRow {
  return deal && deal.wonAt < lead.at ? { ...lead, at: deal.wonAt } : lead;
}

function dayOf(at: Instant): string {
  return at.slice(0, 10);
}

function byInstant(one: LeadRow, other: LeadRow): number {
  return one.at.localeCompare(other.at) || (one.id < other.id ? -1 : 1);
}
