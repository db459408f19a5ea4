// Layers that a lead comes to again in a later cycle (4.12, 14).

import { describe, expect, it } from 'vitest';
import type { OpportunityId } from '../../../functions/leads/ids.ts';
import { acceptedLead } from './story.ts';
import { asker } from './told.ts';

const score = { fit: 50, engagement: 40, because: 'score' };

describe('a lead that comes again', () => {
  it('to MQL was no MAL once more', async () => {
    const { events } = acceptedLead('lead_a', '2026-09-14').tell(
      ...(['2026-10-14T10:00', 'Requalified', { ...score, grade: 'HOT', cycle: 2 }] as const),
      { cycle: 2 },
    );
    const ask = await asker(events);

    const { total } = await ask('funnel', {}, '2026-12-31');

    expect(total.figures).toMatchObject({ 'MAL again': 0, 'MQL again': 1, MQL: 1 });
  });

  it('to an opportunity brings its amount to the layer once', async () => {
    const worth = { currency: 'CNY', repId: 'rep-a', stage: 'QUALIFY' };
    const [first, second] = ['lead_a-p1', 'lead_a-p2'] as [OpportunityId, OpportunityId];
    const { events } = acceptedLead('lead_a', '2026-09-14')
      .tell('2026-09-15T10:00', 'OpportunityOpened', {
        ...{ ...worth, opportunityId: first, amount: 100 },
      })
      .tell('2026-09-20T10:00', 'OppCancelled', { ...worth, opportunityId: first, amount: 100 })
      .tell(
        '2026-11-15T10:00',
        'OpportunityOpened',
        { ...worth, opportunityId: second, amount: 300 },
        { cycle: 2 },
      );
    const ask = await asker(events);

    const { rows, total } = await ask('funnel', { view: 'period', by: 'month' }, '2026-12-31');

    expect(total.figures).toMatchObject({ 'OPPORTUNITY amount': { CNY: 30_000 } });
    expect(rows.find(({ value }) => value === '2026-11')?.figures).toMatchObject({
      'OPPORTUNITY amount': { CNY: 30_000 },
    });
  });
});
