import { describe, expect, it } from 'vitest';
import { Instant } from '../../../../functions/leads/instant.ts';
import { forecast } from '../../../../functions/leads/opportunity/forecast.ts';
import { Opportunity } from '../../../../functions/leads/opportunity/opportunity.ts';
import { defaultPolicy } from '../../../../functions/leads/policy.ts';

const leadId = 'lead_01ARZ3NDEKTSV4RRFFQ69G5FAV';
const today = { at: Instant.parse('2026-10-01T00:00:00.000Z'), today: '2026-10-01' };
let seq = 0;

function opportunity(over: object = {}): Opportunity {
  seq += 1;
  const { stage = 'QUALIFY', createdAt = '2026-09-20T00:00:00.000Z' } = over as {
    stage?: string;
    createdAt?: string;
  };
  return Opportunity.parse({
    opportunityId: `${leadId}-p${seq}`,
    leadId,
    version: 1,
    seq,
    cycle: 1,
    run: 0,
    status: 'OPEN',
    ownerRepId: 'rep-a',
    amount: 8000,
    currency: 'CNY',
    expectedCloseOn: '2026-12-31',
    preset: 'plain',
    stage,
    stageLog: [{ stage, enteredAt: createdAt }],
    createdAt,
    policyVersion: 1,
    ...over,
  });
}

function cny(...opportunities: readonly Opportunity[]) {
  return forecast(opportunities, today, defaultPolicy().opportunity).CNY;
}

describe('the forecast (A0-14; 4.11)', () => {
  it('is 2000 for 8000 that are booked at 25 %', () => {
    expect(cny(opportunity())).toMatchObject({ expected: { '2026-12': 2000 }, won: 0 });
  });

  it('weighs each stage: 25, 50, 60, 80', () => {
    const stages = ['QUALIFY', 'DEMONSTRATION', 'PROPOSAL', 'CLOSE'];

    const months = stages.map((stage) => cny(opportunity({ stage }))?.expected['2026-12']);

    expect(months).toEqual([2000, 4000, 4800, 6400]);
  });

  it('takes what was won as it was signed, and nothing of what was lost or cancelled', () => {
    const closedAt = '2026-09-30T00:00:00.000Z';
    const [won, lost, cancelled] = ['WON', 'LOST', 'CANCELLED'].map((status) =>
      opportunity({ status, closedAt }),
    );
    if (!won || !lost || !cancelled) throw new Error('three were made');

    expect(cny(won, lost, cancelled)).toMatchObject({ expected: {}, won: 8000 });
  });

  it('lists apart what should have closed by now', () => {
    const late = opportunity({ expectedCloseOn: '2026-09-30' });

    expect(cny(late)).toEqual({
      byStage: { QUALIFY: { count: 1, amount: 8000, expected: 2000 } },
      expected: {},
      won: 0,
      overdue: { amount: 2000, opportunityIds: [late.opportunityId] },
    });
  });

  it('stands as it stood at its date: stages of then, deals not yet won, none that came after', () => {
    const moved = opportunity({
      stage: 'CLOSE',
      status: 'WON',
      closedAt: '2026-10-20T00:00:00.000Z',
      stageLog: [
        {
          stage: 'QUALIFY',
          enteredAt: '2026-09-20T00:00:00.000Z',
          leftAt: '2026-10-05T00:00:00.000Z',
        },
        { stage: 'CLOSE', enteredAt: '2026-10-05T00:00:00.000Z' },
      ],
    });
    const later = opportunity({ createdAt: '2026-10-02T00:00:00.000Z' });

    expect(cny(moved, later)).toMatchObject({ expected: { '2026-12': 2000 }, won: 0 });
  });

  it('4.8, currency: sums of two currencies are never added', () => {
    const both = [opportunity(), opportunity({ currency: 'EUR', amount: 100 })];

    const found = forecast(both, today, defaultPolicy().opportunity);

    expect(found.EUR?.expected).toEqual({ '2026-12': 25 });
  });
});
