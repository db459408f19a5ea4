// In which order things happened at one instant: each story has its own order, and what the product noted of a decision says how the
// desk stood then. Found by trying: what is decided must come out as it was noted.

import type { Offer } from '../../../functions/leads/offer/offer.ts';
import type { HouseLine } from './recording.ts';
import { isAsNoted, type Noted } from './recording-decision.ts';
import type { Transaction } from './recording-stories.ts';
import {
  afterEnd,
  afterHouse,
  afterOffer,
  afterTurnBack,
  type DealtDesk,
  inputOf,
  routeTo,
} from './routing-desk.ts';

/** A transaction with what it does to the desk. */
export interface Happening {
  readonly transaction: Transaction;
  readonly lines: readonly HouseLine[];
  readonly noted?: Noted | undefined;
  /** Offers that it ends, and those whose turn it gives back. */
  readonly ended: readonly Offer[];
  readonly turnsBack: readonly Offer[];
}

/** So many ways are tried; then what is decided comes as it comes. */
const MOST = 2000;

/** The happenings of one instant in their order. */
export function inOrder(desk: DealtDesk, group: readonly Happening[]): readonly Happening[] {
  if (group.length < 2) return group;
  const stories = [...Map.groupBy(group, ({ transaction }) => transaction.scope).values()];
  return fitting(desk, stories, { left: MOST }) ?? asItComes(desk, stories);
}

type Stories = readonly (readonly Happening[])[];

/** Undefined when no order fits, or none was found. */
function fitting(
  desk: DealtDesk,
  stories: Stories,
  tries: { left: number },
): readonly Happening[] | undefined {
  if (stories.length === 0) return [];
  for (const story of nextIn(stories)) {
    const [one] = story;
    if (!one || (one.noted && !isAsNoted(desk, one.noted))) continue;
    if (tries.left === 0) return undefined;
    tries.left -= 1;
    const rest = fitting(afterAll(desk, one), without(stories, story), tries);
    if (rest) return [one, ...rest];
  }
  return undefined;
}

/** The house first, then what is decided, then what makes room for the next decision. */
function nextIn(stories: Stories): Stories {
  const rank = ([one]: readonly Happening[]) => {
    if (one && one.lines.length > 0 && one.ended.length === 0) return 0;
    return one?.noted ? 1 : 2;
  };
  return stories.toSorted((a, b) => rank(a) - rank(b));
}

function asItComes(desk: DealtDesk, stories: Stories): readonly Happening[] {
  let now = desk;
  let left = stories;
  const found: Happening[] = [];
  while (left.length > 0) {
    const open = nextIn(left);
    const next = open.find(([one]) => !one?.noted || isAsNoted(now, one.noted)) ?? open[0] ?? [];
    const [one] = next;
    if (!one) break;
    found.push(one);
    now = afterAll(now, one);
    left = without(left, next);
  }
  return found;
}

function without(stories: Stories, story: readonly Happening[]): Stories {
  const left = stories.map((one) => (one === story ? one.slice(1) : one));
  return left.filter((one) => one.length > 0);
}

/** The desk after everything that happened at once. */
export function afterAll(desk: DealtDesk, happening: Happening): DealtDesk {
  const { lines, noted, ended, turnsBack } = happening;
  let after = lines.reduce(afterHouse, desk);
  for (const offer of ended) after = afterEnd(after, offer.repId);
  for (const offer of turnsBack) after = afterTurnBack(after, offer);
  if (!noted?.offer) return after;
  const { decision, leadId, offer } = noted;
  const input = inputOf(after, { leadId, ...decision });
  const route = routeTo(input, offer);
  return route ? afterOffer(after, route) : after;
}
