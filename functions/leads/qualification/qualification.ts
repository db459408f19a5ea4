// What an SDR or a rep found out about a lead (api.md, Shapes), and whether that is enough (4.10: BANT, five criteria).

import type * as z from 'zod';
import type { FieldProblem } from '../errors.ts';
import { body, isObject, line, oneOf, paragraphs } from '../fields.ts';
import { StartWithinMonths } from '../form-words.ts';
import { Instant } from '../instant.ts';
import { CODE, kept } from '../kept.ts';

/** A project starts soon enough for BANT and for the five criteria within so many months (4.10). */
const SOON_ENOUGH_MONTHS = 12;

const answers = {
  budget: oneOf(['approved', 'planned', 'none', 'unknown']),
  authority: oneOf(['decides', 'influences', 'uses', 'unknown']),
  need: oneOf(['matches', 'partly', 'no', 'unknown']),
  /** How much of the project we could serve (A2-5). */
  share: oneOf(['most', 'part', 'tiny']).exactOptional(),
  timeline: body({ startWithinMonths: StartWithinMonths }).nullable(),
  process: oneOf(['matches', 'no', 'unknown']),
  role: oneOf(['decisionMaker', 'influencer', 'user', 'unknown']),
  note: paragraphs(4000),
  revisitAt: Instant.exactOptional(),
  reason: kept(line(100), CODE).exactOptional(),
  recordingUrl: line(2000)
    .refine(isWebAddress, 'is not a web address; give one that starts with https:// or http://')
    .exactOptional(),
};

/** Body of `POST /v1/leads/{id}/sales-qualification`: a rep's answers, without a verdict. */
export const SalesQualification = body(answers);
export type SalesQualification = z.infer<typeof SalesQualification>;

/** Body of `POST /v1/leads/{id}/qualification`. `notNow` and `notALead` give a reason; only `notNow` may name `revisitAt`. */
export const Qualification = body({
  verdict: oneOf(['ready', 'notNow', 'notALead']),
  ...answers,
})
  .refine(
    ({ verdict, reason }) =>
      reason !== undefined || (verdict !== 'notNow' && verdict !== 'notALead'),
    {
      path: ['reason'],
      error: 'is missing; say why the lead is not ready',
      when: isObject,
    },
  )
  .refine(
    ({ verdict, revisitAt }) =>
      revisitAt === undefined || (verdict !== 'ready' && verdict !== 'notALead'),
    {
      path: ['revisitAt'],
      error: 'goes with the verdict notNow only; leave it out',
      when: isObject,
    },
  );
export type Qualification = z.infer<typeof Qualification>;

type Judged = Pick<
  SalesQualification,
  'budget' | 'authority' | 'need' | 'timeline' | 'process' | 'role'
>;
type Rule = readonly [path: keyof Judged, holds: (found: Judged) => boolean, message: string];

const SOON: Rule = [
  'timeline',
  ({ timeline }) => timeline !== null && timeline.startWithinMonths <= SOON_ENOUGH_MONTHS,
  `the project must start within ${SOON_ENOUGH_MONTHS} months`,
];

const BANT: readonly Rule[] = [
  [
    'budget',
    ({ budget }) => budget === 'approved' || budget === 'planned',
    'must be approved or planned',
  ],
  [
    'authority',
    ({ authority }) => authority === 'decides' || authority === 'influences',
    'the contact must decide or influence',
  ],
  ['need', ({ need }) => need === 'matches' || need === 'partly', 'must match, wholly or partly'],
  SOON,
];

const FIVE_CRITERIA: readonly Rule[] = [
  ['need', ({ need }) => need === 'matches', 'must match'],
  ['process', ({ process }) => process === 'matches', 'must match'],
  ['budget', ({ budget }) => budget === 'approved', 'must be approved'],
  SOON,
  [
    'role',
    ({ role }) => role === 'decisionMaker' || role === 'influencer',
    'the contact must be a decision maker or an influencer',
  ],
];

/**
 * What keeps a lead from being handed to sales (A4-3); empty when BANT passes. Else 422 `BANT_FAILS`. A junior contact is no
 * failure while `othersAreEngaged` on the same account (A4-4).
 */
export function bantFailures(
  found: Judged,
  { othersAreEngaged = false }: { readonly othersAreEngaged?: boolean } = {},
): readonly FieldProblem[] {
  const asked = othersAreEngaged ? BANT.filter(([path]) => path !== 'authority') : BANT;
  return failures(asked, found, 'or choose notNow or notALead');
}

/** What keeps an accepted lead from being an SQL (A0-2); empty when the five criteria pass. */
export function fiveCriteriaFailures(found: Judged): readonly FieldProblem[] {
  return failures(FIVE_CRITERIA, found, 'or return the lead');
}

function failures(
  rules: readonly Rule[],
  found: Judged,
  otherwise: string,
): readonly FieldProblem[] {
  return rules
    .filter(([, holds]) => !holds(found))
    .map(([path, , message]) => ({
      path,
      message: `${message}, it is ${said(found[path])}; find out more, ${otherwise}`,
    }));
}

function said(answer: Judged[keyof Judged]): string {
  if (answer === null) return 'not known';
  return typeof answer === 'string' ? answer : `within ${answer.startWithinMonths} months`;
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(text) && URL.canParse(text);
}
