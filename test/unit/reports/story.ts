// Stories of leads for tests of figures: each step is an event at an instant, told as the store tells it.

import type { EventData, EventName } from '../../../functions/leads/events/events.ts';
import type { OfferId } from '../../../functions/leads/ids.ts';
import { Instant } from '../../../functions/leads/instant.ts';
import type { StoredEvent } from '../../../functions/ports.ts';

type Told = Partial<StoredEvent['about']> & object;

/** Tells events of one lead one after the other; `at` as `2026-09-14T10:00`, in Shanghai. */
export function storyOf(leadId: string, about: Told = {}) {
  const events: StoredEvent[] = [];
  return {
    events,
    tell<Name extends EventName>(
      at: string,
      type: Name,
      data: Partial<EventData<Name>>,
      over: Told = {},
    ) {
      const version = events.length + 1;
      const told: object = {
        ...{ type, data, scope: leadId, at: version, index: 0, occurredAt: instant(at) },
        id: `${leadId}-${version}`,
        by: { kind: 'system', sub: 'leadloop' },
        about: { cycle: 1, productLine: 'core', ...about, ...over },
      };
      // Codec: a story says as much of an event as figures read.
      events.push(told as StoredEvent);
      return this;
    },
  };
}

/** An instant in Shanghai. */
export function instant(local: string): Instant {
  return Instant.parse(new Date(`${local}:00+08:00`).toISOString());
}

/** A lead that came from marketing, was qualified, offered and accepted, with some hours between the steps. */
export function acceptedLead(leadId: string, day: string, about: Told = {}) {
  const offerId = `${leadId}-c1-o1` as OfferId;
  const weighed = { fit: 50, engagement: 20, because: 'score' };
  const source = { class: 'MARKETING', ...about.source } as const;
  return storyOf(leadId, { source, ...about })
    .tell(`${day}T09:00`, 'SubmissionReceived', {
      submissionId: `sub-${leadId}`,
      form: 'demo',
      productLine: 'core',
      source,
      touches: [{ touchId: `sub-${leadId}`, at: instant(`${day}T09:00`), kinds: [], source }],
    })
    .tell(`${day}T09:00`, 'MarketingAccepted', { ...weighed, grade: 'HOT', source })
    .tell(`${day}T09:00`, 'Qualified', { ...weighed, grade: 'HOT' })
    .tell(`${day}T11:00`, 'QualifiedBySdr', { sdrId: 'sdr-1' }, { sdrId: 'sdr-1' })
    .tell(`${day}T11:00`, 'OfferMade', {
      offerId,
      repId: 'rep-a',
      department: 'East',
      usesTurn: true,
      acceptDueAt: instant(`${day}T23:00`),
      contactDueAt: instant(`${day}T16:30`),
      chosenBy: 'router',
    })
    .tell(
      `${day}T14:00`,
      'Accepted',
      { offerId, repId: 'rep-a' },
      {
        offerId,
        offer: {
          offeredAt: instant(`${day}T11:00`),
          acceptDueAt: instant(`${day}T23:00`),
          contactDueAt: instant(`${day}T16:30`),
          settledAt: instant(`${day}T14:00`),
          acceptMillis: 3 * 3_600_000,
          workingMillis: 1.5 * 3_600_000,
        },
      },
    );
}
