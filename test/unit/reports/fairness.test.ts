// Whether leads are dealt evenly (A3-8).

import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../../functions/ports.ts';
import { eligibleDays } from '../../../functions/reports/definitions/fairness.ts';
import { acceptedLead, instant, storyOf } from './story.ts';
import { asker, figuresOf } from './told.ts';

const SEPTEMBER = { from: '2026-09', to: '2026-09' };

function rep(repId: string, since = '2026-08-10') {
  return storyOf(`rep_${repId}`).tell(`${since}T09:00`, 'RepChanged', {
    ...{ repId, department: 'East', active: true },
  });
}

function roster(...repIds: readonly string[]) {
  const departments = repIds.map(() => 'East');
  return storyOf('roster_2026-09').tell('2026-08-28T09:00', 'RosterPublished', {
    ...{ month: '2026-09', repIds: [...repIds], departments },
  });
}

/** Offers to a rep on the first days of September, one a day. */
function offers(repId: string, count: number, over: object = {}): readonly StoredEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const { events } = acceptedLead(`lead_${repId}_${index}`, `2026-09-0${index + 1}`);
    return events.map((event) =>
      event.type === 'OfferMade' ? { ...event, data: { ...event.data, repId, ...over } } : event,
    ) as readonly StoredEvent[];
  }).flat();
}

describe('the fairness of the dealing', () => {
  it('is told by eligible day: half the offers in half of the days are as many', async () => {
    const away = rep('rep-b').tell('2026-09-01T09:00', 'AbsenceRecorded', {
      ...{ repId: 'rep-b', absenceId: 'a-1', whileOffered: 2 },
      ...{ from: instant('2026-09-10T00:00'), to: instant('2026-09-25T00:00') },
    });
    const ask = await asker([
      ...[rep('rep-a'), away, roster('rep-a', 'rep-b')].flatMap(({ events }) => events),
      ...offers('rep-a', 6),
      ...offers('rep-b', 3),
    ]);

    const report = await ask('fairness', SEPTEMBER, '2026-10-05');

    expect(figuresOf(report)).toMatchObject({
      'rep-a': { offers: 6, 'eligible days': 30, 'offers per eligible day': 0.2 },
      'rep-b': { offers: 3, 'eligible days': 15, 'offers per eligible day': 0.2 },
    });
    expect(report.total.figures).toMatchObject({
      ...{ offers: 9, 'eligible days': 45, least: 0.2, most: 0.2, 'away meanwhile': 1 },
    });
    const [east] = (await ask('fairness', { ...SEPTEMBER, by: 'department' }, '2026-10-05')).rows;
    expect(east?.figures).toEqual(report.total.figures);
  });

  it('is told of each month and of each day as if that were asked for by itself', async () => {
    const october = storyOf('roster_2026-10').tell('2026-09-28T09:00', 'RosterPublished', {
      ...{ month: '2026-10', repIds: ['rep-a'], departments: ['East'] },
    });
    const ask = await asker([
      ...[rep('rep-a'), rep('rep-b'), roster('rep-a', 'rep-b'), october].flatMap(
        (one) => one.events,
      ),
      ...offers('rep-a', 6),
      ...offers('rep-b', 3),
    ]);
    const period = { from: '2026-08-20', to: '2026-10' };
    const told = (query: object) => ask('fairness', { ...period, ...query }, '2026-10-05');

    const months = await told({ by: 'month' });
    const alone = await told({ by: 'all', from: '2026-09', to: '2026-09' });
    const day = await told({ by: 'day', from: '2026-09-02', to: '2026-09-03' });

    const shown = Object.entries(figuresOf(months)).map(([month, row]) => [
      ...[month, row.offers, row['eligible days'], row.least, row.most],
    ]);
    expect(shown).toEqual([
      ['2026-08', 0, 0, null, null],
      ['2026-09', 9, 60, 0.1, 0.2],
      ['2026-10', 0, 5, 0, 0],
    ]);
    expect(figuresOf(months)['2026-09']).toEqual(alone.total.figures);
    expect(months.total.figures).toEqual((await told({ by: 'all' })).total.figures);
    expect(figuresOf(day)['2026-09-02']).toMatchObject({ offers: 2, 'eligible days': 2 });
  });

  it('counts nobody who was not on the roster, off the desk, or not there yet', async () => {
    const left = rep('rep-b').tell('2026-09-11T09:00', 'RepDeactivated', {
      ...{ repId: 'rep-b', department: 'East', active: false },
    });
    const late = rep('rep-c', '2026-09-21');
    const ask = await asker(
      [rep('rep-a'), left, late, rep('rep-d'), roster('rep-a', 'rep-b', 'rep-c')].flatMap(
        ({ events }) => events,
      ),
    );

    const rows = figuresOf(await ask('fairness', SEPTEMBER, '2026-10-05'));

    const days = ['rep-a', 'rep-b', 'rep-c', 'rep-d'].map((one) => rows[one]?.['eligible days']);
    expect(days).toEqual([30, 10, 10, 0]);
  });

  it('goes to the day that it is known of, not to the end of a month that runs', async () => {
    const ask = await asker([rep('rep-a'), roster('rep-a')].flatMap(({ events }) => events));

    const report = await ask('fairness', { from: '2026-09-01' }, '2026-09-12');

    expect(report.total.figures).toMatchObject({ 'eligible days': 12, least: 0, most: 0 });
  });

  it('shows whom a director or a manager chose, who was recalled, and what waited', async () => {
    const waiting = storyOf('lead_w').tell('2026-09-03T09:00', 'NoEligibleRep', {});
    const ask = await asker([
      ...[rep('rep-a'), roster('rep-a'), waiting].flatMap(({ events }) => events),
      ...offers('rep-a', 2, { chosenBy: 'override', usesTurn: false }),
      ...offers('rep-b', 1, { chosenBy: 'director' }),
    ]);

    const { total } = await ask('fairness', SEPTEMBER, '2026-10-05');

    expect(total.figures).toMatchObject({
      ...{ offers: 3, turns: 1, overrides: 2, 'director’s choices': 1, 'leads that waited': 1 },
    });
  });
});

describe('eligible days', () => {
  const march = { from: '2026-03-01', to: '2026-03-31', asOf: '2026-12-31' };
  const days = (...components: readonly string[]) =>
    eligibleDays(new Map(components.map((one) => [one, 1])), march).get('rep-a');
  const there = ['on:rep-a:2025-01-01:', 'listed:rep-a:2026-03'];

  it.each([
    ['all of March', [], 31],
    [
      'an absence and a suspension that overlap',
      ['away:rep-a:2026-03-05:2026-03-15', 'out:rep-a:2026-03-10:2026-03-20'],
      16,
    ],
    ['a suspension that goes beyond the month', ['out:rep-a:2026-03-21:2026-04-21'], 20],
    [
      'a suspension that was lifted on the 10th',
      ['out:rep-a:2026-03-05:2026-04-05', 'freed:rep-a:2026-03-10'],
      26,
    ],
    [
      'an absence that begins on the day on which a suspension was lifted',
      [
        ...['out:rep-a:2026-03-05:2026-04-05', 'freed:rep-a:2026-03-10'],
        'away:rep-a:2026-03-10:2026-03-12',
      ],
      24,
    ],
    ['one of before', ['out:rep-a:2026-01-01:2026-02-01'], 31],
  ])('are counted of %s', (_, more, expected) => {
    expect(days(...there, ...more)).toBe(expected);
  });

  it('of nobody are none', () => {
    expect(days('listed:rep-a:2026-03')).toBe(0);
    expect(eligibleDays(new Map(), march).size).toBe(0);
  });

  it('end at noon: who leaves in the morning is not there, who leaves in the evening is', async () => {
    const ends = async (time: string) => {
      const left = rep('rep-a').tell(`2026-09-11T${time}`, 'RepDeactivated', {
        ...{ repId: 'rep-a', department: 'East', active: false },
      });
      const ask = await asker([left, roster('rep-a')].flatMap(({ events }) => events));
      return (await ask('fairness', SEPTEMBER, '2026-10-05')).total.figures['eligible days'];
    };

    expect([await ends('11:59'), await ends('12:01')]).toEqual([10, 11]);
  });
});
