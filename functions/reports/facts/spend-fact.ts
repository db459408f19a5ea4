// What reports know of what was spent in a month on a channel and campaign (A1-6): the amount as it was told last.

import type { EventData } from '../../leads/events/events.ts';
import { present } from '../../leads/present.ts';
import type { SourceFacts } from '../../leads/source/source.ts';
import type { StoredEvent } from '../../ports.ts';
import { type Restatement, type WorthFact, worthOf } from './worth-fact.ts';

export interface SpendFact extends WorthFact {
  readonly kind: 'spend';
  readonly spendId: string;
  readonly month: string;
  readonly source: Partial<SourceFacts>;
  readonly restated: readonly Restatement[];
}

/** The fact after the event; the same one when reports count nothing by it. */
export function foldSpend(
  before: SpendFact | undefined,
  event: StoredEvent,
): SpendFact | undefined {
  const { type, data, occurredAt, id, scope } = event;
  switch (type) {
    case 'SpendTold':
      return { ...told(scope, data), restated: before?.restated ?? [] };
    case 'SpendCorrected':
    case 'SpendConverted': {
      const restatement = { type, at: occurredAt, eventId: id };
      return { ...told(scope, data), restated: [...(before?.restated ?? []), restatement] };
    }
    default:
      return before;
  }
}

function told(spendId: string, data: EventData<'SpendTold'>): Omit<SpendFact, 'restated'> {
  const { month, class: whose, channel, platform, campaign } = data;
  return present({
    kind: 'spend' as const,
    spendId,
    month,
    source: present({ class: whose, channel, utmSource: platform, campaign }),
    ...worthOf(data),
  });
}
