// A rep brings a customer whom he found himself, or says so; ops rule on the first source (A3-14; 4.8, self-sourced rows).

import { Forbidden, Invalid } from '../../leads/errors.ts';
import { hashedKeys, identityKeys, identityProblems } from '../../leads/identity/identity.ts';
import { leadIdOf, RepId, ulidOf } from '../../leads/ids.ts';
import {
  adjudicate,
  Collision,
  claimLead,
  claimOf,
  marketingTouch,
  openSelfSourced,
  type SelfSourcedBody,
  type SourceRulingBody,
} from '../../leads/intake/self-sourced.ts';
import type { Submission } from '../../leads/intake/submission.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Account, Person, Touch } from '../../leads/person.ts';
import type { Rules } from '../../leads/rules.ts';
import { IllegalTransition } from '../../leads/states.ts';
import type { Change, Command, Deps } from '../../ports.ts';
import type { LeadView } from '../answers/lead-answers.ts';
import { put, replace } from '../commit/changes.ts';
import { commitAndShow } from '../commit/commit-and-show.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { leadOrNotFound } from '../commit/guards.ts';
import { newLocks } from '../commit/locks.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { toldEvents } from '../commit/told-events.ts';
import { leadNow, leadsOf } from '../follow-pointers.ts';
import { leadView } from '../view-lead.ts';
import {
  identify,
  identityChanges,
  type Known,
  openJourney,
  withPerson,
} from './identify-sender.ts';

/** A rep asked for no consent: none is written down, and none that was given is taken away. */
const NO_CONSENT = { privacyPolicy: 'none', email: false, phone: false } as const;

/**
 * 1. Find person and company by exact keys. 2. An open journey, or a marketing touch within the look-back: the claim goes to ops,
 * 409 COLLISION. 3. Else a lead in SAL, owned by the rep.
 */
export async function bringSelfSourced(
  deps: Deps,
  command: Command,
  body: SelfSourcedBody,
): Promise<LeadView> {
  const rules = await rulesNow(deps);
  const options = { defaultCountry: rules.policy.intake.defaultCountry };
  const problems = identityProblems(body, options);
  if (problems.length > 0) throw new Invalid(problems);
  const keys = identityKeys(body, options);
  const hashes = hashedKeys(keys, deps.pepper);
  const repId = RepId.safeParse(command.by.sub);
  const rep = repId.success ? await deps.store.rep(repId.data) : undefined;
  if (!rep?.active)
    throw new Forbidden(
      'only an active rep of the desk brings customers; ask ops for a place on it',
    );
  const submissionId = `sub_${ulidOf(command.at, command.requestId)}`;
  return retryLostRace(async () => {
    const known = await identify(deps, hashes);
    const productLine = body.interest?.productLine ?? 'core';
    const open = await openJourney(deps, known, productLine);
    const before = await touchesKnown(deps, known);
    const touch = marketingTouch(before.touches, command.at, rules);
    const inTheWay = open ?? before.leads.find(({ leadId }) => leadId === touch?.leadId);
    if (inTheWay) return collide(deps, command, { inTheWay, touch, body, rules, known });
    const sent = { at: command.at, submissionId, keys, byPerson: false };
    const submission = { ...asSubmission(body), consent: consentOf(known) };
    const { person, account, changes } = identityChanges({ ...sent, submission }, known);
    const last = known.person?.leads[productLine];
    const decision = openSelfSourced({
      leadId: leadIdOf(command.at, command.requestId),
      ...{ submissionId, at: command.at, rules, repId: rep.repId, body, person, account },
      parent: last && (await leadNow(deps.store, last)),
    });
    const { lead, events } = decision;
    const touched = touchOf(lead, person);
    const owned: Person = { ...person, leads: { ...person.leads, [productLine]: lead.leadId } };
    const answer = leadView({ lead, offers: [], at: command.at, rules, person: owned, account });
    await deps.store.commit({
      scope: lead.leadId,
      changes: [
        put('lead', lead),
        ...withPerson(changes, owned),
        ...severalLeads(known.account),
        ...newLocks(lead),
        put('touch', touched),
        put('activity', contactOf(command, lead, body, rep.repId)),
      ],
      events: toldEvents(events, command, { lead, rules }),
      receipt: receiptFor(command, lead, answer),
    });
    return answer;
  });
}

function receiptFor(command: Command, { leadId }: Lead, answer: LeadView) {
  const kept = command.receipt?.(answer);
  return kept && { ...kept, leadId };
}

function asSubmission({ person, company, interest }: SelfSourcedBody): Omit<Submission, 'consent'> {
  return {
    form: 'self-sourced',
    person,
    ...(company ? { company } : {}),
    ...(interest ? { interest } : {}),
  };
}

function consentOf({ person }: Known): Submission['consent'] {
  return person ? { privacyPolicy: person.consent.privacyPolicy } : NO_CONSENT;
}

function severalLeads(account: Account | undefined): Change[] {
  if (!account || account.severalLeads) return [];
  return [replace('account', account, { ...account, severalLeads: true })];
}

/** No kinds: a rep's own find is no engagement with marketing, and scores nothing. */
function touchOf({ leadId, submissionId, firstSource }: Lead, person: Person): Touch {
  const { touchId: _, at, ...source } = firstSource;
  return {
    ...{ touchId: submissionId, leadId, personId: person.personId, at, kinds: [], source },
    ...(person.accountId === undefined ? {} : { accountId: person.accountId }),
  };
}

function contactOf(
  { at: loggedAt, requestId }: Command,
  { leadId }: Lead,
  body: SelfSourcedBody,
  repId: RepId,
) {
  const { kind, at } = claimOf(body, repId, loggedAt);
  return {
    activityId: `act_${ulidOf(loggedAt, requestId)}`,
    ...{ leadId, by: repId, group: 'rep' as const, kind, direction: 'outbound' as const },
    ...{ connected: kind !== 'email', at, claimedAt: body.contact.at, loggedAt },
    note: body.contact.note,
  };
}

/** All that the person and the company ever did with us, and in which journeys. */
async function touchesKnown(
  { store }: Deps,
  { person, account }: Known,
): Promise<{ readonly leads: readonly Lead[]; readonly touches: readonly Touch[] }> {
  const ofAccount = account ? await leadsOf(store, account) : [];
  const ids = [...Object.values(person?.leads ?? {}), ...(person?.joined ?? [])];
  const own = await Promise.all(ids.map((id) => store.lead(id)));
  const leads = [...ofAccount, ...own.filter((lead) => lead !== undefined)];
  const once = [...new Map(leads.map((lead) => [lead.leadId, lead])).values()];
  const lists = await Promise.all(once.map(({ leadId }) => store.touchesOf(leadId)));
  return { leads: once, touches: lists.flat() };
}

interface Case {
  readonly inTheWay: Lead;
  readonly touch: Touch | undefined;
  readonly body: SelfSourcedBody;
  readonly rules: Rules;
  readonly known: Known;
}

/** The claim is written down before it is refused: ops need both sides. */
async function collide(
  deps: Deps,
  command: Command,
  { inTheWay, touch, body, known }: Case,
): Promise<never> {
  const claim = claimOf(body, RepId.parse(command.by.sub), command.at);
  const { proposal, ...decision } = claimLead(inTheWay, claim, {
    note: body.contact.note,
    touch,
    accountOwner: known.account?.ownerRepId,
  });
  await commitLead(deps, command, { before: inTheWay, decision });
  const { kind, at } = claim;
  const { leadId, openedAt, firstSource } = inTheWay;
  throw new Collision(inTheWay, {
    yours: { kind, at },
    ours: {
      ...{ leadId, openedAt, sourceClass: firstSource.class },
      ...(touch ? { touchId: touch.touchId, touchAt: touch.at, kinds: touch.kinds } : {}),
    },
  });
}

/** Ops rule with evidence; the touch they name has to be one of this lead's. Throws INVALID, ILLEGAL_TRANSITION. */
export async function ruleOnSource(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  ruling: SourceRulingBody,
): Promise<LeadView> {
  return retryLostRace(async () => {
    const [lead, touches, rules] = await Promise.all([
      leadOrNotFound(deps, leadId),
      deps.store.touchesOf(leadId),
      rulesNow(deps),
    ]);
    if (lead.state === 'ERASED') throw new IllegalTransition(lead.state, 'SourceAdjudicated');
    const { touchId } = ruling.source;
    const touch = touches.find((one) => one.touchId === touchId);
    if (touchId !== undefined && !touch) {
      const message = 'is no touch of this lead; take it from the lead, or leave it out';
      throw new Invalid([{ path: 'source.touchId', message }]);
    }
    const decision = adjudicate(lead, ruling, touch, command.at);
    return commitAndShow(deps, command, { before: lead, decision, rules });
  });
}
