import { describe, expect, it } from 'vitest';
import { LeadId } from '../../../../functions/leads/ids.ts';
import { Instant } from '../../../../functions/leads/instant.ts';
import { pairCountsOf } from '../../../../functions/leads/opportunity/collusion.ts';
import { creditAfter, openCredit } from '../../../../functions/leads/opportunity/credit.ts';

const leadId = LeadId.parse('lead_01ARZ3NDEKTSV4RRFFQ69G5FAV');
const at = (text: string) => Instant.parse(`2026-${text}T00:00:00.000Z`);
const accepted = {
  at: at('09-14'),
  data: { offerId: `${leadId}-c1-o1`, repId: 'rep-a', sdrId: 'sdr-1', oppDueAt: at('10-30') },
};

describe('what a cancellation without cause adds to the pair of rep and SDR', () => {
  it.each([
    ['inside the window', '10-03', ['voided']],
    ['on day 15, before the clock has confirmed the credit', '10-05', ['confirmed', 'lateCancels']],
  ])('%s', (_when, day, counts) => {
    const opened = openCredit(accepted, { leadId, cycle: 1 });
    const opportunity = { opportunityId: `${leadId}-p1`, confirmAt: at('10-04') };
    const pending =
      opened && creditAfter(opened, 'OpportunityOpened', { at: at('09-20'), data: opportunity });
    if (!pending) throw new Error('no credit');

    const after = creditAfter(pending, 'OppCancelled', { at: at(day), data: {} });

    expect(pairCountsOf(pending, after, { type: 'OppCancelled' })).toEqual(counts);
  });
});
