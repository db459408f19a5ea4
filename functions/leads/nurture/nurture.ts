// A lead at rest: how it enters nurture, what wakes it, and when it is given up (rows 8, 13, 18, 25 to 27 of domain.md 4.3).

import { addWorkingDayHours } from '../calendar/clocks.ts';
import { nurtureTouchAt } from '../calendar/deadlines.ts';
import { type Changes, change, type Decision, type Fact, type Message, move } from '../decision.ts';
import type { EventData, FactOf } from '../events/events.ts';
import type { Instant } from '../instant.ts';
import { latest } from '../instant.ts';
import type { Lead, LeadIn } from '../lead.ts';
import { present } from '../present.ts';
import { type Now, type Rules, staleAt } from '../rules.ts';
import { reachesMql } from '../scoring/score.ts';
import { type Graded, gradeOf, rescored, scoreOf, weighForMql } from '../scoring/standing.ts';
import { sdrTimer } from '../sdr-timer.ts';
import type { EventInto } from '../states.ts';
import { nurtureTouch } from './nurture-touch.ts';
import { cycleAfter, mayStartCycle } from './recycle.ts';

type Told = Pick<EventData<'NotNow'>, 'reason' | 'stay' | 'coolDownUntil' | 'revisitAt'>;

interface Rest {
  readonly at: Instant;
  readonly rules: Rules;
  /** Reason code of the refusal, or NOT_NOW, SENT_BACK. */
  readonly reason: string;
  /** End of the rest; the next working day when left out (A0-6). */
  readonly coolDownUntil?: Instant | undefined;
  /** When the SDR looks at it again; the end of the rest when left out (4.6). */
  readonly revisitAt?: Instant | undefined;
  readonly changes?: Changes<'NURTURE'>;
  /** The event, with what it says of the rest. */
  readonly tells: (told: Told) => FactOf<EventInto<'NURTURE'>>;
  readonly messages?: readonly Message[];
}

/** Into NURTURE by the event told; engagement counts from here on, fit stays (4.6). */
export function enterNurture(lead: Lead, rest: Rest): Decision {
  const { at, rules, reason, changes = {}, messages } = rest;
  const stay = lead.stay + 1;
  const coolDownUntil =
    rest.coolDownUntil ?? addWorkingDayHours(rules.calendar, at, rules.policy.recycle.minimumRest);
  const revisitAt = latest(coolDownUntil, rest.revisitAt);
  const fact = rest.tells({ reason, stay, coolDownUntil, revisitAt });
  const resting = move(lead, fact, at, {
    ...changes,
    stay,
    run: 0,
    windowRemindAt: [],
    nurturedAt: at,
    nurtureReason: reason,
    engagementFrom: at,
    coolDownUntil,
    coolDownCheckAt: coolDownUntil,
    revisitAt,
    // At the pace of the start that the SDR has just found out, not the form's.
    nextTouchAt: touchAt({ ...lead, ...changes }, at, rules),
    extraCycle: undefined,
    staleAt: changes.staleAt ?? staleAt(rules, at),
    lastActivityAt: changes.lastActivityAt ?? at,
  });
  return { ...resting, ...present({ messages }) };
}

/** What is due for a lead at rest: stale, cool-down over with engagement since (25), revisit (26), the next touch. */
export function settleNurture(lead: LeadIn<'NURTURE'>, now: Now): Decision {
  return endRest(lead, now) ?? touchIfDue(lead, now);
}

/** All but the touch, for which it has to be known whether the person may be written to. */
function endRest(lead: LeadIn<'NURTURE'>, now: Now): Decision | undefined {
  const { at } = now;
  if (at >= lead.staleAt) return goStale(lead, at, 'no hand-raise, engagement or staff activity');
  if (lead.coolDownUntil !== undefined && at < lead.coolDownUntil) return undefined;
  const requalified = requalify(lead, now);
  if (requalified) return requalified;
  if (lead.revisitAt !== undefined && at >= lead.revisitAt) return wake(lead, 'RevisitDue', now);
  if (lead.coolDownCheckAt !== undefined) {
    const weighed = change(lead, { coolDownCheckAt: undefined });
    return { lead: weighed, events: [{ type: 'CoolDownEnded' }] };
  }
  return undefined;
}

/** What a touch changes at once, without waiting for a wake: MAL may be an MQL now (4), a lead whose rest is over may be one again (25). */
export function weighNews(lead: Lead, now: Now): Decision {
  if (lead.state === 'MAL') return weighForMql(lead, now);
  const ended = lead.state === 'NURTURE' ? endRest(lead, now) : undefined;
  return ended ?? { lead, events: [] };
}

/** A hand-raise, the person's or a colleague's, ends the rest at once; the SDR must still call and renew BANT (4.8, 26). */
export function raiseHand(
  lead: LeadIn<'NURTURE'>,
  now: Now,
  by: EventData<'CoolDownLifted'>['by'],
): Decision {
  const running = lead.coolDownUntil !== undefined && now.at < lead.coolDownUntil;
  const lifted: Fact[] = running ? [{ type: 'CoolDownLifted', data: { by } }] : [];
  const free = change(lead, { coolDownUntil: undefined, coolDownCheckAt: undefined });
  const woken = wake(free, 'HandRaised', now);
  return { ...woken, events: [...lifted, ...woken.events] };
}

/** Back to the SDR in the next cycle (26), if the cap allows it; otherwise a director is asked, once. */
export function wake(
  lead: LeadIn<'NURTURE'>,
  event: 'HandRaised' | 'RevisitDue' | 'SdrWoke',
  now: Now,
): Decision {
  const { at, rules } = now;
  if (!mayStartCycle(cycleAfter(lead), rules.policy.recycle, lead.extraCycle === 'approved')) {
    return askForExtraCycle(lead, event);
  }
  // The start that made it urgent may be over by now (A2-4).
  const asOfNow = rescored(lead, now);
  const cycle = cycleAfter(lead);
  return {
    ...move(lead, { type: event, data: { cycle } }, at, {
      ...nextCycle(lead),
      ...asOfNow,
      nudgeAt: sdrTimer({ grade: asOfNow.grade ?? lead.grade }, { at, rules }),
      ...present({
        onTop: event === 'HandRaised' ? true : undefined,
        lastActivityAt: event === 'RevisitDue' ? undefined : at,
        staleAt: event === 'RevisitDue' ? undefined : staleAt(rules, at),
      }),
    }),
    messages: [
      {
        id: `${lead.leadId}-c${cycle}-back`,
        to: lead.sdrId ?? 'group:sdr',
        says: { name: 'backFromNurture', because: event },
      },
    ],
  };
}

/** A director's word on a cycle beyond the cap: go on, or give the lead up (27). */
export function ruleOnExtraCycle(
  lead: LeadIn<'NURTURE'>,
  ruling: { readonly approve: boolean; readonly reason: string },
  now: Now,
): Decision {
  const data = { reason: ruling.reason };
  if (!ruling.approve) {
    const closed = goStale(lead, now.at, 'the director declined another cycle');
    return { ...closed, events: [{ type: 'ExtraCycleDeclined', data }, ...closed.events] };
  }
  const approved = change(lead, {
    extraCycle: 'approved',
    revisitAt: latest(now.at, lead.coolDownUntil, lead.revisitAt),
    lastActivityAt: now.at,
    staleAt: staleAt(now.rules, now.at),
  });
  return { lead: approved, events: [{ type: 'ExtraCycleApproved', data }] };
}

/** Twelve months of nothing, or a director's no (27). */
export function goStale(lead: Lead, at: Instant, because: string): Decision {
  return move(lead, { type: 'WentStale', data: { because } }, at, {});
}

function requalify(lead: LeadIn<'NURTURE'>, now: Now): Decision | undefined {
  const score = scoreOf(lead, now);
  const { mql, because } = reachesMql(score, {}, now.rules.policy.scoring);
  const allowed = mayStartCycle(
    cycleAfter(lead),
    now.rules.policy.recycle,
    lead.extraCycle === 'approved',
  );
  // Without any engagement since, fit alone must not send a refused lead back (25).
  if (!mql || !allowed || score.engagement <= 0) return undefined;
  const { fit, engagement } = score;
  const { grade } = gradeOf(lead, now);
  const data = { fit, engagement, grade, because, cycle: cycleAfter(lead) };
  return move(lead, { type: 'Requalified', data }, now.at, {
    ...nextCycle(lead),
    score: { fit, engagement },
    grade,
    nudgeAt: sdrTimer({ grade }, now),
  });
}

/** The next cycle begins as if the lead had never been accepted: who had it may not open on it any more. */
function nextCycle(lead: Lead): Changes<'MQL' | 'SDR_WORKING'> {
  return {
    cycle: cycleAfter(lead),
    run: 0,
    offerSeq: 0,
    timeouts: 0,
    misroutes: 0,
    recalls: undefined,
    ownerRepId: undefined,
    acceptedAt: undefined,
    oppDueAt: undefined,
    windowClosedAt: undefined,
    reopenUntil: undefined,
    creditId: undefined,
    lastCycle: undefined,
  };
}

function askForExtraCycle(lead: LeadIn<'NURTURE'>, wish: string): Decision {
  const asked = change(lead, {
    extraCycle: lead.extraCycle ?? 'asked',
    revisitAt: undefined,
    coolDownCheckAt: undefined,
  });
  if (lead.extraCycle === 'asked') return { lead: asked, events: [] };
  return {
    lead: asked,
    events: [{ type: 'ExtraCycleAsked', data: { cycle: cycleAfter(lead), wish } }],
    messages: [
      {
        id: `${lead.leadId}-n${lead.stay}-extra-cycle`,
        to: 'group:director',
        says: { name: 'extraCycle', cycles: String(lead.cycle), because: wish },
      },
    ],
  };
}

function touchIfDue(lead: LeadIn<'NURTURE'>, now: Now): Decision {
  const { at, rules, bought } = now;
  if (lead.nextTouchAt === undefined || at < lead.nextTouchAt) return { lead, events: [] };
  const { sent, ...touch } = nurtureTouch(lead, now);
  return {
    lead: change(lead, {
      // Who has bought hears from his account owner from now on, not from the sequence.
      nextTouchAt: bought ? undefined : touchAt(lead, at, rules),
      touchesSent: lead.touchesSent + (sent ? 1 : 0),
    }),
    ...touch,
  };
}

/** Hot 30, warm 60, cold 90 days; the grade is taken as it is now, because it ages (4.4). */
function touchAt(lead: Graded & Pick<Lead, 'score'>, at: Instant, rules: Rules): Instant {
  const { grade } = gradeOf(lead, { at, rules });
  const pace = (
    {
      HOT: 'hot',
      WARM: 'warm',
      COLD: 'cold',
      NOT_A_LEAD: 'cold',
      MAJOR: 'hot',
      IMPORTANT: 'hot',
    } as const
  )[grade];
  return nurtureTouchAt(rules.policy.clocks, rules.zone, at, pace);
}
