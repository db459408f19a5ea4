// What changed first for a lead between two worlds: the first step that it took in one of them only.

import type { Instant } from '../../../functions/leads/instant.ts';
import type { RecordedLead, RecordedOffer } from './recording.ts';

interface Happening {
  readonly at: Instant;
  readonly says: string;
}

/** What the lead did in each of the worlds at the first step in which they differ; undefined: nothing any more. */
export interface FirstDifference {
  readonly before?: Happening | undefined;
  readonly after?: Happening | undefined;
}

/** Undefined where the lead fared alike to the last step. */
export function firstDifference(
  before: RecordedLead,
  after: RecordedLead,
): FirstDifference | undefined {
  const [one, other] = [happeningsOf(before), happeningsOf(after)];
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const [was, is] = [one[index], other[index]];
    if (was?.at !== is?.at || was?.says !== is?.says) return { before: was, after: is };
  }
  return undefined;
}

type Status = NonNullable<RecordedOffer['end']>['status'];
const ENDS: Readonly<Record<Status, (offer: RecordedOffer) => string>> = {
  ACCEPTED: ({ repId }) => `${repId} accepts`,
  REJECTED: ({ repId, end }) => `${repId} refuses (${end?.reason})`,
  TIMED_OUT: ({ repId }) => `${repId} has not answered in time`,
  WITHDRAWN: ({ repId, end }) => `it is taken back from ${repId} (${end?.reason})`,
};

/** Offers say how they end, and opportunities likewise: their steps would tell it twice. */
const TOLD_BESIDES: ReadonlySet<string> = new Set([
  'OfferMade',
  'Accepted',
  'Rejected',
  'Misrouted',
  'TimedOut',
  'Withdrawn',
  'Recalled',
]);

function happeningsOf({ steps, offers, opportunities }: RecordedLead): readonly Happening[] {
  const happenings = [
    ...steps.flatMap(({ seq, at, what, reason }) =>
      TOLD_BESIDES.has(what) ? [] : [{ seq, at, says: reason ? `${what} (${reason})` : what }],
    ),
    ...offers.map(({ seq, at, repId }) => ({ seq, at, says: `it is offered to ${repId}` })),
    ...offers.flatMap((offer) =>
      offer.end ? [{ ...offer.end, says: ENDS[offer.end.status](offer) }] : [],
    ),
    ...opportunities.flatMap(({ end }) =>
      end ? [{ ...end, says: `its opportunity is ${end.how}` }] : [],
    ),
  ];
  return happenings.sort((one, other) => one.seq - other.seq).map(({ at, says }) => ({ at, says }));
}
