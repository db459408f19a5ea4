import { describe, expect, it } from 'vitest';
import { plus } from '../../../../functions/leads/instant.ts';
import { acceptOffer } from '../../../../functions/leads/offer/answer.ts';
import { defaultPolicy } from '../../../../functions/leads/policy.ts';
import { rulesOf } from '../../../../functions/leads/rules.ts';
import { goodAnswers } from '../../../../infra/tools/good-lead.ts';
import { anOffer, anOfferedLead } from '../../../support/handover-builders.ts';
import { NOW } from '../../../support/routing-builders.ts';

const now = {
  at: plus(NOW, 'PT5H'),
  rules: rulesOf({ document: defaultPolicy(), version: 0 }, new Map()),
};

describe('an acceptance', () => {
  it.each([
    ['made', { contactedAt: plus(NOW, 'PT1H') }, undefined],
    ['missed, and told', { contactMissedAt: plus(NOW, 'PT4H') }, undefined],
    ['still to come', { contactDueAt: plus(NOW, 'PT9H') }, plus(NOW, 'PT9H')],
  ])('watches a first contact that is %s, or does not', (_how, over, watched) => {
    const offer = anOffer(1, over);

    const { lead } = acceptOffer(anOfferedLead(offer), offer, now);

    expect(lead.contactDueAt).toBe(watched);
  });

  it('credits the SDR who handed it over, whoever has it since (4.8)', () => {
    const qualification = { number: 1, at: NOW, by: 'sdr-1', fiveCriteria: false };
    const offer = anOffer(1);
    const lead = anOfferedLead(offer, {
      sdrId: 'sdr-2',
      qualification: { ...qualification, answers: goodAnswers },
    });

    const [accepted] = acceptOffer(lead, offer, now).events;

    expect(accepted).toMatchObject({ type: 'Accepted', data: { sdrId: 'sdr-1' } });
  });
});
