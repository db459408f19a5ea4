// What has to be known of a lead before it enters a stage (A1-3, 4.10): the policy's list, by field.

import * as z from 'zod';
import { type FieldProblem, Invalid } from './errors.ts';
import type { Lead } from './lead.ts';

type Known = Pick<Lead, 'productLine' | 'region' | 'language' | 'facts'>;

/** The fields that a company may ask for, and where the lead has each. */
const has = {
  region: ({ region, facts }) => region ?? facts.region,
  industry: ({ facts }) => facts.industry,
  employees: ({ facts }) => facts.employees,
  title: ({ facts }) => facts.title,
  language: ({ language }) => language,
  startWithinMonths: ({ facts }) => facts.startWithinMonths,
  budget: ({ facts }) => facts.budget,
} as const satisfies Readonly<Record<string, (lead: Known) => unknown>>;

// Codec: Object.keys forgets which names there were.
const ofLead = Object.keys(has) as (keyof typeof has)[];
/** An opportunity has these two whatever the policy says. */
const ofOpportunity = ['amount', 'expectedCloseOn'] as const;

const known = (names: readonly string[]) => `is none of ${names.join(', ')}`;

/** Section `requiredFields` of the policy, by stage. */
export const RequiredFields = z.strictObject({
  READY: z.array(z.enum(ofLead, { error: known(ofLead) })).default([]),
  OPPORTUNITY: z
    .array(z.enum([...ofLead, ...ofOpportunity], { error: known([...ofLead, ...ofOpportunity]) }))
    .default([]),
});
export type RequiredFields = z.infer<typeof RequiredFields>;

/** Throws INVALID with the path of each field that the stage asks for and the lead lacks. */
export function refuseMissing(
  stage: keyof RequiredFields,
  lead: Known,
  { requiredFields }: { readonly requiredFields: RequiredFields },
): void {
  const missing = ofLead.filter(
    (name) => requiredFields[stage].some((asked) => asked === name) && !isSaid(has[name](lead)),
  );
  if (missing.length === 0) return;
  const message = `is not known of the lead; ${stage} asks for it: find it out, and set it on the lead`;
  throw new Invalid(missing.map((path): FieldProblem => ({ path, message })));
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== '';
}
