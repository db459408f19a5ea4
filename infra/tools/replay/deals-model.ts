// How a signed deal is played: its own SDR and rep, its own dates, and one rule for what the file does not say.
//
// The lead is taken, called, qualified, assigned (reason `replay`) and accepted at its first contact. The opportunity is opened
// half-way between first contact and signing; when that is after the 45 days, a director extends the window on its last day. A deal
// that took more than a year is given up on day 365, and a director opens it again when it is signed.

import {
  type Instant,
  instantOf,
  latest,
  millisOf,
  minus,
  plus,
} from '../../../functions/leads/instant.ts';
import type { State } from '../../../functions/leads/states.ts';
import { goodAnswers, goodCall } from '../good-lead.ts';
import { type Act, byRep, type HumanAction } from './human-action.ts';
import { DIRECTOR, type Known } from './people-model.ts';
import { CURRENCY, type Deal } from './read-deals.ts';

const REASON = 'replay';
const PATIENCE = 'P365D';

interface Case extends Known {
  readonly deal: Deal;
}

type Plan = (known: Case) => HumanAction | undefined;

/** The next thing that somebody does for this deal; undefined while nothing is to be done, and once it is won. */
export function nextDealAction(deal: Deal, known: Known): HumanAction | undefined {
  return plans[known.lead.state]?.({ ...known, deal });
}

/** Half-way between first contact and signing. */
function openAt({ lead, deal }: Case): Instant {
  return instantOf((millisOf(lead.openedAt) + millisOf(deal.wonAt)) / 2);
}

function isGivenUp({ lead, deal }: Case): boolean {
  return deal.wonAt > plus(lead.openedAt, PATIENCE);
}

const take: Plan = ({ lead, deal }) => ({
  ...post(lead.enteredAt, `/v1/leads/${lead.leadId}/take`, `${lead.leadId}-take`),
  who: { sub: deal.sdrId, group: 'sdr' },
});

const qualify: Plan = ({ lead, deal, calls }) => {
  const who = { sub: deal.sdrId, group: 'sdr' } as const;
  const path = `/v1/leads/${lead.leadId}`;
  if (calls.length === 0)
    return { ...post(lead.enteredAt, `${path}/activities`, `${lead.leadId}-call`, call), who };
  return {
    ...post(lead.enteredAt, `${path}/qualification`, `${lead.leadId}-verdict`, answers),
    who,
  };
};

const assign: Plan = ({ lead, deal }) => {
  if (lead.awaits !== 'director') return undefined;
  const body = { repId: deal.repId, reason: REASON };
  const at = lead.enteredAt;
  return byDirector(post(at, `/v1/leads/${lead.leadId}/assign`, `${lead.leadId}-assign`, body));
};

const accept: Plan = ({ offer, lead, deal }) => {
  if (offer?.status !== 'PENDING') return undefined;
  const { offeredAt: at, offerId } = offer;
  const act = offer.contactedAt
    ? post(at, `/v1/offers/${offerId}/accept`, `${offerId}-accept`)
    : post(at, `/v1/leads/${lead.leadId}/activities`, `${offerId}-contact`, call);
  return byRep(deal, act);
};

const open: Plan = (known) => {
  const { lead, deal } = known;
  const wished = latest(openAt(known), lead.acceptedAt);
  const path = `/v1/leads/${lead.leadId}`;
  if (lead.oppDueAt !== undefined && wished >= lead.oppDueAt) {
    const body = { until: plus(wished, 'P1D'), reason: REASON };
    return byDirector(
      post(minus(lead.oppDueAt, 'P1D'), `${path}/window-extension`, `${lead.leadId}-extend`, body),
    );
  }
  const body = {
    amount: deal.amount,
    currency: CURRENCY,
    expectedCloseOn: deal.wonAt.slice(0, 10),
  };
  return byRep(deal, post(wished, `${path}/opportunity`, `${lead.leadId}-open`, body));
};

const sign: Plan = (known) => {
  const { lead, deal } = known;
  const path = `/v1/opportunities/${lead.opportunityId}`;
  const patience = plus(lead.openedAt, PATIENCE);
  if (isGivenUp(known) && lead.enteredAt < patience) {
    const body = { reason: 'NO_DECISION' };
    return byRep(deal, post(patience, `${path}/lose`, `${lead.opportunityId}-lose`, body));
  }
  const at = latest(deal.wonAt, lead.enteredAt);
  const body = { amount: deal.amount };
  return byRep(deal, post(at, `${path}/win`, `${lead.opportunityId}-win`, body));
};

const openAgain: Plan = ({ lead, deal }) => {
  const path = `/v1/opportunities/${lead.opportunityId}/reopen`;
  return byDirector(post(deal.wonAt, path, `${lead.opportunityId}-reopen`, { reason: REASON }));
};

const plans: Readonly<Partial<Record<State, Plan>>> = {
  MQL: take,
  SDR_WORKING: qualify,
  READY: assign,
  UNROUTED: assign,
  OFFERED: accept,
  SAL: open,
  SQL: open,
  OPPORTUNITY: sign,
  LOST: openAgain,
};

const call = { ...goodCall, note: REASON };
const answers = { ...goodAnswers, timeline: { startWithinMonths: 12 }, note: REASON };

function post(at: Instant, path: string, key: string, body?: unknown): Omit<HumanAction, 'who'> {
  return { at, method: 'POST', path, key, ...(body === undefined ? {} : { body }) };
}

function byDirector(act: Act): HumanAction {
  return { method: 'POST', ...act, who: { sub: DIRECTOR, group: 'director' } };
}
