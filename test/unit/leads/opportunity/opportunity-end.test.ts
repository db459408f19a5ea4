import { describe, expect, it } from 'vitest';
import { plus } from '../../../../functions/leads/instant.ts';
import { NotOpen, Opportunity } from '../../../../functions/leads/opportunity/opportunity.ts';
import { cancel, reopen } from '../../../../functions/leads/opportunity/opportunity-end.ts';
import { defaultPolicy } from '../../../../functions/leads/policy.ts';
import { rulesOf } from '../../../../functions/leads/rules.ts';
import { anOffer, anOfferedLead, leadIdFor } from '../../../support/handover-builders.ts';
import { NOW } from '../../../support/routing-builders.ts';

const rules = rulesOf({ document: defaultPolicy(), version: 0 }, new Map());

function opportunity(over: object = {}): Opportunity {
  return Opportunity.parse({
    ...{ opportunityId: `${leadIdFor(1)}-p1`, leadId: leadIdFor(1), version: 1 },
    ...{ seq: 1, cycle: 1, run: 0, status: 'OPEN', ownerRepId: 'ann' },
    ...{ amount: 8000, currency: 'CNY', expectedCloseOn: '2026-12-31' },
    ...{ preset: 'default', stage: 'QUALIFY', stageLog: [], createdAt: NOW, policyVersion: 0 },
    ...over,
  });
}

describe('a cancellation without cause', () => {
  it.each([
    ['inside fourteen days has ops call the customer, and the director see it', 'P13DT23H', 2],
    ['at their end and after them asks nobody (4.8)', 'P14D', 0],
  ])('%s', (_when, later, told) => {
    const lead = anOfferedLead(anOffer(1), { state: 'OPPORTUNITY' });
    const now = { at: plus(NOW, later), by: 'ann', rules };

    const { messages = [] } = cancel(lead, opportunity(), {}, now);

    expect(messages).toHaveLength(told);
  });
});

describe('a director opens a cancelled one again', () => {
  const cancelled = opportunity({ status: 'CANCELLED', cancellation: { at: NOW, by: 'ann' } });
  const now = { at: plus(NOW, 'P1D'), rules };
  const mayReopen = { repId: 'ann', cycle: 1, oppDueAt: plus(NOW, 'P45D') };

  function atRest(over: object) {
    const { opportunityId } = cancelled;
    return anOfferedLead(anOffer(1), { state: 'NURTURE', cycle: 2, opportunityId, ...over });
  }

  it('in the next cycle, as long as nobody else was offered it', () => {
    const { lead } = reopen(atRest({ mayReopen }), cancelled, { reason: 'they called' }, now);

    expect(lead).toMatchObject({ state: 'OPPORTUNITY', cycle: 1 });
  });

  it('not once the lead was another’s', () => {
    const late = () => reopen(atRest({}), cancelled, { reason: 'they called' }, now);

    expect(late).toThrow(NotOpen);
  });
});
