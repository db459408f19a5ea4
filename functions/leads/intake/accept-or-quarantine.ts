// From a submission to a marketing qualified lead: rows 1 to 4 and 2a of domain.md 4.3.

import { chain, change, type Decision, type Message, move } from '../decision.ts';
import { isRefused } from '../identity/consent.ts';
import { plus } from '../instant.ts';
import type { Lead, LeadIn } from '../lead.ts';
import type { Person } from '../person.ts';
import { type Now, type Rules, staleAt } from '../rules.ts';
import { gradeOf, scoreOf, weighForMql } from '../scoring/standing.ts';
import { sourceFacts } from '../source/source.ts';
import { CHANNELS } from '../statement.ts';
import { spamScore } from './spam.ts';
import type { Submission } from './submission.ts';

/** Stands in a message where the relay puts the signed link (opt-in-token.ts): events carry no tokens. */
export const OPT_IN_TOKEN = '{optInToken}';

/** Spam, or a person who refused every channel that we know of him and did not ask to be contacted (2; A0-1: reachable, identified, consent). */
export function suspectOf(submission: Submission, person: Person, rules: Rules): Lead['suspect'] {
  const reasons = spamReasons(submission, rules);
  if (reasons) return { event: 'SpamSuspected', reasons };
  const isReachable = CHANNELS.some(
    (channel) => person[channel] !== undefined && !isRefused(person, channel),
  );
  if (isReachable || submission.interest?.handRaise) return undefined;
  return { event: 'OptInPending', reasons: ['NO_CHANNEL_ALLOWED'] };
}

/** Why it looks like spam; undefined when it does not. */
export function spamReasons(submission: Submission, { policy }: Rules): string[] | undefined {
  const spam = spamScore(submission, policy.spam);
  return spam.suspected ? spam.reasons.map(({ code }) => code) : undefined;
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

/** A form says yes where the person had said no (4.2): he is asked, at the address that we know. */
export function consentMessage(personId: string, submissionId: string): Message {
  return {
    id: `${submissionId}-opt-in`,
    to: `person:${personId}`,
    asksForConsent: true,
    subject: 'May we be in touch again?',
    text: `You asked us not to be in touch, and now a form with your address allows it. Open /v1/opt-ins/${OPT_IN_TOKEN} to confirm that it was you; do nothing, and all stays as you wanted it.`,
  };
}

function optInMessage(lead: Lead, time: 'first' | 'again'): Message {
  return {
    id: `${lead.leadId}-opt-in-${time}`,
    to: `person:${lead.personId}`,
    asksForConsent: true,
    subject: 'Please confirm your enquiry',
    text: `Somebody left your address with us. Open /v1/opt-ins/${OPT_IN_TOKEN} to confirm it, and we will be in touch; do nothing, and you hear no more.`,
  };
}
