// How much a company wants us: what all its people did, in all its journeys, each thing once (A4-4, 4.10).

import type { Account } from '../person.ts';
import type { Now } from '../rules.ts';
import { type ScoreReason, scoredEvents, scoreLead } from './score.ts';

export interface AccountEngagement {
  readonly engagement: number;
  readonly reasons: readonly ScoreReason[];
  /** How many different people it comes from. */
  readonly people: number;
}

/** The union by touch id, as of now. What somebody did after he changed employer counts for the new one only (4.8). */
export function accountEngagement(
  { accountId, absorbed }: Pick<Account, 'accountId' | 'absorbed'>,
  { at, rules, touches }: Now,
): AccountEngagement {
  const ids = [accountId, ...absorbed];
  const ours = touches.filter(
    (touch) => touch.accountId === undefined || ids.includes(touch.accountId),
  );
  const once = [...new Map(ours.map((touch) => [touch.touchId, touch])).values()];
  const { engagement, reasons } = scoreLead({
    facts: {},
    engagements: scoredEvents(once),
    now: at,
    policy: rules.policy.scoring,
  });
  return {
    engagement,
    reasons: reasons.filter(({ part }) => part === 'engagement'),
    people: new Set(once.map(({ personId }) => personId)).size,
  };
}

/** Whether others than this person show interest: then his lack of authority is no reason to drop the purchase (A4-4, the intern). */
export function othersAreEngaged(
  account: Pick<Account, 'accountId' | 'absorbed'>,
  personIds: readonly string[],
  now: Now,
): boolean {
  const touches = now.touches.filter(({ personId }) => !personIds.includes(personId));
  return accountEngagement(account, { ...now, touches }).engagement > 0;
}
