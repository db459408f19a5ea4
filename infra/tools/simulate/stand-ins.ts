// Who sends the forms of a recording again: nobody is named in one, so each party has a stand-in, at a company of its own where it had
// one, whose title and standing score as the lead was scored.

import type { Policy } from '../../../functions/leads/policy.ts';
import { present } from '../../../functions/leads/present.ts';
import { scoreLead } from '../../../functions/leads/scoring/score.ts';
import type { Arrival, RecordedLead } from './recording.ts';

/** Where whoever has no company has his address. */
const FREE_MAIL = 'gmail.com';
/** Below this domain every stand-in's company lies. */
const COMPANIES = 'recorded.example';
const NAME = 'Stand In';
const CONSENT = { privacyPolicy: 'recorded', email: true };

/** A stand-in's address, by which its leads are found again. */
export function addressOf({ party, account }: Pick<RecordedLead, 'party' | 'account'>): string {
  return `p${party}@${account === undefined ? FREE_MAIL : domainOf(account)}`;
}

/** The number by which a stand-in is reached once its address was found to be wrong: nobody else's. */
export function phoneOf({ party }: Pick<RecordedLead, 'party'>): string {
  return `+86138${`${BigInt(`0x${party}`) % 100_000_000n}`.padStart(8, '0')}`;
}

/** The hash of the party with that address; undefined of anybody else's. */
export function partyAt(email: string | undefined): string | undefined {
  return /^p([0-9a-f]{24})@/.exec(email ?? '')?.[1];
}

function domainOf(account: string): string {
  return `a${account}.${COMPANIES}`;
}

/** What a stand-in has to be so that its form scores as the recorded one did: a title, and a tier among the named accounts. */
export interface Standing {
  readonly title?: string | undefined;
  readonly tier?: string | undefined;
}

export function standingOf(lead: RecordedLead, policy: Policy): Standing {
  const scored = lead.steps.find(
    ({ what, fit }) => what === 'MarketingAccepted' && fit !== undefined,
  );
  if (scored?.fit === undefined) return {};
  const { fit } = policy.scoring;
  const titles = [undefined, ...fit.role.flatMap(({ words: [word] }) => (word ? [word] : []))];
  const tiers =
    lead.account === undefined ? [undefined] : [undefined, ...Object.keys(fit.importance.tiers)];
  const candidates = tiers.flatMap((tier) => titles.map((title) => ({ title, tier })));
  const off = (standing: Standing) => Math.abs(fitOf(lead, standing, policy) - (scored.fit ?? 0));
  return candidates.reduce((best, one) => (off(one) < off(best) ? one : best));
}

function fitOf(
  { facts, account, openedAt }: RecordedLead,
  { title, tier }: Standing,
  policy: Policy,
): number {
  const { employees, industry } = facts;
  const domain = account && domainOf(account);
  const named = policyNaming(policy, domain && tier ? [[domain, tier]] : []);
  return scoreLead({
    facts: { employees, industry, title, domain },
    engagements: [],
    // Fit does not age.
    now: openedAt,
    policy: named.scoring,
  }).fit;
}

/** The policy with the stand-ins' companies among the named accounts, as the recorded ones were under their own names. */
export function policyWithTiers(
  policy: Policy,
  standings: ReadonlyMap<RecordedLead, Standing>,
): Policy {
  const named = [...standings].flatMap(([{ account }, { tier }]) =>
    account && tier ? [[domainOf(account), tier] as const] : [],
  );
  return policyNaming(policy, named);
}

function policyNaming(
  policy: Policy,
  named: readonly (readonly [domain: string, tier: string])[],
): Policy {
  if (named.length === 0) return policy;
  const { scoring } = policy;
  const { importance } = scoring.fit;
  const accounts = { ...importance.accounts, ...Object.fromEntries(named) };
  return {
    ...policy,
    scoring: { ...scoring, fit: { ...scoring.fit, importance: { ...importance, accounts } } },
  };
}

/** The body of `POST /v1/submissions` with which the stand-in arrives again. */
export function submissionOf(lead: RecordedLead, arrival: Arrival, { title }: Standing): object {
  const { facts, productLine } = lead;
  const { employees, industry, region, language, startWithinMonths, budget } = facts;
  const { utmSource, campaign, term, content, contentId } = arrival.source ?? {};
  const isFirst = arrival.what === 'SubmissionReceived';
  return {
    form: arrival.form ?? 'recorded',
    person: { name: NAME, email: addressOf(lead), ...present({ title, language }) },
    ...(isFirst ? { company: present({ employees, industry, region }) } : {}),
    interest: present({
      productLine,
      handRaise: arrival.handRaise,
      ...(isFirst ? { startWithinMonths, budget } : {}),
    }),
    consent: CONSENT,
    touch: present({
      utm: present({ source: utmSource, campaign, term, content }),
      contentId,
    }),
  };
}

/** The body of `POST /v1/engagements`; undefined where what was done is of no kind that people can send. */
export function engagementOf(
  lead: RecordedLead,
  { touches }: Arrival,
  kinds: readonly string[],
): object | undefined {
  const [touch] = touches;
  const kind = touch?.kinds.find((one) => kinds.includes(one));
  if (touch === undefined || kind === undefined) return undefined;
  return { person: { email: addressOf(lead) }, kind, ...present({ seconds: touch.seconds }) };
}
