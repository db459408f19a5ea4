// Which stages of the funnel a lead has come to, in which cycle and when; a stage that was skipped is back-filled (reports.md, funnel).

import type { Instant } from '../../leads/instant.ts';
import { present } from '../../leads/present.ts';
import type { StoredEvent } from '../../ports.ts';
import { type Entry, type LeadFact, STAGES, type Stage, type TouchFact } from './lead-fact.ts';
import type { Steps } from './steps.ts';

/** The fact of a lead that has come to a stage in its present cycle; earlier stages that it never came to are inferred at the same instant. */
export function entered(fact: LeadFact, stage: Stage, at: Instant): LeadFact {
  const { entries, cycle } = fact;
  if (has(entries, stage, cycle)) return fact;
  const before = STAGES.slice(0, STAGES.indexOf(stage));
  // In a later cycle only what lies after the stage that the lead came back to.
  const from = cycle === 1 ? 0 : STAGES.indexOf('MQL');
  const skipped = before.slice(from).filter((one) => !has(entries, one, cycle));
  const inferred = skipped.map((one): Entry => ({ stage: one, cycle, at, inferred: true }));
  return { ...fact, entries: [...entries, ...inferred, { stage, cycle, at }] };
}

function has(entries: readonly Entry[], stage: Entry['stage'], cycle: number): boolean {
  return entries.some((entry) => entry.stage === stage && entry.cycle === cycle);
}

type Touching = 'SubmissionReceived' | 'SubmissionRepeated' | 'ColleagueEnquired';
type AlsoTouching =
  | 'TouchedAfterClosing'
  | 'EngagementRecorded'
  | 'LeadMergedIn'
  | 'TouchesMergedIn';

/** The touches that the event tells, each once; one without a source came nobody knows from where. */
function touched(
  fact: LeadFact,
  { data }: StoredEvent<Touching | AlsoTouching>,
  from?: string,
): LeadFact {
  const known = new Set(fact.touches.map(({ touchId }) => touchId));
  const fresh = (data.touches ?? []).filter(({ touchId }) => !known.has(touchId));
  if (fresh.length === 0) return fact;
  const more = fresh.map(
    ({ touchId, at, source = {} }): TouchFact => present({ touchId, at, source, from }),
  );
  return { ...fact, touches: [...fact.touches, ...more] };
}

function ready(fact: LeadFact, { occurredAt }: StoredEvent): LeadFact {
  return { ...fact, readyAt: occurredAt };
}

function spoken(
  fact: LeadFact,
  { data }: StoredEvent<'FirstContact' | 'ActivityLogged'>,
): LeadFact {
  if (data.direction !== 'outbound') return fact;
  const contactedAt = first(fact.contactedAt, data.at);
  const connectedAt = data.connected ? first(fact.connectedAt, data.at) : fact.connectedAt;
  const same = contactedAt === fact.contactedAt && connectedAt === fact.connectedAt;
  return same ? fact : present({ ...fact, contactedAt, connectedAt });
}

function first(known: Instant | undefined, at: Instant): Instant {
  return known === undefined || at < known ? at : known;
}

/** What restates figures of earlier days, by its event (reports.md, conventions). */
export function restated(fact: LeadFact, { type, occurredAt, id }: StoredEvent): LeadFact {
  return { ...fact, restated: [...fact.restated, { type, at: occurredAt, eventId: id }] };
}

const ended = (fact: LeadFact): LeadFact => ({ ...fact, ended: true });

export const stageSteps: Steps = {
  NotALead: ended,
  QuarantineClosed: ended,
  WentStale: ended,
  Erased: ended,
  SubmissionReceived: (fact, event) => touched({ ...fact, arrivedAt: event.occurredAt }, event),
  SubmissionRepeated: (fact, event) => touched(fact, event),
  ColleagueEnquired: (fact, event) => touched(fact, event),
  TouchedAfterClosing: (fact, event) => touched(fact, event),
  EngagementRecorded: (fact, event) => touched(fact, event),
  SelfSourced: (fact, { occurredAt, data }) =>
    entered({ ...fact, arrivedAt: occurredAt, repId: data.repId }, 'SAL', occurredAt),
  MarketingAccepted: (fact, { occurredAt }) => entered(fact, 'MAL', occurredAt),
  Qualified: (fact, { occurredAt }) => entered(fact, 'MQL', occurredAt),
  Requalified: (fact, { occurredAt }) => entered(fact, 'MQL', occurredAt),
  QualifiedBySdr: (fact, event) => ready(entered(fact, 'READY', event.occurredAt), event),
  OfferMade: (fact, { occurredAt }) => entered(fact, 'OFFERED', occurredAt),
  Accepted: (fact, { occurredAt }) => entered(fact, 'SAL', occurredAt),
  SalesQualified: (fact, { occurredAt }) => entered(fact, 'SQL', occurredAt),
  OpportunityOpened: (fact, { occurredAt }) => entered(fact, 'OPPORTUNITY', occurredAt),
  Reopened: (fact, event) => restated(entered(fact, 'OPPORTUNITY', event.occurredAt), event),
  StageChanged: (fact, { occurredAt, data }) =>
    data.to === 'POC' && !has(fact.entries, 'POC', fact.cycle)
      ? {
          ...fact,
          entries: [...fact.entries, { stage: 'POC', cycle: fact.cycle, at: occurredAt }],
        }
      : fact,
  Won: (fact, { occurredAt }) => entered(fact, 'WON', occurredAt),
  // Ready again: nobody has the lead, and that is ours to answer for.
  Misrouted: ready,
  TimedOut: ready,
  Withdrawn: ready,
  OwnerLeft: ready,
  Unmerged: (fact, event) => restated(present({ ...fact, mergedInto: undefined }), event),
  UnmergedToRest: (fact, event) => restated(present({ ...fact, mergedInto: undefined }), event),
  Merged: (fact, event) => restated({ ...fact, mergedInto: event.data.into }, event),
  // What the other's people did earned the order, too, until the merge is undone.
  LeadMergedIn: (fact, event) => restated(touched(fact, event, event.data.from), event),
  MergeUndone: (fact, event) => {
    const touches = fact.touches.filter(({ from }) => from !== event.data.with);
    return restated({ ...fact, touches }, event);
  },
  SourceAdjudicated: restated,
  // More of what the other's people did than one event holds.
  TouchesMergedIn: (fact, event) => touched(fact, event, event.data.from),
  FirstContact: spoken,
  ActivityLogged: spoken,
};
