// A form was sent: who is it, is there an open journey, and what does the message change? (rows 1 to 3; 4.8, the duplicate cases)

import { colleagueJoined, repeated } from '../leads/duplicate.ts';
import { inheritedExclusions } from '../leads/eligibility.ts';
import { Invalid } from '../leads/errors.ts';
import { identityKeys, identityProblems, keyHash } from '../leads/identity.ts';
import { leadIdOf, ulidOf } from '../leads/ids.ts';
import { type Instant, minus } from '../leads/instant.ts';
import { Lead, withNextInstant } from '../leads/lead.ts';
import type { Account, Person, Touch } from '../leads/person.ts';
import { type Rules, rulesOf, staleAt } from '../leads/rules.ts';
import { submissionKinds } from '../leads/score.ts';
import { spamScore } from '../leads/spam.ts';
import { isOpen } from '../leads/states.ts';
import { type Submission, submissionHash } from '../leads/submission.ts';
import type { Change, Command, Deps, Receipt, Rows, Submitted } from '../ports.ts';
import { commitLead, lockIds, retryLostRace } from './commit-lead.ts';

/** The same for new, repeated and suspected submissions: it tells a stranger nothing (api.md). */
export interface Received {
  readonly submissionId: string;
  readonly receivedAt: Instant;
}

interface Known {
  readonly person: Person | undefined;
  readonly account: Account | undefined;
  /** Contact keys that are not stored yet. */
  readonly newKeys: readonly { readonly hash: string; readonly of: 'person' | 'account' }[];
}

/**
 * 1. Refuse what cannot be read; find the same payload within ten minutes.
 * 2. Find person and account by exact keys, and the open journey by its locks.
 * 3. Open a journey, or tell the open one; a repeated submission is never refused and never lost.
 */
export async function receiveSubmission(
  deps: Deps,
  command: Command,
  submission: Submission,
): Promise<Received> {
  const { store, pepper } = deps;
  const { policy, calendars } = await store.rules();
  const rules = rulesOf(policy, calendars);
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
    status: 202,
    body: received,
  };
  const keys = identityKeys(submission, options);
  const hashes = (['email', 'phone', 'domain'] as const).flatMap((kind) => {
    const value = keys[kind];
    return value === undefined ? [] : [{ kind, hash: keyHash(kind, value, pepper) }];
  });

  return retryLostRace(async () => {
    const kept = await store.receipt(same);
    if (kept && kept.storedAt >= since) {
      const before = kept.body as Received;
      const receipt = command.receipt?.(202, before);
      if (receipt) await store.commit({ changes: [], receipt });
      return before;
    }
    const arrival: Arrival = { deps, command, rules, submission, received, samePayload, keys };
    const known = await identify(deps, hashes);
    const productLine = submission.interest?.productLine ?? 'core';
    const open = await openLead(deps, known, productLine);
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
  readonly keys: { readonly email?: string; readonly phone?: string; readonly domain?: string };
}

async function identify(
  { store }: Deps,
  hashes: readonly { kind: string; hash: string }[],
): Promise<Known> {
  const found = await store.contactKeys(hashes.map(({ hash }) => hash));
  const owner = (kind: string) => {
    const key = hashes.find((one) => one.kind === kind);
    return key && found.get(key.hash)?.owner;
  };
  // By e-mail first: a phone may be a switchboard's.
  const personId = owner('email') ?? owner('phone');
  const accountId = owner('domain');
  return {
    person: personId === undefined ? undefined : await store.person(personId),
    account: accountId === undefined ? undefined : await store.account(accountId),
    newKeys: hashes
      .filter(({ hash }) => !found.has(hash))
      .map(({ kind, hash }) => ({ hash, of: kind === 'domain' ? 'account' : 'person' })),
  };
}

async function openLead(
  { store }: Deps,
  known: Known,
  productLine: string,
): Promise<Lead | undefined> {
  const holders = [known.person?.personId, known.person?.accountId, known.account?.accountId];
  const ids = holders.filter((id) => id !== undefined).map((id) => `${id}|${productLine}`);
  const locks = await store.locks(ids);
  // The person's own journey before a colleague's.
  const lock = ids.map((id) => locks.get(id)).find((one) => one !== undefined);
  return lock && store.lead(lock.leadId);
}

/** Rows for the person, the account and their keys: new ones are made, blanks are filled, verified fields are never overwritten (4.8). */
function identityChanges(
  { command, submission, keys, received }: Arrival,
  known: Known,
): { person: Person; account: Account | undefined; changes: Change[]; isNew: boolean } {
  const { at } = command;
  const id = received.submissionId.slice('sub_'.length);
  const account =
    known.account ??
    (keys.domain ? newAccount(`acct_${id}`, keys.domain, submission, at) : undefined);
  const fresh = contactOf(submission, keys);
  const { accountId } = account ?? {};
  const person: Person = known.person
    ? {
        ...fresh,
        ...(accountId ? { accountId } : {}),
        ...known.person,
        consent: { ...known.person.consent, ...submission.consent },
      }
    : {
        personId: `pers_${id}`,
        version: 0,
        ...fresh,
        name: submission.person.name,
        consent: submission.consent,
        ...(accountId ? { accountId } : {}),
        leads: {},
        createdAt: at,
      };
  const owners = { person: person.personId, account: account?.accountId ?? '' };
  return {
    person,
    account,
    isNew: !known.person,
    changes: [
      { kind: 'person', before: known.person, after: person },
      ...(account && !known.account ? [{ kind: 'account' as const, after: account }] : []),
      ...known.newKeys.map(({ hash, of }) => ({
        kind: 'contactKey' as const,
        after: { id: hash, version: 0, owner: owners[of] },
      })),
    ],
  };
}

function contactOf({ person }: Submission, keys: Arrival['keys']): Partial<Person> {
  return {
    ...(keys.email ? { email: keys.email } : {}),
    ...(keys.phone ? { phone: keys.phone } : {}),
    ...(person.title ? { title: person.title } : {}),
    ...(person.language ? { language: person.language } : {}),
  };
}

function newAccount(
  accountId: string,
  domain: string,
  { company }: Submission,
  at: Instant,
): Account {
  return {
    accountId,
    version: 0,
    domain,
    createdAt: at,
    ...(company?.name ? { name: company.name } : {}),
  };
}

async function tellOpenLead(arrival: Arrival, known: Known, open: Lead): Promise<void> {
  const { deps, command, rules, submission, received, samePayload } = arrival;
  const { person, changes } = identityChanges(arrival, known);
  const touch = touchOf(arrival, { lead: open, person });
  const news = {
    at: command.at,
    rules,
    submissionId: received.submissionId,
    handRaise: submission.interest?.handRaise ?? undefined,
    suspect: suspectOf(submission, rules),
    touches: [...(await deps.store.touchesOf(open.leadId)), touch],
  };
  const own = person.personId === open.personId;
  const decision = own ? repeated(open, news) : colleagueJoined(open, news);
  const offer =
    open.state === 'OFFERED' && open.offerId ? await deps.store.offer(open.offerId) : undefined;
  await commitLead(
    deps,
    { ...command, by: { kind: 'customer', sub: person.personId } },
    {
      before: open,
      decision,
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
        ...changes,
        { kind: 'touch', after: touch },
        {
          kind: 'submission',
          after: submittedOf(arrival, { leadId: open.leadId, verdict: 'duplicate' }),
        },
        { kind: 'receipt', after: samePayload },
      ],
      answer: { status: 202, body: received },
    },
  );
}

/** No open journey: a new one, unless the last one was closed and this is no hand-raise (4.8: low intent is a touch only). */
async function openOrNote(arrival: Arrival, known: Known, productLine: string): Promise<void> {
  const { deps, command, submission, received, samePayload } = arrival;
  const { person, account, changes } = identityChanges(arrival, known);
  const parentId = known.person?.leads[productLine];
  const parent = parentId && (await deps.store.lead(parentId));
  if (parent && !submission.interest?.handRaise && !isOpen(parent.state)) {
    const touch = touchOf(arrival, { lead: parent, person });
    await commitLead(
      deps,
      { ...command, by: { kind: 'customer', sub: person.personId } },
      {
        before: parent,
        decision: {
          lead: parent,
          events: [{ type: 'TouchedAfterClosing', data: { submissionId: received.submissionId } }],
        },
        changes: [
          ...changes,
          { kind: 'touch', after: touch },
          {
            kind: 'submission',
            after: submittedOf(arrival, { leadId: parent.leadId, verdict: 'duplicate' }),
          },
          { kind: 'receipt', after: samePayload },
        ],
        answer: { status: 202, body: received },
      },
    );
    return;
  }
  const lead = newLead(arrival, { person, account, productLine, parent: parent || undefined });
  const touch = touchOf(arrival, { lead, person });
  const owned: Person = { ...person, leads: { ...person.leads, [productLine]: lead.leadId } };
  const rows: Change[] = changes.map((change) =>
    change.kind === 'person' ? { ...change, after: owned } : change,
  );
  const verdict = lead.suspect ? 'quarantined' : 'accepted';
  await deps.store.commit({
    scope: lead.leadId,
    changes: [
      { kind: 'lead', after: lead },
      ...rows,
      ...lockIds(lead).map((id) => ({
        kind: 'lock' as const,
        after: { id, version: 0, leadId: lead.leadId },
      })),
      { kind: 'touch', after: touch },
      { kind: 'submission', after: submittedOf(arrival, { leadId: lead.leadId, verdict }) },
      { kind: 'receipt', after: samePayload },
    ],
    events: [
      {
        type: 'SubmissionReceived',
        occurredAt: command.at,
        by: { kind: 'customer', sub: owned.personId },
        data: {
          submissionId: received.submissionId,
          form: submission.form,
          productLine,
          ...(lead.handRaise ? { handRaise: lead.handRaise } : {}),
          ...(lead.parentLeadId ? { parentLeadId: lead.parentLeadId } : {}),
        },
      },
    ],
    receipt: command.receipt?.(202, received),
  });
}

function newLead(
  arrival: Arrival,
  {
    person,
    account,
    productLine,
    parent,
  }: {
    person: Person;
    account: Account | undefined;
    productLine: string;
    parent: Lead | undefined;
  },
): Lead {
  const { command, rules, submission, received } = arrival;
  const { company, interest, touch } = submission;
  const { at } = command;
  return withNextInstant(
    Lead.parse({
      leadId: leadIdOf(at, command.requestId),
      version: 0,
      state: 'CAPTURED',
      cycle: 1,
      stay: 0,
      run: 0,
      personId: person.personId,
      accountId: account?.accountId,
      submissionId: received.submissionId,
      parentLeadId: parent?.leadId,
      productLine,
      region: company?.region,
      language: submission.person.language,
      firstSource: { touchId: received.submissionId, at, form: submission.form, ...touch },
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
function suspectOf(submission: Submission, { policy }: Rules): Lead['suspect'] {
  const spam = spamScore(submission, policy.spam);
  if (spam.suspected)
    return { event: 'SpamSuspected', reasons: spam.reasons.map(({ code }) => code) };
  const { consent, person, interest } = submission;
  const reachable =
    (person.email && consent.email !== false) || (person.phone && consent.phone !== false);
  if (reachable || interest?.handRaise) return undefined;
  return { event: 'OptInPending', reasons: ['NO_CHANNEL_ALLOWED'] };
}

function touchOf(
  { command, rules, submission, received }: Arrival,
  { lead, person }: { lead: Lead; person: Person },
): Touch {
  const { touch, interest, company } = submission;
  return {
    touchId: received.submissionId,
    leadId: lead.leadId,
    personId: person.personId,
    at: command.at,
    kinds: [
      ...submissionKinds(
        interest?.handRaise,
        { title: submission.person.title, domain: lead.facts.domain },
        rules.policy.scoring,
      ),
    ],
    submissionId: received.submissionId,
    newAnswers: { ...interest, ...company },
    ...(touch ? { source: { ...touch } } : {}),
  };
}

function submittedOf(
  { received, submission }: Arrival,
  { leadId, verdict }: Pick<Submitted, 'leadId' | 'verdict'>,
): Rows['submission'] {
  return { ...received, version: 0, leadId, verdict, payload: submission };
}
