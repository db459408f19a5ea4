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

/** So many ways are tried; then it comes as it comes. */
const MOST = 300;

/** The happenings of one instant in their order. */
export function inOrder(desk: DealtDesk, group: readonly Happening[]): readonly Happening[] {
  if (group.length < 2) return group;
  const stories = [...Map.groupBy(group, ({ transaction }) => transaction.scope).values()];
  return fitting(desk, stories, { left: MOST }) ?? fitting(desk, stories) ?? group;
}

type Stories = readonly (readonly Happening[])[];

/** What changes nothing that others read, and what stands as it was noted, comes at once; of the rest each is tried. Without `tries` the first of it is taken, whatever follows. */
function fitting(
  before: DealtDesk,
  all: Stories,
  tries?: { left: number },
): readonly Happening[] | undefined {
  const found: Happening[] = [];
  let [desk, stories] = [before, all];
  const take = (story: readonly Happening[], one: Happening) => {
    found.push(one);
    desk = afterAll(desk, one);
    stories = without(stories, story);
  };
  for (;;) {
    const next = stories.find(([one]) => one && isCertain(desk, one));
    if (!next?.[0]) break;
    take(next, next[0]);
  }
  if (stories.length === 0) return found;
  const open = nextIn(desk, stories);
  if (!tries) {
    const [story = stories[0] ?? []] = open;
    if (story[0]) take(story, story[0]);
    return [...found, ...(fitting(desk, stories) ?? [])];
  }
  for (const story of open) {
    const [one] = story;
    if (!one || tries.left === 0) return undefined;
    tries.left -= 1;
    const rest = fitting(afterAll(desk, one), without(stories, story), tries);
    if (rest) return [...found, one, ...rest];
  }
  return undefined;
}

/** What lets a decision come out as it was noted is tried first. */
function nextIn(desk: DealtDesk, stories: Stories): Stories {
  const decisions = stories.flatMap(([one]) => one?.noted ?? []);
  const ranked = stories.flatMap((story) => {
    const [one] = story;
    if (!one || !isPossible(desk, one)) return [];
    const after = decisions.length > 0 && afterAll(desk, one);
    const frees = after && decisions.some((noted) => isAsNoted(after, noted));
    return [{ story, rank: frees ? -1 : EFFECTS.indexOf(one.lines[0]?.is) }];
  });
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ story }) => story);
}

/** What more often makes room for a decision at the same instant comes first. */
const EFFECTS: readonly (HouseLine['is'] | undefined)[] = [
  ...([undefined, 'suspension', 'rep', 'absence', 'roster'] as const),
  ...(['calendar', 'policy', 'department'] as const),
];

const REP = /^rep_/;

/** What was noted of a decision says how the desk stood; of the rest what has no effect may come at any time. */
function isCertain(desk: DealtDesk, { noted, transaction, ...effects }: Happening): boolean {
  if (noted) return isAsNoted(desk, noted);
  const { ended, turnsBack, lines } = effects;
  if (REP.test(transaction.scope) || ended.length + turnsBack.length > 0) return false;
  return lines.every(({ is }) => is === 'sdr');
}

/** A rep's row has counted its writes: what ops changed of him comes behind so many. A suspension changes once there is one. */
function isPossible(desk: DealtDesk, { noted, transaction }: Happening): boolean {
  if (noted) return false;
  const begun = desk.reps.flatMap(({ suspensions }) =>
    suspensions.map(({ suspensionId }) => suspensionId),
  );
  const isEarly = transaction.events.some(
    ({ type, data }) =>
      (type === 'SuspensionEnded' || type === 'SuspensionCausesChanged') &&
      !begun.includes(data.suspensionId),
  );
  if (isEarly) return false;
  return !REP.test(transaction.scope) || transaction.version === versionOf(desk, transaction) + 1;
}

function versionOf({ reps }: DealtDesk, { scope }: Transaction): number {
  return reps.find(({ repId }) => `rep_${repId}` === scope)?.version ?? 0;
}

function without(stories: Stories, story: readonly Happening[]): Stories {
  const left = stories.map((one) => (one === story ? one.slice(1) : one));
  return left.filter((one) => one.length > 0);
}

/** The desk after everything that happened at once. */
export function afterAll(desk: DealtDesk, happening: Happening): DealtDesk {
  const { lines, noted, ended, turnsBack, transaction } = happening;
  let after = lines.reduce(afterHouse, desk);
  for (const offer of ended) after = afterEnd(after, offer.repId);
  for (const offer of turnsBack) after = afterTurnBack(after, offer);
  const written = new Set([...ended, ...turnsBack].map(({ repId }) => `rep_${repId}`));
  const reps = after.reps.map((rep) => {
    const scope = `rep_${rep.repId}`;
    if (scope === transaction.scope) return { ...rep, version: transaction.version };
    return written.has(scope) ? { ...rep, version: rep.version + 1 } : rep;
  });
  after = { ...after, reps };
  if (!noted?.offer) return after;
  const { decision, leadId, offer } = noted;
  const input = inputOf(after, { leadId, ...decision });
  const route = routeTo(input, offer);
  return route ? afterOffer(after, route) : after;
}
