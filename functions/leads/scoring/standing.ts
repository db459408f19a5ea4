// How a lead stands at an instant: score, grade, and whether that makes an MQL of it (4.10; rows 3 and 4 of domain.md 4.3).

import { type Changes, change, type Decision, move } from '../decision.ts';
import type { Lead } from '../lead.ts';
import type { At, Now } from '../rules.ts';
import { sdrTimer, sooner } from '../sdr-timer.ts';
import { gradeAt } from './grade.ts';
import { industryHint, reachesMql, type Score, scoredEvents, scoreLead, tierOf } from './score.ts';

/** Score at an instant, each point with the touch or the event it comes from (4.10). */
export function scoreOf(lead: Lead, { at, rules, touches }: Now): Score {
  const { facts, submissionId } = lead;
  return scoreLead({
    facts: {
      ...facts,
      toldBy: {
        employees: toldBy(lead, 'employees', touches),
        industry: toldBy(lead, 'industry', touches),
        title: lead.toldBy.title ?? submissionId,
        domain: lead.toldBy.domain ?? submissionId,
      },
    },
    engagements: scoredEvents(touches),
    engagementFrom: lead.engagementFrom,
    now: at,
    policy: rules.policy.scoring,
  });
}

/** Of rows from before it was kept, a form is found by its instant, and what staff said is nobody's form. */
function toldBy(
  { toldBy: kept, said, submissionId }: Lead,
  fact: 'employees' | 'industry',
  touches: Now['touches'],
): string | undefined {
  const { at, by } = said[fact] ?? {};
  if (kept[fact] !== undefined || at === undefined) return kept[fact] ?? submissionId;
  return by === undefined ? touches.find((touch) => touch.at === at)?.touchId : undefined;
}

/** What the grade is computed from. */
export type Graded = Pick<Lead, 'facts' | 'qualification'>;

/** Grade at an instant, by the facts that are known then (A2-2). */
export function gradeOf(lead: Graded, { at, rules }: At): ReturnType<typeof gradeAt> {
  const { employees, domain, budget, expected, startWithinMonths, startStatedAt } = lead.facts;
  const { scoring, grade: policy } = rules.policy;
  const { need, share } = lead.qualification?.answers ?? {};
  const facts = {
    amount: expected ?? budget,
    employees,
    tier: tierOf(domain, scoring.fit.importance),
    industry: industryHint(lead.facts.industry, scoring),
    need,
    share,
    startWithinMonths,
    startStatedAt,
  };
  return gradeAt(facts, at, { policy, zone: rules.zone });
}

/** Score and grade as they are now, which is the lead's place in the queues (4.8: a repeat bumps it); none before marketing accepted it. */
export function rescored(lead: Lead, now: Now): Changes {
  if (lead.grade === undefined) return {};
  const { fit, engagement } = scoreOf(lead, now);
  return { score: { fit, engagement }, grade: gradeOf(lead, now).grade };
}

/** The lead with them; an SDR who waits has less time when it has become urgent (5). */
export function standingAnew(lead: Lead, now: Now): Lead {
  const after = change(lead, rescored(lead, now));
  const isSdrs = after.state === 'MQL' || after.state === 'SDR_WORKING';
  return isSdrs
    ? change(after, { nudgeAt: sooner(after.nudgeAt, [lead.grade, after.grade], now) })
    : after;
}

/** MAL → MQL when a cell is reached or a hand was raised (4); otherwise nothing happens. */
export function weighForMql(lead: Lead, now: Now): Decision {
  const score = scoreOf(lead, now);
  const { mql, because } = reachesMql(
    score,
    { handRaise: lead.handRaise },
    now.rules.policy.scoring,
  );
  if (!mql) return { lead, events: [] };
  const { grade } = gradeOf(lead, now);
  const { fit, engagement } = score;
  const expansion = lead.expansion ? { expansion: true } : {};
  const fact = {
    type: 'Qualified' as const,
    data: { fit, engagement, grade, because, ...expansion },
  };
  const nudgeAt = sdrTimer({ grade }, now);
  return move(lead, fact, now.at, { score: { fit, engagement }, grade, nudgeAt });
}
