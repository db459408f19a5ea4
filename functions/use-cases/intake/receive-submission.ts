// A form was sent: who is it, is there an open journey, and what does the message change? (rows 1 to 3; 4.8, the duplicate cases)

import type { Fact, Message } from '../../leads/decision.ts';
import { Invalid } from '../../leads/errors.ts';
import type { IdentityKeys } from '../../leads/identity/identity.ts';
import { hashedKeys, identityKeys, identityProblems } from '../../leads/identity/identity.ts';
import { leadIdOf, ulidOf } from '../../leads/ids.ts';
import { minus } from '../../leads/instant.ts';
import { colleagueJoined, repeated } from '../../leads/intake/duplicate.ts';
import { openLead, suspectOf } from '../../leads/intake/open-lead.ts';
import { type Submission, submissionHash } from '../../leads/intake/submission.ts';
import type { Lead } from '../../leads/lead.ts';
import { type Account, type Person, type Touch, touchFacts } from '../../leads/person.ts';
import { present } from '../../leads/present.ts';
import type { Rules } from '../../leads/rules.ts';
import { submissionKinds } from '../../leads/scoring/score.ts';
import type { ScoredKind } from '../../leads/scoring/scoring-policy.ts';
import { type Source, sourceFacts } from '../../leads/source/source.ts';
import { type Visitor, visitsSince } from '../../leads/source/visitor.ts';
import { isOpen } from '../../leads/states.ts';
import type { Change, Command, Deps, Receipt, Rows, Submitted } from '../../ports.ts';
import type { Received } from '../answers/customer-answers.ts';
import { put, remove, replace } from '../commit/changes.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { newLocks } from '../commit/locks.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { toldEvents } from '../commit/told-events.ts';
import { leadNow, leadsOf } from '../follow-pointers.ts';
import {
  identify,
  identityChanges,
  type Known,
  type Move,
  openJourney,
  type Sent,
  withPerson,
} from './identify-sender.ts';
import { traceSource } from './trace-source.ts';

/**
 * 1. Refuse what cannot be read; find the same payload within ten minutes.
 * 2. Find person and account by exact keys, and the open journey by its locks.
 * 3. Open a journey, or tell the open one; a repeated submission is never refused and never lost.
 */
export async function receiveSubmission(
  deps: Deps,
  command: Command,
  submission: Submission,
  { kinds = [] }: { readonly kinds?: readonly ScoredKind[] } = {},
): Promise<Received> {
  const { store, pepper } = deps;
  const rules = await rulesNow(deps);
  const options = { defaultCountry: rules.policy.intake.defaultCountry };
  const problems = identityProblems(submission, options);
  if (problems.length > 0) throw new Invalid(problems);

  const same = `same|${command.by.sub}|${submissionHash(submission)}`;
  const since = minus(command.at, rules.policy.intake.sameWithin);

  const submissionId = `sub_${ulidOf(command.at, command.requestId)}`;
  const received: Received = { submissionId, receivedAt: command.at };
  const samePayload: Receipt = {
    id: same,
    bodyHash: '',
    storedAt: command.at,
    replaces: since,
    body: received,
  };
  const keys = identityKeys(submission, options);
  const hashes = hashedKeys({ ...keys, visitor: submission.touch?.visitorId }, pepper);

  return retryLostRace(async () => {
    const kept = await store.receipt(same);
    if (kept && kept.storedAt >= since) {
      const before = kept.body as Received;
      const receipt = command.receipt?.(before);
      if (receipt) await store.commit({ changes: [], receipt });
      return before;
    }
    const known = await identify(deps, hashes);
    const visitorKey = hashes.find(({ kind }) => kind === 'visitor')?.hash;
    const arrival: Arrival = {
      ...{ deps, command, rules, submission, received, samePayload, keys, kinds },
      source: await traceSource(deps, rules, submission.form, submission.touch),
      visitor: await visitorOf(deps, known, visitorKey),
    };
    const productLine = submission.interest?.productLine ?? 'core';
    const open = await openJourney(deps, known, productLine);
    if (open) await tellOpenLead(arrival, known, open);
    else await openOrNote(arrival, known, productLine);
    return received;
  });
}

interface Arrival {
  readonly deps: Deps;
  readonly command: Command;
  readonly rules: Rules;
  readonly submission: Submission;
  readonly received: Received;
  readonly samePayload: Receipt;
  readonly keys: IdentityKeys;
  /** What else it counts for, such as having come to an event. */
  readonly kinds: readonly ScoredKind[];
  readonly source: NonNullable<Touch['source']>;
  /** What the sender's browser did before, when nobody else has used it. */
  readonly visitor: Visitor | undefined;
}

/** A browser belongs to the first who left a name in it: a colleague at the same machine does not get his visits. */
async function visitorOf(
  { store }: Deps,
  { newKeys }: Known,
  key: string | undefined,
): Promise<Visitor | undefined> {
  return key !== undefined && newKeys.some(({ hash }) => hash === key)
    ? store.visitor(key)
    : undefined;
}

/** What the visitor did before, as touches of this lead, in the place of the visitor's row. */
function earlierTouches(
  { command, rules, visitor }: Arrival,
  { lead, person }: { lead: Pick<Lead, 'leadId'>; person: Person },
): { readonly touches: readonly Touch[]; readonly changes: readonly Change[] } {
  if (!visitor) return { touches: [], changes: [] };
  const visits = visitsSince(visitor, command.at, rules.policy.sources);
  const touches = visits.map(
    ({ touchId, at, kind, source }): Touch => ({
      ...{ touchId, at, kinds: [kind], source },
      leadId: lead.leadId,
      personId: person.personId,
      ...(person.accountId === undefined ? {} : { accountId: person.accountId }),
    }),
  );
  return {
    touches,
    changes: [...touches.map((after) => put('touch', after)), remove('visitor', visitor)],
  };
}

/** The first touch that is known of: it may be the page view before the form (A1-11). */
function firstSourceOf({ command, rules, visitor, source, received }: Arrival): Source {
  const [visit] = visitsSince(visitor, command.at, rules.policy.sources);
  return visit
    ? { touchId: visit.touchId, at: visit.at, ...visit.source }
    : { touchId: received.submissionId, at: command.at, ...source };
}

async function tellOpenLead(arrival: Arrival, known: Known, open: Lead): Promise<void> {
  const { deps, command, rules, submission, received, samePayload } = arrival;
  const { person: writer, moved, changes } = identityChanges(sentOf(arrival), known);
  const own = [writer.personId, ...writer.absorbed].includes(open.personId);
  const person = own ? writer : joining(writer, open);
  const touch = touchOf(arrival, { lead: open, person });
  const earlier = earlierTouches(arrival, { lead: open, person });
  const fresh = [...earlier.touches, touch];
  const news = {
    at: command.at,
    fresh,
    rules,
    submissionId: received.submissionId,
    personId: person.personId,
    handRaise: submission.interest?.handRaise ?? undefined,
    suspect: suspectOf(submission, rules),
    touches: [...(await deps.store.touchesOf(open.leadId)), ...fresh],
  };
  const heard = own ? repeated(open, { ...news, person }) : colleagueJoined(open, news);
  // The journey stays with the company where it began; what he does from now on counts for the new one.
  const decision = own && moved ? { ...heard, events: [...heard.events, movedFact(moved)] } : heard;
  const offer =
    open.state === 'OFFERED' && open.offerId ? await deps.store.offer(open.offerId) : undefined;
  await commitLead(
    deps,
    { ...command, by: { kind: 'customer', sub: person.personId } },
    {
      before: open,
      decision,
      rules,
      ...(offer
        ? {
            offer: {
              before: offer,
              after: {
                ...offer,
                news: [...offer.news, { at: command.at, submissionId: received.submissionId }],
              },
            },
          }
        : {}),
      changes: [
        ...withPerson(changes, person),
        ...earlier.changes,
        put('touch', touch),
        put('submission', submittedOf(arrival, { leadId: open.leadId, verdict: 'duplicate' })),
        put('receipt', samePayload),
      ],
      answer: received,
    },
  );
}

/** No open journey: a new one, unless the last one was closed and this is no hand-raise (4.8: low intent is a touch only). */
async function openOrNote(arrival: Arrival, known: Known, productLine: string): Promise<void> {
  const { deps, command, submission, received, samePayload } = arrival;
  const { person: writer, account, moved, changes } = identityChanges(sentOf(arrival), known);
  const parentId = known.person?.leads[productLine];
  const last = parentId && (await leadNow(deps.store, parentId));
  const expands = account?.customerSince !== undefined;
  const before = last || (expands && (await lastLeadOf(deps, account, productLine)));
  const customer = expands ? [customerWrote(account, received.submissionId)] : [];
  if (before && !submission.interest?.handRaise && !isOpen(before.state)) {
    const own = before.personId === writer.personId;
    const person = own ? writer : joining(writer, before);
    const touch = touchOf(arrival, { lead: before, person });
    const earlier = earlierTouches(arrival, { lead: before, person });
    const touches = [...earlier.touches, touch].map(touchFacts);
    await commitLead(
      deps,
      { ...command, by: { kind: 'customer', sub: person.personId } },
      {
        before,
        rules: arrival.rules,
        decision: {
          lead: before,
          events: [
            {
              type: 'TouchedAfterClosing',
              data: { submissionId: received.submissionId, touches },
            },
          ],
          messages: customer,
        },
        changes: [
          ...withPerson(changes, person),
          ...earlier.changes,
          put('touch', touch),
          put('submission', submittedOf(arrival, { leadId: before.leadId, verdict: 'duplicate' })),
          put('receipt', samePayload),
        ],
        answer: received,
      },
    );
    return;
  }
  const lead = openLead({
    leadId: leadIdOf(command.at, command.requestId),
    submissionId: received.submissionId,
    at: command.at,
    rules: arrival.rules,
    submission,
    person: writer,
    account,
    productLine,
    parent: last || undefined,
    firstSource: firstSourceOf(arrival),
  });
  const owned: Person = { ...writer, leads: { ...writer.leads, [productLine]: lead.leadId } };
  const touch = touchOf(arrival, { lead, person: owned });
  const earlier = earlierTouches(arrival, { lead, person: owned });
  const several: Change[] =
    known.account && !known.account.severalLeads
      ? [replace('account', known.account, { ...known.account, severalLeads: true })]
      : [];
  const verdict = lead.suspect ? 'quarantined' : 'accepted';
  await deps.store.commit({
    scope: lead.leadId,
    changes: [
      put('lead', lead),
      ...withPerson(changes, owned),
      ...several,
      ...earlier.changes,
      ...newLocks(lead),
      put('touch', touch),
      put('submission', submittedOf(arrival, { leadId: lead.leadId, verdict })),
      put('receipt', samePayload),
    ],
    events: toldEvents(
      [
        {
          type: 'SubmissionReceived',
          data: present({
            submissionId: received.submissionId,
            form: submission.form,
            productLine,
            source: sourceFacts(lead.firstSource),
            handRaise: lead.handRaise,
            parentLeadId: lead.parentLeadId,
            expansion: lead.expansion,
            touches: [...earlier.touches, touch].map(touchFacts),
          }),
        },
        ...(moved ? [movedFact(moved)] : []),
      ],
      { at: command.at, by: { kind: 'customer', sub: owned.personId } },
      { messages: customer, lead, rules: arrival.rules },
    ),
    receipt: command.receipt?.(received),
  });
}

/** Somebody else's journey that this person is a part of from now on: an erasure has to look there. */
function joining(person: Person, { leadId }: Lead): Person {
  return { ...person, joined: [...new Set([...person.joined, leadId])] };
}

function movedFact(moved: Move): Fact {
  return { type: 'EmployerChanged', data: { ...moved } };
}

/** The journey that a customer's message is kept with: the last one won, in this product line if there is one. */
async function lastLeadOf(
  { store }: Deps,
  account: Account,
  productLine: string,
): Promise<Lead | undefined> {
  const rank = (lead: Lead) =>
    `${lead.state === 'WON' ? 1 : 0}${lead.productLine === productLine ? 1 : 0}${lead.enteredAt}`;
  const leads = await leadsOf(store, account);
  return leads.toSorted((a, b) => rank(b).localeCompare(rank(a)))[0];
}

/** Whose customer it is hears of it at once (4.8, submission from an existing customer). */
function customerWrote({ accountId, ownerRepId }: Account, submissionId: string): Message {
  return {
    id: `${submissionId}-customer`,
    to: ownerRepId ?? 'group:ops',
    subject: 'A customer of yours wrote',
    text: `Account ${accountId} bought from us before and is in touch again (${submissionId}); look at the story.`,
  };
}

function sentOf({ command, submission, keys, received }: Arrival): Sent {
  const byPerson = command.by.kind !== 'ops';
  return { at: command.at, submissionId: received.submissionId, submission, keys, byPerson };
}

function touchOf(
  { command, rules, submission, received, source, kinds }: Arrival,
  { lead, person }: { lead: Lead; person: Person },
): Touch {
  const { interest, company } = submission;
  return {
    touchId: received.submissionId,
    leadId: lead.leadId,
    personId: person.personId,
    at: command.at,
    kinds: [
      ...kinds,
      ...submissionKinds(
        interest?.handRaise,
        { title: submission.person.title, domain: lead.facts.domain },
        rules.policy.scoring,
      ),
    ],
    submissionId: received.submissionId,
    ...(person.accountId === undefined ? {} : { accountId: person.accountId }),
    newAnswers: { ...interest, ...company },
    source,
  };
}

function submittedOf(
  { received, submission }: Arrival,
  { leadId, verdict }: Pick<Submitted, 'leadId' | 'verdict'>,
): Rows['submission'] {
  return { ...received, version: 0, leadId, verdict, payload: submission };
}
