import { change, type Decision, type Message, move } from '../decision.ts';
import { Invalid, LeadError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import type { Lead, LeadIn } from '../lead.ts';
import { enterNurture } from '../nurture/nurture.ts';
import { type RecycleGuard, recycleGuards } from '../nurture/recycle.ts';
import type { Activity } from '../person.ts';
import { present } from '../present.ts';
import { refuseMissing } from '../required-fields.ts';
import type { Rules } from '../rules.ts';
import { gradeRank } from '../scoring/grade.ts';
import { gradeOf } from '../scoring/standing.ts';
import { sdrTimer, touched } from '../sdr-timer.ts';
import { bantFailures, fiveCriteriaFailures, type Qualification } from './qualification.ts';

/**
 * A lead's place in the queue, as text that sorts: what a director put on top, then by grade, then by the higher score (fit and
 * engagement together, to the hundredth, as scores are kept), then who came first (A0-3).
 */
export function placeInQueue({
  onTop,
  grade,
  score,
  queuedAt,
  enteredAt,
}: Pick<Lead, 'onTop' | 'grade' | 'score' | 'queuedAt' | 'enteredAt'>): string {
  const rank = grade === undefined ? 9 : gradeRank(grade);
  const short = (999 - score.fit - score.engagement).toFixed(2).padStart(7, '0');
  return `${onTop ? 0 : 1}-${rank}-${short}-${queuedAt ?? enteredAt}`;
}

/** MQL → SDR_WORKING (5), or MAL → SDR_WORKING: of a card inside sales makes an MQL (A0-3, A4-1). */
export function takeLead(
  lead: Lead,
  sdrId: NonNullable<Lead['sdrId']>,
  at: Instant,
  rules: Rules,
): Decision {
  // Marketing grades what becomes an MQL; a card has no grade yet.
  const { grade = gradeOf(lead, { at, rules }).grade } = lead;
  const nudgeAt = sdrTimer({ grade }, { at, rules });
  const fact = { type: 'SdrTook' as const, data: { sdrId } };
  const { onTop, queuedAt = lead.enteredAt } = lead;
  const stay = { sdrId, grade, nudgeAt, onTop, queuedAt };
  return move(lead, fact, at, { ...touched(at, rules), ...stay });
}

/** The SDR timer: a reminder, then the director (row 5). */
export function nudge(lead: LeadIn<'MQL' | 'SDR_WORKING'>, at: Instant, rules: Rules): Decision {
  if (lead.nudgeAt === undefined || at < lead.nudgeAt) return { lead, events: [] };
  const message = (to: string, name: 'sdrReminded' | 'sdrEscalated'): Message => ({
    // By the instant it was due: a lead that was recalled is waited for a second time in the same cycle.
    id: `${lead.leadId}-nudge-${lead.nudgeAt}`,
    to,
    says: { name, grade: lead.grade ?? '-', since: lead.enteredAt },
  });
  if (lead.nudges === 0) {
    return {
      lead: change(lead, { nudges: 1, nudgeAt: sdrTimer(lead, { at, rules }) }),
      events: [{ type: 'SdrReminded' }],
      messages: [message(lead.sdrId ?? 'group:sdr', 'sdrReminded')],
    };
  }
  return {
    lead: change(lead, { nudges: 2, nudgeAt: undefined }),
    events: [{ type: 'EscalatedToDirector' }],
    messages: [message('group:director', 'sdrEscalated')],
  };
}

interface Judgement {
  readonly lead: Lead;
  readonly answers: Qualification;
  readonly by: string;
  readonly at: Instant;
  readonly rules: Rules;
  readonly activities: readonly Activity[];
  readonly earlier: readonly NonNullable<Lead['qualification']>[];
  /** Other people of the account show interest (A4-4). */
  readonly othersAreEngaged?: boolean;
}

/** The SDR's verdict: READY (7), NURTURE (8) or DISQUALIFIED (6). Throws BANT_FAILS, RECYCLE_GUARD, IllegalTransition; nothing is saved then. */
export function judge(judgement: Judgement): Decision {
  return verdicts[judgement.answers.verdict](judgement);
}

const verdicts: Record<Qualification['verdict'], (judgement: Judgement) => Decision> = {
  ready(judgement) {
    const { lead, answers, at, rules } = judgement;
    const byAccount = bantFailures(answers).length > 0 ? { authorityBy: 'account' as const } : {};
    // Taken from MAL: with READY it was an MQL, too (5).
    const inferred = lead.stamps.MQL === undefined;
    const data = {
      ...factsOf(judgement),
      ...byAccount,
      ...present({ inferred: inferred ? true : undefined }),
    };
    const ready = move(lead, { type: 'QualifiedBySdr', data }, at, {
      ...touched(at, rules),
      ...present({ stamps: inferred ? { ...lead.stamps, MQL: at, READY: at } : undefined }),
      qualification: qualificationOf(judgement),
      facts: factsAfter(judgement),
      recordings: recordingsAfter(judgement),
      awaits: 'router',
    });
    const failures = bantFailures(answers, judgement);
    if (failures.length > 0) throw new BantFails(failures);
    refuseMissing('READY', lead, rules.policy);
    const guards = guardsOf(judgement);
    if (guards.length > 0) throw new RecycleGuarded(guards);
    return ready;
  },
  notNow(judgement) {
    const { lead, answers, at, rules } = judgement;
    return enterNurture(lead, {
      at,
      rules,
      reason: 'NOT_NOW',
      ...present({ revisitAt: answers.revisitAt }),
      changes: {
        ...touched(at, rules),
        qualification: qualificationOf(judgement),
        facts: factsAfter(judgement),
      },
      tells: (rest) => ({
        type: 'NotNow',
        data: { ...factsOf(judgement), why: answers.reason, ...rest },
      }),
    });
  },
  notALead(judgement) {
    const { lead, answers, at, rules } = judgement;
    const known = rules.policy.desk.notALeadReasons;
    if (!known.includes(answers.reason ?? '')) {
      throw new Invalid([
        {
          path: 'reason',
          message: `unknown reason ${answers.reason}; use one of ${known.join(', ')}`,
        },
      ]);
    }
    const data = { ...factsOf(judgement), reason: answers.reason };
    const qualification = qualificationOf(judgement);
    return move(lead, { type: 'NotALead', data }, at, { ...touched(at, rules), qualification });
  },
};

/** Which guards keep a recycled lead from READY (4.6); none in the first cycle. */
function guardsOf({
  lead,
  answers,
  at,
  rules,
  activities,
  earlier,
}: Judgement): readonly RecycleGuard[] {
  if (lead.nurturedAt === undefined) return [];
  const now = { at, personId: lead.personId, role: answers.role };
  const before = earlier.map((one) => ({
    at: one.at,
    personId: lead.personId,
    role: one.answers.role,
  }));
  return recycleGuards(
    {
      now: at,
      // A rest in the first cycle came with a merge (4.8): it asks for the same call.
      cycle: Math.max(2, lead.cycle),
      extraCycleApproved:
        lead.extraCycle === 'approved' || lead.cycle <= rules.policy.recycle.maxCycles,
      coolDownUntil: lead.coolDownUntil,
      nurturedAt: lead.nurturedAt,
      reason: lead.nurtureReason,
      activities: activities.filter((one) => one.group === 'sdr'),
      qualifications: [...before, now],
      contactChangedAt: lead.contactChangedAt,
      personJoinedAt: lead.personJoinedAt,
    },
    rules.policy.recycle,
  );
}

function qualificationOf({ lead, answers, at, by }: Judgement): NonNullable<Lead['qualification']> {
  return {
    number: (lead.qualification?.number ?? 0) + 1,
    at,
    by,
    answers,
    fiveCriteria: fiveCriteriaFailures(answers).length === 0,
  };
}

/** The start date that the SDR found out replaces the form's, and starts to age anew (A2-4). */
function factsAfter({ lead, answers, at }: Judgement): Lead['facts'] {
  if (!answers.timeline) return lead.facts;
  return {
    ...lead.facts,
    startWithinMonths: answers.timeline.startWithinMonths,
    startStatedAt: at,
  };
}

/** The recordings that go to the rep with the offer (A3-11). */
function recordingsAfter({ lead, answers, activities }: Judgement): string[] {
  const urls = [answers.recordingUrl, ...activities.map((one) => one.recordingUrl)];
  return [...new Set([...lead.recordings, ...urls.filter((url) => url !== undefined)])];
}

function factsOf({ answers, by }: Judgement) {
  const { budget, authority, need, share, timeline, process, role } = answers;
  return present({ sdrId: by, budget, authority, need, timeline, process, role, share });
}

/** `ready` although BANT fails: 422 with the paths, nothing saved (4.10). */
export class BantFails extends LeadError {
  override readonly name = 'BantFails';
  constructor(errors: ReturnType<typeof bantFailures>) {
    super('the lead does not pass BANT; correct the answers or choose another verdict', {
      code: 'BANT_FAILS',
      errors,
    });
  }
}

/** A recycled lead may not go on yet: 409 with each failing guard (4.6). */
export class RecycleGuarded extends LeadError {
  override readonly name = 'RecycleGuarded';
  constructor(guards: readonly RecycleGuard[]) {
    super(`the lead may not be handed over again yet: ${guards.join(', ')}`, {
      code: 'RECYCLE_GUARD',
      extra: { guards },
    });
  }
}
