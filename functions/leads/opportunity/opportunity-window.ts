// The 45 days from acceptance to an opportunity: reminders, extension, expiry; and first contact, which stays on watch (row 20; X-7; 4.8, day 46).

import { oppDueAt } from '../calendar/deadlines.ts';
import { plusCalendarDays } from '../calendar/local-dates.ts';
import { change, type Decision, type Message } from '../decision.ts';
import { Invalid } from '../errors.ts';
import { contactMissed, contactReminded } from '../first-contact.ts';
import { type Instant, plus } from '../instant.ts';
import type { Lead, LeadIn } from '../lead.ts';
import { enterNurture } from '../nurture/nurture.ts';
import type { At, Rules } from '../rules.ts';
import { touched } from '../sdr-timer.ts';
import { IllegalTransition } from '../states.ts';

/** Why a lead rests whose window passed without an opportunity. */
const WINDOW_EXPIRED = 'OPP_WINDOW_EXPIRED';

/** The window of a lead accepted at this instant, and when its owner is reminded of it. */
export function windowFrom(
  acceptedAt: Instant,
  { policy, zone }: Rules,
): { readonly oppDueAt: Instant; readonly windowRemindAt: Instant[] } {
  const due = oppDueAt(policy.clocks, zone, acceptedAt);
  const reminders = policy.opportunity.windowReminderDays
    .map((days) => plusCalendarDays(zone, acceptedAt, days))
    .filter((at) => at < due);
  return { oppDueAt: due, windowRemindAt: [...new Set(reminders)].sort() };
}

type Accepted = LeadIn<'SAL' | 'SQL'>;

/** What is due for a lead that was accepted and has no opportunity: the end of its window, a missed contact, a reminder. */
export function settleAccepted(lead: Accepted, { at, rules }: At): Decision {
  const { contactDueAt, contactRemindAt, windowClosedAt } = lead;
  if (at >= lead.oppDueAt && windowClosedAt === undefined) return endWindow(lead, { at, rules });
  if (contactDueAt !== undefined && at >= contactDueAt) return missContact(lead, contactDueAt);
  if (contactDueAt !== undefined && contactRemindAt !== undefined && at >= contactRemindAt)
    return remindOfContact(lead, contactDueAt);
  const [next] = lead.windowRemindAt;
  return next !== undefined && at >= next ? remind(lead, { at, rules }) : { lead, events: [] };
}

function remindOfContact(lead: Accepted, contactDueAt: Instant): Decision {
  return {
    lead: change(lead, { contactRemindAt: undefined }),
    ...contactReminded({ ...lead, repId: lead.ownerRepId, contactDueAt }),
  };
}

function missContact(lead: Accepted, contactDueAt: Instant): Decision {
  return {
    lead: change(lead, { contactDueAt: undefined, contactRemindAt: undefined }),
    ...contactMissed({ ...lead, repId: lead.ownerRepId, contactDueAt }),
  };
}

/** Back to the SDR (20), or, as the policy says, left with its owner without credit. */
function endWindow(lead: Accepted, { at, rules }: At): Decision {
  const { ownerRepId: repId, oppDueAt: due } = lead;
  const { recycleOnWindowExpiry, remindAfterWindowEvery } = rules.policy.opportunity;
  const messages = [toOwner(lead, `window-over-${due}`, 'windowOver')];
  if (!recycleOnWindowExpiry) {
    return {
      lead: change(lead, {
        windowClosedAt: at,
        windowRemindAt: [plus(at, remindAfterWindowEvery)],
      }),
      events: [{ type: 'WindowClosed', data: { repId, oppDueAt: due } }],
      messages,
    };
  }
  return enterNurture(lead, {
    at,
    rules,
    reason: WINDOW_EXPIRED,
    tells: (rest) => ({ type: 'OppWindowExpired', data: { repId, oppDueAt: due, ...rest } }),
    messages,
  });
}

function remind(lead: Accepted, { at, rules }: At): Decision {
  const { ownerRepId: repId, oppDueAt: due, windowClosedAt } = lead;
  const ahead = lead.windowRemindAt.filter((one) => one > at);
  const again = plus(at, rules.policy.opportunity.remindAfterWindowEvery);
  return {
    lead: change(lead, { windowRemindAt: windowClosedAt === undefined ? ahead : [again] }),
    events: [{ type: 'WindowReminded', data: { repId, oppDueAt: due } }],
    messages: [toOwner(lead, `window-${lead.windowRemindAt[0]}`, 'windowReminder')],
  };
}

function toOwner(lead: Accepted, part: string, name: 'windowReminder' | 'windowOver'): Message {
  return {
    id: `${lead.leadId}-${part}`,
    to: lead.ownerRepId,
    says: { name, acceptedAt: lead.acceptedAt, oppDueAt: lead.oppDueAt },
  };
}

/**
 * A director's word before the window ends moves its end later, credit included; after it, the owner may still open an
 * opportunity until then, without credit (4.8, day 46). Throws INVALID, ILLEGAL_TRANSITION.
 */
export function extendWindow(
  lead: Lead,
  { until, reason }: { readonly until: Instant; readonly reason: string },
  { at, rules }: At,
): Decision {
  const { ownerRepId: repId } = lead;
  if ((lead.state === 'SAL' || lead.state === 'SQL') && at < lead.oppDueAt) {
    const from = lead.oppDueAt;
    refuseShorter(until, from);
    // The day on which it would have ended is a good day to look at it.
    const windowRemindAt = [...lead.windowRemindAt, from];
    return {
      lead: change(lead, { ...touched(at, rules), oppDueAt: until, windowRemindAt }),
      events: [{ type: 'WindowExtended', data: { repId, from, until, reason } }],
    };
  }
  if (lead.state !== 'NURTURE' || lead.nurtureReason !== WINDOW_EXPIRED)
    throw new IllegalTransition(lead.state, 'WindowExtended');
  refuseShorter(until, at);
  return {
    lead: change(lead, { ...touched(at, rules), reopenUntil: until }),
    events: [{ type: 'LateOpportunityAllowed', data: { repId, until, reason } }],
  };
}

function refuseShorter(until: Instant, floor: Instant): void {
  if (until > floor) return;
  const message = `${until} is not after ${floor}; a window is only made longer`;
  throw new Invalid([{ path: 'until', message }]);
}
