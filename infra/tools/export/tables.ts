// The tables of an export (reports.md, "For BI"): events as they were told, and the facts that reports are made of, flat enough to be
// joined. Version 1; a column keeps its name and meaning, new ones are added, and whatever else changes is the next version.

import type { StoredEvent } from '../../../functions/ports.ts';
import type { Fact } from '../../../functions/reports/facts/fact.ts';
import type {
  CreditFact,
  Entry,
  LeadFact,
  OfferFact,
  OpportunityFact,
  TouchFact,
} from '../../../functions/reports/facts/lead-fact.ts';
import type { RepFact } from '../../../functions/reports/facts/rep-fact.ts';
import type { RosterFact } from '../../../functions/reports/facts/roster-fact.ts';
import type { SpendFact } from '../../../functions/reports/facts/spend-fact.ts';
import type { Restatement } from '../../../functions/reports/facts/worth-fact.ts';
import {
  type Column,
  columnsOf,
  day,
  instant,
  integer,
  json,
  millis,
  money,
  named,
  text,
  yes,
  yesOrNo,
} from '../../../functions/reports/tables/columns.ts';
import {
  eventColumns,
  eventRow,
  sourceColumns as source,
} from '../../../functions/reports/tables/event-table.ts';

export const SCHEMA_VERSION = 1;

/** What is exported of one scope: its events in the period, and what is known of it at the end. */
export interface Story {
  readonly events: readonly StoredEvent[];
  readonly fact: Fact | undefined;
}

export interface Table {
  readonly name: string;
  /** What a row is, and what it is found by. */
  readonly says: string;
  readonly columns: readonly Column[];
  readonly rows: (story: Story) => readonly object[];
}

const leads = columnsOf<Omit<LeadFact, 'kind'>>({
  leadId: text('unique'),
  arrivedAt: instant('the form, or the rep’s own find'),
  cycle: integer(),
  source,
  originalSource: source,
  productLine: text(),
  region: text(),
  industry: text(),
  grade: text(),
  sdrId: text(),
  repId: text('who accepted it or owns its opportunity'),
  department: text('of the rep to whom it was offered last'),
  expansion: yes('from a customer: no new lead in the counts'),
  mergedInto: text('another journey goes on in its place: reports leave it out'),
  ended: yes('it was no lead, or nobody has heard of it for too long'),
  readyAt: instant('since when it was ready for an offer, the last time'),
  contactedAt: instant('first call, mail or meeting of anybody of ours'),
  connectedAt: instant('first at which the person was reached'),
});

type OfLead<Row> = Row & Pick<LeadFact, 'leadId'>;
const leadId = text('`leads`');

const entries = columnsOf<OfLead<Entry>>({
  leadId,
  stage: text('MAL, MQL, READY, OFFERED, SAL, SQL, OPPORTUNITY, POC or WON'),
  cycle: integer(),
  at: named('entered_at', instant('the first time in that cycle')),
  inferred: yes('nobody said so, but it came to a later stage'),
});

const offers = columnsOf<OfLead<OfferFact>>({
  leadId,
  offerId: text('unique'),
  cycle: integer(),
  repId: text('`reps`'),
  department: text(),
  sdrId: text(),
  grade: text('of the lead, then'),
  offeredAt: instant(),
  readyAt: instant('since when the lead had been ready and nobody had it'),
  acceptDueAt: instant(),
  contactDueAt: instant(),
  chosenBy: text('router, director or override'),
  usesTurn: yesOrNo(),
  end: named(
    'outcome',
    text('PENDING, ACCEPTED, REJECTED, MISROUTED, TIMED_OUT, WITHDRAWN or RECALLED'),
  ),
  settledAt: instant(),
  acceptMillis: millis('to the answer on the accept clock'),
  workingMillis: millis('to the answer in working time'),
  excused: text('why a silence counts for nothing'),
  missedAt: instant('when its silence, or its missed contact, became a miss'),
  suspended: { from: instant('the suspension that this miss brought'), until: instant() },
  reason: text('why it was rejected, misrouted, withdrawn or recalled'),
  creditedBack: yes('the rep got his turn back'),
  contactedAt: instant('first attempt of the rep'),
  contactWorkingMillis: millis('to it, in working time'),
  connectedAt: instant('first at which the rep reached the person'),
  disputed: text('open, overturned or upheld'),
  wrongful: yes('a call back or a ruling found the reject to be wrong'),
  returned: { at: instant('given back after it was accepted'), reason: text() },
});

const opportunities = [
  ...columnsOf<OfLead<OpportunityFact>>({
    leadId,
    opportunityId: text('unique'),
    repId: text('who owns it'),
    currency: text('ISO 4217'),
    amount: money('expected, or signed when it is won'),
    home: {
      currency: text('the tenant’s own'),
      amount: money('in that, by the rate of its day; NULL where no rate was told'),
    },
    expectedCloseOn: day(),
    openedAt: instant(),
    stage: text(),
    stageAt: instant('in that stage since'),
    status: text('OPEN, WON, LOST or CANCELLED'),
    closedAt: instant(),
    reason: text('why it was lost'),
    pocAt: instant('its proof of concept began'),
    pocMillis: millis('how long that took, elapsed'),
    pocFailReason: text(),
    stalled: yes('nobody has written on it for too long'),
  }),
  json<OpportunityFact>(
    'told',
    'of next step, competitor and resources what the rep wrote down',
    ({ told }) => told,
  ),
];

type Stay = NonNullable<OpportunityFact['stays']>[number];

const stays = columnsOf<OfLead<Stay & Pick<OpportunityFact, 'opportunityId'>>>({
  leadId,
  opportunityId: text('`opportunities`'),
  stage: text('in which it was'),
  millis: millis('how long, elapsed'),
  until: named('left_at', instant()),
});

const credits = columnsOf<OfLead<CreditFact>>({
  leadId,
  creditId: text('unique; the accepted offer'),
  sdrId: text(),
  repId: text(),
  org: text('the agency that the SDR works for'),
  state: text('WINDOW_OPEN, PENDING, CONFIRMED, VOID_… or SUPERSEDED'),
  at: named('since', instant('in that state')),
  dueAt: instant('when its window ends'),
  acceptedAt: instant(),
  openedAt: instant('the opportunity'),
  opportunityId: text('`opportunities`: on which it hangs'),
  cancelledAt: instant('when that was cancelled without a cause, or with one that was declined'),
  causeDeclined: yes('ops did not take the cause of a cancellation'),
});

const touches = columnsOf<OfLead<TouchFact>>({
  leadId,
  touchId: text('unique in the lead'),
  at: named('touched_at', instant()),
  source,
  from: named('merged_from', text('the journey that a merge brought it from')),
});

const restatements = columnsOf<OfLead<Restatement>>({
  leadId,
  type: text('the event that changed figures of earlier days'),
  at: named('restated_at', instant()),
  eventId: text('`events`'),
});

const reps = columnsOf<Omit<RepFact, 'kind'>>({
  repId: text('unique'),
  department: text(),
});

type OfRep<Row> = Row & Pick<RepFact, 'repId'>;
const repId = text('`reps`');

const repActivity = columnsOf<OfRep<RepFact['activity'][number]>>({
  repId,
  at: named('changed_at', instant()),
  active: yesOrNo('came onto the desk, or left it'),
});

const repAbsences = columnsOf<OfRep<RepFact['absences'][number]>>({
  repId,
  absenceId: text('unique'),
  recordedAt: instant(),
  from: named('away_from', instant()),
  to: named('away_to', instant()),
  whileOffered: integer('offers that ran when it was recorded'),
});

const repSuspensions = columnsOf<OfRep<NonNullable<RepFact['suspensions']>[number]>>({
  repId,
  from: named('suspended_from', instant('that came of an annulment; others stand with `offers`')),
  until: named('suspended_until', instant()),
});

const repAnnulments = columnsOf<OfRep<RepFact['annulled'][number]>>({
  repId,
  offerId: text('`offers`: whose miss counts no more'),
  at: named('annulled_at', instant()),
  by: named('annulled_by', text('the director')),
});

const spend = columnsOf<Omit<SpendFact, 'kind'>>({
  spendId: text('unique'),
  month: text('`2026-09`'),
  source,
  currency: text('ISO 4217'),
  amount: money('spent'),
  home: {
    currency: text('the tenant’s own'),
    amount: money('in that, by the rate of the month’s last day; NULL where no rate was told'),
  },
});

const rosters = columnsOf<Pick<RosterFact, 'month'> & RosterFact['reps'][number]>({
  month: text('`2026-09`'),
  repId,
  department: text('of the rep, then'),
});

const waits = columnsOf<OfLead<{ readonly at: string }>>({
  leadId,
  at: named('waited_at', instant('nobody could take it')),
});

const policies = columnsOf<OfLead<LeadFact['policies'][number]>>({
  leadId,
  version: named('policy_version', integer('by which its events were decided')),
  at: named('since', instant()),
});

/** A table with one row for each item of a lead's list. */
function ofLead<Item extends object>(
  list: (fact: LeadFact) => readonly Item[],
): (story: Story) => readonly object[] {
  return ({ fact }) =>
    fact?.kind === 'lead' ? list(fact).map((one) => ({ leadId: fact.leadId, ...one })) : [];
}

function ofRep<Item extends object>(
  list: (fact: RepFact) => readonly Item[],
): (story: Story) => readonly object[] {
  return ({ fact }) =>
    fact?.kind === 'rep' ? list(fact).map((one) => ({ repId: fact.repId, ...one })) : [];
}

export const tables: readonly Table[] = [
  {
    name: 'events',
    says: 'What happened, one row an event; besides its data what every event tells of its lead, offer or opportunity, as it was then.',
    columns: eventColumns,
    rows: (story) => story.events.map(eventRow),
  },
  {
    name: 'leads',
    says: 'What reports know of a lead, as it is at the end of the period.',
    columns: leads,
    rows: ofLead((fact) => [fact]),
  },
  {
    name: 'entries',
    says: 'When a lead came to a stage of the funnel, one row a stage and cycle.',
    columns: entries,
    rows: ofLead((fact) => fact.entries),
  },
  {
    name: 'offers',
    says: 'Each offer to a rep, and what became of it.',
    columns: offers,
    rows: ofLead((fact) => fact.offers),
  },
  {
    name: 'opportunities',
    says: 'Each opportunity, and what became of it.',
    columns: opportunities,
    rows: ofLead((fact) => fact.opportunities),
  },
  {
    name: 'stays',
    says: 'Each stay of an opportunity in a stage that it has left.',
    columns: stays,
    rows: ofLead(({ opportunities: all }) =>
      all.flatMap(({ opportunityId, stays: own = [] }) =>
        own.map((stay) => ({ opportunityId, ...stay })),
      ),
    ),
  },
  {
    name: 'credits',
    says: 'Each accepted handover, and whether its SDR is credited with it.',
    columns: credits,
    rows: ofLead((fact) => fact.credits),
  },
  {
    name: 'touches',
    says: 'What people did, and where they came from.',
    columns: touches,
    rows: ofLead((fact) => fact.touches),
  },
  {
    name: 'restatements',
    says: 'What changed figures of earlier days: rulings, corrections, merges, reopenings.',
    columns: restatements,
    rows: ofLead((fact) => fact.restated),
  },
  {
    name: 'waits',
    says: 'When nobody could take a lead.',
    columns: waits,
    rows: ofLead(({ unrouted = [] }) => unrouted.map((at) => ({ at }))),
  },
  {
    name: 'policies',
    says: 'Since when a lead was decided on by which version of the policy.',
    columns: policies,
    rows: ofLead((fact) => fact.policies),
  },
  {
    name: 'reps',
    says: 'The reps there are or were.',
    columns: reps,
    rows: ofRep((fact) => [fact]),
  },
  {
    name: 'rep_activity',
    says: 'When a rep came onto the desk or left it.',
    columns: repActivity,
    rows: ofRep((fact) => fact.activity),
  },
  {
    name: 'rep_absences',
    says: 'When a rep is away.',
    columns: repAbsences,
    rows: ofRep((fact) => fact.absences),
  },
  {
    name: 'rep_suspensions',
    says: 'Suspensions of a rep that began when a director took a miss back.',
    columns: repSuspensions,
    rows: ofRep((fact) => fact.suspensions ?? []),
  },
  {
    name: 'rep_annulments',
    says: 'Misses that a director took back.',
    columns: repAnnulments,
    rows: ofRep((fact) => fact.annulled),
  },
  {
    name: 'rosters',
    says: 'Who may get leads in a month, as it was published last.',
    columns: rosters,
    rows: ({ fact }) =>
      fact?.kind === 'roster' ? fact.reps.map((rep) => ({ month: fact.month, ...rep })) : [],
  },
  {
    name: 'spend',
    says: 'What was spent in a month on a channel, a platform and a campaign, as it was told last.',
    columns: spend,
    rows: ({ fact }) => (fact?.kind === 'spend' ? [fact] : []),
  },
];
