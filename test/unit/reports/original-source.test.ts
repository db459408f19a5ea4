import { describe, expect, it } from 'vitest';
import type { OpportunityId } from '../../../functions/leads/ids.ts';
import { acceptedLead } from './story.ts';
import { asker, figuresOf } from './told.ts';

describe('an order whose first source ops ruled on', () => {
  it('stands under the source of before in the view that shows it, however often they ruled', async () => {
    const opportunityId = 'lead_a-p1' as OpportunityId;
    const worth = { opportunityId, repId: 'rep-a', amount: 100, currency: 'CNY', stage: 'CLOSE' };
    const ruled = (to: 'PARTNER' | 'EXEC') => ({ source: { class: to } }) as const;
    const { events } = acceptedLead('lead_a', '2026-09-14')
      .tell('2026-09-15T10:00', 'OpportunityOpened', worth)
      .tell('2026-09-16T10:00', 'SourceAdjudicated', { to: 'PARTNER' }, ruled('PARTNER'))
      .tell('2026-09-17T10:00', 'SourceAdjudicated', { to: 'EXEC' }, ruled('EXEC'))
      .tell('2026-09-18T10:00', 'Won', worth, ruled('EXEC'));
    const ask = await asker(events);
    const classes = async (view: string) => {
      const rows = figuresOf(await ask('attribution', { view, by: 'class' }, '2026-12-31'));
      return Object.keys(rows).filter((row) => rows[row]?.orders === 1);
    };

    expect(await classes('firstSource')).toEqual(['EXEC']);
    expect(await classes('original')).toEqual(['MARKETING']);
  });
});
