// A lead as the API shows it (api.md, GET /v1/leads/{leadId}), and its offers as their rep sees them.

import type { Instant } from '../leads/instant.ts';
import { type Lead, labelOf } from '../leads/lead.ts';
import type { Offer } from '../leads/offer/offer.ts';
import type { Account, Person, Touch } from '../leads/person.ts';
import type { Rules } from '../leads/rules.ts';
import type { AccountEngagement } from '../leads/scoring/account-engagement.ts';
import { gradeOf, scoreOf } from '../leads/scoring/standing.ts';
import { allowedEvents } from '../leads/states.ts';
import type { AccountView, LeadView } from './answers/lead-answers.ts';
import type { OfferView } from './answers/offer-answers.ts';
import { personView } from './view-people.ts';

interface Shown {
  readonly lead: Lead;
  readonly offers: readonly Offer[];
  readonly at: Instant;
  readonly rules: Rules;
  readonly person?: Person | undefined;
  readonly account?: Account | undefined;
  /** Where the person works now, when that is not the account of the journey (4.8). */
  readonly employer?: Account | undefined;
  /** What all people of the account did (A4-4). */
  readonly engagement?: AccountEngagement | undefined;
  /** With them, score and grade are computed as of now (4.10: decay at read). */
  readonly touches?: readonly Touch[] | undefined;
}

/** The offer of api.md, without its trace. */
export function offerView(offer: Offer): OfferView {
  const { trace: _, policyVersion: _v, version: _n, weight: _w, ...shown } = offer;
  return shown;
}

/** The lead of api.md. */
export function leadView({
  lead,
  offers,
  at,
  rules,
  person,
  account,
  touches,
  employer,
  engagement,
}: Shown): LeadView {
  const score = touches ? scoreOf(lead, { at, rules, touches }) : { ...lead.score, reasons: [] };
  const graded = lead.grade === undefined ? undefined : gradeOf(lead, { at, rules });
  return {
    leadId: lead.leadId,
    state: lead.state,
    label: labelOf(lead.state, rules.policy.vocabulary),
    cycle: lead.cycle,
    grade: graded?.grade ?? lead.grade ?? null,
    gradeBecause: graded?.because,
    score,
    productLine: lead.productLine,
    region: lead.region,
    language: lead.language,
    industry: lead.facts.industry,
    employees: lead.facts.employees,
    budget: lead.facts.budget,
    tags: lead.tags,
    handRaise: lead.handRaise ?? null,
    suspect: lead.suspect,
    checkAskedAt: lead.checkAskedAt,
    person: person && personView(person),
    companyName: account?.name || lead.companyName || undefined,
    account: account && { ...accountView(account), engagement },
    employer: employer && accountView(employer),
    firstSource: lead.firstSource,
    claims: lead.claims,
    mergedFrom: lead.mergedFrom,
    sdrId: lead.sdrId,
    ownerRepId: lead.ownerRepId,
    qualification: lead.qualification,
    exclusions: lead.exclusions,
    awaits: lead.awaits,
    directorChoices: lead.directorChoices,
    directorDueAt: lead.directorDueAt,
    acceptedAt: lead.acceptedAt,
    oppDueAt: lead.oppDueAt,
    windowClosedAt: lead.windowClosedAt,
    reopenUntil: lead.reopenUntil,
    expansion: lead.expansion,
    mergedInto: lead.mergedInto,
    originalSource: lead.originalSource,
    nurturedAt: lead.nurturedAt,
    nurtureReason: lead.nurtureReason,
    coolDownUntil: lead.coolDownUntil,
    revisitAt: lead.revisitAt,
    extraCycle: lead.extraCycle,
    openedAt: lead.openedAt,
    enteredAt: lead.enteredAt,
    stamps: lead.stamps,
    parentLeadId: lead.parentLeadId,
    offers: offers.map(offerView),
    nextInstant: lead.nextInstant ?? null,
    allowed: allowedEvents(lead.state),
    guards: guardsNow(lead, at, rules),
  };
}

function accountView({ version: _, ...shown }: Account): AccountView {
  return shown;
}

/** Which guards stand in the way of handing a recycled lead over now, as far as the row alone tells. */
function guardsNow(lead: Lead, at: Instant, rules: Rules): readonly string[] {
  if (lead.cycle === 1 && lead.state !== 'NURTURE') return [];
  if (lead.coolDownUntil !== undefined && at < lead.coolDownUntil) return ['COOL_DOWN_RUNNING'];
  const asked = lead.extraCycle === 'asked' && lead.cycle >= rules.policy.recycle.maxCycles;
  return asked ? ['CYCLE_LIMIT'] : [];
}
