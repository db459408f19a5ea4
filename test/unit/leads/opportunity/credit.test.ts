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

const cancelledAt = at('09-23');
const withCause = [
  [fact('OppCancelled', { cause: 'DUPLICATE' }), cancelledAt],
  [fact('CancelRulingAsked', { opportunityId, cancelledAt }), cancelledAt],
] as const;
const ruling = (approved: boolean, day: string) =>
  [fact('CancelRuled', { approved, cancelledAt, opportunityId }), at(day)] as const;

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
    const ruled = (approved: boolean) => story(opening, ...withCause, ruling(approved, '09-24'));

    expect(story(opening, ...withCause).state).toBe('PENDING');
    expect(ruled(true).state).toBe('PENDING');
    expect(ruled(false).state).toBe('VOID_CANCELLED');
  });

  it('is not confirmed by its clock while nobody has ruled on the cause', () => {
    const waiting = story(opening, ...withCause);

    expect(waiting.nextInstant).toBeUndefined();
    expect(ripen(waiting, at('12-01'))).toBe(waiting);
  });

  it.each([
    ['before day 14', '09-30', { state: 'PENDING', nextInstant: confirmAt }],
    ['at day 14 itself', '10-04', { state: 'CONFIRMED', confirmedAt: confirmAt }],
    ['long after it', '11-20', { state: 'CONFIRMED', confirmedAt: at('11-20') }],
  ])('goes on with the original day count when the cause is approved %s', (_when, day, after) => {
    const credit = story(opening, ...withCause, ruling(true, day));

    expect(credit).toMatchObject({ confirmAt, ...after });
    expect(credit).not.toHaveProperty('awaitsRuling');
  });

  it.each(['09-30', '11-20'])('is void when the cause is declined on %s', (day) => {
    expect(story(opening, ...withCause, ruling(false, day)).state).toBe('VOID_CANCELLED');
  });

  it('waits for the ruling although its clock came before the cancellation was written down', () => {
    const confirmed = ripen(story(opening), confirmAt);

    const after = withCause.reduce((so, [event, when]) => creditAfter(so, event, when), confirmed);

    expect(after).toMatchObject({ state: 'PENDING', awaitsRuling: true });
    expect(after).not.toHaveProperty('confirmedAt');
  });

  it('no longer waits for a ruling once the opportunity is opened again, even after the 45 days', () => {
    const own = at('11-25');

    const after = story(opening, ...withCause, [
      fact('Reopened', { opportunityId, confirmAt: own }),
      at('11-11'),
    ]);

    expect(after).toMatchObject({ state: 'PENDING', confirmAt: own, nextInstant: own });
  });

  it('was confirmed by the rules of the release before, and is void when ops decline after all', () => {
    const askedLate = [fact('CancelRulingAsked', { opportunityId }), at('10-07')] as const;
    const stored = story(opening, withCause[0], [fact('ActivityLogged'), confirmAt], askedLate);

    const after = creditAfter(stored, ...ruling(false, '10-08'));

    expect([stored.state, after.state]).toEqual(['CONFIRMED', 'VOID_CANCELLED']);
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
