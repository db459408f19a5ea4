// The people of a recording, who play it again: forms come as they came, SDRs do with each lead what they did, or what one of them did
// with another, and reps answer by their habits. What they do hangs on the run's seed, the lead and the occasion, and on nothing else,
// so that two worlds of one run differ by their policies only.

import { type Instant, latest, millisOf, plus } from '../../../functions/leads/instant.ts';
import type { Lead } from '../../../functions/leads/lead.ts';
import type { Offer } from '../../../functions/leads/offer/offer.ts';
import { present } from '../../../functions/leads/present.ts';
import { isOpen, openStates, type State } from '../../../functions/leads/states.ts';
import { byRep, type HumanAction } from '../replay/human-action.ts';
import type { Known } from '../replay/people-model.ts';
import type { Cast } from '../replay/play.ts';
import { knownOf } from '../replay/stored-leads.ts';
import { type Actors, type Scene, wholeSeconds } from './actors.ts';
import { houseEntrances } from './recorded-company.ts';
import type { RecordedLead } from './recording.ts';
import { phoneOf } from './stand-ins.ts';
import type { Aftermath, Stay } from './what-people-did.ts';

type Case = Known & {
  readonly lead: Lead;
  readonly recorded: RecordedLead;
  readonly actors: Actors;
};

/** The cast of one world. */
export function recordedCast(scene: Scene, actors: Actors): Cast {
  const { recording, leads } = scene.script;
  return {
    open: async () => {},
    entrances: [
      ...houseEntrances(recording, (policy) => scene.changed(actors.namingTiers(policy))),
      ...leads.flatMap((lead) => lead.arrivals.flatMap((arrival) => actors.arrives(lead, arrival))),
    ].sort((one, other) => millisOf(one.at) - millisOf(other.at)),
    next: async (store, lead) => {
      if (!isOpen(lead.state)) return undefined;
      const recorded = await actors.recordedOf(store, lead);
      if (recorded === undefined) return undefined;
      return PLANS[lead.state]?.({ ...(await knownOf(store, lead, false)), recorded, actors });
    },
    playable: openStates,
  };
}

type Plan = (known: Case) => HumanAction | undefined;

const NOTE = 'as recorded';
/** Whom the SDR speaks with, cycle by cycle: NOT_DECISION_MAKER asks for another role than before (4.6). */
const ROLES = ['decisionMaker', 'influencer', 'user'];

/** Of what marketing keeps, an SDR takes what he took. */
const takeUnqualified: Plan = (known) =>
  known.actors.hasStay(known.recorded) ? take(known) : undefined;

const take: Plan = ({ lead, actors, ...known }) => {
  const after = actors.stayOf(known.recorded, lead).takenAfter;
  if (after === undefined) return undefined;
  return actors.bySdr(lead, {
    at: actors.worked(lead.enteredAt, after),
    path: `/v1/leads/${lead.leadId}/take`,
    key: `${lead.leadId}-c${lead.cycle}-take`,
  });
};

/** Calls as they were made, and then the verdict. */
const qualify: Plan = ({ lead, calls, actors, recorded }) => {
  const stay = actors.stayOf(recorded, lead);
  const name = `${lead.leadId}-c${lead.cycle}-s${lead.stay}`;
  const made = calls.filter(({ group, at }) => group === 'sdr' && at >= lead.enteredAt);
  const call = nextCall(stay, lead, made);
  if (call !== undefined)
    return actors.bySdr(lead, {
      at: actors.worked(lead.enteredAt, call.after),
      path: `/v1/leads/${lead.leadId}/activities`,
      body: { kind: 'call', direction: 'outbound', connected: call.connected, note: NOTE },
      key: `${name}-call-${made.length + 1}`,
    });
  const { verdict } = stay;
  if (verdict === undefined) return undefined;
  const at = actors.worked(lead.enteredAt, verdict.after);
  if (verdict.verdict === 'ready' && hasBadContact(lead))
    return actors.bySdr(lead, {
      at,
      method: 'PUT',
      path: `/v1/leads/${lead.leadId}/contact`,
      body: { phone: phoneOf(recorded) },
      key: `${name}-contact`,
    });
  return actors.bySdr(lead, {
    at,
    path: `/v1/leads/${lead.leadId}/qualification`,
    body: bodyOf(verdict, lead, at),
    key: `${name}-verdict`,
  });
};

/** The next call that was made before the verdict; one more where another cycle asks for a contact that nobody has made (A0-6). */
function nextCall(
  { calls, verdict }: Stay,
  { cycle }: Lead,
  made: readonly { readonly connected: boolean }[],
): Stay['calls'][number] | undefined {
  const next = calls[made.length];
  if (next !== undefined && next.after <= (verdict?.after ?? next.after)) return next;
  const isAsked = cycle > 1 && verdict?.verdict === 'ready';
  if (!isAsked || made.some(({ connected }) => connected)) return undefined;
  return { after: verdict.after, connected: true };
}

function hasBadContact({ nurtureReason, contactChangedAt, nurturedAt }: Lead): boolean {
  return nurtureReason === 'BAD_DATA' && (contactChangedAt ?? '') <= (nurturedAt ?? '');
}

function bodyOf(
  { verdict, found, reason, revisitAfter }: NonNullable<Stay['verdict']>,
  lead: Lead,
  at: Instant,
): object {
  const { startWithinMonths, role, ...answers } = found;
  const another = lead.nurtureReason === 'NOT_DECISION_MAKER' ? ROLES[lead.cycle - 1] : undefined;
  return present({
    budget: 'unknown',
    authority: 'unknown',
    need: 'unknown',
    process: 'unknown',
    ...answers,
    timeline: startWithinMonths === undefined ? null : { startWithinMonths },
    role: another ?? role ?? 'unknown',
    verdict,
    note: NOTE,
    reason: verdict === 'ready' ? undefined : (reason ?? 'POOR_FIT'),
    revisitAt: verdict === 'notNow' && revisitAfter ? later(at, revisitAfter) : undefined,
  });
}

const assign: Plan = ({ lead, actors, recorded }) => {
  const [choice] = lead.directorChoices ?? [];
  if (lead.awaits !== 'director' || choice === undefined) return undefined;
  const key = `c${lead.cycle}-o${lead.offerSeq + 1}-assign`;
  return actors.byDirector(lead, actors.rulingOf('choices', recorded, key), {
    path: `/v1/leads/${lead.leadId}/assign`,
    body: { repId: choice, reason: NOTE },
    key,
  });
};

const sendBack: Plan = ({ lead, actors, recorded }) => {
  const key = `c${lead.cycle}-o${lead.offerSeq}-send-back`;
  return actors.byDirector(lead, actors.rulingOf('sentBack', recorded, key), {
    path: `/v1/leads/${lead.leadId}/send-back`,
    body: { verdict: 'nurture', reason: NOTE },
    key,
  });
};

const extraCycle: Plan = ({ lead, actors, recorded, extraCycleAskedAt }) => {
  if (lead.extraCycle !== 'asked') return undefined;
  const key = `n${lead.stay}-extra-cycle`;
  const ruling = actors.rulingOf('extraCycles', recorded, key);
  return actors.byDirector(
    { ...lead, enteredAt: latest(lead.enteredAt, extraCycleAskedAt) },
    ruling,
    {
      path: `/v1/leads/${lead.leadId}/extra-cycle`,
      body: { approve: ruling.approved === true, reason: NOTE },
      key,
    },
  );
};

/** Some that rest are dropped by their SDR: a rep found that they do not fit. */
const drop: Plan = ({ lead, actors, recorded }) => {
  const { after } = actors.droppedOf(recorded, lead);
  if (after === undefined) return undefined;
  return actors.bySdr(lead, {
    at: actors.worked(lead.enteredAt, after),
    path: `/v1/leads/${lead.leadId}/qualification`,
    body: {
      ...{ budget: 'unknown', authority: 'unknown', need: 'no', timeline: null },
      ...{ process: 'unknown', role: 'unknown', note: NOTE },
      ...{ verdict: 'notALead', reason: 'POOR_FIT' },
    },
    key: `${lead.leadId}-n${lead.stay}-drop`,
  });
};

/** The rep contacts the customer and answers, in the order in which he would; or is silent. */
const answer: Plan = ({ lead, offer, actors, recorded }) => {
  if (offer?.status !== 'PENDING') return undefined;
  const intent = actors.intentOf(recorded, offer);
  if (intent === undefined) return undefined;
  const at = actors.answeredAt(intent, offer);
  const contact = actors.contactOf(recorded, offer);
  if (contact !== undefined && contact < at && !offer.contactedAt)
    return contacting(lead, offer, contact);
  const path = `/v1/offers/${offer.offerId}`;
  const key = `${offer.offerId}-answer`;
  if (intent.answer.accepted) return byRep(offer, { at, path: `${path}/accept`, key });
  const { reason, dateAfterDays, misrouted } = intent.answer;
  const date =
    dateAfterDays === undefined ? undefined : plus(at, `P${dateAfterDays}D`).slice(0, 10);
  return byRep(offer, {
    at,
    path: `${path}/reject`,
    body: present({
      ...{ reason, note: NOTE, contacted: offer.contactedAt !== undefined },
      date: reason === 'TIMING' ? date : undefined,
      misrouted: reason === 'MISROUTED' ? misrouted : undefined,
    }),
    key,
  });
};

const afterAcceptance: Plan = (known) => {
  const plans = [contactLater(known), giveBack(known), open(known)].filter(
    (plan) => plan !== undefined,
  );
  return plans.toSorted((one, other) => millisOf(one.at) - millisOf(other.at))[0];
};

const contactLater: Plan = ({ lead, offer, actors, recorded }) => {
  const contact = offer && !offer.contactedAt && actors.contactOf(recorded, offer);
  return contact && contact >= acceptedAt(lead) ? contacting(lead, offer, contact) : undefined;
};

const giveBack: Plan = ({ lead, actors, recorded }) => {
  const { returned } = actors.aftermathOf(recorded, lead);
  if (returned === undefined || lead.ownerRepId === undefined) return undefined;
  return byRep(
    { repId: lead.ownerRepId },
    {
      at: later(acceptedAt(lead), returned.after),
      path: `/v1/leads/${lead.leadId}/return`,
      body: { reason: returned.reason, note: NOTE },
      key: `${lead.leadId}-c${lead.cycle}-return`,
    },
  );
};

const open: Plan = ({ lead, actors, recorded }) => {
  const { opened } = actors.aftermathOf(recorded, lead);
  if (opened === undefined || lead.ownerRepId === undefined) return undefined;
  const at = later(acceptedAt(lead), opened.after);
  const { amount, currency } = opened;
  return byRep(
    { repId: lead.ownerRepId },
    {
      at,
      path: `/v1/leads/${lead.leadId}/opportunity`,
      body: { amount, currency, expectedCloseOn: plus(at, 'P60D').slice(0, 10) },
      key: `${lead.leadId}-c${lead.cycle}-open`,
    },
  );
};

function acceptedAt({ acceptedAt: at, enteredAt }: Lead): Instant {
  return at ?? enteredAt;
}

const sell: Plan = ({ lead, actors, recorded }) => {
  const end = actors.aftermathOf(recorded, lead).opened?.end;
  const { opportunityId, ownerRepId } = lead;
  if (!end || !opportunityId || !ownerRepId) return undefined;
  const { verb, body } = ENDS[end.how](end);
  return byRep(
    { repId: ownerRepId },
    {
      at: later(lead.enteredAt, end.after),
      path: `/v1/opportunities/${opportunityId}/${verb}`,
      body,
      key: `${opportunityId}-${verb}`,
    },
  );
};

/** Why a lead rests whose opportunity was cancelled without a cause. */
const NO_CAUSE = 'OPP_CANCELLED';

type End = NonNullable<NonNullable<Aftermath['opened']>['end']>;
const ENDS: Readonly<Record<End['how'], (end: End) => { verb: string; body: object }>> = {
  WON: ({ amount }) => ({ verb: 'win', body: { amount } }),
  LOST: ({ reason = 'NO_DECISION' }) => ({ verb: 'lose', body: { reason } }),
  CANCELLED: ({ reason }) => ({
    verb: 'cancel',
    body: reason === NO_CAUSE ? {} : present({ reason }),
  }),
};

const PLANS: Partial<Readonly<Record<State, Plan>>> = {
  MAL: takeUnqualified,
  MQL: take,
  SDR_WORKING: qualify,
  READY: assign,
  UNROUTED: sendBack,
  OFFERED: answer,
  SAL: afterAcceptance,
  SQL: afterAcceptance,
  OPPORTUNITY: sell,
  NURTURE: (known) => extraCycle(known) ?? drop(known),
};

function contacting(lead: Lead, offer: Offer, at: Instant): HumanAction {
  return byRep(offer, {
    at,
    path: `/v1/leads/${lead.leadId}/activities`,
    body: { kind: 'call', direction: 'outbound', connected: true, note: NOTE },
    key: `${offer.offerId}-contact`,
  });
}

function later(from: Instant, millis: number): Instant {
  return plus(from, wholeSeconds(millis));
}
