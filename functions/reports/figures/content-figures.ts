// What each piece of content brought (A1-11): leads and opportunities whose first source it was, and those that it touched on their way.

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import type { Instant } from '../../leads/instant.ts';
import type { SourceFacts } from '../../leads/source/source.ts';
import { ofSource } from '../dimensions.ts';
import type { LeadFact, OpportunityFact, TouchFact } from '../facts/lead-fact.ts';
import type { Figure } from '../tally.ts';

/** Where somebody came from a piece that has a name. */
function hasContent({ contentId, content, author }: Partial<SourceFacts>): boolean {
  return (contentId ?? content ?? author) !== undefined;
}

export function contentFigures(fact: LeadFact, zone: string): readonly Figure[] {
  const { source, touches, arrivedAt, opportunities, expansion } = fact;
  const read = touches.filter((touch) => hasContent(touch.source));
  const figure = (
    at: Instant,
    component: string,
    from: TouchFact['source'],
    count = 1,
  ): Figure => ({
    ...{ view: 'brought', period: localDateOf(zone, at), component, count },
    of: ofSource(from),
  });
  const first = (one: OpportunityFact): readonly Figure[] => [
    figure(one.openedAt, 'opportunities', source),
    ...(one.status === 'WON' && one.closedAt
      ? [
          figure(one.closedAt, 'won', source),
          figure(one.closedAt, `a:${one.currency}`, source, one.amount),
        ]
      : []),
  ];
  const isFirst = hasContent(source);
  return [
    ...read.map(({ at, source: from }) => figure(at, 'touches', from)),
    ...(isFirst && arrivedAt && !expansion ? [figure(arrivedAt, 'registrations', source)] : []),
    ...(isFirst ? opportunities.flatMap(first) : []),
    ...opportunities.flatMap((one) =>
      helped(read, one.openedAt).map((from) => figure(one.openedAt, 'helped', from)),
    ),
  ];
}

/** Each piece once, however often it was read before the opportunity. */
function helped(read: readonly TouchFact[], openedAt: Instant): readonly TouchFact['source'][] {
  const pieces = new Map<string, TouchFact['source']>();
  for (const { at, source } of read)
    if (at <= openedAt)
      pieces.set([source.contentId, source.content, source.author].join('\n'), source);
  return [...pieces.values()];
}
