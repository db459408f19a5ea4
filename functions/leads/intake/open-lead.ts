// A new journey from a submission (row 1 of domain.md 4.3), and whether it has to be put aside first (row 2).

import type { LeadId } from '../ids.ts';
import type { Instant } from '../instant.ts';
import { Lead, withNextInstant } from '../lead.ts';
import type { Account, Person } from '../person.ts';
import { inheritedExclusions } from '../routing/eligibility.ts';
import { type Rules, staleAt } from '../rules.ts';
import type { Source } from '../source/source.ts';
import { spamScore } from './spam.ts';
import type { Submission } from './submission.ts';

interface Opening {
  readonly leadId: LeadId;
  readonly submissionId: string;
  readonly at: Instant;
  readonly rules: Rules;
  readonly submission: Submission;
  readonly person: Person;
  readonly account: Account | undefined;
  readonly productLine: string;
  readonly parent: Lead | undefined;
  /** The first touch that is known: the form itself, or what its visitor did before. */
  readonly firstSource: Source;
}

/** CAPTURED (1), with what the form says; a parent's rejecters are passed over again (4.8). `suspect` decides the quarantine (2). */
export function openLead(opening: Opening): Lead {
  const { leadId, submissionId, at, rules, submission, person, account, productLine, parent } =
    opening;
  const { company, interest } = submission;
  return withNextInstant(
    Lead.parse({
      leadId,
      version: 0,
      state: 'CAPTURED',
      cycle: 1,
      stay: 0,
      run: 0,
      personId: person.personId,
      accountId: account?.accountId,
      submissionId,
      parentLeadId: parent?.leadId,
      ...(account?.customerSince === undefined ? {} : { expansion: true }),
      productLine,
      region: company?.region,
      language: submission.person.language,
      firstSource: opening.firstSource,
      facts: {
        employees: company?.employees,
        industry: company?.industry,
        title: submission.person.title,
        domain: account?.domain,
        ...(interest?.startWithinMonths === undefined
          ? {}
          : { startWithinMonths: interest.startWithinMonths, startStatedAt: at }),
      },
      handRaise: interest?.handRaise ?? undefined,
      suspect: suspectOf(submission, rules),
      score: { fit: 0, engagement: 0 },
      openedAt: at,
      enteredAt: at,
      stamps: { CAPTURED: at },
      lastActivityAt: at,
      staleAt: staleAt(rules, at),
      nudges: 0,
      offerSeq: 0,
      timeouts: 0,
      misroutes: 0,
      exclusions: parent ? inheritedExclusions(parent.exclusions) : [],
      recordings: [],
    }),
  );
}

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
