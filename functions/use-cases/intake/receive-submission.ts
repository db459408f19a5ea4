// A form was sent: who is it, which journeys are his, what does it mean (meaning.ts), one commit (rows 1 to 3; 4.8, the duplicates).

import { inCode } from '../../leads/currency.ts';
import { leadIdOf, submissionIdOf } from '../../leads/ids.ts';
import type { Arrival } from '../../leads/intake/arrival.ts';
import { type Journeys, meaningOf, type Outcome, outcomeOf } from '../../leads/intake/meaning.ts';
import { type KnownSender, type Sender, senderOf } from '../../leads/intake/sender.ts';
import type { Settled } from '../../leads/intake/set-aside.ts';
import { type Submission, submissionHash } from '../../leads/intake/submission.ts';
import { bounded, type Unread } from '../../leads/intake/unread.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Account } from '../../leads/person.ts';
import type { Rules } from '../../leads/rules.ts';
import { regionIn } from '../../leads/scopes.ts';
import type { ScoredKind } from '../../leads/scoring/scoring-policy.ts';
import { type Visitor, visitsSince } from '../../leads/source/visitor.ts';
import type { Actor, Change, Command, Deps, Receipt, Submitted } from '../../ports.ts';
import type { Received } from '../answers/customer-answers.ts';
import { answeredBefore, receiptOf } from '../commit/answered-before.ts';
import { put, remove } from '../commit/changes.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { type Locks, newLocks } from '../commit/locks.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { leadNow, leadsOf } from '../follow-pointers.ts';
import { submissionView } from '../view-submission.ts';
import { identify, keysOf, openJourney, senderRows, withOneMore } from './identify-sender.ts';
import { lineOf } from './product-line.ts';
import { releaseTold, setAsideOrRefused } from './set-aside-rows.ts';
import { traceSource } from './trace-source.ts';

/**
 * 1. Refuse what cannot be read; find the same payload within ten minutes.
 * 2. Who is it: person and account by exact keys. Which journeys: the open one by its locks, else the last one.
 * 3. What does it mean: it opens a journey, or is news in one; a repeated submission is never refused and never lost.
 * 4. Write all of it in one transaction.
 */
export async function receiveSubmission(
  deps: Deps,
  command: Command,
  sent: Submission,
  {
    kinds = [],
    unread = [],
    releases,
  }: {
    readonly kinds?: readonly ScoredKind[];
    readonly unread?: readonly Unread[];
    readonly releases?: Release;
  } = {},
): Promise<Received> {
  const { store } = deps;
  const { at, by, requestId } = command;
  const rules = await rulesNow(deps);
  const submission = withRegion(withCurrency(sent, rules), rules);
  const line = await lineOf(store, submission.interest?.productLine, rules);
  const { keys, hashes } = keysOf(deps, rules, submission, submission.touch?.visitorId);
  const submissionId = releases?.submissionId ?? submissionIdOf(at, requestId);
  const received: Received = { submissionId, receivedAt: at };
  const payload = unread.length > 0 ? { ...submission, unread } : submission;
  const samePayload = receiptOf(
    `same|${releases?.submissionId ?? by.sub}|${submissionHash(payload)}`,
    { at, within: rules.policy.intake.sameWithin, body: received },
  );

  return retryLostRace(async () => {
    const [same, known] = await Promise.all([
      answeredBefore<Received>(store, samePayload),
      identify(deps, hashes, submission.person.name),
    ]);
    if (same) {
      const receipt = command.receipt?.(same);
      if (receipt) await store.commit({ changes: [], receipt });
      return same;
    }
    const aside = releases && (await setAsideOrRefused(store, releases.submissionId));
    const visitor = await visitorOf(
      deps,
      known,
      hashes.find(({ kind }) => kind === 'visitor'),
    );
    const arrival: Arrival = {
      at,
      rules,
      submissionId,
      submission,
      keys,
      kinds,
      unread: bounded([...unread, ...line.unread]),
      where: WHERE_FROM[by.kind] ?? 'form',
      by: by.sub,
      productLine: line.productLine,
      leadId: leadIdOf(at, requestId),
      source: await traceSource(deps, rules, submission.form, submission.touch),
      visits: visitsSince(visitor, at, rules.policy.sources),
    };
    const sender = senderOf(arrival, known);
    const { left, ...journeys } = await journeysOf(deps, known, { ...arrival, sender });
    const outcome = outcomeOf(meaningOf(arrival, sender, journeys), arrival, sender);
    const { person, before, decision } = outcome;
    const isNew = decision.lead.accountId !== before?.accountId;
    const account = isNew ? withOneMore(known, sender.account) : sender.account;
    await commitOutcome(deps, command, outcome, {
      received,
      released: aside && { before: aside, settled: releases?.settled },
      rules,
      sender: senderRows(deps, known, { person, account }),
      visitor: visitor ? [remove('visitor', visitor)] : [],
      left,
      payload,
      samePayload,
    });
    return received;
  }, deps.pauses);
}

/** A submission that staff release: it keeps its id. */
interface Release {
  readonly submissionId: string;
  readonly settled: Settled;
}

/** Ops bring lists, an SDR what was put aside, systems forms of others; everybody else sends his own. */
const WHERE_FROM: { readonly [Kind in Actor['kind']]?: Arrival['where'] } = {
  ops: 'import',
  sdr: 'import',
  system: 'inbound',
};

/** A budget in the code of its currency. Throws INVALID for one that nobody knows. */
function withCurrency(sent: Submission, { policy }: Rules): Submission {
  const { budget } = sent.interest ?? {};
  if (!budget) return sent;
  const meant = inCode(budget, policy.currencyNames, 'interest.budget.currency');
  return { ...sent, interest: { ...sent.interest, budget: meant } };
}

/** The company's region in its code, where it has one (4.5, scopes). */
function withRegion(sent: Submission, { policy }: Rules): Submission {
  const region = sent.company?.region;
  if (region === undefined) return sent;
  return { ...sent, company: { ...sent.company, region: regionIn(region, policy.regionNames) } };
}

/** A browser belongs to the first who left a name in it: a colleague at the same machine does not get his visits. */
async function visitorOf(
  { store }: Deps,
  { newKeys }: KnownSender,
  key: { readonly hash: string } | undefined,
): Promise<Visitor | undefined> {
  return key && newKeys.some(({ hash }) => hash === key.hash) ? store.visitor(key.hash) : undefined;
}

/** The open journey with what happened in it; where none is open, those that were; and the locks that are left behind. */
async function journeysOf(
  deps: Deps,
  known: KnownSender,
  { productLine, sender }: Pick<Arrival, 'productLine'> & { readonly sender: Sender },
): Promise<Journeys & Pick<Locks, 'left'>> {
  const { open, left } = await openJourney(deps, known, productLine);
  if (open) {
    const touches = await deps.store.touchesOf(open.leadId);
    const { account, moved } = sender;
    const joins = open.accountId === undefined && account !== undefined && !moved;
    const company = { person: undefined, account };
    const isFree = joins && !(await openJourney(deps, company, productLine)).open;
    return { open, touches, joins: isFree, left };
  }
  const { person, account } = known;
  const lastId = person?.leads[productLine];
  const last = lastId && (await leadNow(deps.store, lastId));
  if (last) return { last, left };
  const buys = account?.customerSince !== undefined;
  const customers = buys ? await lastLeadOf(deps, account, productLine) : undefined;
  return { customers, left };
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

interface Written {
  readonly received: Received;
  readonly released:
    | { readonly before: Submitted; readonly settled: Settled | undefined }
    | undefined;
  readonly rules: Rules;
  readonly sender: readonly Change[];
  readonly visitor: readonly Change[];
  readonly left: Locks['left'];
  readonly payload: Submission;
  readonly samePayload: Receipt;
}

/** Whatever it means, it is written in one way: the lead with its facts, who sent it, its touches, and the form as it came. */
async function commitOutcome(
  deps: Deps,
  command: Command,
  { before, decision, person, earlier, touch, verdict }: Outcome,
  { received, released, rules, sender, visitor, left, payload, samePayload }: Written,
): Promise<void> {
  const { lead } = decision;
  const offerId = before?.state === 'OFFERED' ? before.offerId : undefined;
  const offer = offerId && (await deps.store.offer(offerId));
  const news = { at: command.at, submissionId: received.submissionId };
  const { leadId } = lead;
  const submitted: Submitted = {
    ...received,
    version: 0,
    ...(released && {
      ...released.before,
      ...{ forgetAt: undefined, settled: released.settled },
    }),
    leadId,
    verdict,
    payload,
  };
  await commitLead(
    deps,
    { ...command, by: { kind: 'customer', sub: person.personId } },
    {
      before,
      decision,
      ...(offer && { offer: { before: offer, after: { ...offer, news: [...offer.news, news] } } }),
      changes: [
        ...sender,
        ...earlier.map((one) => put('touch', one)),
        ...visitor,
        ...newLocks(lead, left, before),
        put('touch', touch),
        ...(released ? [] : [put('submission', submitted)]),
        put('receipt', samePayload),
      ],
      alsoTold: released ? [releaseTold(command, released.before, submitted)] : [],
      answer: released ? submissionView(submitted) : received,
      rules,
    },
  );
}
