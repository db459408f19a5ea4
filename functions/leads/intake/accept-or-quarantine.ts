// From a submission to a marketing qualified lead: rows 1 to 4 and 2a of domain.md 4.3.

import { chain, change, type Decision, move } from '../decision.ts';
import { plus } from '../instant.ts';
import type { Lead, LeadIn } from '../lead.ts';
import { type Now, type Rules, staleAt } from '../rules.ts';
import { gradeOf, scoreOf, weighForMql } from '../scoring/standing.ts';
import { sourceFacts } from '../source/source.ts';
import { spamScore } from './spam.ts';
import type { Submission } from './submission.ts';

/** Stands in a message where the relay puts the signed link (opt-in-token.ts): events carry no tokens. */
export const OPT_IN_TOKEN = '{optInToken}';

/** Spam, or a person who refused every channel he gave and did not ask to be contacted (2; A0-1: reachable, identified, consent). */
export function suspectOf(submission: Submission, { policy }: Rules): Lead['suspect'] {
  const spam = spamScore(submission, policy.spam);
  if (spam.suspected)
    return { event: 'SpamSuspected', reasons: spam.reasons.map(({ code }) => code) };
  const { consent, person, interest } = submission;
  const reachable =
    (person.email && consent.email !== false) || (person.phone && consent.phone !== false);
  if (reachable || interest?.handRaise) return undefined;
  return { event: 'OptInPending', reasons: ['NO_CHANNEL_ALLOWED'] };
}

/** CAPTURED → QUARANTINED, or MAL and, when the threshold is reached, MQL (2, 3, 4). */
export function judgeCaptured(lead: Lead, now: Now): Decision {
  const { suspect } = lead;
  if (!suspect) return acceptByMarketing(lead, now);
  const nudgeAt = plus(now.at, now.rules.policy.intake.optInReminderAfter);
  const fact = { type: suspect.event, data: { reasons: suspect.reasons } };
  return {
    ...move(lead, fact, now.at, { suspect, nudgeAt }),
    messages: [optInMessage(lead, 'first')],
  };
}

/** MAL, and MQL at once when score or hand-raise suffices (3, 4). First source freezes here. */
export function acceptByMarketing(lead: Lead, now: Now): Decision {
  const { fit, engagement } = scoreOf(lead, now);
  const { grade, because } = gradeOf(lead, fit, now);
  const fact = {
    type: 'MarketingAccepted' as const,
    data: {
      fit,
      engagement,
      grade,
      because,
      ...(lead.expansion ? { expansion: true } : {}),
      source: sourceFacts(lead.firstSource),
    },
  };
  const changes = { score: { fit, engagement }, grade, suspect: undefined };
  const accepted = move(lead, fact, now.at, changes);
  return chain(accepted, (mal) => weighForMql(mal, now));
}

/** The quarantine's timer: asks once more, then closes the lead (2a). The submission itself is kept. */
export function settleQuarantine(lead: LeadIn<'QUARANTINED'>, { at, rules }: Now): Decision {
  const { quarantineClosesAfter } = rules.policy.intake;
  const closesAt = plus(lead.enteredAt, quarantineClosesAfter);
  if (at >= closesAt) return move(lead, { type: 'QuarantineClosed' }, at, {});
  if (at < lead.nudgeAt || lead.nudges > 0) return { lead, events: [] };
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
    says: { name: 'confirmEnquiry' },
  };
}
