// From a submission to a marketing qualified lead: rows 1 to 4 and 2a of domain.md 4.3.

import { type Changes, chain, change, type Decision, move } from '../decision.ts';
import { type Instant, plus } from '../instant.ts';
import type { Lead } from '../lead.ts';
import type { Person, Touch } from '../person.ts';
import { type Rules, staleAt } from '../rules.ts';
import { gradeAt } from '../scoring/grade.ts';
import { reachesMql, type Score, scoreLead, tierOf } from '../scoring/score.ts';
import type { ScoredKind } from '../scoring/scoring-policy.ts';
import { sdrTimer } from '../sdr-timer.ts';
import { sourceFacts } from '../source/source.ts';

/** Stands in a message where the relay puts the signed link (opt-in-token.ts): events carry no tokens. */
export const OPT_IN_TOKEN = '{optInToken}';

/** What a rule looks at besides the row: when, by which rules, and what the person did so far. */
export interface Now {
  readonly at: Instant;
  readonly rules: Rules;
  readonly touches: readonly Touch[];
  /** Whose lead it is, where somebody may have to be written to. */
  readonly person?: Person | undefined;
}

/** Score at an instant, each point with the touch it comes from (4.10). */
export function scoreOf(lead: Lead, { at, rules, touches }: Now): Score {
  return scoreLead({
    facts: lead.facts,
    engagements: touches.flatMap((touch) =>
      touch.kinds.map((kind) => ({
        eventId: touch.touchId,
        kind: kind as ScoredKind,
        at: touch.at,
      })),
    ),
    engagementFrom: lead.engagementFrom,
    now: at,
    policy: rules.policy.scoring,
  });
}

/** Grade at an instant, by the facts that are known then (A2-2). */
export function gradeOf(
  lead: Lead,
  fit: number,
  { at, rules }: Pick<Now, 'at' | 'rules'>,
): ReturnType<typeof gradeAt> {
  const { employees, domain, startWithinMonths, startStatedAt } = lead.facts;
  const tier = tierOf(domain, rules.policy.scoring.fit.importance);
  const need = lead.qualification?.answers.need;
  return gradeAt({ employees, tier, fit, need, startWithinMonths, startStatedAt }, at, {
    policy: rules.policy.grade,
    zone: rules.zone,
  });
}

/** Score and grade as they are now, which is the lead's place in the queues (4.8: a repeat bumps it); none before marketing accepted it. */
export function rescored(lead: Lead, now: Now): Changes {
  if (lead.grade === undefined) return {};
  const { fit, engagement } = scoreOf(lead, now);
  return { score: { fit, engagement }, grade: gradeOf(lead, fit, now).grade };
}

/** CAPTURED → QUARANTINED, or MAL and, when the threshold is reached, MQL (2, 3, 4). */
export function judgeCaptured(lead: Lead, now: Now): Decision {
  if (!lead.suspect) return acceptByMarketing(lead, now);
  const { optInReminderAfter } = now.rules.policy.intake;
  return {
    lead: move(lead, lead.suspect.event, now.at, { nudgeAt: plus(now.at, optInReminderAfter) }),
    events: [{ type: lead.suspect.event, data: { reasons: lead.suspect.reasons } }],
    messages: [optInMessage(lead, 'first')],
  };
}

/** MAL, and MQL at once when score or hand-raise suffices (3, 4). First source freezes here. */
export function acceptByMarketing(lead: Lead, now: Now): Decision {
  const score = scoreOf(lead, now);
  const { grade, because } = gradeOf(lead, score.fit, now);
  const accepted: Decision = {
    lead: move(lead, 'MarketingAccepted', now.at, {
      score: { fit: score.fit, engagement: score.engagement },
      grade,
      suspect: undefined,
    }),
    events: [
      {
        type: 'MarketingAccepted',
        data: {
          fit: score.fit,
          engagement: score.engagement,
          grade,
          because,
          ...(lead.expansion ? { expansion: true } : {}),
          source: sourceFacts(lead.firstSource),
        },
      },
    ],
  };
  return chain(accepted, (mal) => weighForMql(mal, now));
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
  const { grade } = gradeOf(lead, score.fit, now);
  const { fit, engagement } = score;
  return {
    lead: move(lead, 'Qualified', now.at, {
      score: { fit, engagement },
      grade,
      nudgeAt: sdrTimer({ ...lead, grade }, now),
    }),
    events: [
      {
        type: 'Qualified',
        data: { fit, engagement, grade, because, ...(lead.expansion ? { expansion: true } : {}) },
      },
    ],
  };
}

/** The quarantine's timer: asks once more, then closes the lead (2a). The submission itself is kept. */
export function settleQuarantine(lead: Lead, { at, rules }: Now): Decision {
  const { quarantineClosesAfter } = rules.policy.intake;
  const closesAt = plus(lead.enteredAt, quarantineClosesAfter);
  if (at >= closesAt) {
    return { lead: move(lead, 'QuarantineClosed', at), events: [{ type: 'QuarantineClosed' }] };
  }
  if (lead.nudgeAt === undefined || at < lead.nudgeAt || lead.nudges > 0)
    return { lead, events: [] };
  return {
    lead: change(lead, { nudges: 1, nudgeAt: closesAt }),
    events: [{ type: 'OptInReminded' }],
    messages: [optInMessage(lead, 'again')],
  };
}

/** The person confirmed: quarantine ends (3). Confirming again changes nothing. */
export function confirmOptIn(lead: Lead, now: Now): Decision {
  if (lead.state !== 'QUARANTINED') return { lead, events: [] };
  return acceptByMarketing(
    change(lead, { lastActivityAt: now.at, staleAt: staleAt(now.rules, now.at) }),
    now,
  );
}

function optInMessage(
  lead: Lead,
  time: 'first' | 'again',
): NonNullable<Decision['messages']>[number] {
  return {
    id: `${lead.leadId}-opt-in-${time}`,
    to: `person:${lead.personId}`,
    asksForConsent: true,
    subject: 'Please confirm your enquiry',
    text: `Somebody left your address with us. Open /v1/opt-ins/${OPT_IN_TOKEN} to confirm it, and we will be in touch; do nothing, and you hear no more.`,
  };
}
