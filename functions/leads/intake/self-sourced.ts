// A rep brings a customer whom marketing does not know (A3-14; 4.8, self-sourced): SAL at once, his own, without SDR credit.

import type * as z from 'zod';
import { change, type Decision } from '../decision.ts';
import { LeadError } from '../errors.ts';
import { body, entryName, line, oneOf, paragraphs } from '../fields.ts';
import { StartWithinMonths } from '../form-words.ts';
import type { RepId } from '../ids.ts';
import { claimedInstant, Instant, minus } from '../instant.ts';
import type { Lead } from '../lead.ts';
import type { Saying } from '../messages/sayings.ts';
import { windowFrom } from '../opportunity/opportunity-window.ts';
import type { Touch } from '../person.ts';
import { present } from '../present.ts';
import type { Rules } from '../rules.ts';
import { SOURCE_CLASSES, type Source } from '../source/source.ts';
import { type Claim, type Proposal, proposedOwner } from './claim.ts';
import { newLead, type Opening } from './new-lead.ts';
import type { Sender } from './sender.ts';
import { Company, Person as Contact } from './submission.ts';

/** How a rep comes to a customer (A2-7): he went there, unless the customer, a partner or a tender came to him. */
const FOUND_BY = {
  prospecting: { origin: 'active' },
  meeting: { origin: 'active', means: 'meeting', channel: 'offline' },
  event: { origin: 'active', means: 'event', channel: 'offline' },
  phone: { origin: 'passive', means: 'phone' },
  tender: { origin: 'passive', means: 'tender' },
  partner: { origin: 'passive', means: 'referral', channel: 'channelEcosystem' },
} as const satisfies Readonly<Record<string, Partial<Source>>>;
type FoundBy = keyof typeof FOUND_BY;
// Codec: Object.keys forgets which names there were.
const FOUND_WAYS = Object.keys(FOUND_BY) as [FoundBy, ...FoundBy[]];

/** Body of `POST /v1/self-sourced`: whom the rep found, and the contact that shows it. */
export const SelfSourcedBody = body({
  person: Contact,
  company: Company.exactOptional(),
  interest: body({
    productLine: entryName(100).exactOptional(),
    message: paragraphs(4000).exactOptional(),
    startWithinMonths: StartWithinMonths.exactOptional(),
  }).exactOptional(),
  contact: body({ kind: oneOf(['call', 'email', 'meeting']), at: Instant, note: paragraphs(4000) }),
  /** `prospecting` when left out. */
  foundBy: oneOf(FOUND_WAYS).exactOptional(),
});
export type SelfSourcedBody = z.infer<typeof SelfSourcedBody>;

/** Body of `POST /v1/leads/{leadId}/source-ruling`: the class, the touch that was first if it is known, and what shows it. */
export const SourceRulingBody = body({
  source: body({ class: oneOf(SOURCE_CLASSES), touchId: line(100).exactOptional() }),
  evidence: paragraphs(2000),
});
export type SourceRulingBody = z.infer<typeof SourceRulingBody>;

interface Found extends Omit<Opening, 'submission'> {
  readonly repId: RepId;
  readonly body: SelfSourcedBody;
  readonly parent: Lead | undefined;
}

/** The lead as the rep brings it: accepted now, its window open, no credit, first source SELF. */
export function openSelfSourced(
  found: Found,
  sender: Pick<Sender, 'person' | 'account'>,
): Decision {
  const { submissionId, productLine, at, rules, repId, body: said, parent } = found;
  const touch = { touchId: submissionId, at, form: 'self-sourced' };
  const lead = newLead({ ...found, submission: said }, sender, {
    state: 'SAL',
    parent,
    firstSource: { ...touch, class: 'SELF', ...FOUND_BY[said.foundBy ?? 'prospecting'] },
    exclusions: [],
    said: saidBy(found),
    acceptedAt: at,
    ownerRepId: repId,
    ...windowFrom(at, rules),
  });
  return {
    lead,
    events: [
      {
        type: 'SelfSourced',
        data: {
          submissionId,
          repId,
          productLine,
          oppDueAt: lead.oppDueAt,
          source: { class: 'SELF' },
          contact: { kind: said.contact.kind, at: claimOf(said, repId, at).at },
        },
      },
    ],
  };
}

/** A rep vouches for what he says of the company (4.8, facts of a later form). */
function saidBy({ body: { company = {} }, repId: by, at }: Found): Lead['said'] {
  const { region, industry, employees } = company;
  const fields = Object.keys(present({ region, industry, employees }));
  return Object.fromEntries(fields.map((field) => [field, { at, by }]));
}

/** The contact as far as a log can claim it. */
export function claimOf({ contact }: SelfSourcedBody, repId: RepId, at: Instant): Claim {
  return { repId, kind: contact.kind, at: claimedInstant(contact.at, at), claimedAt: at };
}

/** The earliest marketing touch within the look-back: the other side's evidence. */
export function marketingTouch(
  touches: readonly Touch[],
  at: Instant,
  { policy }: Rules,
): Touch | undefined {
  const since = minus(at, policy.identity.selfSourcedLookBack);
  return touches
    .filter((touch) => touch.at >= since && (touch.source?.class ?? 'MARKETING') === 'MARKETING')
    .toSorted((a, b) => a.at.localeCompare(b.at))[0];
}

/** The claim in the story of the lead that stands in its way, and the task for ops; the same claim twice is told once. */
export function claimLead(
  lead: Lead,
  claim: Claim,
  more: {
    readonly note: string;
    readonly touch: Touch | undefined;
    readonly accountOwner: string | undefined;
  },
): Decision & { readonly proposal: Proposal } {
  const { note, touch, accountOwner } = more;
  const same = lead.claims.some(({ repId, at }) => repId === claim.repId && at === claim.at);
  const claims = same ? lead.claims : [...lead.claims, { ...claim, note }];
  const proposal = proposedOwner(rivals(lead, claims), accountOwner);
  if (same) return { lead, events: [], proposal };
  const { repId, kind, at } = claim;
  const evidence = touch ? { touchId: touch.touchId, at: touch.at, kinds: touch.kinds } : undefined;
  return {
    lead: change(lead, { claims }),
    events: [
      {
        type: 'SelfSourcedClaimed',
        data: { repId, contact: { kind, at }, marketing: evidence, proposal },
      },
    ],
    messages: [
      {
        id: `${lead.leadId}-claim-${repId}-${at}`,
        to: 'group:ops',
        says: adviceOn(lead, claim, proposal, touch),
      },
    ],
    proposal,
  };
}

/** A lead that another rep brought himself is a claim, too. */
function rivals(lead: Lead, claims: readonly Claim[]): readonly Claim[] {
  const { firstSource, ownerRepId, acceptedAt } = lead;
  const own = firstSource.class === 'SELF' && ownerRepId && acceptedAt;
  return own
    ? [
        { repId: ownerRepId, kind: 'meeting', at: firstSource.at, claimedAt: firstSource.at },
        ...claims,
      ]
    : claims;
}

function adviceOn(
  lead: Lead,
  { repId, at }: Claim,
  { repId: ruledFor = 'group:ops', because }: Proposal,
  touch: Touch | undefined,
): Saying {
  if (lead.firstSource.class === 'SELF' || lead.claims.length > 0)
    return { name: 'claimedByTwo', repId, at, ruledFor, because };
  return touch
    ? { name: 'claimedAgainstTouch', repId, at, touchAt: touch.at }
    : { name: 'claimedAgainstLead', repId, at, since: lead.openedAt };
}

/** Only ops, with evidence, replace a first source; what it was first is kept beside it (4.8; invariant 11). */
export function adjudicate(
  lead: Lead,
  { source, evidence }: SourceRulingBody,
  touch: Touch | undefined,
  at: Instant,
): Decision {
  const { firstSource } = lead;
  const basis = touch
    ? {
        ...touch.source,
        touchId: touch.touchId,
        at: touch.at,
        form: touch.source?.form ?? 'unknown',
      }
    : firstSource;
  return {
    lead: change(lead, {
      originalSource: lead.originalSource ?? firstSource,
      firstSource: { ...basis, class: source.class },
      lastActivityAt: at,
    }),
    events: [
      {
        type: 'SourceAdjudicated',
        data: {
          from: firstSource.class,
          to: source.class,
          touchId: basis.touchId,
          evidence,
        },
      },
    ],
  };
}

/** Marketing was there, or another journey is open: 409 with what both sides have to show. */
export class Collision extends LeadError {
  override readonly name = 'Collision';
  constructor(lead: Lead, evidence: { readonly yours: unknown; readonly ours: unknown }) {
    super(
      `this customer is known as ${lead.leadId}; ops were asked whose find it is, wait for their ruling`,
      {
        code: 'COLLISION',
        extra: { leadId: lead.leadId, state: lead.state, evidence },
      },
    );
  }
}
