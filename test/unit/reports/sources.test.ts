// What a source costs and brings (A1-6), reckoned by hand.

import { describe, expect, it } from 'vitest';
import type { OpportunityId } from '../../../functions/leads/ids.ts';
import type { StoredEvent } from '../../../functions/ports.ts';
import { acceptedLead, instant } from './story.ts';
import { asker, figuresOf } from './told.ts';

const class_ = { class: 'MARKETING', channel: 'digitalMedia' } as const;

/** A lead of the campaign; `won` signs it for so much. */
function lead(leadId: string, campaign: string, won?: readonly [number, string, number?]) {
  const story = acceptedLead(leadId, '2026-09-01', { source: { ...class_, campaign } });
  if (won === undefined) return story.events.slice(0, 3);
  const opportunityId = `${leadId}-opp1` as OpportunityId;
  const [amount, currency, home] = won;
  const worth = { opportunityId, repId: 'rep-a', amount, currency };
  return story
    .tell('2026-09-02T10:00', 'OpportunityOpened', { ...worth, stage: 'QUALIFY' })
    .tell('2026-09-03T10:00', 'Won', {
      ...worth,
      ...(home === undefined
        ? {}
        : { home: { amount: home, currency: 'CNY', rate: home / amount } }),
    }).events;
}

function spend(campaign: string, amount: number, currency = 'CNY', home?: number): StoredEvent {
  const at = home ?? (currency === 'CNY' ? amount : undefined);
  const told: object = {
    ...{ id: `spend_${campaign}${currency}-1`, scope: `spend_${campaign}${currency}` },
    ...{ type: 'SpendTold', at: 1, index: 0, occurredAt: instant('2026-09-30T12:00') },
    by: { kind: 'ops', sub: 'ops-1' },
    data: {
      ...{ month: '2026-09', ...class_, campaign, amount, currency },
      ...(at === undefined ? {} : { home: { amount: at, currency: 'CNY', rate: at / amount } }),
    },
  };
  // Codec: a story says as much of an event as figures read.
  return told as StoredEvent;
}

/** So many leads of a campaign, of which the first `won` were signed for ten thousand each. */
function leads(campaign: string, count: number, won: number): readonly StoredEvent[] {
  return Array.from({ length: count }, (_, index) =>
    lead(`lead_${campaign}${index}`, campaign, index < won ? [10_000, 'CNY', 10_000] : undefined),
  ).flat();
}

async function sourcesOf(...events: readonly StoredEvent[]) {
  const ask = await asker(events);
  return ask('sources', { by: 'campaign', from: '2026-09', to: '2026-09' }, '2026-10-01');
}

describe('a source', () => {
  it('of 8,000 for 40 leads and four orders costs 200 a lead and 2,000 a customer, and brings back five for one', async () => {
    const report = await sourcesOf(spend('a', 8000), ...leads('a', 40, 4));

    expect(figuresOf(report).a).toMatchObject({
      ...{ leads: 40, deals: 4, customers: 4, won: { CNY: 4_000_000 } },
      'cost per lead at home': { CNY: 20_000 },
      'CAC at home': { CNY: 200_000 },
      'MQL of leads': { of: 40, count: 40, rate: 1 },
      ROI: 4,
    });
  });

  it('shares what was spent among those that came no further, to the last fen', async () => {
    const { a = {} } = figuresOf(await sourcesOf(spend('a', 1000.01), ...leads('a', 7, 3)));

    const stopped = ['lead', 'MQL', 'opportunity', 'customer'].map((step) =>
      Object(a[`stopped at ${step} at home`]),
    );
    expect(stopped).toEqual([{ CNY: 0 }, { CNY: 57_143 }, { CNY: 0 }, { CNY: 42_858 }]);
  });

  it('without spend has no cost and no ROI, however much it brought', async () => {
    const { a } = figuresOf(await sourcesOf(...leads('a', 12, 2)));

    expect([a?.won, a?.CAC, a?.['cost per lead'], a?.ROI]).toEqual([
      ...[{ CNY: 2_000_000 }, {}, {}, null],
    ]);
  });

  it('without leads has its row: what was spent is lost', async () => {
    const { a } = figuresOf(await sourcesOf(spend('a', 500)));

    expect([a?.leads, a?.spent, a?.['cost per lead'], a?.CAC, a?.ROI]).toEqual([
      ...[0, { CNY: 50_000 }, {}, {}, -1],
    ]);
  });

  it('of two currencies tells each, and both at home', async () => {
    const { a } = figuresOf(
      await sourcesOf(spend('a', 1000), spend('a', 100, 'EUR', 780), ...leads('a', 10, 1)),
    );

    expect(a).toMatchObject({
      'cost per lead': { CNY: 10_000, EUR: 1000 },
      'cost per lead at home': { CNY: 17_800 },
      ROI: (10_000 - 1780) / 1780,
    });
  });

  it.each([
    ['some spend', [spend('a', 100, 'EUR')]],
    ['an order', lead('lead_x', 'a', [100, 'EUR'])],
  ])('has no ROI when %s has no rate, and says so', async (_, more) => {
    const report = await sourcesOf(spend('a', 1000), ...leads('a', 10, 1), ...more);

    expect(figuresOf(report).a?.ROI).toBeNull();
    expect(report.withoutRate).toMatchObject([{ currency: 'EUR', count: 1 }]);
  });

  it('of which a part of the spend has no rate costs nothing that could be said at home', async () => {
    const { a } = figuresOf(
      await sourcesOf(spend('a', 1000), spend('a', 100, 'EUR'), ...leads('a', 10, 1)),
    );

    expect(a?.['spent at home']).toEqual({ CNY: 100_000 });
    expect(a?.['cost per lead']).toEqual({ CNY: 10_000, EUR: 1000 });
    expect([a?.['cost per lead at home'], a?.['CAC at home']]).toEqual([{}, {}]);
  });

  it('is one however its campaign is spelled', async () => {
    const report = await sourcesOf(
      spend('Plan  A', 100),
      ...leads('plan a', 2, 0),
      ...leads('PLAN A', 2, 0),
    );

    expect(report.rows.map(({ value, figures }) => [value, figures.leads])).toEqual([
      ['plan a', 4],
    ]);
  });

  it('of too few refuses a rate, and marks what is still under way', async () => {
    const { events } = acceptedLead('lead_u', '2026-09-01', {
      source: { ...class_, campaign: 'a' },
    });
    const open = { opportunityId: 'lead_u-opp1' as OpportunityId, amount: 5, currency: 'CNY' };
    const story = acceptedLead('lead_o', '2026-09-01', { source: { ...class_, campaign: 'b' } });
    story.tell('2026-09-02T10:00', 'OpportunityOpened', { ...open, stage: 'QUALIFY' });

    const { rows } = await sourcesOf(...events, ...story.events, ...leads('c', 9, 9));

    expect(rows.map(({ value, immature }) => [value, immature])).toEqual([
      ['a', false],
      ['b', true],
      ['c', false],
    ]);
    expect(rows[2]?.figures['customers of opportunities']).toMatchObject({ refused: 'TOO_FEW' });
  });
});
