// What the API says of the company's desk: who works there, by which rules, and of files that are brought in.

import * as z from 'zod';
import { CalendarVersion, LocalDate } from '../../leads/calendar/calendar.ts';
import { Sdr, StoredDepartment, Rep as StoredRep, VersionedRoster } from '../../leads/desk/desk.ts';
import { Instant } from '../../leads/instant.ts';
import { Import } from '../../leads/intake/import.ts';
import { Policy } from '../../leads/policy.ts';
import { homeSchema } from '../../leads/rates.ts';
import { Absence } from '../../leads/routing/eligibility.ts';
import { Content } from '../../leads/source/content.ts';
import { CHANNELS, MEANS, SOURCE_CLASSES } from '../../leads/source/source.ts';
import { pageOf, Sub } from './shared-answers.ts';

export { CalendarVersion, Content, Sdr };

export const Me = z.object({
  sub: Sub,
  groups: z.array(z.enum(['sdr', 'rep', 'director', 'ops', 'admin'])).readonly(),
});

/** A rep's row. His standings in the pools are not shown, but what they come to. */
export const Rep = StoredRep.omit({ standings: true });
export type Rep = z.infer<typeof Rep>;

/** With the state of the rules. */
export const RepView = Rep.extend({
  /** Such as `1 miss; next miss before a timely answer = out until 24 Oct`. */
  ruleState: z.string(),
  misses: z.int(),
  suspendedUntil: Instant.nullable(),
  /** Turns that count, as in the department's pool (4.5). */
  turns: z.number(),
});
export type RepView = z.infer<typeof RepView>;

export const RepList = z.object({ items: z.array(RepView).readonly() });
export const SdrList = z.object({ items: z.array(Sdr).readonly() });
export const DepartmentView = StoredDepartment;
export const DepartmentList = z.object({ items: z.array(StoredDepartment).readonly() });
export const RosterView = VersionedRoster;
/** What a unit of the currency is worth, from which day on: the earliest first. */
export const Rates = z.object({
  currency: z.string(),
  version: z.int(),
  rates: z.array(z.object({ from: LocalDate, rate: z.number() })).readonly(),
});
/** `own` is the company's currency, in which the rates are. */
export const RatesList = z.object({ own: z.string(), items: z.array(Rates).readonly() });
export const AbsenceView = Absence;

/** The document with its version beside its sections. */
export const PolicyView = Policy.extend({ version: z.int() });
export type PolicyView = z.infer<typeof PolicyView>;

/** How far an import is, and its report. */
export const ImportView = Import.omit({ version: true, next: true, chunks: true, by: true }).extend(
  {
    dryRun: z.literal(true).optional(),
  },
);
export type ImportView = z.infer<typeof ImportView>;

/** What a file of spend came to: rows that are new, that replace what was told, that were known; and what is wrong with the others. */
export const SpendReport = z.object({
  dryRun: z.literal(true).optional(),
  rows: z.int(),
  told: z.int(),
  corrected: z.int(),
  unchanged: z.int(),
  /** Of the good rows, in major units by currency. */
  sums: z.record(z.string(), z.number()),
  badRows: z.int(),
  bad: z.array(
    z.object({ line: z.int(), column: z.string(), value: z.string(), reason: z.string() }),
  ),
});
export type SpendReport = z.infer<typeof SpendReport>;

/** What was spent in a month on a channel and campaign, in major units. */
const SpendRow = z.object({
  spendId: z.string(),
  month: z.string(),
  class: z.enum(SOURCE_CLASSES),
  channel: z.enum(CHANNELS).optional(),
  means: z.enum(MEANS).optional(),
  platform: z.string().optional(),
  campaign: z.string().optional(),
  amount: z.number(),
  currency: z.string(),
  home: homeSchema().optional(),
});
export const SpendPage = pageOf(SpendRow);
