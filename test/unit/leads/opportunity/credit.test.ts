import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../../functions/leads/decision.ts';
import { LeadId, offerIdOf, opportunityIdOf } from '../../../../functions/leads/ids.ts';
import { Instant } from '../../../../functions/leads/instant.ts';
import {
  type Credit,
  creditAfter,
  creditFact,
  openCredit,
  ripen,
} from '../../../../functions/leads/opportunity/credit.ts';
import { fact } from '../../../support/facts.ts';

const leadId = LeadId.parse('lead_01ARZ3NDEKTSV4RRFFQ69G5FAV');
const offerId = offerIdOf(leadId, 1, 1);
const opportunityId = opportunityIdOf(leadId, 1);
const at = (text: string) => Instant.parse(`2026-${text}T00:00:00.000Z`);
const opened = at('09-20');
const confirmAt = at('10-04');

const accepted = {
  at: at('09-14'),
  data: {
    ...{ offerId, repId: 'rep-a', sdrId: 'sdr-1', oppDueAt: at('10-30') },
    ...{ sourceClass: 'MARKETING' as const, policyVersion: 3 },
  },
} as const;

function windowOpen(over: Partial<Credit> = {}): Credit {
  const credit = openCredit(accepted, { leadId, cycle: 1 });
  if (!credit) throw new Error('no credit');
  return { ...credit, ...over };
}

/** The credit after the events, one after the other. */
function story(...events: readonly (readonly [Fact, Instant])[]): Credit {
  return events.reduce((credit, [event, when]) => creditAfter(credit, event, when), windowOpen());
}

const opening = [fact('OpportunityOpened', { opportunityId, confirmAt }), opened] as const;

describe('the SDR credit (4.9)', () => {
  it('opens with the acceptance, under the policy of that moment', () => {
    expect(windowOpen()).toMatchObject({ state: 'WINDOW_OPEN', sdrId: 'sdr-1', policyVersion: 3 });
  });

  it('is none for a lead that the rep found himself', () => {
    const selfSourced = { ...accepted, data: { ...accepted.data, sourceClass: 'SELF' as const } };

    expect(openCredit(selfSourced, { leadId, cycle: 1 })).toBeUndefined();
  });

  it('is pending from the opportunity to the end of the cancel window, and waits for that instant', () => {
    expect(story(opening)).toMatchObject({ state: 'PENDING', confirmAt, nextInstant: confirmAt });
  });

  it('is void without an opportunity, and a late one does not bring it back', () => {
    const late = story(
      [fact('OppWindowExpired'), at('10-30')],
      [fact('Reopened', { opportunityId, confirmAt: at('11-16') }), at('11-02')],
    );

    expect(late.state).toBe('VOID_NO_OPP');
  });

  it('counts an opportunity in the extended window', () => {
    const extended = story(
      [fact('WindowExtended', { until: at('12-01') }), at('10-20')],
      [fact('OpportunityOpened', { opportunityId, confirmAt: at('11-24') }), at('11-10')],
    );

    expect(extended.state).toBe('PENDING');
  });

  it.each([
    ['one moment before', '2026-10-03T23:59:59.999Z', 'VOID_CANCELLED'],
    ['at the instant itself', '2026-10-04T00:00:00.000Z', 'CONFIRMED'],
  ])('cancelled without cause %s of day 14', (_when, instant, state) => {
    expect(story(opening, [fact('OppCancelled'), Instant.parse(instant)]).state).toBe(state);
  });

  it('is void too when the cancellation of day 3 is written down after day 14 was settled', () => {
    const confirmed = ripen(story(opening), confirmAt);

    const after = creditAfter(confirmed, fact('OppCancelled'), at('09-23'));

    expect(confirmed.state).toBe('CONFIRMED');
    expect(after.state).toBe('VOID_CANCELLED');
  });

  it('stays pending when cancelled with a cause, and is void when ops decline it', () => {
    const cancelled = [fact('OppCancelled', { cause: 'DUPLICATE' }), at('09-23')] as const;
    const ruled = (approved: boolean) =>
      story(opening, cancelled, [
        fact('CancelRuled', { approved, cancelledAt: at('09-23'), opportunityId }),
        at('09-24'),
      ]);

    expect(story(opening, cancelled).state).toBe('PENDING');
    expect(ruled(true).state).toBe('PENDING');
    expect(ruled(false).state).toBe('VOID_CANCELLED');
  });

  it('is taken over by the survivor of a merge, whose credit remembers the other SDR', () => {
    expect(story([fact('Merged'), at('09-16')]).state).toBe('SUPERSEDED');
    expect(story([fact('LeadMergedIn', { sdrId: 'sdr-2' }), at('09-16')]).assists).toEqual([
      'sdr-2',
    ]);
  });

  it('does not care for an event that it does not know', () => {
    const credit = windowOpen();

    expect(creditAfter(credit, fact('ActivityLogged'), opened)).toBe(credit);
  });

  it('is told once a change', () => {
    const pending = story(opening);

    expect(creditFact(windowOpen(), pending)?.type).toBe('CreditPending');
    expect(creditFact(pending, pending)).toBeUndefined();
    expect(creditFact(pending, ripen(pending, confirmAt))).toMatchObject({
      type: 'CreditConfirmed',
      data: { confirmedAt: confirmAt },
    });
  });
});
