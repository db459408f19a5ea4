// What the API says of a report (reports.md). Only types of it are loaded at run time: the schemas are for the OpenAPI document and the tests.

import * as z from 'zod';
import { LocalDate } from '../../leads/calendar/calendar.ts';
import { Instant } from '../../leads/instant.ts';

/** How sure a share is: Wilson's interval at 95 %; none of fewer than ten. */
const RateShown = z.union([
  z.object({
    of: z.int(),
    count: z.int(),
    rate: z.number(),
    low: z.number(),
    high: z.number(),
  }),
  z.object({ of: z.int(), count: z.int(), refused: z.enum(['NONE', 'TOO_FEW']) }),
]);

/** Milliseconds. */
const TimesShown = z.object({
  n: z.int(),
  median: z.number().nullable(),
  p90: z.number().nullable(),
});

export const FigureShown = z.union([
  z.number().nullable(),
  RateShown,
  TimesShown,
  z.record(z.string(), z.number()),
]);

const RowShown = z.object({
  /** Of the dimension; `-` where nothing is known. A month or day when it goes by time. */
  value: z.string(),
  /** What there is to say of it, such as when a piece of content came out. */
  note: z.string().optional(),
  /** Not yet is not lost: a window of this cohort still runs. */
  immature: z.boolean().optional(),
  figures: z.record(z.string(), FigureShown),
});

/** Of which days, as they were known at the end of which, in which zone, and when that was asked for. */
const Asked = z.object({
  from: LocalDate,
  to: LocalDate,
  asOf: LocalDate,
  zone: z.string(),
  askedAt: Instant,
});

const ColumnShown = z.object({
  key: z.string(),
  title: z.string(),
  kind: z.enum(['count', 'number', 'rate', 'times', 'money', 'ratio']),
  group: z.string().optional(),
  part: z.string().optional(),
  clock: z.enum(['elapsed', 'working', 'accept']).optional(),
});

/** A report without what it says of how it came about. */
const SectionShown = z.object({
  name: z.string(),
  view: z.string(),
  by: z.string(),
  filter: z.string().optional(),
  question: z.string(),
  definition: z.string(),
  population: z.string(),
  cannotSay: z.string(),
  ...Asked.shape,
  /** Milliseconds of a day of work of the company’s calendar: working time is told in such days. */
  workingDay: z.int(),
  /** Of how many changes the figures are. */
  changes: z.int(),
  /** How fresh they are: when the last happened of what is in them. */
  upTo: Instant.optional(),
  columns: z.array(ColumnShown),
  rows: z.array(RowShown),
  total: RowShown,
  /** What is in no figure of the company's own currency: so many of this currency had no rate on their day. */
  withoutRate: z
    .array(z.object({ what: z.string(), currency: z.string(), count: z.number() }))
    .optional(),
});
export type SectionShown = z.infer<typeof SectionShown>;

const Warnings = z.array(
  z.object({ code: z.string(), row: z.string().optional(), says: z.string() }),
);

const Said = z.object({
  /** Versions of the policy by which it was decided. */
  policies: z.array(z.int()),
  /** Rulings, corrections, merges, reopenings and annulments of that time: each moved figures of before on the day that it happened. */
  restated: z.array(z.object({ day: LocalDate, type: z.string(), count: z.int() })),
});

export const ReportAnswer = SectionShown.extend({
  ...Said.shape,
  /** What is worth saying of the figures, such as a layer of too few. */
  warnings: Warnings,
});
export type ReportAnswer = z.infer<typeof ReportAnswer>;

/** The leads behind a figure, and rows of spend, some at a time; `count` is what each adds to it, `amounts` to money: minor units by currency. */
export const BehindAnswer = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      count: z.number().optional(),
      amounts: z.record(z.string(), z.int()).optional(),
      /** Of each thing of the lead that the figure counts: an offer, an opportunity, a touch. */
      lines: z.array(z.record(z.string(), z.union([z.string(), z.number()]))).optional(),
    }),
  ),
  cursor: z.string().optional(),
});
export type BehindAnswer = z.infer<typeof BehindAnswer>;

/** Sections of several reports; `leads` is the path of the leads behind a section's first figure and behind that of a column, in all rows: with `&row=` of one. */
export const CockpitAnswer = z.object({
  name: z.string(),
  question: z.string(),
  cannotSay: z.string(),
  ...Asked.shape,
  ...Said.shape,
  sections: z.array(
    SectionShown.extend({
      title: z.string(),
      columns: z.array(ColumnShown.extend({ leads: z.string() })),
      warnings: Warnings,
      leads: z.string(),
    }),
  ),
});
export type CockpitAnswer = z.infer<typeof CockpitAnswer>;

/** Between `low` and `high` in 19 of 20 cases. */
const EstimateShown = z.object({ expected: z.number(), low: z.number(), high: z.number() });

/** The seven steps as they were and as they would be; money in major units of the company's own currency. */
export const WhatIfAnswer = z.object({
  name: z.string(),
  question: z.string(),
  definition: z.string(),
  cannotSay: z.string(),
  ...Asked.shape,
  filter: z.string().optional(),
  /** Leads of the cohort are still under way: not yet is not lost. */
  immature: z.boolean(),
  currency: z.string(),
  leads: z.object({ was: z.int(), wouldBe: z.int() }),
  costPerLead: z.object({ was: z.number().nullable(), wouldBe: z.number().nullable() }),
  steps: z
    .array(
      z.object({
        stage: z.string(),
        observed: RateShown,
        rate: EstimateShown.nullable(),
        byHand: z.boolean(),
        was: z.int(),
        wouldBe: EstimateShown.nullable(),
      }),
    )
    .readonly(),
  deals: z.object({ was: z.int(), wouldBe: EstimateShown.nullable() }),
  costPerDeal: z.object({ was: z.number().nullable(), wouldBe: EstimateShown.nullable() }),
  /** Steps of which the data say too little and for which no rate was given: without them there is no result. */
  missing: z.array(z.string()),
});
export type WhatIfAnswer = z.infer<typeof WhatIfAnswer>;
