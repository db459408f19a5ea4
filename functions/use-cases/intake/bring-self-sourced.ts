// A rep brings a customer whom he found himself, or says so; ops rule on the first source (A3-14; 4.8, self-sourced rows).

import { Forbidden, Invalid } from '../../leads/errors.ts';
import { leadIdOf, RepId, submissionIdOf, ulidOf } from '../../leads/ids.ts';
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
import { type KnownSender, owning, senderOf } from '../../leads/intake/sender.ts';
import type { Submission } from '../../leads/intake/submission.ts';
import type { Lead } from '../../leads/lead.ts';
import { partiesOf, refuseParty } from '../../leads/party.ts';
import type { Person, Touch } from '../../leads/person.ts';
import { present } from '../../leads/present.ts';
import { IllegalTransition } from '../../leads/states.ts';
import type { Command, Deps } from '../../ports.ts';
import type { LeadView } from '../answers/lead-answers.ts';
import { put } from '../commit/changes.ts';
import { commitAndShow } from '../commit/commit-and-show.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { isErased, leadOrNotFound } from '../commit/guards.ts';
import { newLocks } from '../commit/locks.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { leadNow, leadsOf } from '../follow-pointers.ts';
import { leadView } from '../view-lead.ts';
import { identify, keysOf, openJourney, senderRows, withOneMore } from './identify-sender.ts';
import { lineOf } from './product-line.ts';

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
  const { keys, hashes } = keysOf(deps, rules, body);
  const repId = RepId.safeParse(command.by.sub);
  const rep = repId.success ? await deps.store.rep(repId.data) : undefined;
  if (!rep?.active)
    throw new Forbidden(
      'only an active rep of the desk brings customers; ask ops for a place on it',
    );
  const { at, requestId } = command;
  const { productLine, unread } = await lineOf(deps.store, body.interest?.productLine, rules);
  const [unknown] = unread;
  if (unknown) throw new Invalid([{ path: unknown.path, message: 'is no product line of ours' }]);
  const submissionId = submissionIdOf(at, requestId);
  const leadId = leadIdOf(at, requestId);
  return retryLostRace(async () => {
    const known = await identify(deps, hashes, body.person.name);
    const { open, left } = await openJourney(deps, known, productLine);
    const before = await touchesKnown(deps, known);
    const first = marketingTouch(before.touches, at, rules);
    const inTheWay = open ?? before.leads.find((lead) => lead.leadId === first?.leadId);
    if (inTheWay) return collide(deps, command, { inTheWay, touch: first, body, known });
    const submission = asSubmission(body);
    const sender = senderOf(
      { at, submissionId, keys, where: 'selfSourced', by: rep.repId, submission },
      known,
    );
    const last = known.person?.leads[productLine];
    const parent = last && (await leadNow(deps.store, last));
    const found = { leadId, submissionId, productLine, at, rules, repId: rep.repId, body, parent };
    const decision = openSelfSourced(found, sender);
    const { lead } = decision;
    const person = owning(sender.person, lead);
    const account = withOneMore(known, sender.account);
    const answer = leadView({ lead, offers: [], at, rules, person, account });
    await commitLead(deps, command, {
      before: undefined,
      decision,
      changes: [
        ...senderRows(deps, known, { person, account }),
        ...newLocks(lead, left),
        put('touch', touchOf(lead, person)),
        put('activity', contactOf(command, lead, body, rep.repId)),
      ],
      answer,
      rules,
    });
    return answer;
  }, deps.pauses);
}

/** What he says of the customer, as a form would say it. The rep asked for no consent: none is written down, none is taken away. */
function asSubmission({ person, company, interest }: SelfSourcedBody): Submission {
  const consent = { privacyPolicy: 'none' };
  return { form: 'self-sourced', person, consent, ...present({ company, interest }) };
}

/** No kinds: a rep's own find is no engagement with marketing, and scores nothing. */
function touchOf({ leadId, submissionId, firstSource }: Lead, person: Person): Touch {
  const { touchId: _, at, ...source } = firstSource;
  return {
    touchId: submissionId,
    leadId,
    personId: person.personId,
    at,
    kinds: [],
    source,
    ...present({ accountId: person.accountId }),
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
    leadId,
    by: repId,
    group: 'rep' as const,
    kind,
    direction: 'outbound' as const,
    connected: kind !== 'email',
    at,
    claimedAt: body.contact.at,
    loggedAt,
    note: body.contact.note,
  };
}

/**
 * All that the person and the company ever did with us, and in which journeys. Whoever has the same name and phone counts, too: a
 * second address is no way round what marketing did.
 */
async function touchesKnown(
  { store }: Deps,
  { person, lookAlikes, account }: KnownSender,
): Promise<{ readonly leads: readonly Lead[]; readonly touches: readonly Touch[] }> {
  const ofAccount = account ? await leadsOf(store, account) : [];
  const people = [...(person ? [person] : []), ...lookAlikes];
  const ids = people.flatMap(({ leads, joined }) => [...Object.values(leads), ...joined]);
  const own = await Promise.all(ids.map((id) => store.lead(id)));
  const leads = [...ofAccount, ...own.filter((lead) => lead !== undefined)];
  const once = [...new Map(leads.map((lead) => [lead.leadId, lead])).values()];
  const lists = await Promise.all(once.map(({ leadId }) => store.touchesOf(leadId)));
  return { leads: once, touches: lists.flat() };
}

interface Collided {
  readonly inTheWay: Lead;
  readonly touch: Touch | undefined;
  readonly body: SelfSourcedBody;
  readonly known: KnownSender;
}

/** The claim is written down before it is refused: ops need both sides. */
async function collide(
  deps: Deps,
  command: Command,
  { inTheWay, touch, body, known }: Collided,
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
      leadId,
      openedAt,
      sourceClass: firstSource.class,
      ...present({
        touchId: touch?.touchId,
        touchAt: touch?.at,
        kinds: touch?.kinds,
      }),
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
    refuseParty(command.by.sub, [...partiesOf(lead), ...lead.claims.map(({ repId }) => repId)]);
    if (lead.state === 'ERASED') throw new IllegalTransition(lead.state, 'SourceAdjudicated');
    const { touchId } = ruling.source;
    const touch = touches.find((one) => one.touchId === touchId);
    if (touchId !== undefined && !touch) {
      const message = 'is no touch of this lead; take it from the lead, or leave it out';
      throw new Invalid([{ path: 'source.touchId', message }]);
    }
    const said = (await isErased(deps, lead)) ? { ...ruling, evidence: 'ERASED' } : ruling;
    const decision = adjudicate(lead, said, touch, command.at);
    return commitAndShow(deps, command, { before: lead, decision, rules });
  }, deps.pauses);
}
