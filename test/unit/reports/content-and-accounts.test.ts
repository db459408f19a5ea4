// What content brought (A1-11), and which companies turn to us or away (A4-5, A1-15).

import { describe, expect, it } from 'vitest';
import type { OpportunityId } from '../../../functions/leads/ids.ts';
import type { StoredEvent } from '../../../functions/ports.ts';
import { notesOf } from '../../../functions/use-cases/reporting/row-notes.ts';
import { acceptedLead, instant } from './story.ts';
import { asker, figuresOf } from './told.ts';

const guide = { class: 'MARKETING', contentId: 'guide', author: 'Wang Lei' } as const;
const paper = { class: 'MARKETING', contentId: 'paper', author: 'Ann Lee' } as const;
const direct = { class: 'MARKETING' } as const;

interface Life {
  readonly source?: { readonly class: 'MARKETING' };
  readonly reads?: readonly (readonly [day: string, source: object])[];
  readonly opened?: string;
  readonly ends?: 'Won' | 'Lost';
  readonly region?: string;
}

/** A lead of the fifth of January that reads, has an opportunity, and is won or lost in April. */
function life(leadId: string, { source = direct, reads = [], opened, ends, region }: Life) {
  const about = { source, region, industry: 'finance' } as const;
  const story = acceptedLead(leadId, '2026-01-05', about);
  const opportunityId = `${leadId}-opp1` as OpportunityId;
  const worth = { opportunityId, amount: 8000, currency: 'CNY', stage: 'QUALIFY' };
  const read = (until: string, from = '') => {
    for (const [index, [day, cameFrom]] of reads.entries())
      if (day >= from && day < until)
        story.tell(`${day}T10:00`, 'EngagementRecorded', {
          ...{ kind: 'pageView', touchId: `t-${index}` },
          touches: [
            { touchId: `t-${index}`, at: instant(`${day}T10:00`), kinds: [], source: cameFrom },
          ] as never,
        });
  };
  read(opened ?? '9999');
  if (opened) {
    story.tell(`${opened}T12:00`, 'OpportunityOpened', { ...worth, expectedCloseOn: '2026-09-01' });
    read('2026-04-01', opened);
  }
  if (ends) {
    story.tell('2026-04-01T09:00', ends, { ...worth, reason: 'PRICE' } as never);
    read('9999', '2026-04-01');
  }
  return story.events as readonly StoredEvent[];
}

describe('content', () => {
  it('is told what it brought first and what it helped, each piece once an opportunity', async () => {
    const reads = [
      ['2026-01-06', paper],
      ['2026-01-07', paper],
      ['2026-03-09', paper],
    ] as const;
    const ask = await asker([
      ...life('lead_a', { source: guide, reads, opened: '2026-02-01', ends: 'Won' }),
      ...life('lead_b', { source: guide }),
      ...life('lead_c', { reads: reads.slice(0, 1) }),
    ]);

    const rows = figuresOf(await ask('content', { from: '2026' }, '2026-06-01'));

    expect(rows).toEqual({
      guide: {
        ...{ touches: 2, registrations: 2, opportunities: 1, helped: 1, won: 1 },
        amount: { CNY: 800_000 },
      },
      paper: {
        ...{ touches: 4, registrations: 0, opportunities: 0, helped: 1, won: 0 },
        amount: {},
      },
    });
    const authors = await ask('content', { from: '2026', by: 'author' }, '2026-06-01');
    expect(Object.keys(figuresOf(authors))).toEqual(['Ann Lee', 'Wang Lei']);
  });
});

it('a piece of content is told with its author and the day on which it came out', async () => {
  const pieces = { guide: { title: 'A guide', author: 'Wang Lei', publishedOn: '2026-01-02' } };
  const store = {
    content: async (contentId: string) =>
      contentId === 'guide' ? { contentId, version: 1, ...pieces.guide } : undefined,
  };

  const notes = await notesOf(store, { name: 'content', by: 'page' }, ['guide', 'gone']);

  expect([...notes]).toEqual([['guide', 'A guide, by Wang Lei, 2026-01-02']]);
  expect((await notesOf(store, { name: 'content', by: 'author' }, ['guide'])).size).toBe(0);
});

describe('accounts', () => {
  it('rise and fall by region, in thirty days against the thirty before', async () => {
    const [april, may] = [
      ['2026-04-20', direct],
      ['2026-05-20', direct],
    ] as const;
    const ask = await asker([
      ...life('lead_a', { region: 'CN-31', reads: [april, may, ['2026-05-21', direct]] }),
      ...life('lead_b', { region: 'CN-44', reads: [april] }),
      ...life('lead_c', { region: 'CN-44', opened: '2026-02-01', ends: 'Won', reads: [april] }),
      ...life('lead_d', { region: 'CN-44', opened: '2026-02-01', ends: 'Lost', reads: [may] }),
    ]);
    const of = async (view: string, today = '2026-06-01') =>
      figuresOf(await ask('accounts', { view }, today));

    expect(await of('open')).toEqual({
      'CN-31': { accounts: 1, touches: 2, 'touches before': 1, change: 1 },
      'CN-44': { accounts: 1, touches: 0, 'touches before': 1, change: -1 },
    });
    expect(await of('customers')).toMatchObject({ 'CN-44': { accounts: 1, change: -1 } });
    expect(await of('lost')).toMatchObject({ 'CN-44': { accounts: 1, touches: 1, change: 1 } });
    const then = await ask('accounts', { view: 'open', asOf: '2026-03-01' }, '2026-06-01');
    expect(figuresOf(then)['CN-44']).toMatchObject({ accounts: 3, touches: 0 });
  });

  it('rise and fall from month to month, each against as many days before it', async () => {
    const reads = ['2026-03-31', '2026-04-02', '2026-04-03', '2026-05-20'].map(
      (day) => [day, direct] as const,
    );
    const ask = await asker([
      ...life('lead_a', { region: 'CN-31', reads }),
      ...life('lead_b', { region: 'CN-44', reads: reads.slice(3) }),
    ]);
    const period = { view: 'open', from: '2026-04', to: '2026-05' };
    const told = (query: object) => ask('accounts', { ...period, ...query }, '2026-06-01');

    const months = await told({ by: 'month' });

    expect(figuresOf(months)).toEqual({
      '2026-04': { accounts: 2, touches: 2, 'touches before': 1, change: 1 },
      '2026-05': { accounts: 2, touches: 2, 'touches before': 3, change: -1 },
    });
    expect(months.total.figures).toEqual((await told({ by: 'all' })).total.figures);
  });

  it('of a kind that goes on more often than the others, and comes seldom, are warned of', async () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      life(`lead_n${index}`, { region: 'north' }),
    );
    const some = Array.from({ length: 20 }, (_, index) =>
      life(`lead_w${index}`, { region: 'west' }),
    );
    const good = Array.from({ length: 10 }, (_, index) =>
      life(`lead_s${index}`, { region: 'south', opened: '2026-02-01' }),
    );
    const ask = await asker([...many, ...some, ...good].flat());

    const { rows, warnings } = await ask('accounts', { view: 'segments' }, '2026-06-01');

    expect(rows.map(({ value, figures }) => [value, figures.leads])).toEqual([
      ['finance × north', 30],
      ['finance × south', 10],
      ['finance × west', 20],
    ]);
    expect(warnings).toMatchObject([{ code: 'NEGLECTED_SEGMENT', row: 'finance × south' }]);
  });
});
