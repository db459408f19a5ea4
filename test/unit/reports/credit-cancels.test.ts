// Cancelled once the credit was safe (4.8, day 15): what counts against the pair in the report as it does in the pair's own row.

import { describe, expect, it } from 'vitest';
import type { OfferId, OpportunityId } from '../../../functions/leads/ids.ts';
import { acceptedLead, instant } from './story.ts';
import { asker } from './told.ts';

const creditId = 'lead_a-c1-o1' as OfferId;
const opportunityId = 'lead_a-p1' as OpportunityId;
const credit = { creditId, opportunityId, sdrId: 'sdr-1', repId: 'rep-a' };
const worth = { opportunityId, repId: 'rep-a', amount: 8000, currency: 'CNY', stage: 'QUALIFY' };

/** A handover whose cancel window ended on 1 October. */
function handedOver() {
  return acceptedLead('lead_a', '2026-09-14')
    .tell('2026-09-14T14:00', 'CreditWindowOpened', { ...credit, state: 'WINDOW_OPEN' })
    .tell('2026-09-17T10:00', 'OpportunityOpened', worth)
    .tell('2026-09-17T10:00', 'CreditPending', { ...credit, state: 'PENDING' });
}

const confirmed = {
  ...{ ...credit, state: 'CONFIRMED' },
  confirmedAt: instant('2026-10-01T10:00'),
} as const;

async function lateCancels(story: ReturnType<typeof handedOver>): Promise<unknown> {
  const ask = await asker(story.events);
  const { total } = await ask('credit', { view: 'accepted' }, '2026-12-31');
  return total.figures['late cancels'];
}

describe('a late cancellation', () => {
  it('counts without a cause, and not with one', async () => {
    const safe = () => handedOver().tell('2026-10-01T10:00', 'CreditConfirmed', confirmed);

    expect(await lateCancels(safe().tell('2026-10-05T10:00', 'OppCancelled', worth))).toBe(1);
    const cause = { ...worth, cause: 'DUPLICATE' };
    expect(await lateCancels(safe().tell('2026-10-05T10:00', 'OppCancelled', cause))).toBe(0);
  });

  it('counts when the cause that was given with it is declined, and once when one came later', async () => {
    const cancelledAt = instant('2026-10-05T10:00');
    const declined = (cause: string | undefined, causeGivenAt: typeof cancelledAt) =>
      handedOver()
        .tell('2026-10-01T10:00', 'CreditConfirmed', confirmed)
        .tell('2026-10-05T10:00', 'OppCancelled', cause ? { ...worth, cause } : worth)
        .tell('2026-10-08T10:00', 'CancelRuled', {
          ...{ opportunityId, cause: 'DUPLICATE', approved: false },
          ...{ cancelledAt, causeGivenAt },
        });

    expect(await lateCancels(declined('DUPLICATE', cancelledAt))).toBe(1);
    expect(await lateCancels(declined(undefined, instant('2026-10-06T10:00')))).toBe(1);
  });

  it('counts when the credit was safe by then and that is only written down with it', async () => {
    const story = handedOver()
      .tell('2026-10-05T10:00', 'OppCancelled', worth)
      .tell('2026-10-05T10:00', 'CreditConfirmed', confirmed);

    expect(await lateCancels(story)).toBe(1);
  });

  it('counts against the credit of its own opportunity', async () => {
    const other = 'lead_a-c2-o1' as OfferId;
    const second = { ...credit, creditId: other, opportunityId: 'lead_a-p2' as OpportunityId };
    const story = handedOver()
      .tell('2026-10-01T10:00', 'CreditConfirmed', confirmed)
      .tell('2026-11-02T10:00', 'CreditWindowOpened', { ...second, state: 'WINDOW_OPEN' })
      .tell('2026-11-03T10:00', 'CreditPending', { ...second, state: 'PENDING' })
      .tell('2026-11-05T10:00', 'OppCancelled', { ...worth, opportunityId: second.opportunityId })
      .tell('2026-11-05T10:00', 'CreditVoided', { ...second, state: 'VOID_CANCELLED' });

    expect(await lateCancels(story)).toBe(0);
  });
});
