// The company's CRM says what became of an opportunity: the same use cases as the rep's own hand, in the owner's name.

import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { inCode } from '../../leads/currency.ts';
import { Invalid, LeadError, NotFound } from '../../leads/errors.ts';
import { fieldProblems } from '../../leads/fields.ts';
import { LeadId, type OpportunityId } from '../../leads/ids.ts';
import type { Lead } from '../../leads/lead.ts';
import type { CrmUpdate } from '../../leads/opportunity/crm-update.ts';
import type { Opportunity } from '../../leads/opportunity/opportunity.ts';
import { present } from '../../leads/present.ts';
import type { Command, Deps } from '../../ports.ts';
import type { OpportunityDetail } from '../answers/opportunity-answers.ts';
import { replace } from '../commit/changes.ts';
import { leadOrNotFound } from '../commit/guards.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { personNow } from '../follow-pointers.ts';
import { sendMessage } from '../send-message.ts';
import { openForRep } from './open-opportunity.ts';
import {
  cancelOpportunity,
  loseOpportunity,
  readOpportunity,
  updateOpportunity,
  winOpportunity,
} from './work-opportunity.ts';

/**
 * 1. Find the opportunity: by our id, the lead's, or the CRM's own, which is remembered when it comes with one of ours.
 * 2. A lead that its owner accepted and that has none yet gets one.
 * 3. Stage, amount and the rest; then how it ended. What holds already changes nothing: a CRM tells everything twice.
 */
export async function updateFromCrm(
  deps: Deps,
  command: Command,
  sent: CrmUpdate,
): Promise<OpportunityDetail> {
  const { currencyNames } = (await deps.store.policy()).document;
  const update = inCode(sent, currencyNames);
  const lead = await leadOf(deps, update);
  await rememberExternalId(deps, update, lead);
  const { receipt: _, ...inBetween } = command;
  const opportunityId =
    update.opportunityId ??
    (await meantBy(deps, lead, update)) ??
    (await openByCrm(deps, inBetween, lead, update));
  const opportunity = await deps.store.opportunity(opportunityId);
  if (!opportunity) throw new NotFound('opportunity', opportunityId);
  const asOwner: Command = { ...inBetween, by: { kind: 'rep', sub: opportunity.ownerRepId } };
  await progressIfNews(deps, asOwner, opportunity, update);
  await endIfNews(deps, asOwner, opportunity, update);
  const answer = await readOpportunity(deps, asOwner, opportunityId);
  const receipt = command.receipt?.(answer);
  // It repeats the rep's notes: kept where an erasure finds it.
  if (receipt)
    await deps.store.commit({ changes: [], receipt: { ...receipt, leadId: lead.leadId } });
  return answer;
}

function externalKey(externalId: string): string {
  return createHash('sha256').update(`crm:${externalId}`).digest('hex');
}

async function leadOf(deps: Deps, update: CrmUpdate): Promise<Lead> {
  const { opportunityId, leadId, externalId } = update;
  if (opportunityId !== undefined) {
    const found = await deps.store.opportunity(opportunityId);
    if (!found) throw new NotFound('opportunity', opportunityId);
    if (leadId !== undefined && leadId !== found.leadId) {
      const message = `is of lead ${found.leadId}, not of the one given; send one of the two`;
      throw new Invalid([{ path: 'opportunityId', message }]);
    }
    return leadOrNotFound(deps, found.leadId);
  }
  if (leadId !== undefined) return leadOrNotFound(deps, leadId);
  const key = externalKey(externalId ?? '');
  const owner = (await deps.store.contactKeys([key])).get(key)?.owner;
  const known = LeadId.safeParse(owner);
  if (known.success) return leadOrNotFound(deps, known.data);
  const message = 'was never sent with a leadId or an opportunityId; send one of them once';
  throw new Invalid([{ path: 'externalId', message }]);
}

/** Among the person's keys, so that it goes with them when he is erased. */
async function rememberExternalId(
  { store }: Deps,
  { externalId }: CrmUpdate,
  { leadId, personId }: Lead,
): Promise<void> {
  if (externalId === undefined) return;
  const id = externalKey(externalId);
  await retryLostRace(async () => {
    const before = (await store.contactKeys([id])).get(id);
    const person = await personNow(store, personId);
    if (before?.owner === leadId || !person || person.erasedAt) return;
    const after = { id, version: before?.version ?? 0, owner: leadId };
    const keys = [...new Set([...person.keys, id])];
    await store.commit({
      changes: [
        replace('contactKey', before, after),
        replace('person', person, { ...person, keys }),
      ],
    });
  });
}

/** The lead's last opportunity. Once the lead was accepted again, only what is told of it again or late. */
async function meantBy(
  { store }: Deps,
  { state, opportunityId, acceptedAt }: Lead,
  { outcome, at }: CrmUpdate,
): Promise<OpportunityId | undefined> {
  const isAcceptedAgain = state === 'SAL' || state === 'SQL';
  if (opportunityId === undefined || !isAcceptedAgain) return opportunityId;
  const last = await store.opportunity(opportunityId);
  const isRepeated = outcome !== undefined && last?.status === endedAs[outcome];
  const isLate = at !== undefined && acceptedAt !== undefined && at < acceptedAt;
  return isRepeated || isLate ? opportunityId : undefined;
}

async function openByCrm(
  deps: Deps,
  command: Command,
  { leadId, mayReopen, ownerRepId = mayReopen?.repId }: Lead,
  update: CrmUpdate,
): Promise<OpportunityId> {
  const { amount, currency, expectedCloseOn, stage } = update;
  const missing = Object.entries({ amount, currency, expectedCloseOn }).flatMap(([path, value]) =>
    value === undefined ? [{ path, message: 'is missing; the lead has no opportunity yet' }] : [],
  );
  if (ownerRepId === undefined)
    throw new Invalid([{ path: 'leadId', message: 'names a lead that no rep has accepted yet' }]);
  if (amount === undefined || currency === undefined || expectedCloseOn === undefined)
    throw new Invalid(missing);
  await openForRep(deps, { ...command, by: { kind: 'rep', sub: ownerRepId } }, leadId, {
    amount,
    currency,
    expectedCloseOn,
    ...present({ stage }),
  });
  const { opportunityId } = await leadOrNotFound(deps, leadId);
  if (!opportunityId) throw new NotFound('opportunity of', leadId);
  return opportunityId;
}

async function progressIfNews(
  deps: Deps,
  command: Command,
  before: Opportunity,
  update: CrmUpdate,
): Promise<void> {
  const { at, stage, amount, currency, expectedCloseOn } = update;
  const isOld = at !== undefined && at < (before.stageLog.at(-1)?.enteredAt ?? at);
  const sent = { stage, amount, currency, expectedCloseOn } as const;
  const news = Object.fromEntries(
    Object.entries(sent).filter(
      ([name, value]) => value !== undefined && value !== before[name as keyof typeof sent],
    ),
  );
  if (before.status !== 'OPEN' || isOld || Object.keys(news).length === 0) return;
  await updateOpportunity(deps, command, before.opportunityId, news);
}

const endedAs = { won: 'WON', lost: 'LOST', cancelled: 'CANCELLED', deleted: 'CANCELLED' } as const;

async function endIfNews(
  deps: Deps,
  command: Command,
  { opportunityId, status, amount: known, currency: knownCurrency }: Opportunity,
  { outcome, amount = known, currency = knownCurrency, reason, pocFailReason }: CrmUpdate,
): Promise<void> {
  if (outcome === undefined || status === endedAs[outcome]) return;
  if (outcome === 'won') await winOpportunity(deps, command, opportunityId, { amount, currency });
  else if (outcome === 'lost') {
    const { loseReasonOfCrm } = (await deps.store.policy()).document.opportunity;
    const why = { reason: reason ?? loseReasonOfCrm, ...present({ pocFailReason }) };
    await loseOpportunity(deps, command, opportunityId, why);
  } else {
    // Deleting there is cancelling without a cause here, whatever is said beside it (4.8).
    const why = outcome === 'cancelled' && reason !== undefined ? { reason } : {};
    await cancelOpportunity(deps, command, opportunityId, why);
  }
}

/** An update that came as an event has nobody to answer: what is refused is told to ops, and not tried again. */
export async function updateByEvent(
  deps: Deps,
  command: Command,
  sent: z.ZodSafeParseResult<CrmUpdate>,
): Promise<void> {
  try {
    if (!sent.success) throw new Invalid(fieldProblems(sent.error));
    await updateFromCrm(deps, command, sent.data);
  } catch (error) {
    if (!(error instanceof LeadError)) throw error;
    await sendMessage(deps, {
      id: `${command.requestId}-refused`,
      to: 'group:ops',
      says: { name: 'crmRefused', problem: error.message },
      at: command.at,
    });
  }
}
