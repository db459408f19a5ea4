// First contacts in time (A3-10): of whom it can be said already, and of offers that were the rep's to answer.

import { describe, expect, it } from 'vitest';
import type { OfferId } from '../../../functions/leads/ids.ts';
import type { StoredEvent } from '../../../functions/ports.ts';
import { instant, storyOf } from './story.ts';
import { asker } from './told.ts';

const DAY = '2026-09-14';

/** Leads whose first contact is due at 16:30; `more` tells what became of the offer. */
function offered(count: number, more: (story: ReturnType<typeof storyOf>, id: OfferId) => void) {
  return Array.from({ length: count }, (_, nth): readonly StoredEvent[] => {
    const leadId = `lead_${more.name}${nth}`;
    const offerId = `${leadId}-c1-o1` as OfferId;
    const made = { offerId, repId: 'rep-a', department: 'East', usesTurn: true } as const;
    const due = { acceptDueAt: instant(`${DAY}T23:00`), contactDueAt: instant(`${DAY}T16:30`) };
    const story = storyOf(leadId);
    story.tell(`${DAY}T11:00`, 'OfferMade', { ...made, ...due, chosenBy: 'router' });
    more(story, offerId);
    return story.events;
  }).flat();
}

const nothing = () => {};
const recalled = (story: ReturnType<typeof storyOf>, offerId: OfferId) =>
  void story.tell(`${DAY}T12:00`, 'Recalled', { offerId, repId: 'rep-a', reason: 'MISTAKE' });
const excused = (story: ReturnType<typeof storyOf>, offerId: OfferId) =>
  void story.tell(`${DAY}T23:00`, 'TimedOut', { offerId, repId: 'rep-a', excused: 'OUTAGE' });

async function contacted(events: readonly StoredEvent[], asOf: string) {
  const ask = await asker(events);
  const { total } = await ask('sla', { asOf }, '2026-12-31');
  return total.figures;
}

describe('the share of offers that were contacted in time', () => {
  it('is of those of which the time for it is over: not yet is not missed', async () => {
    const events = offered(10, nothing);

    expect(await contacted(events, DAY)).toMatchObject({
      'contacted in time': { of: 0, count: 0 },
      'contact outstanding': 10,
    });
    expect(await contacted(events, '2026-09-15')).toMatchObject({
      'contacted in time': { of: 10, count: 0 },
      'contact outstanding': 0,
    });
  });

  it('leaves out what was taken back, and silences that were excused', async () => {
    const events = [...offered(3, recalled), ...offered(4, excused)];

    expect(await contacted(events, '2026-09-20')).toMatchObject({
      ...{ offers: 7, 'taken back': 3, excused: 4 },
      'contacted in time': { of: 0 },
      'connected in time': { of: 0 },
    });
  });

  it('goes by the deadline as it was moved', async () => {
    const later = {
      acceptDueAt: instant('2026-09-16T23:00'),
      contactDueAt: instant('2026-09-15T16:30'),
    };
    const moved = (story: ReturnType<typeof storyOf>, offerId: OfferId) =>
      void story.tell(`${DAY}T12:00`, 'DeadlineExtended', { offerId, ...later });

    expect(await contacted(offered(2, moved), '2026-09-15')).toMatchObject({
      'contact outstanding': 2,
    });
  });
});
