// The SDR's credits by the state that they are in, and since when (4.9; A3-5).

import type { EventData } from '../../leads/events/events.ts';
import type { Instant } from '../../leads/instant.ts';
import { present } from '../../leads/present.ts';
import type { StoredEvent } from '../../ports.ts';
import type { CreditFact, LeadFact } from './lead-fact.ts';
import type { Steps } from './steps.ts';

type Booked =
  | 'CreditWindowOpened'
  | 'CreditPending'
  | 'CreditConfirmed'
  | 'CreditVoided'
  | 'CreditSuperseded';

/** A credit is confirmed when its window ended, whenever that was written down. */
function booked(fact: LeadFact, { data, occurredAt }: StoredEvent<Booked>): LeadFact {
  const { creditId, sdrId, repId, state, org } = data;
  const at = ('confirmedAt' in data && data.confirmedAt) || occurredAt;
  const index = fact.credits.findIndex((one) => one.creditId === creditId);
  const before = fact.credits[index];
  const after: CreditFact = present({
    ...before,
    creditId,
    sdrId,
    repId,
    org,
    state,
    at,
    opportunityId: ('opportunityId' in data && data.opportunityId) || before?.opportunityId,
    dueAt: dueAtOf(data),
    acceptedAt: before?.acceptedAt ?? occurredAt,
    openedAt: before?.openedAt ?? (state === 'PENDING' ? occurredAt : undefined),
  });
  return {
    ...fact,
    credits: before === undefined ? [...fact.credits, after] : fact.credits.with(index, after),
  };
}

function dueAtOf(data: EventData<Booked>): Instant | undefined {
  if ('oppDueAt' in data) return data.oppDueAt;
  return 'confirmAt' in data ? data.confirmAt : undefined;
}

export const creditSteps: Steps = {
  CreditWindowOpened: booked,
  CreditPending: booked,
  CreditConfirmed: booked,
  CreditVoided: booked,
  CreditSuperseded: booked,
  // Without a cause, or with one that was given with it and is declined (4.8).
  OppCancelled: (fact, { data, occurredAt }) =>
    data.cause === undefined
      ? withCredit(fact, data.opportunityId, { cancelledAt: occurredAt })
      : fact,
  CancelRuled: (fact, { data: { opportunityId, approved, cancelledAt, causeGivenAt } }) => {
    if (approved) return fact;
    const isNone = causeGivenAt === cancelledAt;
    const cancelled = isNone ? { cancelledAt } : {};
    return withCredit(fact, opportunityId, { causeDeclined: true, ...cancelled });
  },
};

/** What is said of the credit that hangs on this opportunity. */
function withCredit(fact: LeadFact, opportunityId: string, said: Partial<CreditFact>): LeadFact {
  const index = fact.credits.findLastIndex((one) => one.opportunityId === opportunityId);
  const credit = fact.credits[index];
  if (credit === undefined) return fact;
  return { ...fact, credits: fact.credits.with(index, { ...credit, ...said }) };
}
