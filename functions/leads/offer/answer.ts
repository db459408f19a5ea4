// The rep's answer to an offer, and what he may do after it: accept, reject, give back, leave (rows 12 to 14 and 18; 4.6).

import { chain, type Decision, type Message, move } from '../decision.ts';
import { Invalid } from '../errors.ts';
import type { Instant } from '../instant.ts';
import type { Lead } from '../lead.ts';
import { enterNurture } from '../nurture/nurture.ts';
import {
  coolDownUntil,
  type RejectBody,
  type RejectRule,
  rejectErrors,
} from '../nurture/recycle.ts';
import { windowFrom } from '../opportunity/opportunity-window.ts';
import { present } from '../present.ts';
import type { Exclusion } from '../routing/eligibility.ts';
import { turnComesBack } from '../routing/fairness.ts';
import { type At, type Rules, tenantClock } from '../rules.ts';
import { productLineIn, regionIn } from '../scopes.ts';
import { touched } from '../sdr-timer.ts';
import { type Offer, OfferExpired, OfferSettled, withOfferInstant } from './offer.ts';
import { exclusion, type OfferDecision, readyAgain } from './offer-decision.ts';

/** Refuses an answer that comes too late or a second time (4.8, first rows). `receivedAt` is the API edge's instant. */
export function refuseLateAnswer(lead: Lead, offer: Offer, receivedAt: Instant): void {
  if (offer.status === 'TIMED_OUT') throw new OfferExpired(offer, lead.state);
  if (offer.status !== 'PENDING') throw new OfferSettled(offer, lead.state);
  if (receivedAt > offer.acceptDueAt) throw new OfferExpired(offer, lead.state);
}

/** OFFERED → SAL, and SQL as the policy says (12, X-2). The 45 days run from here (4.13). */
export function acceptOffer(lead: Lead, offer: Offer, { at, rules }: At): OfferDecision {
  refuseLateAnswer(lead, offer, at);
  const window = windowFrom(at, rules);
  const accepted = {
    ...touched(at, rules),
    ownerRepId: offer.repId,
    offerId: offer.offerId,
    acceptedAt: at,
    ...window,
    creditId: offer.offerId,
    windowClosedAt: undefined,
    reopenUntil: undefined,
    ...(offer.contactedAt || offer.contactMissedAt
      ? { contactDueAt: undefined, contactRemindAt: undefined }
      : { contactDueAt: offer.contactDueAt, contactRemindAt: offer.contactRemindAt }),
  };
  const data = {
    offerId: offer.offerId,
    repId: offer.repId,
    oppDueAt: window.oppDueAt,
    sdrId: lead.qualification?.by ?? lead.sdrId,
    sourceClass: lead.firstSource.class,
    policyVersion: rules.policyVersion,
  };
  const sal = move(lead, { type: 'Accepted', data }, at, accepted);
  const settled = withOfferInstant({ ...offer, status: 'ACCEPTED', settledAt: at });
  if (!impliesSql(lead, rules)) return { offer: settled, ...sal };
  const qualified = {
    type: 'SalesQualified' as const,
    data: { by: rules.policy.acceptImpliesSql },
  };
  return { offer: settled, ...chain(sal, (taken) => move(taken, qualified, at, accepted)) };
}

function impliesSql(lead: Lead, { policy }: Rules): boolean {
  if (policy.acceptImpliesSql === 'whenQualified') return lead.qualification?.fiveCriteria === true;
  return policy.acceptImpliesSql === 'always';
}

/** What a rep gives with a reject (api.md). */
export interface Rejection extends RejectBody {
  readonly contacted: boolean;
}

/** OFFERED → NURTURE with a cool-down (13), or READY when misrouted (14). Throws INVALID; the clock keeps running then. */
export function rejectOffer(
  lead: Lead,
  offer: Offer,
  rejection: Rejection,
  { at, rules }: At,
): OfferDecision {
  const { reason, note, contacted, misrouted } = rejection;
  refuseLateAnswer(lead, offer, at);
  const rule = ruleFor(rejection, rules);
  const turn = (sdrConfirmed: boolean) =>
    turnComesBack({ status: 'REJECTED', credit: rule.creditsTurnBack, sdrConfirmed });
  const settled = withOfferInstant({
    ...offer,
    status: 'REJECTED',
    settledAt: at,
    reason,
    note,
    contacted,
  });
  const data = {
    offerId: offer.offerId,
    repId: offer.repId,
    reason,
    contacted,
    qualityReject: rule.qualityReject,
    creditedBack: turn(false),
  };
  if (rule.next === 'reroute') {
    const scope = rightScope(misrouted, rules);
    const { region, language } = scope;
    const word = { at, by: offer.repId };
    const changes = {
      ...scope,
      // Staff have seen it: no later form replaces it (4.8).
      said: {
        ...lead.said,
        ...(region && { region: word }),
        ...(language && { language: word }),
      },
      ...touched(at, rules),
      misroutes: lead.misroutes + 1,
      exclusions: [...lead.exclusions, exclusion(lead, offer, 'MISROUTED')],
    };
    const fact = { type: 'Misrouted' as const, data: { ...data, misrouted: scope } };
    const ready = readyAgain(changes, lead, { at, rules });
    return { offer: settled, turnComesBack: turn(false), ...move(lead, fact, at, ready) };
  }
  const decision = enterNurture(lead, {
    at,
    rules,
    reason,
    coolDownUntil: restOf(rule, rejection, { at, rules }),
    changes: {
      ...touched(at, rules),
      exclusions: [...lead.exclusions, exclusion(lead, offer, 'REJECTED')],
      creditIfConfirmed: !turn(false) && turn(true) ? offer.offerId : undefined,
    },
    tells: (rest) => ({ type: 'Rejected', data: { ...data, ...rest } }),
    messages: [
      refusalMessage(lead, `${offer.offerId}-rejected`, reason),
      ...taskFor(lead, rule.next, offer.offerId),
    ],
  });
  return { ...decision, offer: settled, turnComesBack: turn(false) };
}

/** Where the lead belongs, in one spelling. Throws INVALID for a product line that nobody sells. */
function rightScope(
  said: RejectBody['misrouted'],
  { policy }: Rules,
): { readonly region?: string; readonly productLine?: string; readonly language?: string } {
  const { region, productLine, language } = said ?? {};
  const line = productLine && productLineIn(productLine, policy.productLines);
  if (productLine && line === undefined) {
    const message = `is no product line of ours; use one of ${policy.productLines.join(', ')}`;
    throw new Invalid([{ path: 'misrouted.productLine', message }]);
  }
  return present({
    region: (region && regionIn(region, policy.regionNames)) || undefined,
    productLine: line || undefined,
    language: language || undefined,
  });
}

/** SAL or SQL → NURTURE by its owner (18), by the same table of reasons. */
export function returnLead(lead: Lead, body: RejectBody, { at, rules }: At): Decision {
  const rule = ruleFor(body, rules);
  const { ownerRepId: repId } = lead;
  const returned: Exclusion[] = repId ? [{ repId, cause: 'RETURNED', cycle: lead.cycle }] : [];
  return enterNurture(lead, {
    at,
    rules,
    reason: body.reason,
    coolDownUntil: restOf(rule, body, { at, rules }),
    changes: {
      ...touched(at, rules),
      exclusions: [...lead.exclusions, ...returned],
      ...noLongerOwned,
    },
    tells: ({ reason, ...rest }) => ({
      type: 'Returned',
      data: { repId, reason, from: lead.state, ...rest },
    }),
    messages: [
      refusalMessage(lead, `${lead.leadId}-c${lead.cycle}-returned`, body.reason),
      ...taskFor(lead, rule.next, lead.leadId),
    ],
  });
}

/** SAL or SQL → READY when the owner is deactivated (4.8): another rep gets it, in the same cycle, by a new execution. */
export function ownerLeft(lead: Lead, { at }: Pick<At, 'at'>): Decision {
  const run = lead.run + 1;
  const data = { repId: lead.ownerRepId, cycle: lead.cycle, run };
  return move(lead, { type: 'OwnerLeft', data }, at, { awaits: 'router', run, ...noLongerOwned });
}

/** What an acceptance gave the lead, and its end takes away; the credit is told by the event. */
const noLongerOwned = {
  ownerRepId: undefined,
  acceptedAt: undefined,
  oppDueAt: undefined,
  windowRemindAt: [],
  windowClosedAt: undefined,
};

function ruleFor(body: RejectBody, { policy }: Rules): (typeof policy.recycle.reasons)[string] {
  const errors = rejectErrors(body, policy.recycle);
  const rule = policy.recycle.reasons[body.reason];
  if (!rule || errors.length > 0) throw new Invalid(errors);
  return rule;
}

function restOf(
  rule: RejectRule,
  { date }: Pick<RejectBody, 'date'>,
  { at, rules }: At,
): Instant | undefined {
  return coolDownUntil({ rule, at, date }, tenantClock(rules), rules.policy.recycle);
}

function refusalMessage(lead: Lead, id: string, reason: string): Message {
  return {
    id,
    to: lead.sdrId ?? 'group:sdr',
    says: { name: 'refused', reason },
  };
}

/** What has to be done by a person once a lead was refused for this reason (4.6, "goes to"). */
const tasks: Readonly<Record<string, Task>> = {
  disqualifyReview: { to: 'sdr', says: 'reviewRefusal' },
  merge: { to: 'ops', says: 'mergeDuplicate' },
  accountOwner: { to: 'ops', says: 'giveToAccountOwner' },
  adjudication: { to: 'ops', says: 'decideConflict' },
};

interface Task {
  readonly to: 'sdr' | 'ops';
  readonly says: 'reviewRefusal' | 'mergeDuplicate' | 'giveToAccountOwner' | 'decideConflict';
}

function taskFor(lead: Lead, next: string, id: string): readonly Message[] {
  const task = tasks[next];
  if (!task) return [];
  const to = task.to === 'sdr' ? (lead.sdrId ?? 'group:sdr') : 'group:ops';
  return [
    {
      id: `${id}-task`,
      to,
      says: { name: task.says },
    },
  ];
}
