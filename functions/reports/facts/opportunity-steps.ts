// What each opportunity was worth, how far it came and how it ended: pipeline, forecast, deals and cycle times (A0-12…14, A1-5).

import type { Instant } from '../../leads/instant.ts';
import { millisBetween } from '../../leads/instant.ts';
import { present } from '../../leads/present.ts';
import type { StoredEvent } from '../../ports.ts';
import { minorUnits } from '../money.ts';
import type { LeadFact, OpportunityFact } from './lead-fact.ts';
import { restated } from './stage-steps.ts';
import type { Steps } from './steps.ts';
import { worthOf } from './worth-fact.ts';

const TRIAL = 'POC';

function withOpportunity(
  fact: LeadFact,
  opportunityId: string,
  change: (opportunity: OpportunityFact) => OpportunityFact,
): LeadFact {
  const index = fact.opportunities.findLastIndex((one) => one.opportunityId === opportunityId);
  const one = fact.opportunities[index];
  if (one === undefined) return fact;
  return { ...fact, opportunities: fact.opportunities.with(index, change(one)) };
}

type Opened = StoredEvent<'OpportunityOpened'> | StoredEvent<'Reopened'>;

function opened(fact: LeadFact, { data, occurredAt }: Opened): LeadFact {
  const { opportunityId, repId, expectedCloseOn, stage } = data;
  const worth = worthOf(data);
  const owned = repId === undefined ? fact : { ...fact, repId };
  const known = fact.opportunities.some((one) => one.opportunityId === opportunityId);
  if (known)
    return withOpportunity(owned, opportunityId, (one) =>
      present({
        ...inStage(one, stage, occurredAt),
        // It had left its stage when it was closed: a new stay begins.
        stays: one.stays,
        stageAt: occurredAt,
        ...worth,
        expectedCloseOn: expectedCloseOn ?? one.expectedCloseOn,
        status: 'OPEN' as const,
        closedAt: undefined,
        reason: undefined,
        stalled: undefined,
      }),
    );
  const one: OpportunityFact = present({
    opportunityId,
    repId,
    ...worth,
    expectedCloseOn,
    openedAt: occurredAt,
    stage,
    stageAt: occurredAt,
    status: 'OPEN' as const,
    pocAt: stage === TRIAL ? occurredAt : undefined,
  });
  return { ...owned, opportunities: [...fact.opportunities, one] };
}

/** In another stage since then; a proof of concept is measured from its beginning to its end. */
function inStage(one: OpportunityFact, stage: string, at: Instant): OpportunityFact {
  if (stage === one.stage) return one;
  return present({
    ...left(one, at),
    stage,
    stageAt: at,
    pocAt: stage === TRIAL ? at : one.pocAt,
    pocMillis: one.stage === TRIAL ? trialMillis(one, at) : one.pocMillis,
  });
}

/** With its stay in the stage that it leaves then. */
function left(one: OpportunityFact, at: Instant): OpportunityFact {
  const { stage, stageAt, stays = [] } = one;
  const stay = { stage, millis: Math.max(millisBetween(stageAt, at), 0), until: at };
  return { ...one, stays: [...stays, stay] };
}

function trialMillis({ pocAt, pocMillis }: OpportunityFact, at: Instant): number | undefined {
  return pocAt === undefined ? pocMillis : millisBetween(pocAt, at);
}

/** The step of an event that ends an opportunity. */
function closes(status: OpportunityFact['status']) {
  return (
    fact: LeadFact,
    { data, occurredAt }: StoredEvent<'Won'> | StoredEvent<'Lost'> | StoredEvent<'OppCancelled'>,
  ): LeadFact =>
    withOpportunity(fact, data.opportunityId, (one) => {
      const { reason, pocFailReason }: Ending = data;
      return present({
        ...left(one, occurredAt),
        status,
        ...worthOf(data),
        closedAt: occurredAt,
        reason,
        pocMillis: one.stage === TRIAL ? trialMillis(one, occurredAt) : one.pocMillis,
        pocFailReason: pocFailReason ?? one.pocFailReason,
        stalled: undefined,
      });
    });
}

const TOLD = ['nextStep', 'competitor', 'resourceAsks'];

/** What the rep has written down by now. */
function toldOf(
  { told = [] }: OpportunityFact,
  fields: readonly string[] | undefined,
): OpportunityFact['told'] {
  const fresh = TOLD.filter((field) => fields?.includes(field) && !told.includes(field));
  return fresh.length + told.length === 0 ? undefined : [...told, ...fresh];
}

interface Ending {
  readonly opportunityId: string;
  readonly reason?: string;
  readonly pocFailReason?: string | undefined;
}

export const opportunitySteps: Steps = {
  OpportunityOpened: opened,
  Reopened: opened,
  StageChanged: (fact, { data, occurredAt }) =>
    withOpportunity(fact, data.opportunityId, (one) =>
      present({
        ...inStage(one, data.to, occurredAt),
        amount: minorUnits(data.amount, data.currency),
        currency: data.currency,
        stalled: undefined,
      }),
    ),
  OpportunityUpdated: (fact, { data }) =>
    withOpportunity(fact, data.opportunityId, (one) => {
      const { currency = one.currency, expectedCloseOn, amount, pocFailReason } = data;
      return present({
        ...one,
        currency,
        amount: amount === undefined ? one.amount : minorUnits(amount, currency),
        expectedCloseOn: expectedCloseOn ?? one.expectedCloseOn,
        pocFailReason: pocFailReason ?? one.pocFailReason,
        told: toldOf(one, data.fields),
        stalled: undefined,
      });
    }),
  OwnerMoved: (fact, { data }) => ({
    ...withOpportunity(fact, data.opportunityId, (one) => ({ ...one, repId: data.repId })),
    repId: data.repId,
  }),
  OpportunityStalled: (fact, { data }) =>
    withOpportunity(fact, data.opportunityId, (one) => ({ ...one, stalled: true })),
  Corrected: (fact, event) => {
    const { opportunityId } = event.data;
    return withOpportunity(restated(fact, event), opportunityId, (one) =>
      present({ ...one, ...worthOf(event.data) }),
    );
  },
  OrderConverted: (fact, event) =>
    withOpportunity(restated(fact, event), event.data.opportunityId, (one) =>
      present({ ...one, ...worthOf(event.data) }),
    ),
  Won: closes('WON'),
  Lost: closes('LOST'),
  OppCancelled: closes('CANCELLED'),
};
