// How well a lead fits us and how much it wants us, point by point (4.10): "why 62?" is answered by the reasons.

import { compareText } from '../compare-text.ts';
import type { HandRaise } from '../form-words.ts';
import { type Instant, millisOf, millisOfDuration } from '../instant.ts';
import type { FitFact } from '../lead-row.ts';
import type { ScoredKind, ScoringPolicy } from './scoring-policy.ts';

/** What fit is read from; unknown facts give no points. */
export interface ScoredFacts {
  /** The form or event in which each fact was said, where that is known. */
  readonly toldBy?: { readonly [Fact in FitFact]?: string | undefined };
  readonly employees?: number | undefined;
  readonly industry?: string | undefined;
  readonly title?: string | undefined;
  readonly domain?: string | undefined;
}

/** One thing that a person did (or was found to be), under the event that recorded it. */
export interface ScoredEvent {
  readonly eventId: string;
  readonly kind: ScoredKind;
  readonly at: Instant;
  /** Who did it: caps count per person (4.10). */
  readonly personId?: string | undefined;
  /** How long it took, where that is known (A1-10). */
  readonly seconds?: number | undefined;
}

interface ScoredTouch extends Pick<ScoredEvent, 'at' | 'seconds' | 'personId'> {
  readonly touchId: string;
  readonly kinds: readonly string[];
}

/** Points, in hundredths at the finest, and why; `text` holds no personal data. */
export interface ScoreReason {
  readonly eventId?: string;
  readonly part: 'fit' | 'engagement';
  readonly code: string;
  readonly points: number;
  readonly text: string;
}

/** Both parts 0 to 100, each the sum of its reasons' points (to the hundredth). */
export interface Score {
  readonly fit: number;
  readonly engagement: number;
  readonly reasons: readonly ScoreReason[];
}

interface Scoring {
  readonly facts: ScoredFacts;
  readonly engagements: readonly ScoredEvent[];
  /** The last refusal: only what happened after it counts (4.6). */
  readonly engagementFrom?: Instant | undefined;
  readonly now: Instant;
  readonly policy: ScoringPolicy;
}

const DAY = millisOfDuration('P1D');

const EVENT_TEXTS: Readonly<Record<ScoredKind, string>> = {
  submission: 'filled in a form',
  demo: 'asked for a demo',
  visit: 'asked for a visit',
  callMe: 'asked for a call',
  event: 'came to an event',
  webinar: 'watched a webinar',
  download: 'downloaded content',
  emailClick: 'clicked in an e-mail',
  pageView: 'viewed a page',
  junk: 'was marked as junk',
  student: 'was found to be a student',
  competitor: 'was found to be a competitor',
};

/**
 * Fit does not age; an engagement halves every half-life of its kind. The order of events does not matter, an event given
 * twice counts once, and what lies after `now` does not count yet. Reasons worth nothing any more are left out.
 */
export function scoreLead(scoring: Scoring): Score {
  const fit = clamped('fit', fitReasons(scoring.facts, scoring.policy));
  const engagement = clamped('engagement', engagementReasons(scoring));
  return { fit: total(fit), engagement: total(engagement), reasons: [...fit, ...engagement] };
}

/** What touches count for: each of its kinds is an event of its own. */
export function scoredEvents(touches: readonly ScoredTouch[]): readonly ScoredEvent[] {
  return touches.flatMap(({ touchId: eventId, kinds, at, seconds, personId }) =>
    // A kind that no rule knows any more would have been refused when it came.
    kinds.map((kind) => ({ eventId, kind: kind as ScoredKind, at, seconds, personId })),
  );
}

/** Whether marketing hands the lead to the SDRs (transition 4), and the sentence that says why or why not. */
export function reachesMql(
  { fit, engagement }: Pick<Score, 'fit' | 'engagement'>,
  { handRaise }: { readonly handRaise?: HandRaise | null | undefined },
  { mql: { cells, handRaiseFitAtLeast } }: ScoringPolicy,
): { readonly mql: boolean; readonly because: string } {
  if (handRaise && fit >= handRaiseFitAtLeast) {
    return {
      mql: true,
      because: `${EVENT_TEXTS[handRaise]}, and fit ${fit} >= ${handRaiseFitAtLeast}`,
    };
  }
  const cell = cells.find(
    ({ fitAtLeast, engagementAtLeast }) => fit >= fitAtLeast && engagement >= engagementAtLeast,
  );
  return cell
    ? {
        mql: true,
        because: `fit ${fit} >= ${cell.fitAtLeast} and engagement ${engagement} >= ${cell.engagementAtLeast}`,
      }
    : {
        mql: false,
        because: `fit ${fit} with engagement ${engagement} is in no cell of the policy`,
      };
}

/** The kinds under which one submission counts: itself, its hand-raise, and what its facts give away. */
export function submissionKinds(
  handRaise: HandRaise | null | undefined,
  facts: ScoredFacts,
  { negatives }: ScoringPolicy,
): readonly ScoredKind[] {
  const student = sharesWord(facts.title, negatives.studentWords);
  const competitor = negatives.competitorDomains.some((one) => isUnder(facts.domain, one));
  return [
    'submission',
    ...(handRaise ? [handRaise] : []),
    ...(student ? (['student'] as const) : []),
    ...(competitor ? (['competitor'] as const) : []),
  ];
}

/** The tier of a named account, by the company's domain or one above it; undefined for all others. */
export function tierOf(
  domain: string | undefined,
  { accounts }: ScoringPolicy['fit']['importance'],
): string | undefined {
  return Object.entries(accounts).find(([named]) => isUnder(domain, named))?.[1];
}

function fitReasons(facts: ScoredFacts, { fit }: ScoringPolicy): readonly ScoreReason[] {
  const { employees, industry, title, domain, toldBy = {} } = facts;
  const band = fit.size
    .filter(({ employeesAtLeast }) => employees !== undefined && employees >= employeesAtLeast)
    .toSorted((a, b) => b.employeesAtLeast - a.employeesAtLeast)[0];
  const tier = tierOf(domain, fit.importance);
  const { points: ofIndustry = 0, isNamed } = industryPoints(industry, fit) ?? {};
  const role = fit.role.find(({ words }) => sharesWord(title, words));
  return [
    fitReason('size', band?.points, `${band?.employeesAtLeast} employees or more`, {
      eventId: toldBy.employees,
    }),
    fitReason('importance', fit.importance.tiers[tier ?? ''], `named account of tier ${tier}`, {
      eventId: toldBy.domain,
    }),
    fitReason('industry', ofIndustry, isNamed ? 'industry we name' : 'another industry', {
      eventId: toldBy.industry,
    }),
    fitReason('role', role?.points, `title of this class: ${role?.role}`, {
      eventId: toldBy.title,
    }),
  ].filter(({ points }) => points !== 0);
}

/** What the industry is worth; undefined when it is not known. */
function industryPoints(
  industry: string | undefined,
  { industry: { named, other } }: ScoringPolicy['fit'],
): { readonly points: number; readonly isNamed: boolean } | undefined {
  if (industry === undefined) return undefined;
  const found = Object.entries(named).find(([one]) => lower(one) === lower(industry));
  return { points: found?.[1] ?? other, isNamed: found !== undefined };
}

/** What the industry hints at before anybody asked: its points in per cent of the best one's; nothing for one that the policy does not name and gives no points. */
export function industryHint(
  industry: string | undefined,
  { fit }: Pick<ScoringPolicy, 'fit'>,
): number | undefined {
  const found = industryPoints(industry, fit);
  const best = Math.max(fit.industry.other, ...Object.values(fit.industry.named));
  if (!found || best === 0 || (!found.isNamed && found.points === 0)) return undefined;
  return (100 * found.points) / best;
}

function fitReason(
  code: string,
  points: number | undefined,
  text: string,
  { eventId }: { readonly eventId: string | undefined },
): ScoreReason {
  const reason = { part: 'fit' as const, code, points: rounded(points ?? 0), text };
  return eventId === undefined ? reason : { eventId, ...reason };
}

// Within one person's kind and day the earliest events earn their points first; what goes over the cap earns nothing.
function engagementReasons(scoring: Scoring): readonly ScoreReason[] {
  const { engagements, engagementFrom = '', now, policy } = scoring;
  const spent = new Map<string, number>();
  const seen = new Set<string>();
  const counted = engagements
    .filter(({ at }) => at > engagementFrom && at <= now)
    .toSorted(
      (a, b) =>
        compareText(a.at, b.at) || compareText(a.eventId, b.eventId) || compareText(a.kind, b.kind),
    );
  return counted.flatMap(({ eventId, kind, at, seconds, personId = '' }) => {
    const rule = policy.engagement[kind];
    const once = `${kind} ${eventId}`;
    const day = `${kind} ${personId} ${at.slice(0, 10)}`;
    const before = spent.get(day) ?? 0;
    if (seen.has(once)) return [];
    seen.add(once);
    const worth = pointsOf(rule, seconds);
    const granted = Math.min(Math.abs(worth), rule.capPerDay - before);
    spent.set(day, before + granted);
    const age = millisOf(now) - millisOf(at);
    const faded = granted * 0.5 ** (age / millisOfDuration(rule.halfLife));
    const points = rounded(Math.sign(worth) * faded);
    const long = seconds === undefined ? '' : ` for ${seconds} seconds`;
    const text = `${EVENT_TEXTS[kind]}${long} ${Math.floor(age / DAY)} days ago`;
    return points === 0 ? [] : [{ eventId, part: 'engagement' as const, code: kind, points, text }];
  });
}

function pointsOf(
  { points, dwell = [] }: ScoringPolicy['engagement'][ScoredKind],
  seconds = 0,
): number {
  const reached = dwell.filter(({ secondsAtLeast }) => seconds >= secondsAtLeast);
  return reached.toSorted((a, b) => b.secondsAtLeast - a.secondsAtLeast)[0]?.points ?? points;
}

function clamped(
  part: ScoreReason['part'],
  reasons: readonly ScoreReason[],
): readonly ScoreReason[] {
  const sum = total(reasons);
  const points = rounded(Math.min(100, Math.max(0, sum)) - sum);
  const text = `the sum of ${sum} is held between 0 and 100`;
  return points === 0 ? reasons : [...reasons, { part, code: 'clamped', points, text }];
}

function total(reasons: readonly ScoreReason[]): number {
  return rounded(reasons.reduce((sum, { points }) => sum + points, 0));
}

// To the hundredth; `+ 0` because -0 is no score.
function rounded(points: number): number {
  return Math.round(points * 100) / 100 + 0;
}

function isUnder(domain: string | undefined, named: string): boolean {
  return `.${lower(domain)}`.endsWith(`.${lower(named)}`);
}

// Whole words, or "cto" would be found in "director"; Chinese has no spaces, so its words match anywhere.
function sharesWord(title: string | undefined, words: readonly string[]): boolean {
  const spaced = ` ${lower(title).replace(/[^\p{L}\p{N}-]+/gu, ' ')} `;
  return words.some((word) =>
    /\p{Script=Han}/u.test(word)
      ? spaced.includes(lower(word))
      : spaced.includes(` ${lower(word)} `),
  );
}

function lower(text: string | undefined): string {
  return (text ?? '').normalize('NFKC').trim().toLowerCase();
}
