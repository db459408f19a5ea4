// How long an SDR has for a lead, and what any act of staff puts off (rows 5 and 27 of domain.md 4.3).

import { sdrDueAt } from './calendar/deadlines.ts';
import type { Changes } from './decision.ts';
import type { Instant } from './instant.ts';
import type { Lead } from './lead.ts';
import { type Rules, staleAt } from './rules.ts';
import type { Grade } from './scoring/grade.ts';

/** Grades that the SDR has to take up within the shorter time (row 5). */
const URGENT: ReadonlySet<Grade> = new Set(['MAJOR', 'IMPORTANT', 'HOT']);

/** When the SDR, and then the director, is reminded of a lead that nobody works on (row 5). */
export function sdrTimer(
  { grade }: Pick<Lead, 'grade'>,
  { at, rules }: { readonly at: Instant; readonly rules: Rules },
): Instant {
  const urgency = isUrgent(grade) ? 'urgent' : 'normal';
  return sdrDueAt(rules.policy.clocks, rules.calendar, at, urgency);
}

/** When a lead becomes urgent while the SDR's timer runs, he has the shorter time from then on, and never more than he had (row 5). */
export function sooner(
  nudgeAt: Instant | undefined,
  [before, grade]: readonly [Lead['grade'], Lead['grade']],
  now: { readonly at: Instant; readonly rules: Rules },
): Instant | undefined {
  if (nudgeAt === undefined || isUrgent(before) || !isUrgent(grade)) return nudgeAt;
  const due = sdrTimer({ grade }, now);
  return due < nudgeAt ? due : nudgeAt;
}

function isUrgent(grade: Grade | undefined): boolean {
  return grade !== undefined && URGENT.has(grade);
}

/** Staff did something: the twelve months start again (27). */
export function touched(at: Instant, rules: Rules): Changes {
  return { lastActivityAt: at, staleAt: staleAt(rules, at) };
}
