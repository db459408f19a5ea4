import { describe, expect, it } from 'vitest';
import { LeadId, offerIdOf, opportunityIdOf } from '../../../../functions/leads/ids.ts';
import { Instant } from '../../../../functions/leads/instant.ts';
import { pairCountsOf } from '../../../../functions/leads/opportunity/collusion.ts';
import { creditAfter, openCredit } from '../../../../functions/leads/opportunity/credit.ts';
import { fact } from '../../../support/facts.ts';

const leadId = LeadId.parse('lead_01ARZ3NDEKTSV4RRFFQ69G5FAV');
const at = (text: string) => Instant.parse(`2026-${text}T00:00:00.000Z`);
const accepted = {
  at: at('09-14'),
  data: {
    ...{ offerId: offerIdOf(leadId, 1, 1), repId: 'rep-a', sdrId: 'sdr-1' },
    ...{ oppDueAt: at('10-30'), sourceClass: 'MARKETING' as const, policyVersion: 1 },
  },
} as const;

describe('what a cancellation without cause adds to the pair of rep and SDR', () => {
  it.each([
    ['inside the window', '10-03', ['voided']],
    ['on day 15, before the clock has confirmed the credit', '10-05', ['confirmed', 'lateCancels']],
  ])('%s', (_when, day, counts) => {
    const opened = openCredit(accepted, { leadId, cycle: 1 });
    const opportunity = { opportunityId: opportunityIdOf(leadId, 1), confirmAt: at('10-04') };
    const pending =
      opened && creditAfter(opened, fact('OpportunityOpened', opportunity), at('09-20'));
    if (!pending) throw new Error('no credit');

    const after = creditAfter(pending, fact('OppCancelled'), at(day));

    expect(pairCountsOf(pending, after, fact('OppCancelled'))).toEqual(counts);
  });

  it.each([
    ['with it, once ops decline it', at('10-05'), false, ['lateCancels']],
    ['with it, and not when ops approve it', at('10-05'), true, []],
    ['afterwards, and not a second time when ops decline it', at('10-07'), false, []],
  ])('too late, for a cause that was given %s', (_how, causeGivenAt, approved, counts) => {
    const opened = openCredit(accepted, { leadId, cycle: 1 });
    if (!opened) throw new Error('no credit');
    const confirmed = { ...opened, state: 'CONFIRMED', confirmAt: at('10-04') } as const;
    const ruled = fact('CancelRuled', { approved, causeGivenAt, cancelledAt: at('10-05') });

    expect(pairCountsOf(confirmed, confirmed, ruled)).toEqual(counts);
  });
});
