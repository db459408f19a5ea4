// What ops, reps and directors may send about the desk (api.md, the PUT routes; 4.2, 4.5, 4.7).

import * as z from 'zod';
import { LocalDate } from '../calendar/calendar.ts';
import { body, line, numberBetween, oneOf, paragraphs, wholeBetween, yesOrNo } from '../fields.ts';
import { NOT_AN_ADDRESS, normaliseEmail } from '../identity/identity.ts';
import { RepId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { DIGEST_WISHES } from './desk.ts';

/** Names of regions, product lines, languages and departments are the customer's own. */
const Name = line(64);
const Email = line(254).refine((text) => normaliseEmail(text) !== undefined, NOT_AN_ADDRESS);
const NamedOnce = listOf(Name, 100);

const person = {
  name: line(200),
  email: Email,
  department: Name,
  /** Empty: all. */
  regions: NamedOnce,
  productLines: NamedOnce,
  languages: NamedOnce.exactOptional(),
  calendar: Name,
  /** Open offers at a time, and turns by weight; the policy's when left out. The bounds are the routing policy's. */
  capacity: wholeBetween(1, 500).exactOptional(),
  weight: numberBetween(0.1, 10).exactOptional(),
  active: yesOrNo().exactOptional(),
  /** Of an SDR: the agency that employs him (A0-4). */
  org: line(200).exactOptional(),
  digest: oneOf(DIGEST_WISHES).exactOptional(),
};

/** A rep or an SDR: one body for both (api.md). An SDR takes no turns, so that capacity and weight say nothing about one. */
export const StaffBody = body(person);
export type StaffBody = z.infer<typeof StaffBody>;

export const DepartmentBody = body({
  regions: NamedOnce,
  mode: oneOf(['direct', 'director']),
  directorSub: line(128)
    .regex(/^[\w.:@|-]+$/, 'is not the sub of a token; use letters, digits and . : @ | _ -')
    .exactOptional(),
  /** Of the department, its director's. */
  digest: oneOf(DIGEST_WISHES).exactOptional(),
});
export type DepartmentBody = z.infer<typeof DepartmentBody>;

export const RosterBody = body({ repIds: listOf(RepId, 5000) });
export type RosterBody = z.infer<typeof RosterBody>;

// Instants of years that take a sign would not compare as text any more.
const Day = Instant.refine(
  (at) => '2000' <= at && at < '2200',
  'is not between the years 2000 and 2199; correct it',
);

/** Half open: away at `from`, back at `to`. */
export const AbsenceBody = body({ from: Day, to: Day }).refine(({ from, to }) => from < to, {
  path: ['to'],
  error: 'is not after from; give the instant at which he is back',
});
export type AbsenceBody = z.infer<typeof AbsenceBody>;

export const AnnulmentBody = body({ reason: paragraphs(1000) });
export type AnnulmentBody = z.infer<typeof AnnulmentBody>;

const Dated = body({
  from: LocalDate,
  rate: numberBetween(1e-9, 1e9),
});

/** Body of `PUT /v1/rates/{currency}`: all rates of the currency, each valid from its day to the next one's. */
export const RatesBody = body({
  rates: z
    .array(Dated, {
      error: 'is missing; give a list such as [{"from": "2026-09-01", "rate": 7.1}]',
    })
    .max(5000, 'has more than 5000 entries; shorten it')
    .superRefine((list, context) => {
      const days = list.map(({ from }) => from);
      days.forEach((day, index) => {
        if (days.indexOf(day) === index) return;
        const message = `${day} is listed twice; remove one`;
        context.addIssue({ code: 'custom', path: [index, 'from'], message });
      });
    }),
});
export type RatesBody = z.infer<typeof RatesBody>;

/** A list of texts in which each may stand once. */
function listOf<Item extends z.ZodType<string>>(item: Item, most: number) {
  return z
    .array(item, {
      error: ({ input }) =>
        input === undefined ? 'is missing; give a list' : 'is not a list; correct it',
    })
    .max(most, `has more than ${most} entries; shorten it`)
    .superRefine((list, context) => {
      list.forEach((one, index) => {
        if (list.indexOf(one) === index) return;
        context.addIssue({ code: 'custom', path: [index], message: 'is listed twice; remove it' });
      });
    });
}
