import { describe, expect, it } from 'vitest';
import { Invalid } from '../../../../functions/leads/errors.ts';
import { Opportunity } from '../../../../functions/leads/opportunity/opportunity.ts';
import { progress } from '../../../../functions/leads/opportunity/opportunity-progress.ts';
import { defaultPolicy } from '../../../../functions/leads/policy.ts';
import { rulesOf } from '../../../../functions/leads/rules.ts';
import { anOffer, anOfferedLead, leadIdFor } from '../../../support/handover-builders.ts';
import { NOW } from '../../../support/routing-builders.ts';

const rules = rulesOf({ document: defaultPolicy(), version: 0 }, new Map());
const lead = anOfferedLead(anOffer(1), { state: 'OPPORTUNITY' });
const opportunity = Opportunity.parse({
  ...{ opportunityId: `${leadIdFor(1)}-p1`, leadId: leadIdFor(1), version: 1 },
  ...{ seq: 1, cycle: 1, run: 0, status: 'OPEN', ownerRepId: 'ann' },
  ...{ amount: 8000, currency: 'CNY', expectedCloseOn: '2026-12-31' },
  ...{ preset: 'default', stage: 'QUALIFY', stageLog: [], createdAt: NOW, policyVersion: 0 },
});

describe('an update of an opportunity', () => {
  it.each([0, -1])(
    'does not make %s of what it is worth: a credit hangs on it (4.10)',
    (amount) => {
      expect(() => progress(lead, opportunity, { amount }, { at: NOW, rules })).toThrow(Invalid);
    },
  );

  it('writes down what it is worth from now on, for the forecast of any day', () => {
    const after = progress(lead, opportunity, { amount: 9000 }, { at: NOW, rules }).opportunity;

    expect(after.standings).toMatchObject([{ at: NOW, amount: 9000, status: 'OPEN' }]);
  });
});
