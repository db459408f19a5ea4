// A form that came in, with all that it is judged by, and the touches that it leaves.

import type { EventData } from '../events/events.ts';
import type { IdentityKeys } from '../identity/identity.ts';
import type { LeadId } from '../ids.ts';
import type { Instant } from '../instant.ts';
import type { Lead } from '../lead.ts';
import type { News } from '../messages/sayings.ts';
import { type Person, type Touch, touchFacts } from '../person.ts';
import { present } from '../present.ts';
import type { Rules } from '../rules.ts';
import { submissionKinds } from '../scoring/score.ts';
import type { ScoredKind } from '../scoring/scoring-policy.ts';
import type { Source } from '../source/source.ts';
import type { Visit } from '../source/visitor.ts';
import type { Statement } from '../statement.ts';
import { nameSaid, type Submission } from './submission.ts';
import type { Unread } from './unread.ts';

/** What was sent, and who says so. */
export interface Sent {
  readonly at: Instant;
  readonly submissionId: string;
  readonly submission: Submission;
  readonly keys: IdentityKeys;
  /** Who brings it, and from where: not all may lift a no (4.2, consent). */
  readonly where: Extract<Statement['where'], 'form' | 'inbound' | 'import' | 'selfSourced'>;
  readonly by: string;
}

export interface Arrival extends Sent {
  readonly rules: Rules;
  readonly productLine: string;
  /** The id of the lead, should it open one. */
  readonly leadId: LeadId;
  /** What could not be read in it (4.8). */
  readonly unread: readonly Unread[];
  /** What else it counts for, such as having come to an event. */
  readonly kinds: readonly ScoredKind[];
  readonly source: NonNullable<Touch['source']>;
  /** What the sender's browser did before, as far as it still counts; the earliest first. */
  readonly visits: readonly Visit[];
}

/** What was asked for: demo, visit or call. */
export function handRaiseOf({
  submission,
}: Pick<Sent, 'submission'>): Lead['handRaise'] | undefined {
  return submission.interest?.handRaise ?? undefined;
}

/** The first touch that is known of: it may be the page view before the form (A1-11). */
export function firstSourceOf({ at, visits: [visit], source, submissionId }: Arrival): Source {
  return visit
    ? { touchId: visit.touchId, at: visit.at, ...visit.source }
    : { touchId: submissionId, at, ...source };
}

/** The form as messages tell of it; `differs` names fields. */
export function newsOf(
  arrival: Pick<Arrival, 'submission' | 'submissionId' | 'productLine'>,
  differs: readonly string[],
): News {
  const { submissionId, productLine } = arrival;
  return { submissionId, productLine, ...present({ asks: handRaiseOf(arrival) }), differs };
}

/** What the form counts for in this lead. */
function kindsOf({ kinds, submission, rules }: Arrival, lead: Lead): string[] {
  const facts = { title: submission.person.title, domain: lead.facts.domain };
  return [
    ...kinds,
    ...submissionKinds(submission.interest?.handRaise, facts, rules.policy.scoring),
  ];
}

/** What events tell of the touches that the form leaves: what its visitor did before, and the form itself. */
export function touchesTold(
  arrival: Arrival,
  lead: Lead,
): EventData<'SubmissionReceived'>['touches'] {
  const { at, submissionId: touchId, source, visits } = arrival;
  return [
    ...visits.map(({ kind, ...visit }) => touchFacts({ ...visit, kinds: [kind] })),
    touchFacts({ touchId, at, kinds: kindsOf(arrival, lead), source }),
  ];
}

/** The form itself, as a touch of this lead. */
export function touchOf(arrival: Arrival, lead: Lead, person: Person): Touch {
  const { at, submission, submissionId, source, unread } = arrival;
  const { interest, company } = submission;
  return {
    touchId: submissionId,
    leadId: lead.leadId,
    personId: person.personId,
    at,
    kinds: kindsOf(arrival, lead),
    submissionId,
    ...present({ accountId: person.accountId }),
    newAnswers: { ...interest, ...company },
    ...present({ unread: unread.length > 0 ? [...unread] : undefined }),
    sender: present({ name: nameSaid(submission.person), title: submission.person.title }),
    source,
  };
}

/** What the visitor did before, as touches of this lead. */
export function earlierTouches(
  { visits }: Arrival,
  { leadId }: Lead,
  { personId, accountId }: Person,
): readonly Touch[] {
  return visits.map(({ touchId, at, kind, seconds, source }) => ({
    touchId,
    at,
    kinds: [kind],
    source,
    ...present({ seconds }),
    leadId,
    personId,
    ...present({ accountId }),
  }));
}
