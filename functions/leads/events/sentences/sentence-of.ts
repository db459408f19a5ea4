// What an event says to a salesperson: the sentences of GET /v1/leads/{leadId}/timeline and of `npm run story`.

import type { Instant } from '../../instant.ts';
import type { EventBody, EventData, EventName } from '../events.ts';
import { houseSentences } from './house-sentences.ts';
import { intakeSentences } from './intake-sentences.ts';
import { offerSentences } from './offer-sentences.ts';
import { opportunitySentences } from './opportunity-sentences.ts';
import { qualificationSentences } from './qualification-sentences.ts';
import type { Say, Sentence } from './sentence.ts';

/** An event without a sentence does not compile. */
export const sentences: { readonly [Name in EventName]: Sentence<EventData<Name>> } = {
  ...intakeSentences,
  ...qualificationSentences,
  ...offerSentences,
  ...opportunitySentences,
  ...houseSentences,
};

interface Tongue {
  /** An instant in the tenant's zone, as people write it. */
  readonly when: (instant: Instant) => string;
  readonly due: (deadline: Instant) => string;
  /** A person of staff by sub. */
  readonly who: (sub: string) => string;
}

/** The sentence of an event that the actor with the sub `by` caused. An old event may lack what is said of it now: that is said as not known. */
export function sentenceOf(event: EventBody, by: string, { when, due, who }: Tongue): string {
  const instant = (show: (instant: Instant) => string) => (value: unknown) =>
    // Codec: what is stored as an instant is one.
    typeof value === 'string' ? show(value as Instant) : 'a day not known';
  const say: Say = {
    when: instant(when),
    due: instant(due),
    who: (value) => (typeof value === 'string' ? who(value) : 'nobody'),
    reason: (value) => String(value).toLowerCase().replaceAll('_', ' '),
  };
  return said(event, who(by), say);
}

function said<Name extends EventName>({ type, data }: EventBody<Name>, by: string, say: Say) {
  const spoken: { readonly [One in EventName]: Sentence<EventData<One>> } = sentences;
  return spoken[type](data, by, say);
}
