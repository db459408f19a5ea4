// From a submission to a marketing qualified lead: rows 1 to 4 and 2a of domain.md 4.3.

import { chain, change, type Decision, type Message, move } from '../decision.ts';
import { isRefused } from '../identity/consent.ts';
import { type Instant, plus } from '../instant.ts';
import type { Lead, LeadIn } from '../lead.ts';
import type { Person } from '../person.ts';
import { present } from '../present.ts';
import { type At, type Now, type Rules, staleAt } from '../rules.ts';
import { gradeOf, scoreOf, weighForMql } from '../scoring/standing.ts';
import { touched } from '../sdr-timer.ts';
import { sourceFacts } from '../source/source.ts';
import { CHANNELS } from '../statement.ts';
import { IllegalTransition } from '../states.ts';
import { spamScore } from './spam.ts';
import type { Submission } from './submission.ts';

/** Stands in a message where the relay puts the signed link (opt-in-token.ts): events carry no tokens. */
export const OPT_IN_TOKEN = '{optInToken}';

/**
 * Spam, or a person who refused every channel that we know of him and did not ask to be contacted (2; A0-1: reachable, identified,
 * consent). Whether a mail can ask him is known of the person, too: he may have left an address before.
 */
export function suspectOf(submission: Submission, person: Person, rules: Rules): Lead['suspect'] {
  const noEmail = person.email === undefined ? { noEmail: true } : {};
  const reasons = spamReasons(submission, rules);
  if (reasons) return { event: 'SpamSuspected', reasons, ...noEmail };
  const isReachable = CHANNELS.some(
    (channel) => person[channel] !== undefined && !isRefused(person, channel),
  );
  if (isReachable || submission.interest?.handRaise) return undefined;
  return { event: 'OptInPending', reasons: ['NO_CHANNEL_ALLOWED'], ...noEmail };
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
  const { at, rules } = now;
  const { optInReminderAfter, checkByPhoneAfter, quarantineClosesAfter } = rules.policy.intake;
  const { event, ...data } = suspect;
  const putAside = (nudgeAfter: string, checkAt: Instant) =>
    move(lead, { type: event, data }, at, { suspect, nudgeAt: plus(at, nudgeAfter), checkAt });
  return suspect.noEmail
    ? chain(putAside(quarantineClosesAfter, at), (aside) => askToCheck(aside, now))
    : {
        ...putAside(optInReminderAfter, plus(at, checkByPhoneAfter)),
        messages: [optInMessage(lead, 'first')],
      };
}

/** MAL, and MQL at once when score or hand-raise suffices (3, 4). First source freezes here. */
export function acceptByMarketing(lead: Lead, now: Now): Decision {
  const { fit, engagement } = scoreOf(lead, now);
  const { grade, because } = gradeOf(lead, now);
  const fact = {
    type: 'MarketingAccepted' as const,
    data: {
      fit,
      engagement,
      grade,
      because,
      ...present({ expansion: lead.expansion ? true : undefined }),
      source: sourceFacts(lead.firstSource),
    },
  };
  const changes = { score: { fit, engagement }, grade, suspect: undefined };
  const accepted = move(lead, fact, now.at, changes);
  return chain(accepted, (mal) => weighForMql(mal, now));
}

/** The quarantine's timer: has the SDR check, asks the person once more, then closes the lead (2a; 4.8). The submission itself is kept. */
export function settleQuarantine(lead: LeadIn<'QUARANTINED'>, now: Now): Decision {
  const closesAt = plus(lead.enteredAt, now.rules.policy.intake.quarantineClosesAfter);
  if (now.at >= closesAt) return move(lead, { type: 'QuarantineClosed', data: {} }, now.at, {});
  return chain(askToCheck(lead, now), (checked) => remindToOptIn(checked, now.at, closesAt));
}

/** Nobody is put aside unseen: without an e-mail address at once, else after a day, and once (4.8). */
function askToCheck(lead: Lead, { at, rules }: Now): Decision {
  if (lead.state !== 'QUARANTINED' || lead.checkAskedAt !== undefined) return { lead, events: [] };
  // A row of an earlier release has no `checkAt`.
  const checkAt = lead.checkAt ?? plus(lead.enteredAt, rules.policy.intake.checkByPhoneAfter);
  if (at < checkAt) return { lead, events: [] };
  return {
    lead: change(lead, { checkAt: undefined, checkAskedAt: at }),
    events: [{ type: 'CheckByPhoneAsked' }],
    messages: [checkMessage(lead)],
  };
}

function remindToOptIn(lead: Lead, at: Instant, closesAt: Instant): Decision {
  if (lead.state !== 'QUARANTINED' || at < lead.nudgeAt || lead.nudges > 0)
    return { lead, events: [] };
  return {
    lead: change(lead, { nudges: 1, nudgeAt: closesAt }),
    events: [{ type: 'OptInReminded' }],
    messages: [optInMessage(lead, 'again')],
  };
}

/** Staff looked, and it is an honest enquiry (3; 4.8). */
export function release(lead: Lead, reason: string, now: Now): Decision {
  if (lead.state !== 'QUARANTINED') throw new IllegalTransition(lead.state, 'MarketingAccepted');
  const { at, rules } = now;
  const looked = change(lead, { lastActivityAt: at, staleAt: staleAt(rules, at) });
  const released = { type: 'QuarantineReleased', data: { reason } } as const;
  return chain({ lead: looked, events: [released] }, (honest) => acceptByMarketing(honest, now));
}

/** Staff looked, and it is none (2a; 4.8). */
export function closeSuspect(lead: Lead, reason: string, { at, rules }: At): Decision {
  return move(lead, { type: 'QuarantineClosed', data: { reason } }, at, touched(at, rules));
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
    says: { name: 'confirmConsent' },
  };
}

function checkMessage({ leadId, suspect }: LeadIn<'QUARANTINED'>): Message {
  // Who refused every way that he gave must not be called.
  const name = suspect.event === 'OptInPending' ? 'judgeByWords' : 'checkByPhone';
  return {
    id: `${leadId}-check-by-phone`,
    to: 'group:sdr',
    says: { name, reasons: suspect.reasons.join(', ') },
  };
}

function optInMessage(lead: Lead, time: 'first' | 'again'): Message {
  return {
    id: `${lead.leadId}-opt-in-${time}`,
    to: `person:${lead.personId}`,
    asksForConsent: true,
    says: { name: 'confirmEnquiry' },
  };
}
