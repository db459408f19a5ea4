// The table of events, of the export and of the event lake alike: what each event tells of its lead, offer or opportunity as it was then, and its data.

import type { About } from '../../leads/events/about.ts';
import type { SourceFacts } from '../../leads/source/source.ts';
import type { StoredEvent } from '../../ports.ts';
import {
  type Column,
  columnsOf,
  instant,
  integer,
  json,
  millis,
  named,
  type ToldOf,
  text,
  yesOrNo,
} from './columns.ts';

export const sourceColumns: ToldOf<Partial<SourceFacts>> = {
  class: text('MARKETING, SELF, EXEC or PARTNER'),
  channel: text('class of media'),
  means: text('how people are brought from there: seo, sem, event …'),
  origin: text('passive: the customer came by himself; active: we went to him'),
  key: text('the parameters that tell one source from another'),
  utmSource: text(),
  campaign: text(),
  term: text(),
  content: text('of the advertisement'),
  contentId: text('our page or document'),
  author: text('who wrote it'),
};

type Actor = StoredEvent['by'];
interface EventRow extends Omit<About, 'regions'> {
  readonly eventId: string;
  readonly scope: string;
  readonly at: number;
  readonly index: number;
  readonly type: string;
  readonly schemaVersion: number;
  readonly occurredAt: string;
  readonly actor: Actor;
}

export const eventColumns: readonly Column[] = [
  ...columnsOf<EventRow>({
    eventId: text('unique'),
    scope: text('whose story it is: a lead, a rep and so on, or `policy`'),
    at: named('version', integer('which transaction of the scope')),
    index: named(
      'nth',
      integer('which event of the transaction; `scope`, `version`, `nth` are the order of a story'),
    ),
    type: text('docs/events.md'),
    schemaVersion: integer('of the event’s data'),
    occurredAt: instant(),
    actor: { kind: text('who did it'), sub: text('staff by sub, a customer by personId') },
    cycle: integer('the lead’s cycle'),
    productLine: text(),
    region: text(),
    industry: text(),
    grade: text(),
    source: sourceColumns,
    expansion: yesOrNo('from a customer: no new lead in the counts'),
    sdrId: text(),
    repId: text('of the offer or opportunity, else the owner'),
    department: text('of the offer, else of the rep or SDR whose event it is'),
    active: yesOrNo('of a rep or SDR'),
    offerId: text('the offer, else the accepted one'),
    opportunityId: text(),
    offer: {
      offeredAt: instant(),
      acceptDueAt: instant(),
      contactDueAt: instant(),
      contactedAt: instant('first attempt of the rep'),
      settledAt: instant('answered, run out or taken back'),
      acceptMillis: millis('to `offer_settled_at` on the accept clock'),
      workingMillis: millis('to `offer_settled_at` in working time'),
      contactWorkingMillis: millis('to `offer_contacted_at` in working time'),
    },
    policyVersion: integer('in force when it was decided'),
    calendar: { id: text(), version: integer() },
  }),
  json<About>('regions', 'of a rep or SDR', ({ regions }) => regions),
  json<StoredEvent>('data', 'what the event says, by its type: docs/events.md', ({ data }) => data),
];

/** An event as a row of them. */
export function eventRow({ id, by, about, schemaVersion = 1, ...event }: StoredEvent): object {
  return { ...about, ...event, eventId: id, actor: by, schemaVersion };
}
