import { describe, expect, it } from 'vitest';
import { after as afterSaying, news } from '../../../../functions/leads/identity/consent.ts';
import { eraseJourney } from '../../../../functions/leads/identity/erase.ts';
import { plus } from '../../../../functions/leads/instant.ts';
import { anOffer, anOfferedLead } from '../../../support/handover-builders.ts';
import { NOW } from '../../../support/routing-builders.ts';

const said = { at: NOW, by: 'pers_1' };
const stranger = { consent: { privacyPolicy: 'p' }, unsubscribed: {}, consents: [] };

describe('a goodbye', () => {
  it('of somebody who had said no is written down, too: he is not even asked any more', () => {
    const no = afterSaying(stranger, news(stranger, { email: false }, { ...said, where: 'form' }));

    const goodbye = news(no, { email: false }, { ...said, where: 'unsubscribe' });

    expect(goodbye).toMatchObject([{ says: 'no', where: 'unsubscribe' }]);
    expect(afterSaying(no, goodbye).unsubscribed).toEqual({ email: NOW });
  });

  it('a second time says nothing new', () => {
    const where = 'unsubscribe';
    const gone = afterSaying(stranger, news(stranger, { email: false }, { ...said, where }));

    expect(news(gone, { email: false }, { ...said, where })).toEqual([]);
  });
});

describe('a lost lead whose person is erased', () => {
  it('is not asked once more', () => {
    const winBackAt = plus(NOW, 'P180D');
    const lost = anOfferedLead(anOffer(1), { state: 'LOST', winBackAt });

    const { lead } = eraseJourney(lost, { personId: 'pers_1', reason: 'asked' }, NOW);

    expect(lost.nextInstant).toBe(winBackAt);
    expect(lead).not.toHaveProperty('winBackAt');
    expect(lead).toMatchObject({ state: 'LOST' });
  });
});
