// The known answers (issue of the reports; reports.md, conventions): each is a sum that somebody has done by hand.

import { describe, expect, it } from 'vitest';
import { workingDayMillis } from '../../../functions/leads/calendar/working-day.ts';
import type { OpportunityId } from '../../../functions/leads/ids.ts';
import { Instant } from '../../../functions/leads/instant.ts';
import { defaultPolicy } from '../../../functions/leads/policy.ts';
import type { StoredEvent } from '../../../functions/ports.ts';
import type { ReportAnswer } from '../../../functions/use-cases/answers/report-answers.ts';
import { tableOf } from '../../../infra/tools/report/table.ts';
import { acceptedLead, storyOf } from './story.ts';
import { asker, figuresOf } from './told.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Deal {
  readonly amount: number;
  readonly currency?: string;
  readonly stage?: string;
  readonly won?: string;
}

function dealOf(
  leadId: string,
  day: string,
  { amount, currency = 'CNY', stage = 'QUALIFY', won }: Deal,
) {
  const opportunityId = `${leadId}-opp1` as OpportunityId;
  const worth = { opportunityId, amount, currency };
  const story = acceptedLead(leadId, day).tell(`${day}T18:00`, 'OpportunityOpened', {
    ...{ ...worth, stage, expectedCloseOn: '2026-12-01' },
  });
  if (won) story.tell(won, 'Won', worth);
  return story.events as readonly StoredEvent[];
}

/** The policy with these stages and probabilities, from the beginning. */
function weighing(probabilities: Readonly<Record<string, number>>): readonly StoredEvent[] {
  const policy = defaultPolicy();
  const plain = Object.entries(probabilities).map(([stage, probability]) => ({
    stage,
    probability,
  }));
  const presets = { ...policy.opportunity.presets, plain };
  const document = { ...policy, opportunity: { ...policy.opportunity, presets } };
  const { events } = storyOf('policy').tell('2026-01-01T00:00', 'PolicyChanged', { version: 1 });
  return events.map((event) => ({ ...event, changes: { document } })) as readonly StoredEvent[];
}

describe('the forecast', () => {
  it.each([
    [[{ amount: 8000 }], { QUALIFY: 0.25 }, 2000],
    [
      [
        { amount: 100, stage: 'SURE' },
        { amount: 200, stage: 'NEVER' },
      ],
      { NEVER: 0, SURE: 0.99 },
      99,
    ],
  ] as const)('of %j under %j is %d', async (deals, probabilities, expected) => {
    const events = deals.flatMap((deal, index) => dealOf(`lead_${index}`, '2026-09-14', deal));
    const ask = await asker([...weighing(probabilities), ...events]);

    const { total } = await ask('forecast', {}, '2026-09-20');

    expect(total.figures.expected).toEqual({ CNY: expected * 100 });
  });

  it('adds no currency to another', async () => {
    const ask = await asker([
      ...dealOf('lead_a', '2026-09-14', { amount: 1000, currency: 'USD' }),
      ...dealOf('lead_b', '2026-09-14', { amount: 1000, currency: 'JPY' }),
    ]);

    const { total } = await ask('forecast', {}, '2026-09-20');

    expect(total.figures.expected).toEqual({ JPY: 250, USD: 25_000 });
  });
});

describe('the funnel', () => {
  it('measures the whole way by itself: medians of its steps do not add up', async () => {
    // Days to accept and from there to the order: 0+100, 0+0, 100+0. Each step's median is 0, the way's is 100.
    const slow = (leadId: string, accepted: number, won: number) => {
      const at = (days: number) => new Date(Date.parse('2026-01-05T09:00:00+08:00') + days * DAY);
      const local = (days: number) =>
        new Date(at(days).getTime() + 8 * HOUR).toISOString().slice(0, 16);
      const worth = {
        opportunityId: `${leadId}-opp1` as OpportunityId,
        amount: 1,
        currency: 'CNY',
      };
      const weighed = { fit: 1, engagement: 1, because: 'score', grade: 'HOT' as const };
      return storyOf(leadId)
        .tell(local(0), 'MarketingAccepted', { ...weighed, source: { class: 'MARKETING' } })
        .tell(local(0), 'Qualified', weighed)
        .tell(local(accepted), 'QualifiedBySdr', {})
        .tell(local(accepted + won), 'OpportunityOpened', { ...worth, stage: 'QUALIFY' })
        .tell(local(accepted + won), 'Won', worth).events as readonly StoredEvent[];
    };
    const stories = [slow('lead_a', 0, 100), slow('lead_b', 0, 0), slow('lead_c', 100, 0)];
    const ask = await asker(stories.flat());

    const { total } = await ask('funnel', { from: '2026' }, '2026-12-01');

    const median = (key: string) => Math.round(Object(total.figures[key]).median / DAY);
    expect([median('READY time'), median('WON time')]).toEqual([0, 0]);
    expect(Math.abs(median('whole way') - 100)).toBeLessThanOrEqual(3);
  });

  it('says of ten leads, three of which are in their window, that it is early: and gives the rate of ten', async () => {
    const leads = Array.from({ length: 10 }, (_, index) => {
      const story = acceptedLead(`lead_${index}`, '2026-09-14');
      const credit = { creditId: `lead_${index}-c1-o1`, sdrId: 'sdr-1', repId: 'rep-a' };
      if (index < 3)
        story.tell('2026-09-14T14:00', 'CreditWindowOpened', {
          ...{
            ...credit,
            state: 'WINDOW_OPEN',
            oppDueAt: Instant.parse('2026-10-29T16:00:00.000Z'),
          },
        } as never);
      return story.events as readonly StoredEvent[];
    });
    const ask = await asker(leads.flat());

    const early = await ask('funnel', { from: '2026-09', by: 'month' }, '2026-09-20');
    const late = await ask('funnel', { from: '2026-09', by: 'month' }, '2026-11-20');

    expect(early.rows).toMatchObject([
      {
        immature: true,
        figures: { 'windows open': 3, 'SAL of MAL': { of: 10, count: 10, rate: 1 } },
      },
    ]);
    expect(late.rows).toMatchObject([{ immature: false, figures: { 'windows open': 0 } }]);
  });

  it('keeps a layer that nobody came to, and refuses the rate of nine', async () => {
    const nine = Array.from({ length: 9 }, (_, index) =>
      acceptedLead(`lead_${index}`, '2026-09-14'),
    );
    const ask = await asker(nine.flatMap(({ events }) => events));

    const { total, columns } = await ask('funnel', { from: '2026-09' }, '2026-09-20');

    expect(columns.map(({ key }) => key)).toContain('WON');
    expect(total.figures).toMatchObject({
      WON: 0,
      'WON of OPPORTUNITY': { of: 0, count: 0, refused: 'NONE' },
      'SAL of MAL': { of: 9, count: 9, refused: 'TOO_FEW' },
    });
  });

  it.each([
    // Shanghai's midnight is 16:00 of UTC.
    ['Asia/Shanghai', '2026-09-30T15:59:59.999Z', '2026-09', '2026-09-30'],
    ['Asia/Shanghai', '2026-09-30T16:00:00.000Z', '2026-10', '2026-10-01'],
    // New York's is 04:00 in summer and 05:00 in winter; its odd days have 23 and 25 hours.
    ['America/New_York', '2026-03-08T04:59:59.999Z', '2026-03', '2026-03-07'],
    ['America/New_York', '2026-03-09T03:59:59.999Z', '2026-03', '2026-03-08'],
    ['America/New_York', '2026-11-01T04:59:59.999Z', '2026-11', '2026-11-01'],
    ['America/New_York', '2026-11-02T04:59:59.999Z', '2026-11', '2026-11-01'],
    ['America/New_York', '2026-11-02T05:00:00.000Z', '2026-11', '2026-11-02'],
  ])('in %s counts what came at %s in %s, on %s', async (zone, at, month, day) => {
    const weighed = { fit: 1, engagement: 1, because: 'score', grade: 'HOT' as const };
    const [event] = storyOf('lead_a').tell('2026-01-01T00:00', 'MarketingAccepted', {
      ...weighed,
      source: { class: 'MARKETING' },
    }).events;
    const ask = await asker([{ ...event, occurredAt: Instant.parse(at) } as StoredEvent], zone);

    const cohort = await ask('funnel', { from: '2026', by: 'month' }, '2026-12-31');
    const period = await ask('funnel', { from: '2026', view: 'period', by: 'day' }, '2026-12-31');

    expect(Object.keys(figuresOf(cohort))).toEqual([month]);
    expect(Object.keys(figuresOf(period))).toEqual([day]);
  });
});

describe('working time', () => {
  it('of 32 hours is four days of eight hours, and no day and a third', () => {
    const workingDay = workingDayMillis({
      weekly: {
        ...{
          mon: [
            ['09:00', '12:00'],
            ['13:00', '18:00'],
          ],
          tue: [['09:00', '17:00']],
          wed: [],
        },
        ...{ thu: [], fri: [], sat: [['09:00', '12:00']], sun: [] },
      },
    });
    const times = { n: 12, median: 32 * HOUR, p90: 32 * HOUR };
    const column = { key: 'worked', title: 'worked', kind: 'times', clock: 'working' } as const;
    const figures = { worked: times };
    const report: ReportAnswer = {
      ...{ name: 'sla', view: 'offered', by: 'rep', question: '', definition: '', population: '' },
      ...{ cannotSay: '', from: '2026-09-01', to: '2026-09-30', asOf: '2026-09-30', zone: 'UTC' },
      ...{ askedAt: Instant.parse('2026-10-01T00:00:00.000Z'), changes: 1, workingDay },
      ...{ policies: [1], warnings: [], restated: [], columns: [column] },
      ...{ rows: [{ value: 'rep-a', figures }], total: { value: 'total', figures } },
    };

    expect(workingDay).toBe(8 * HOUR);
    expect(tableOf(report)).toContain('4.0 wd, p90 4.0 wd, n 12');
    const elapsed = { ...report, columns: [{ ...column, clock: 'elapsed' as const }] };
    expect(tableOf(elapsed)).toContain('32.0 h, p90 32.0 h, n 12');
  });
});
