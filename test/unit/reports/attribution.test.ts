// Which touches earned an order (A3-13): five models side by side, each giving it away once.

import { describe, expect, it } from 'vitest';
import type { EventData } from '../../../functions/leads/events/events.ts';
import type { OpportunityId } from '../../../functions/leads/ids.ts';
import { acceptedLead, instant } from './story.ts';
import { asker, figuresOf } from './told.ts';

const from = (campaign: string, class_: 'MARKETING' | 'SELF' = 'MARKETING') =>
  ({ class: class_, campaign }) as const;

function touch(touchId: string, at: string): EventData<'EngagementRecorded'> {
  const one = { touchId, at: instant(at), kinds: ['download'], source: from(touchId) };
  return { touches: [one] } as unknown as EventData<'EngagementRecorded'>;
}

/** Touched by `form` before MQL, then by as many more as are named, and signed on the 20th for so much. */
function order(amount: number, later: Readonly<Record<string, string>>, leadId = 'lead_a') {
  const opportunityId = `${leadId}-opp1` as OpportunityId;
  const worth = { opportunityId, repId: 'rep-a', amount, currency: 'CNY' };
  const story = acceptedLead(leadId, '2026-09-01', { source: from('form') });
  for (const [touchId, at] of Object.entries(later))
    if (at < '2026-09-10T10:00') story.tell(at, 'EngagementRecorded', touch(touchId, at));
  story.tell('2026-09-10T10:00', 'OpportunityOpened', { ...worth, stage: 'QUALIFY' });
  for (const [touchId, at] of Object.entries(later))
    if (at >= '2026-09-10T10:00') story.tell(at, 'EngagementRecorded', touch(touchId, at));
  return story.tell('2026-09-20T10:00', 'Won', {
    ...worth,
    home: { amount, currency: 'CNY', rate: 1 },
  });
}

const MODELS = ['first', 'last', 'linear', 'u', 'w'];

/** What each campaign earned by each model, in yuan. */
async function earned(story: ReturnType<typeof order>) {
  const ask = await asker(story.events);
  const report = await ask('attribution', { by: 'campaign', from: '2026-09' }, '2026-09-30');
  return Object.fromEntries(
    Object.entries(figuresOf(report)).map(([campaign, figures]) => [
      campaign,
      MODELS.map((model) => (Object(figures[`${model} amount`]).CNY ?? 0) / 100),
    ]),
  );
}

describe('an order of a thousand', () => {
  it('touched four times is shared 40/20/40 and 30/30/30/10 where each model says so', async () => {
    const story = order(1000, {
      talk: '2026-09-05T10:00',
      demo: '2026-09-09T10:00',
      later: '2026-09-15T10:00',
    });

    // The form is the first touch and the last before MQL at once.
    expect(await earned(story)).toEqual({
      form: [1000, 1000, 250, 800, 600],
      talk: [0, 0, 250, 66.67, 50],
      demo: [0, 0, 250, 66.67, 300],
      later: [0, 0, 250, 66.66, 50],
    });
  });

  it('touched once is all that touch’s, and one after the signature earns nothing', async () => {
    expect(await earned(order(1000, { late: '2026-09-25T10:00' }))).toEqual({
      form: [1000, 1000, 1000, 1000, 1000],
    });
  });

  it('is given away once by each model, to the last fen, however many touched it', async () => {
    const later = Object.fromEntries(
      Array.from({ length: 7 }, (_, index) => [`t${index}`, `2026-09-0${index + 2}T10:00`]),
    );
    const ask = await asker(order(999.99, later).events);

    const { total } = await ask('attribution', { by: 'campaign' }, '2026-09-30');

    for (const model of MODELS)
      expect(total.figures).toMatchObject({
        [`${model} orders`]: 1,
        [`${model} amount`]: { CNY: 99_999 },
        [`${model} amount at home`]: { CNY: 99_999 },
      });
  });

  it('stands under the source that ops ruled, beside the one that it was before', async () => {
    const ruling = { from: 'MARKETING', to: 'SELF', evidence: 'a mail' } as const;
    const story = acceptedLead('lead_a', '2026-09-01', { source: from('form') }).tell(
      '2026-09-02T10:00',
      'SourceAdjudicated',
      ruling,
      { source: from('form', 'SELF') },
    );
    const worth = { opportunityId: 'lead_a-opp1' as OpportunityId, amount: 5, currency: 'CNY' };
    const about = { source: from('form', 'SELF') };
    story
      .tell('2026-09-03T10:00', 'OpportunityOpened', { ...worth, stage: 'QUALIFY' }, about)
      .tell('2026-09-04T10:00', 'Won', worth, about);
    const ask = await asker(story.events);

    const { MARKETING, SELF } = figuresOf(
      await ask('attribution', { by: 'class', from: '2026-09' }, '2026-09-30'),
    );

    expect([MARKETING?.['original orders'], SELF?.['firstSource orders']]).toEqual([1, 1]);
    expect([MARKETING?.['firstSource orders'], SELF?.['original orders']]).toEqual([0, 0]);
  });
});
