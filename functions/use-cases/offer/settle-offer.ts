// What is due for a pending offer: taken back, reminded, watched for contact, or run out (rows 15 and 16; 4.7).

import type { Rep } from '../../leads/desk/desk.ts';
import { contactMissed, contactReminded } from '../../leads/first-contact.ts';
import type { OfferId } from '../../leads/ids.ts';
import type { Instant } from '../../leads/instant.ts';
import type { Lead } from '../../leads/lead.ts';
import { timeOut, type Withdrawal, withdrawOffer } from '../../leads/offer/no-answer.ts';
import { type Offer, withOfferInstant } from '../../leads/offer/offer.ts';
import type { OfferDecision } from '../../leads/offer/offer-decision.ts';
import { dueReminder, pastReminding, reminded, reminderOf } from '../../leads/offer/remind-rep.ts';
import {
  newRecord,
  recordOutcome,
  tellSuspended,
  timeoutExcuse,
  withdrawalCause,
} from '../../leads/offer/rep-record.ts';
import type { Opportunity } from '../../leads/opportunity/opportunity.ts';
import { present } from '../../leads/present.ts';
import { creditBack, type Pool, poolsNow, withStanding } from '../../leads/routing/fairness.ts';
import type { Rules } from '../../leads/rules.ts';
import type { Change, Command, Deps, Told } from '../../ports.ts';
import { replace } from '../commit/changes.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { sendMessage } from '../send-message.ts';

/** The offer as it is once everything due at `at` was done. Repeating it changes nothing. */
export async function settleOffer(
  deps: Deps,
  command: Command,
  offerId: OfferId,
): Promise<Offer | undefined> {
  for (;;) {
    const { offer, settled } = await retryLostRace(() => settleOnce(deps, command, offerId));
    if (settled) return offer;
  }
}

function isDue(offer: Offer, at: Instant): boolean {
  return offer.nextInstant !== undefined && offer.nextInstant <= at;
}

/** Does one thing that is due; `settled` says that nothing was. */
async function settleOnce(
  deps: Deps,
  command: Command,
  offerId: OfferId,
): Promise<{ readonly offer: Offer | undefined; readonly settled: boolean }> {
  const { at } = command;
  const offer = await deps.store.offer(offerId);
  if (offer?.status !== 'PENDING') return { offer, settled: true };
  const rep = await deps.store.rep(offer.repId);
  if (!rep || (!isDue(offer, at) && !mayBeOut(rep))) return { offer, settled: true };
  const [lead, rules] = await Promise.all([deps.store.lead(offer.leadId), rulesNow(deps)]);
  const cause = withdrawalCause(offer, rep, rules);
  if (!lead || (!cause && !isDue(offer, at))) return { offer, settled: true };
  const reminder = dueReminder(offer, at);
  if (cause) await takeBack(deps, command, { lead, offer, rules, cause });
  else if (at >= offer.expireAt) await expire(deps, command, { lead, offer, rep, rules });
  else if (reminder !== undefined) await remind(deps, command, { lead, offer, reminder });
  else await watchContact(deps, command, { lead, offer, rules });
  return { offer, settled: false };
}

/** Most reps have nothing on record that could take an offer from them; then the rules need not be read. */
function mayBeOut({ active, absences, suspensions }: Rep): boolean {
  return !active || absences.length > 0 || suspensions.length > 0;
}

interface LeadWithOffer {
  readonly lead: Lead;
  readonly offer: Offer;
}

/** The friendly follow-up (A3-3): sent first, then recorded with what became of it. One that is past the deadline is not sent any more. */
async function remind(
  deps: Deps,
  command: Command,
  { lead, offer, reminder }: LeadWithOffer & { readonly reminder: Instant },
): Promise<void> {
  const { at } = command;
  if (at > offer.acceptDueAt) {
    await commitLead(deps, command, {
      before: lead,
      decision: { lead, events: [] },
      offer: { before: offer, after: pastReminding(offer, at) },
    });
    return;
  }
  const { leadId, offerId } = offer;
  const sending = sendMessage(deps, { ...reminderOf(offer, reminder), at, leadId, offerId });
  // Whatever kept it back: the deadlines go on, and it is sent again.
  const delivered = await sending.then(
    () => true,
    () => false,
  );
  const { offer: after, ...told } = reminded(lead, offer, { reminder, delivered, at });
  await commitLead(deps, command, {
    before: lead,
    decision: { lead, ...told },
    offer: { before: offer, after },
  });
}

/** A first contact is due soon, or its deadline passed without an attempt (A3-10); a later one stays late. */
async function watchContact(
  deps: Deps,
  command: Command,
  { lead, offer, rules }: LeadWithOffer & { rules: Rules },
): Promise<void> {
  const { contactRemindAt: _, ...reminded } = offer;
  const missed = command.at >= offer.contactDueAt;
  await commitLead(deps, command, {
    before: lead,
    decision: { lead, ...(missed ? contactMissed(offer) : contactReminded(offer)) },
    offer: {
      before: offer,
      after: withOfferInstant(missed ? { ...reminded, contactMissedAt: command.at } : reminded),
    },
    rules,
  });
}

async function expire(
  deps: Deps,
  command: Command,
  { lead, offer, rep, rules }: LeadWithOffer & { rep: Rep; rules: Rules },
): Promise<void> {
  const excused = timeoutExcuse(offer, rep, command.at, rules);
  const decision = timeOut(lead, offer, excused, { at: command.at, rules });
  await commitSettled(deps, command, { lead, before: offer, decision, rules });
}

/** The rep is out (16). */
async function takeBack(
  deps: Deps,
  command: Command,
  { lead, offer, rules, cause }: LeadWithOffer & { rules: Rules; cause: Withdrawal },
): Promise<void> {
  const decision = withdrawOffer(lead, offer, cause, command);
  await commitSettled(deps, command, { lead, before: offer, decision, rules });
}

/**
 * The end of an offer: offer and lead, the rep's rows, the turn if it comes back, all in one transaction (4.5, 4.7).
 * Strikes and suspensions that follow are told in the lead's story, where their cause is.
 */
export async function commitSettled(
  deps: Deps,
  command: Command,
  settled: {
    readonly lead: Lead;
    readonly before: Offer;
    readonly decision: OfferDecision;
    readonly rules: Rules;
    readonly changes?: readonly Change[];
    /** Opened by the same act (4.8, straight from a pending offer). */
    readonly opportunity?: { readonly after: Opportunity };
    readonly alsoTold?: readonly Told[];
    readonly answer?: (decision: OfferDecision) => object;
  },
): Promise<Lead> {
  const { lead, before, decision, rules, changes = [], answer } = settled;
  const { opportunity, alsoTold = [] } = settled;
  const { store } = deps;
  const [rep, stored] = await Promise.all([store.rep(before.repId), store.record(before.repId)]);
  if (!rep)
    throw new RangeError(
      `offer ${before.offerId} is of rep ${before.repId}, who is not on the desk`,
    );
  const record = stored ?? newRecord(rep.repId);
  const outcome = recordOutcome(decision.offer, rep, record, { at: command.at, rules });
  const turn = decision.turnComesBack ? await turnBack(deps, before, rep) : undefined;
  const { offerId } = before;
  const offer =
    turn?.offerId === offerId ? { ...decision.offer, creditedBack: true } : decision.offer;
  const ofAnother =
    turn && turn.offerId !== offerId
      ? [{ type: 'TurnCreditedBack' as const, data: { offerId: turn.offerId } }]
      : [];
  return commitLead(deps, command, {
    before: lead,
    decision: {
      ...decision,
      events: [...decision.events, ...ofAnother, ...outcome.events],
      messages: [...(decision.messages ?? []), ...outcome.events.flatMap(tellSuspended)],
    },
    offer: { before, after: offer },
    rules,
    ...present({ opportunity }),
    changes: [
      replace('rep', rep, { ...outcome.rep, ...present({ standings: turn?.rep.standings }) }),
      replace('record', stored, outcome.record),
      ...(turn?.marked ?? []),
      ...changes,
    ],
    alsoTold,
    ...present({ answer: answer?.(decision) }),
  });
}

/**
 * The offer whose turn goes back, and its rep's row that then has it; that offer's own row is marked, unless it is the one that was
 * asked for. Undefined for an offer that used none or has had it back.
 */
async function turnBack(
  { store }: Deps,
  offer: Offer,
  rep: Rep,
): Promise<
  { readonly offerId: OfferId; readonly rep: Rep; readonly marked: readonly Change[] } | undefined
> {
  const paid = offer.turnOf === undefined ? offer : await store.offer(offer.turnOf);
  if (!paid?.usesTurn || paid.creditedBack) return undefined;
  const row = await store.pool(paid.department);
  if (!row) return undefined;
  const marked = paid === offer ? [] : [replace('offer', paid, { ...paid, creditedBack: true })];
  return { offerId: paid.offerId, rep: withTurnBack(rep, row, paid), marked };
}

/** The rep's row once the turn that the offer was paid with is his again. */
export function withTurnBack(
  rep: Rep,
  row: Pool,
  paid: Pick<Offer, 'repId' | 'weight' | 'usesTurn' | 'creditedBack'>,
): Rep {
  const { repId, weight, usesTurn: usedTurn, creditedBack } = paid;
  const [pool = row] = poolsNow([row], [rep]);
  return withStanding(rep, creditBack(pool, { repId, weight, usedTurn, creditedBack }));
}

/** The turn of an offer that was settled before goes back to its rep. */
export async function creditTurn(
  deps: Deps,
  offer: Offer,
): Promise<{ readonly offerId: OfferId; readonly changes: readonly Change[] } | undefined> {
  const rep = await deps.store.rep(offer.repId);
  const turn = rep && (await turnBack(deps, offer, rep));
  return turn && { ...turn, changes: [replace('rep', rep, turn.rep), ...turn.marked] };
}

/** The turn of the lead's recalled offer goes back: the lead does not go on to the rep who had it (row 16). */
export async function recalledTurnBack(
  deps: Deps,
  { recalled }: Pick<Lead, 'recalled'>,
): Promise<readonly Change[]> {
  const offer = recalled && (await deps.store.offer(recalled.offerId));
  const turn = offer && (await creditTurn(deps, offer));
  return turn ? [...turn.changes, replace('offer', offer, { ...offer, creditedBack: true })] : [];
}
