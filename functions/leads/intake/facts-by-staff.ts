// What staff say of a lead themselves: it stands until staff say otherwise, and the lead is scored, graded and routed by it (4.8, facts of
// a later form; row 16 for its scope).

import * as z from 'zod';
import { chain, change, type Decision } from '../decision.ts';
import { withoutFields } from '../differences.ts';
import { Invalid } from '../errors.ts';
import { body, line } from '../fields.ts';
import { eventIdOf } from '../ids.ts';
import type { Lead } from '../lead.ts';
import { weighNews } from '../nurture/nurture.ts';
import type { Policy } from '../policy.ts';
import { present } from '../present.ts';
import type { Now } from '../rules.ts';
import { isSameLine, productLineIn, regionIn } from '../scopes.ts';
import { standingAnew } from '../scoring/standing.ts';
import { touched } from '../sdr-timer.ts';
import { IllegalTransition, isOpen } from '../states.ts';
import { tellsAll } from './facts-of-later-form.ts';
import { Company, Interest, Person } from './submission.ts';

const Paths = z.array(line(120)).max(50);

/** Body of `PATCH /v1/leads/{leadId}`: what is so, and which of the lead's differences are taken over or dropped, by their paths. */
export const FactsBody = body({
  region: Company.shape.region,
  industry: Company.shape.industry,
  employees: Company.shape.employees,
  language: Person.shape.language,
  productLine: Interest.shape.productLine,
  tags: z.array(line(40)).max(50).exactOptional(),
  takeOver: Paths.exactOptional(),
  drop: Paths.exactOptional(),
}).refine((sent) => Object.values(sent).some((value) => value !== undefined), {
  path: ['region'],
  error: 'is missing, and so is everything else; give what is to be changed',
});
export type FactsBody = z.infer<typeof FactsBody>;

/** What is so from now on; `title` and `contact` are the person's, taken over from a form. */
export interface StaffFacts extends Omit<FactsBody, 'takeOver' | 'drop'> {
  readonly title?: string | undefined;
  /** The person's e-mail or phone is another now: what BAD_DATA asks for (4.6). */
  readonly contact?: boolean | undefined;
  /** Fields of the lead's own differences that are decided. */
  readonly settled: readonly string[];
  /** Names of fields taken over and dropped, for the story. */
  readonly tookOver: readonly string[];
  readonly dropped: readonly string[];
}

/** Tags in the spelling of the policy's list (A3-15). Throws INVALID for one that is not on it. */
export function tagsIn(tags: readonly string[], { tags: known }: Pick<Policy, 'tags'>): string[] {
  const found = tags.map((tag) => known.find((one) => one.toLowerCase() === tag.toLowerCase()));
  const problems = tags.flatMap((tag, index) =>
    found[index] === undefined
      ? [{ path: `tags.${index}`, message: `unknown tag ${tag}; ${oneOf(known)}` }]
      : [],
  );
  if (problems.length > 0) throw new Invalid(problems);
  return [...new Set(found.flatMap((tag) => tag ?? []))];
}

function oneOf(known: readonly string[]): string {
  return known.length > 0
    ? `use one of ${known.join(', ')}`
    : 'the policy lists none; ask ops to add it';
}

/** Region and product line in the policy's spelling (4.5, scopes). Throws INVALID for a line that it does not list. */
export function scopeIn(
  { region, productLine }: Pick<FactsBody, 'region' | 'productLine'>,
  { regionNames, productLines }: Pick<Policy, 'regionNames' | 'productLines'>,
): Pick<FactsBody, 'region' | 'productLine'> {
  const line = productLine === undefined ? undefined : productLineIn(productLine, productLines);
  if (productLine !== undefined && line === undefined) {
    const message = `unknown product line ${productLine}; ${oneOf(productLines)}`;
    throw new Invalid([{ path: 'productLine', message }]);
  }
  return present({ region: region && regionIn(region, regionNames), productLine: line });
}

/** The lead as staff say it is, weighed anew. `isParty`: an SDR or rep says so, and may not choose the rep by it (invariant 16). */
export function factsByStaff(
  lead: Lead,
  facts: StaffFacts,
  { by, isParty, ...now }: Now & { readonly by: string; readonly isParty: boolean },
): Decision {
  const { at, rules } = now;
  const { region, industry, employees, language, productLine, tags, title } = facts;
  if (
    productLine !== undefined &&
    !isSameLine(productLine, lead.productLine) &&
    !isOpen(lead.state)
  )
    throw new IllegalTransition(lead.state, 'FactsCorrected');
  const said = present({ region, industry, employees, language });
  const set = Object.keys(present({ ...said, productLine, tags })).filter(
    (name) => !facts.tookOver.includes(name) && isNews(lead, name, Reflect.get(facts, name)),
  );
  if (set.length + facts.tookOver.length + facts.dropped.length === 0) return { lead, events: [] };
  const fit = present({ industry, employees, title });
  const words = Object.keys(said).map((field) => [field, { at, by }]);
  const informed = change(lead, {
    ...touched(at, rules),
    ...present({ region, language, productLine, tags }),
    facts: { ...lead.facts, ...fit },
    toldBy: { ...lead.toldBy, ...tellsAll(fit, eventIdOf(lead.leadId, lead.version + 1)) },
    said: { ...lead.said, ...Object.fromEntries(words) },
    differences: withoutFields(lead.differences, [...facts.settled, ...Object.keys(said)]),
    ...(facts.contact && { contactChangedAt: at }),
  });
  const scoped = inItsScope(lead, informed, { at, isParty });
  const heard: Decision = {
    lead: standingAnew(scoped, now),
    events: [
      {
        type: 'FactsCorrected',
        data: { set, tookOver: facts.tookOver, dropped: facts.dropped },
      },
    ],
  };
  return isOpen(lead.state) ? chain(heard, (weighed) => weighNews(weighed, now)) : heard;
}

/** Another value, or the same one that nobody of staff has vouched for. */
function isNews(lead: Lead, name: string, value: unknown): boolean {
  const known: unknown = Reflect.get({ ...lead.facts, ...lead }, name);
  const vouched: unknown = Reflect.get(lead.said, name);
  const verifies = ['region', 'industry', 'employees', 'language'].includes(name);
  const isVerified = !verifies || Object(vouched).by !== undefined;
  return JSON.stringify(known) !== JSON.stringify(value) || !isVerified;
}

/** Who waits for a rep is looked at anew when his scope changes; by a party after an offer of the cycle the director is asked first (row 16). */
function inItsScope(
  before: Lead,
  lead: Lead,
  { at, isParty }: Pick<Now, 'at'> & { readonly isParty: boolean },
): Lead {
  const scope = ['region', 'language', 'productLine'] as const;
  if (scope.every((field) => before[field] === lead[field])) return lead;
  const marks =
    isParty && isOpen(lead.state) && lead.offerSeq > 0 ? { scopeChangedInCycle: lead.cycle } : {};
  const asked = { awaits: 'router', directorDueAt: undefined, directorChoices: undefined } as const;
  if (lead.state === 'READY') return change(lead, { ...marks, ...asked, retryAt: undefined });
  if (lead.state === 'UNROUTED') return change(lead, { ...marks, ...asked, retryAt: at });
  return change(lead, marks);
}
