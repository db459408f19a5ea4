// What people would do next with a lead: a pure function of the seed and of what is stored, without a memory of its own,
// so that a replay that was killed goes on as if nothing had happened.

import { addWorkingHours } from '../../../functions/leads/calendar/clocks.ts';
import { shippedCalendar } from '../../../functions/leads/calendar/shipped-calendars.ts';
import { type Instant, latest, plus } from '../../../functions/leads/instant.ts';
import type { Lead } from '../../../functions/leads/lead.ts';
import type { Offer } from '../../../functions/leads/offer/offer.ts';
import type { Activity, Person } from '../../../functions/leads/person.ts';
import type { State } from '../../../functions/leads/states.ts';
import { type Chance, chanceOf, oneAt, weightedAt, wholeAt } from './chance.ts';
import { type Act, byRep, type HumanAction } from './human-action.ts';
import { handRaised } from './made-up-person.ts';
import type { Deal } from './read-deals.ts';

/** `deals`: people who did what a file of signed deals says (deals-model.ts). */
export type ModelName = 'answers' | 'accept-all' | 'deals';

export interface People {
  readonly seed: string;
  readonly model: ModelName;
  readonly sdrs: number;
  readonly reps: number;
  /** By the id of the lead's row; with the model `deals`. */
  readonly deals?: ReadonlyMap<string, Deal>;
}

/** What is stored of a lead that a decision may look at. */
export interface Known {
  readonly lead: Lead;
  readonly person?: Pick<Person, 'name' | 'email'> | undefined;
  /** The offer that the row names. */
  readonly offer?: Offer | undefined;
  /** All calls on the lead, oldest first. */
  readonly calls: readonly Activity[];
  /** When a director was asked for one more cycle, last. */
  readonly extraCycleAskedAt?: Instant | undefined;
}

interface Case extends Known {
  readonly people: People;
  readonly chance: Chance;
}

type Plan = (known: Case) => HumanAction | undefined;

export const DIRECTOR = 'director-1';
const CALENDAR = shippedCalendar('PLAIN');
const CALLS = 3;

const NOT_A_LEAD = ['POOR_FIT', 'NO_NEED', 'STUDENT', 'COMPETITOR', 'JUNK'];
const REFUSALS = [
  ['NO_BUDGET', 20],
  ['TIMING', 20],
  ['NO_NEED', 12],
  ['UNREACHABLE', 12],
  ['NOT_DECISION_MAKER', 10],
  ['CHOSE_COMPETITOR', 6],
  ['BAD_DATA', 6],
  ['POOR_FIT', 6],
  ['MISROUTED', 6],
  ['DUPLICATE', 2],
] as const;
/** Whom the SDR speaks with, cycle by cycle: NOT_DECISION_MAKER asks for another role than before (4.6). */
const ROLES = ['decisionMaker', 'influencer', 'user', 'unknown'];

/** The next thing that a person does with this lead; undefined when everybody leaves it alone. */
export function nextHumanAction(people: People, known: Known): HumanAction | undefined {
  return plans[known.lead.state]({ ...known, people, chance: chanceOf(people.seed) });
}

const nobody: Plan = () => undefined;

const take: Plan = (known) => {
  const { lead, people, chance } = known;
  const wait = people.model === 'accept-all' ? [5, 30] : [5, 300];
  return bySdr(known, {
    at: after(lead.enteredAt, chance(lead.leadId, `${lead.cycle}`, 'take'), wait),
    path: `/v1/leads/${lead.leadId}/take`,
    key: `${lead.leadId}-c${lead.cycle}-take`,
  });
};

/** Calls first, up to three times; then the verdict, whatever the calls brought. */
const qualify: Plan = (known) => {
  const { lead, people, chance } = known;
  const cycle = `${lead.leadId}-c${lead.cycle}`;
  const made = known.calls.filter(({ group, at }) => group === 'sdr' && at >= lead.enteredAt);
  const last = made.at(-1);
  if (last?.connected || made.length >= CALLS) return verdict(known, last);
  const wait = people.model === 'accept-all' || !last ? [10, 180] : [240, 600];
  const name = `call-${made.length + 1}`;
  return bySdr(known, {
    at: after(last?.at ?? lead.enteredAt, chance(cycle, name), wait),
    path: `/v1/leads/${lead.leadId}/activities`,
    body: {
      kind: 'call',
      direction: 'outbound',
      connected: people.model === 'accept-all' || chance(cycle, name, 'connected') < 0.7,
      note: 'asked about the project',
    },
    key: `${cycle}-${name}`,
  });
};

function verdict(known: Case, last: Activity | undefined): HumanAction | undefined {
  const { lead, people, chance } = known;
  const cycle = `${lead.leadId}-c${lead.cycle}`;
  const at = after(last?.at ?? lead.enteredAt, chance(cycle, 'verdict at'), [10, 60]);
  const correct =
    lead.nurtureReason === 'BAD_DATA' && (lead.contactChangedAt ?? '') <= (lead.nurturedAt ?? '');
  if (correct && last?.connected) {
    return bySdr(known, {
      at: after(last.at, chance(cycle, 'contact at'), [1, 9]),
      method: 'PUT',
      path: `/v1/leads/${lead.leadId}/contact`,
      body: { email: `new.${lead.cycle}.${known.person?.email ?? ''}` },
      key: `${cycle}-contact`,
    });
  }
  const ask = { path: `/v1/leads/${lead.leadId}/qualification`, key: `${cycle}-verdict`, at };
  const drawn = people.model === 'accept-all' ? 0 : chance(cycle, 'verdict');
  const found = (share: string, list: readonly string[]) => oneAt(chance(cycle, share), list);
  const answers = {
    budget: found('budget', ['approved', 'planned']),
    authority: found('authority', ['decides', 'influences']),
    need: found('need', ['matches', 'matches', 'partly']),
    timeline: { startWithinMonths: wholeAt(chance(cycle, 'start'), 1, 12) },
    process: found('process', ['matches', 'matches', 'unknown']),
    role: ROLES[lead.cycle - 1] ?? 'unknown',
  };
  const days = wholeAt(chance(cycle, 'revisit'), 20, 120);
  const later = { verdict: 'notNow', revisitAt: plus(at, `P${days}D`) };
  if (!last?.connected) {
    return bySdr(known, {
      ...ask,
      body: { ...answers, ...later, reason: 'not reached', note: 'called three times' },
    });
  }
  if (drawn < 0.72) {
    return bySdr(known, { ...ask, body: { ...answers, verdict: 'ready', note: 'wants an offer' } });
  }
  if (drawn < 0.88) {
    return bySdr(known, {
      ...ask,
      body: { ...answers, ...later, reason: 'not this quarter', note: 'call again' },
    });
  }
  const reason = found('no lead', NOT_A_LEAD);
  return bySdr(known, {
    ...ask,
    body: { ...answers, verdict: 'notALead', reason, note: 'nothing for us' },
  });
}

/** A director who is asked to name a rep does so in six cases of ten; otherwise the router acts. */
const assign: Plan = ({ lead, chance }) => {
  const key = `${lead.leadId}-c${lead.cycle}-o${lead.offerSeq + 1}-assign`;
  const [choice] = lead.directorChoices ?? [];
  if (lead.awaits !== 'director' || choice === undefined || chance(key) >= 0.6) return undefined;
  return {
    at: after(lead.enteredAt, chance(key, 'at'), [10, 200]),
    who: { sub: DIRECTOR, group: 'director' },
    method: 'POST',
    path: `/v1/leads/${lead.leadId}/assign`,
    body: { repId: choice, reason: 'has time for it' },
    key,
  };
};

/** Nobody can take it: the director gives the reps a day or more, then sends it back. */
const sendBack: Plan = ({ lead, chance }) => {
  const key = `${lead.leadId}-c${lead.cycle}-o${lead.offerSeq}-send-back`;
  return {
    at: after(lead.enteredAt, chance(key, 'at'), [480, 1440]),
    who: { sub: DIRECTOR, group: 'director' },
    method: 'POST',
    path: `/v1/leads/${lead.leadId}/send-back`,
    body: { verdict: chance(key) < 0.85 ? 'nurture' : 'notALead', reason: 'nobody is free for it' },
    key,
  };
};

/** Minutes of work after the offer; the 48 hours hold two working days of eight hours, so 930 is always in time. */
interface Answer {
  readonly contactAfter: number | undefined;
  readonly answerAfter: number | undefined;
  readonly reason: string | undefined;
}

function answerTo({ offerId }: Offer, { people, chance }: Pick<Case, 'people' | 'chance'>): Answer {
  if (people.model === 'accept-all') {
    return {
      contactAfter: wholeAt(chance(offerId, 'contact'), 5, 20),
      answerAfter: wholeAt(chance(offerId, 'answer'), 21, 60),
      reason: undefined,
    };
  }
  const drawn = chance(offerId, 'how');
  if (drawn < 0.13) return { contactAfter: undefined, answerAfter: undefined, reason: undefined };
  // Squared: most answer early, some at the last moment.
  const answerAfter = 15 + Math.floor(chance(offerId, 'answer') ** 2 * 915);
  const contacts = chance(offerId, 'contacts') < 0.9;
  return {
    contactAfter: contacts ? wholeAt(chance(offerId, 'contact'), 5, 290) : undefined,
    answerAfter,
    reason: drawn < 0.35 ? weightedAt(chance(offerId, 'reason'), REFUSALS) : undefined,
  };
}

/** The rep calls, and accepts or refuses, in the order that his day brings; or is silent. */
const answer: Plan = (known) => {
  const { lead, offer } = known;
  if (offer?.status !== 'PENDING') return undefined;
  const { contactAfter, answerAfter, reason } = answerTo(offer, known);
  if (answerAfter === undefined) return undefined;
  if (!offer.contactedAt && contactAfter !== undefined && contactAfter < answerAfter) {
    return contact(lead, offer, contactAfter);
  }
  const at = addWorkingHours(CALENDAR, offer.offeredAt, `PT${answerAfter}M`);
  const path = `/v1/offers/${offer.offerId}`;
  const key = `${offer.offerId}-answer`;
  if (reason === undefined) return byRep(offer, { at, path: `${path}/accept`, key });
  const body = {
    reason,
    note: 'the customer said so',
    contacted: offer.contactedAt !== undefined,
    ...(reason === 'TIMING' ? { date: plus(at, 'P150D').slice(0, 10) } : {}),
    ...(reason === 'MISROUTED' ? { misrouted: { language: 'pt' } } : {}),
  };
  return byRep(offer, { at, path: `${path}/reject`, body, key });
};

/** Contact after acceptance; and one in twenty-five is given back some days later (A3-16). */
const afterAcceptance: Plan = (known) => {
  const { lead, offer, chance } = known;
  if (!offer) return undefined;
  const { contactAfter, answerAfter = 0 } = answerTo(offer, known);
  if (!offer.contactedAt && contactAfter !== undefined && contactAfter >= answerAfter) {
    return contact(lead, offer, Math.max(contactAfter, answerAfter + 1));
  }
  const key = `${lead.leadId}-c${lead.cycle}-return`;
  if (known.people.model === 'accept-all' || chance(key) >= 0.04) return openLater(known, offer);
  return byRep(offer, {
    at: after(lead.acceptedAt ?? lead.enteredAt, chance(key, 'at'), [960, 4800]),
    path: `/v1/leads/${lead.leadId}/return`,
    body: {
      reason: oneAt(chance(key, 'reason'), ['NO_NEED', 'NO_BUDGET']),
      note: 'no project after all',
    },
    key,
  });
};

/** Three leads in four become an opportunity, within the first twenty working days; the others run out of time (20). */
function openLater({ lead, chance, people }: Case, offer: Offer): HumanAction | undefined {
  const key = `${lead.leadId}-c${lead.cycle}-open`;
  if (people.model !== 'accept-all' && chance(key) >= 0.75) return undefined;
  const at = after(lead.acceptedAt ?? lead.enteredAt, chance(key, 'at'), [480, 9600]);
  const amount = wholeAt(chance(key, 'amount'), 5, 400) * 1000;
  const expectedCloseOn = plus(at, 'P60D').slice(0, 10);
  return byRep(offer, {
    at,
    path: `/v1/leads/${lead.leadId}/opportunity`,
    body: { amount, currency: 'BRL', expectedCloseOn },
    key,
  });
}

/** A third is won and a third lost within some weeks, one in ten cancelled, with a cause or without; the rest goes on. */
const sell: Plan = ({ lead, chance, people }) => {
  const { opportunityId, ownerRepId } = lead;
  if (people.model === 'accept-all' || !opportunityId || !ownerRepId) return undefined;
  const drawn = chance(opportunityId, 'end');
  const at = after(lead.enteredAt, chance(opportunityId, 'end at'), [960, 19_200]);
  const end = (what: string, body: object): HumanAction => ({
    at,
    who: { sub: ownerRepId, group: 'rep' },
    method: 'POST',
    path: `/v1/opportunities/${opportunityId}/${what}`,
    body,
    key: `${opportunityId}-${what}`,
  });
  if (drawn < 0.33)
    return end('win', { amount: wholeAt(chance(opportunityId, 'amount'), 5, 400) * 1000 });
  if (drawn < 0.66) return end('lose', { reason: oneAt(chance(opportunityId, 'why'), LOSSES) });
  if (drawn < 0.71) return end('cancel', { reason: 'CUSTOMER_STOPPED_PROJECT' });
  return drawn < 0.76 ? end('cancel', {}) : undefined;
};

const LOSSES = ['CHOSE_COMPETITOR', 'PRICE', 'NO_DECISION', 'NO_BUDGET'];

function contact(lead: Lead, offer: Offer, minutes: number): HumanAction {
  return byRep(offer, {
    at: addWorkingHours(CALENDAR, offer.offeredAt, `PT${minutes}M`),
    path: `/v1/leads/${lead.leadId}/activities`,
    body: { kind: 'call', direction: 'outbound', connected: true, note: 'first call' },
    key: `${offer.offerId}-contact`,
  });
}

/** At rest: the director rules on another cycle, the SDR agrees that the lead is none, or the customer asks again. */
const rest: Plan = (known) => {
  const { lead, chance } = known;
  if (lead.extraCycle === 'asked') return ruleOnExtraCycle(known);
  const key = `${lead.leadId}-n${lead.stay}`;
  if (lead.nurtureReason === 'POOR_FIT' && chance(key, 'agree') < 0.6) {
    return bySdr(known, {
      at: after(lead.enteredAt, chance(key, 'agree at'), [60, 480]),
      path: `/v1/leads/${lead.leadId}/qualification`,
      body: {
        verdict: 'notALead',
        budget: 'unknown',
        authority: 'unknown',
        need: 'no',
        timeline: null,
        process: 'unknown',
        role: 'unknown',
        note: 'the rep is right',
        reason: 'POOR_FIT',
      },
      key: `${key}-agree`,
    });
  }
  return chance(key, 'again') < 0.25 ? askAgain(known, key, 60) : undefined;
};

/** Whoever only read a brochure asks for a call in half of the cases, within a month. */
const awaken: Plan = (known) => {
  const key = `${known.lead.leadId}-mal`;
  const asked = known.lead.handRaise !== undefined;
  return !asked && known.chance(key, 'again') < 0.5 ? askAgain(known, key, 30) : undefined;
};

/** A customer keeps no office hours. */
function askAgain(
  { lead, person, chance }: Case,
  key: string,
  days: number,
): HumanAction | undefined {
  if (!person) return undefined;
  const minutes = wholeAt(chance(key, 'again at'), 24 * 60, days * 24 * 60);
  return {
    at: plus(lead.enteredAt, `PT${minutes}M`),
    who: 'customer',
    method: 'POST',
    path: '/v1/submissions',
    body: handRaised(person),
    key: `${key}-again`,
  };
}

function ruleOnExtraCycle({ lead, chance, extraCycleAskedAt }: Case): HumanAction {
  const key = `${lead.leadId}-n${lead.stay}-extra-cycle`;
  return {
    at: after(latest(lead.enteredAt, extraCycleAskedAt), chance(key, 'at'), [30, 600]),
    who: { sub: DIRECTOR, group: 'director' },
    method: 'POST',
    path: `/v1/leads/${lead.leadId}/extra-cycle`,
    body: { approve: chance(key) < 0.4, reason: 'as far as I know the customer' },
    key,
  };
}

const plans: Readonly<Record<State, Plan>> = {
  CAPTURED: nobody,
  QUARANTINED: nobody,
  MAL: awaken,
  MQL: take,
  SDR_WORKING: qualify,
  READY: assign,
  UNROUTED: sendBack,
  OFFERED: answer,
  SAL: afterAcceptance,
  SQL: afterAcceptance,
  OPPORTUNITY: sell,
  NURTURE: rest,
  WON: nobody,
  LOST: nobody,
  DISQUALIFIED: nobody,
  DORMANT: nobody,
  MERGED: nobody,
  ERASED: nobody,
};

/** By the lead's SDR, or by the one to whom it falls. */
function bySdr({ lead, people, chance }: Case, act: Act): HumanAction {
  const sub =
    lead.sdrId ??
    sdrIds(people.sdrs)[wholeAt(chance(lead.leadId, 'sdr'), 0, people.sdrs - 1)] ??
    '';
  return { method: 'POST', ...act, who: { sub, group: 'sdr' } };
}

/** So many minutes of work later, between least and most. */
function after(from: Instant, drawn: number, [least = 0, most = 0]: readonly number[]): Instant {
  return addWorkingHours(CALENDAR, from, `PT${wholeAt(drawn, least * 60, most * 60)}S`);
}

/** Who works here: as many as were asked for, or those that the deals name. */
export function staffOf({ deals, sdrs, reps }: People): {
  readonly sdrs: readonly string[];
  readonly reps: readonly string[];
} {
  if (!deals) return { sdrs: sdrIds(sdrs), reps: repIds(reps) };
  const named = [...deals.values()];
  return {
    sdrs: [...new Set(named.map(({ sdrId }) => sdrId))].sort(),
    reps: [...new Set(named.map(({ repId }) => repId))].sort(),
  };
}

/** `sdr-1`, `sdr-2` … */
function sdrIds(count: number): readonly string[] {
  return numbered('sdr', count);
}

/** `rep-01`, `rep-02` … */
function repIds(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `rep-${String(index + 1).padStart(2, '0')}`);
}

function numbered(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}
