// Whom a change wakes: nobody who would wait on for the same, until no earlier.

import { describe, expect, it } from 'vitest';
import { plus } from '../../../../functions/leads/instant.ts';
import { waitGoesOn } from '../../../../functions/leads/offer/wait-goes-on.ts';
import type { Opportunity } from '../../../../functions/leads/opportunity/opportunity.ts';
import { anOffer, anOfferedLead } from '../../../support/handover-builders.ts';
import { NOW } from '../../../support/routing-builders.ts';

const offer = anOffer(1);
const [soon, later] = [plus(NOW, 'PT4H'), plus(NOW, 'PT8H')];
const lead = (over: Readonly<Record<string, unknown>> = {}) => anOfferedLead(offer, over);
const working = (over: object = {}) => lead({ state: 'SDR_WORKING', nudgeAt: soon, ...over });
const deal = (over: object) =>
  ({ opportunityId: 'p1', run: 0, status: 'OPEN', nextInstant: soon, ...over }) as Opportunity;

describe('a wait goes on', () => {
  it.each([
    [
      'an SDR takes the lead, and his timer begins',
      lead({ state: 'MQL', nudgeAt: soon }),
      working({ nudgeAt: later }),
    ],
    ['an SDR logs a call', working(), working({ nudgeAt: later })],
    ['something is written that no timer depends on', working(), working({ tags: ['fair'] })],
    [
      'a rep who has made contact logs another call',
      lead({ state: 'SAL' }),
      lead({ state: 'SAL', tags: ['fair'] }),
    ],
    ['a colleague asks while it is offered', lead(), lead({ tags: ['fair'] })],
  ])('when %s', (_case, before, after) => {
    expect(waitGoesOn({ before, after }, NOW)).toBe(true);
  });

  it('of an offer that waits for later, and of an opportunity', () => {
    const contacted = anOffer(1, { contactDueAt: later });
    const open = lead({ state: 'OPPORTUNITY' });
    const written = { before: deal({}), after: deal({ nextInstant: later }) };

    expect(
      waitGoesOn(
        { before: lead(), after: lead(), offer: { before: offer, after: contacted } },
        NOW,
      ),
    ).toBe(true);
    expect(waitGoesOn({ before: open, after: open, opportunity: written }, NOW)).toBe(true);
  });
});

describe('who waits is woken', () => {
  it.each([
    [
      'by a timer that begins when there was none for months',
      working({ nudgeAt: undefined }),
      working(),
    ],
    ['by an instant that is earlier', working({ nudgeAt: later }), working()],
    ['by a verdict', working(), lead({ state: 'READY' })],
    [
      'by the contact that it waited for',
      lead({ state: 'SAL', contactDueAt: later }),
      lead({ state: 'SAL' }),
    ],
    [
      'by what a customer did, which is weighed',
      lead({ state: 'MAL' }),
      lead({ state: 'MAL', tags: ['fair'] }),
    ],
    [
      'by all that happens at rest',
      lead({ state: 'NURTURE' }),
      lead({ state: 'NURTURE', tags: ['fair'] }),
    ],
    [
      'by a director who names a rep',
      lead({ state: 'UNROUTED' }),
      lead({ state: 'UNROUTED', tags: ['fair'] }),
    ],
    ['by a second offer', lead(), lead({ offerId: anOffer(2).offerId, cycle: 2 })],
    ['by another run of the journey', working(), working({ run: 1 })],
    ['by the first word of a lead', undefined, working()],
  ])('%s', (_case, before, after) => {
    expect(waitGoesOn({ before, after }, NOW)).toBe(false);
  });

  it.each([
    ['is answered', { before: offer, after: anOffer(1, { status: 'ACCEPTED' }) }],
    ['has to be looked at earlier', { before: anOffer(1, { contactDueAt: later }), after: offer }],
    ['is new', { after: offer }],
  ])('by an offer that %s', (_case, changed) => {
    expect(waitGoesOn({ before: lead(), after: lead(), offer: changed }, NOW)).toBe(false);
  });

  it.each([
    ['is won', { before: deal({}), after: deal({ status: 'WON' }) }],
    ['is silent for less', { before: deal({ nextInstant: later }), after: deal({}) }],
    ['goes on in another run', { before: deal({}), after: deal({ run: 1 }) }],
    ['is new', { after: deal({}) }],
  ])('by an opportunity that %s', (_case, opportunity) => {
    const open = lead({ state: 'OPPORTUNITY' });

    expect(waitGoesOn({ before: open, after: open, opportunity }, NOW)).toBe(false);
  });
});
