// A recording as one row of moments, and what the router was to find a rep for: one slot an offer that was made, or that was wanted and
// never made.

import type { OfferId } from '../../../functions/leads/ids.ts';
import { defaultPolicy } from '../../../functions/leads/policy.ts';
import type {
  HouseLine,
  RecordedDecision,
  RecordedLead,
  RecordedOffer,
  Recording,
} from './recording.ts';

/** A handover that was asked for: decisions one after the other until somebody had it. */
export interface Slot {
  readonly id: string;
  readonly lead: RecordedLead;
  readonly cycle: number;
  /** None where nobody ever had it. */
  readonly recorded?: RecordedOffer | undefined;
}

type Place = Pick<RecordedDecision, 'seq' | 'at'>;

export type Moment = Place &
  (
    | { readonly do: 'house'; readonly line: HouseLine }
    | { readonly do: 'end' | 'turnBack'; readonly offer: RecordedOffer }
    | { readonly do: 'decide'; readonly decision: RecordedDecision; readonly slot: Slot }
  );

/** What is written at once takes room and turns back before anything is dealt by it. */
const RANK = { house: 0, end: 1, turnBack: 2, decide: 3 } as const;

/** What holds while nobody has put a policy; a recording tells only what was put. */
export function defaultsOf({ head, house }: Recording): readonly HouseLine[] {
  const at = house[0]?.at ?? head.beginsAt;
  return [{ is: 'policy', seq: -1, at, version: 0, document: defaultPolicy() }];
}

/** The moments in their order; the defaults of the policy come first. */
export function momentsOf(recording: Recording): readonly Moment[] {
  const { house, leads } = recording;
  const ofHouse = [...defaultsOf(recording), ...house].map(
    (line): Moment => ({ do: 'house', seq: line.seq, at: line.at, line }),
  );
  return [...ofHouse, ...leads.flatMap(momentsOfLead)].toSorted(
    (a, b) => a.seq - b.seq || RANK[a.do] - RANK[b.do],
  );
}

function momentsOfLead(lead: RecordedLead): readonly Moment[] {
  const ofOffers = lead.offers.flatMap((offer): Moment[] => [
    ...(offer.end ? [{ do: 'end' as const, seq: offer.end.seq, at: offer.end.at, offer }] : []),
    ...(offer.turnBack ? [{ do: 'turnBack' as const, ...offer.turnBack, offer }] : []),
  ]);
  const slots = new Map<string, Slot>();
  const decided = lead.decisions.map((decision, index): Moment => {
    const { seq, at } = decision;
    const id = slotIdOf(lead, index);
    const recorded = lead.offers.find(({ offerId }) => offerId === id);
    const slot = slots.get(id) ?? { id, lead, cycle: decision.asked.cycle, recorded };
    slots.set(id, slot);
    return { do: 'decide', seq, at, decision, slot };
  });
  return [...ofOffers, ...decided];
}

/** The offer that these decisions led to, in the same cycle; else a name that no offer has. */
function slotIdOf({ leadId, decisions }: RecordedLead, index: number): OfferId | string {
  const cycle = decisions[index]?.asked.cycle;
  const next = decisions.slice(index).find(({ offerId }) => offerId !== undefined);
  if (next?.offerId !== undefined && next.asked.cycle === cycle) return next.offerId;
  return `${leadId}-c${cycle}-nobody`;
}
