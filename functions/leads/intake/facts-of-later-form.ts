// What a later form says of the company and its project (4.8, facts of a later form): blanks are filled, the newest word on the project
// counts, and so does that on the company as long as nobody of staff has verified another.

import type { Changes } from '../decision.ts';
import { type Difference, withDifferences } from '../differences.ts';
import { plainName, withoutCaseAndAccents } from '../identity/company-names.ts';
import type { Instant } from '../instant.ts';
import type { Lead } from '../lead.ts';
import type { SaidField } from '../lead-row.ts';
import type { Account } from '../person.ts';
import { present } from '../present.ts';
import { spamReasons } from './accept-or-quarantine.ts';
import type { Arrival } from './arrival.ts';

/** Whose form it is. */
export interface By {
  readonly personId: string;
  /** Of the lead's own person, not of a colleague. */
  readonly own: boolean;
  /** For which company he writes now. */
  readonly account: Account | undefined;
  /** The lead had no company: this is it from now on. */
  readonly joins?: boolean | undefined;
}

export interface LaterFacts {
  readonly changes: Changes;
  /** Names of fields that were blank or are otherwise now. */
  readonly learned: readonly string[];
  /** Names of fields that the form says otherwise, for staff to decide on. */
  readonly differs: readonly string[];
}

const NOTHING: LaterFacts = { changes: {}, learned: [], differs: [] };

/** What becomes of each field that the form says. A form that looks like spam teaches nothing, nor does one for another company. */
export function laterFacts(lead: Lead, arrival: Arrival, by: By): LaterFacts {
  const { at, submission, submissionId, rules } = arrival;
  if (!isOf(lead, by) || spamReasons(submission, rules)) return NOTHING;
  const { person, company = {}, interest = {} } = submission;
  const { region, industry, employees } = company;
  // A language that differs is for staff to judge, with the person's title and name.
  const language = lead.language ?? person.language;
  const { replaced, differences } = weighed(lead, arrival, {
    region,
    industry,
    employees,
    language,
    budget: interest.budget,
  });
  const told = [...differences, ...otherName(company.name, by.account)];
  const fit = present({
    industry: replaced.industry,
    employees: replaced.employees,
    // A colleague's title is his own: the lead is its person's.
    title: lead.facts.title === undefined && by.own ? person.title : undefined,
    domain: lead.facts.domain === undefined && by.joins ? by.account?.domain : undefined,
  });
  const changes: Changes = {
    facts: {
      ...lead.facts,
      ...fit,
      ...present({ budget: replaced.budget }),
      ...startSaid(lead, arrival),
    },
    toldBy: { ...lead.toldBy, ...tellsAll(fit, submissionId) },
    said: { ...lead.said, ...stamped(Object.keys(replaced), { at }) },
    differences: withDifferences(
      lead.differences,
      told.map((one) => ({ ...one, at, submissionId, personId: by.personId })),
    ),
    ...present({
      region: replaced.region,
      language: replaced.language,
      companyName: lead.companyName ?? (by.own && !by.account ? company.name : undefined),
      accountId: by.joins && by.account ? by.account.accountId : undefined,
    }),
  };
  return { changes, learned: learnedBy(lead, changes), differs: told.map(({ field }) => field) };
}

function otherName(
  name: string | undefined,
  account: Account | undefined,
): readonly Pick<Difference, 'field' | 'value'>[] {
  const known = account?.name;
  const differs = name && known && plainName(name) !== plainName(known);
  return differs ? [{ field: 'name', value: name }] : [];
}

/** Whether he writes for the company of the lead: what he says of his new employer's says nothing of the old one's. */
function isOf({ accountId }: Lead, { account, joins }: By): boolean {
  if (joins || accountId === undefined || !account) return true;
  return [account.accountId, ...account.absorbed].includes(accountId);
}

/** These facts were said there. */
export function tellsAll(facts: Lead['facts'], where: string): Lead['toldBy'] {
  return Object.fromEntries(Object.keys(facts).map((fact) => [fact, where]));
}

function stamped(fields: readonly string[], word: { at: Instant; by?: string }): Lead['said'] {
  return Object.fromEntries(fields.map((field) => [field, word]));
}

type Said = { readonly [Field in SaidField]?: (Lead['facts'] & Lead)[Field] | undefined };

/** Which fields are otherwise from now on, and which only differ because staff know better. What was said earlier than what is known comes too late. */
function weighed(
  lead: Lead,
  { at }: Arrival,
  said: Said,
): {
  readonly replaced: Said;
  readonly differences: readonly Pick<Difference, 'field' | 'value'>[];
} {
  const known: Said = { ...lead.facts, region: lead.region, language: lead.language };
  const replaced: Record<string, unknown> = {};
  const differences: Pick<Difference, 'field' | 'value'>[] = [];
  for (const [name, value] of Object.entries(said)) {
    // Codec: Object.entries forgets which names there were.
    const field = name as SaidField;
    const { at: knownSince = lead.openedAt, by } = lead.said[field] ?? {};
    if (value === undefined || isSame(known[field], value)) continue;
    if (by !== undefined && typeof value !== 'object') differences.push({ field, value });
    else if (known[field] === undefined || at >= knownSince) replaced[field] = value;
  }
  return { replaced, differences };
}

/** Case and accents are no difference. */
function isSame(one: unknown, other: unknown): boolean {
  const plain = (value: unknown) =>
    typeof value === 'string' ? withoutCaseAndAccents(value) : value;
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

/** The newest start counts, and ages from when it was said (A2-4). */
function startSaid({ facts }: Lead, { at, submission }: Arrival): Partial<Lead['facts']> {
  const { startWithinMonths } = submission.interest ?? {};
  if (startWithinMonths === undefined || at < (facts.startStatedAt ?? '')) return {};
  return { startWithinMonths, startStatedAt: at };
}

function learnedBy(lead: Lead, { facts, region, language, accountId }: Changes): string[] {
  const before = { ...lead.facts, region: lead.region, language: lead.language };
  const after = { ...before, ...facts, ...present({ region, language }) };
  const names = ['region', 'language', 'industry', 'employees', 'title', 'budget'] as const;
  return [
    ...names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])),
    ...(before.startWithinMonths === after.startWithinMonths ? [] : ['start']),
    ...(accountId === undefined ? [] : ['company']),
  ];
}
