// What stands open, and since when (A0-12).

import { describe, expect, it } from 'vitest';
import type { OpportunityId } from '../../../functions/leads/ids.ts';
import type { StoredEvent } from '../../../functions/ports.ts';
import { acceptedLead } from './story.ts';
import { asker, figuresOf } from './told.ts';

const DAY = 24 * 3_600_000;

/** A lead whose opportunity was opened on that day; `go` tells what became of it. */
function opened(leadId: string, day: string) {
  const opportunityId = `${leadId}-opp1` as OpportunityId;
  const worth = { opportunityId, repId: 'rep-a', amount: 8000, currency: 'CNY' };
  const story = acceptedLead(leadId, '2026-01-05').tell(`${day}T10:00`, 'OpportunityOpened', {
    ...worth,
    stage: 'QUALIFY',
    expectedCloseOn: '2026-12-01',
  });
  const go = (at: string, from: string, to: string) =>
    story.tell(`${at}T10:00`, 'StageChanged', { ...worth, from, to });
  return { story, worth, go };
}

/** Ten that left QUALIFY after as many days each, and one that has been in it since the first of March. */
function companyOf(days: number): readonly StoredEvent[] {
  const left = Array.from({ length: 10 }, (_, index) => {
    const { story, go } = opened(`lead_${index}`, '2026-02-01');
    go(`2026-02-${String(1 + days).padStart(2, '0')}`, 'QUALIFY', 'PROPOSAL');
    return story.events;
  });
  return [...left.flat(), ...opened('lead_old', '2026-03-01').story.events];
}

describe('the pipeline', () => {
  it('tells by stage what is open, for how much, and since when', async () => {
    const ask = await asker(companyOf(10));

    const { QUALIFY, PROPOSAL } = figuresOf(await ask('pipeline', {}, '2026-03-31'));

    expect(QUALIFY).toMatchObject({ open: 1, amount: { CNY: 800_000 }, 'usual stay': { n: 10 } });
    expect(PROPOSAL).toMatchObject({ open: 10, amount: { CNY: 8_000_000 } });
    expect(Math.abs(Object(QUALIFY?.['age in stage']).median / (31 * DAY) - 1)).toBeLessThan(0.03);
  });

  it('finds those that are older than half of those that have left the stage, once ten have', async () => {
    const older = async (days: number, today: string) => {
      const { total } = await (await asker(companyOf(days)))('pipeline', {}, today);
      return total.figures['older than usual'];
    };

    expect(await older(10, '2026-03-31')).toBe(1);
    expect(await older(10, '2026-03-05')).toBe(0);
    const few = companyOf(10).filter(({ scope }) => scope !== 'lead_0');
    const { total } = await (await asker(few))('pipeline', {}, '2026-03-31');
    expect(total.figures['older than usual']).toBe(0);
  });

  it('is on an earlier day what it was, however late it is asked', async () => {
    const ask = await asker(companyOf(10));

    const then = await ask('pipeline', { asOf: '2026-02-05' }, '2026-03-31');

    expect(figuresOf(then)).toMatchObject({ QUALIFY: { open: 10, 'usual stay': { n: 0 } } });
    expect(then.rows).toHaveLength(1);
  });

  it('does not count the time in which a deal was closed as a stay', async () => {
    const { story, worth, go } = opened('lead_a', '2026-02-01');
    story.tell('2026-02-03T10:00', 'Lost', { ...worth, stage: 'QUALIFY', reason: 'PRICE' });
    story.tell('2026-02-20T10:00', 'Reopened', { ...worth, seq: 1, stage: 'CLOSE' });
    go('2026-02-21', 'CLOSE', 'PROPOSAL');
    const ask = await asker(story.events);

    const moves = await ask('pipeline', { view: 'moves', from: '2026-02' }, '2026-03-31');

    const stay = (stage: string) =>
      Math.round((Object(figuresOf(moves)[stage]?.stay).median / DAY) * 10) / 10;
    expect([stay('QUALIFY'), stay('CLOSE')]).toEqual([2, 1]);
    expect(figuresOf(moves)).toMatchObject({
      QUALIFY: { entered: 1, left: 1 },
      CLOSE: { entered: 1, left: 1 },
      PROPOSAL: { entered: 1, left: 0 },
    });
  });

  it('tells how many have a next step, and that one is stalled until somebody writes again', async () => {
    const { story, worth } = opened('lead_a', '2026-02-01');
    const { opportunityId } = worth;
    story
      .tell('2026-02-03T10:00', 'OpportunityUpdated', {
        ...{ opportunityId, completeness: 0 },
        fields: ['nextStep', 'competitor'],
      })
      .tell('2026-03-03T10:00', 'OpportunityStalled', { opportunityId, stage: 'QUALIFY' });
    const ask = await asker(story.events);

    const { total } = await ask('pipeline', {}, '2026-03-31');

    expect(total.figures).toMatchObject({
      ...{ stalled: 1, 'with a next step': 1, 'with a competitor': 1, 'resources asked for': 0 },
    });
  });
});
