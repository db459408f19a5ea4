// A company in which commands happen: it knows the leads that came up, and takes numbers for names.

import { monthOf } from '../../functions/leads/calendar/local-dates.ts';
import { instantOf, millisOf } from '../../functions/leads/instant.ts';
import type { Lead } from '../../functions/leads/lead.ts';
import { project, withoutFigures } from '../../infra/local/project.ts';
import { startRuntime } from '../../infra/local/runtime.ts';
import { goodAnswers, goodCall } from '../../infra/tools/good-lead.ts';
import { Company, type CompanyOptions, openCompany } from '../support/company.ts';
import {
  actor,
  asRep,
  byDirector,
  byOps,
  bySdr,
  DAY,
  deadlineOf,
  fromNow,
  leadAt,
  note,
  nth,
  offerAt,
  REPS,
  sdrOf,
  type World,
} from './acting.ts';
import type { Command, CommandOf } from './commands.ts';
import * as enquiries from './enquiries.ts';
import { otherSdr, ruleOnOneself } from './parties.ts';

const ZONE = 'Asia/Shanghai';

/** A lead that nobody can take looks for a rep every other day, not each hour: months have to pass quickly. */
const POLICY = {
  desk: { retryUnroutedEvery: 'P2D' },
  routing: { unroutedAlarmEvery: 'PT40H' },
  productLines: ['core', 'edge'],
};

export async function openWorld(
  kept: Pick<CompanyOptions, 'dataDir' | 'rows' | 'over'> = {},
): Promise<World> {
  const company = await openCompany({ reps: REPS, policy: POLICY, ...kept });
  await company.putSdr('sdr-2');
  return {
    ...{ company, leadIds: [], odd: [], sent: [], said: [], cards: [], step: 0 },
    ...{ troubled: false, words: 0, dataDir: kept.dataDir },
  };
}

/** Does the command and lets the company come to rest at the instant. */
export async function happen(world: World, command: Command): Promise<void> {
  world.step += 1;
  await perform(world, command);
  await world.company.runtime.settled();
  await enquiries.collectCards(world);
}

type Perform<K extends Command['do']> = (world: World, command: CommandOf<K>) => Promise<unknown>;

const performs: { readonly [K in Command['do']]: Perform<K> } = {
  submit: enquiries.submit,
  import: enquiries.importCard,
  write: enquiries.write,
  optIn: enquiries.optIn,
  unsubscribe: enquiries.unsubscribe,
  engage: enquiries.engage,
  call: enquiries.call,
  claim: enquiries.claim,
  check: (world, { lead, honest }) =>
    bySdr(world, lead, honest ? 'release' : 'close', { reason: 'spoke with them' }),
  async push(world, { lead: n }) {
    const lead = await leadAt(world, n);
    if (lead) await pushes[lead.state]?.(world, n, lead);
  },
  take: (world, { lead }) => bySdr(world, lead, 'take'),
  async repCall(world, { lead: n, right }) {
    const lead = await leadAt(world, n);
    const repId = lead?.offeredTo ?? lead?.ownerRepId;
    if (!lead || !repId) return;
    await asRep(world, actor(repId, right), `/v1/leads/${lead.leadId}/activities`, goodCall);
  },
  qualify: (world, { lead, verdict, passes }) =>
    bySdr(world, lead, 'qualification', {
      ...goodAnswers,
      verdict,
      ...(passes ? {} : { budget: 'none' }),
      ...(verdict === 'ready' ? {} : { reason: 'POOR_FIT' }),
    }),
  async correct(world, { lead }) {
    const leadId = nth(world.leadIds, lead);
    if (!leadId) return;
    world.words += 1;
    const sdr = await sdrOf(world, lead);
    const email = `new${world.words}@elsewhere${world.words}.example`;
    await note(world, 'correct', sdr.put(`/v1/leads/${leadId}/contact`, { email }));
  },
  async facts(world, { lead: n, by, what }) {
    const lead = await leadAt(world, n);
    const sub = { ops: 'ops-1', sdr: lead?.sdrId, rep: lead?.ownerRepId ?? lead?.offeredTo }[by];
    if (!lead || !sub) return;
    const body =
      what === 'takeOver' || what === 'drop'
        ? { [what]: lead.differences.map(({ field }) => field) }
        : SAID[what];
    const path = `/v1/leads/${lead.leadId}`;
    await note(world, `${path} ${what}`, world.company.as(sub, by).patch(path, body));
  },
  accept: (world, { lead, right }) => answer(world, lead, { path: 'accept', right }),
  reject: (world, { lead, reason, right }) =>
    answer(world, lead, {
      path: 'reject',
      right,
      body: { ...refusal(world, reason), contacted: true },
    }),
  async giveBack(world, { lead: n, reason, right }) {
    const lead = await leadAt(world, n);
    if (!lead?.ownerRepId) return;
    const path = `/v1/leads/${lead.leadId}/return`;
    await asRep(world, actor(lead.ownerRepId, right), path, refusal(world, reason));
  },
  async sell(world, { lead: n, how, right }) {
    const lead = await leadAt(world, n);
    if (lead) await sales[how](world, lead, right);
  },
  withdraw: (world, { lead }) => takeBack(world, lead, 'director-1', 'director'),
  async recall(world, { lead }) {
    await takeBack(world, lead, (await leadAt(world, lead))?.sdrId ?? 'sdr-1', 'sdr');
  },
  async nudge(world, { lead }) {
    const offer = await offerAt(world, lead);
    const path = `/v1/offers/${offer?.offerId}/nudge`;
    if (offer) await note(world, path, (await sdrOf(world, lead)).post(path, {}));
  },
  async annul(world, { lead }) {
    const leadId = nth(world.leadIds, lead);
    const offers = leadId ? await world.company.store.offersOf(leadId) : [];
    const missed = offers.findLast((offer) => offer.status === 'TIMED_OUT') ?? offers.at(-1);
    if (!missed) return;
    const path = `/v1/reps/${missed.repId}/strikes/${missed.offerId}/annul`;
    await byDirector(world, path, { reason: 'was ill' });
  },
  async assign(world, { lead, rep, lift }) {
    const leadId = nth(world.leadIds, lead);
    const repId = nth(REPS, rep)?.repId;
    if (leadId && repId)
      await byDirector(world, `/v1/leads/${leadId}/assign`, {
        repId,
        reason: 'knows them',
        liftExclusion: lift,
      });
  },
  async sendBack(world, { lead, verdict }) {
    const leadId = nth(world.leadIds, lead);
    if (leadId)
      await byDirector(world, `/v1/leads/${leadId}/send-back`, { verdict, reason: 'nobody' });
  },
  async merge(world, { lead, into, same }) {
    const [leadId, other] = [nth(world.leadIds, lead), nth(world.leadIds, into)];
    if (leadId && other)
      await byOps(world).post(`/v1/leads/${leadId}/merge`, { into: other, samePerson: same });
  },
  async unmerge(world, { lead }) {
    const leadId = nth(world.leadIds, lead);
    if (leadId) await byOps(world).post(`/v1/leads/${leadId}/unmerge`, {});
  },
  async erase(world, { lead }) {
    const leadId = nth(world.leadIds, lead);
    const path = `/v1/leads/${leadId}/erase`;
    const admin = world.company.as('admin-1', 'admin');
    if (leadId) await note(world, path, admin.post(path, { reason: 'asked' }));
  },
  async dispute(world, { lead }) {
    const leadId = nth(world.leadIds, lead);
    const offers = leadId ? await world.company.store.offersOf(leadId) : [];
    const refused = offers.findLast(({ status }) => status === 'REJECTED') ?? offers.at(-1);
    const path = `/v1/offers/${refused?.offerId}/dispute`;
    const sdr = await sdrOf(world, lead);
    if (refused) await note(world, path, sdr.post(path, { note: 'no' }));
  },
  async ruling(world, { lead, overturned }) {
    const leadId = nth(world.leadIds, lead);
    const disputes = leadId ? await world.company.store.disputesOf(leadId) : [];
    const last = disputes.at(-1);
    const outcome = overturned ? 'overturned' : 'upheld';
    if (last)
      await byDirector(world, `/v1/disputes/${last.disputeId}/ruling`, { outcome, note: 'n' });
  },
  async extraCycle(world, { lead, approve }) {
    const leadId = nth(world.leadIds, lead);
    if (leadId)
      await byDirector(world, `/v1/leads/${leadId}/extra-cycle`, { approve, reason: 'so be it' });
  },
  async absence(world, { rep, inDays, days }) {
    const repId = nth(REPS, rep)?.repId;
    const from = fromNow(world, inDays * DAY);
    const to = instantOf(millisOf(from) + days * DAY);
    await byOps(world).post(`/v1/reps/${repId}/absences`, { from, to });
  },
  async ownAbsence(world, { lead, hours }) {
    const offer = await offerAt(world, lead);
    if (!offer) return;
    const to = fromNow(world, hours * 3_600_000);
    const body = { from: offer.offeredAt, to };
    await asRep(world, offer.repId, `/v1/reps/${offer.repId}/absences`, body);
  },
  async capacity(world, { rep, capacity }) {
    const spec = nth(REPS, rep);
    if (spec) await world.company.putRep({ ...spec, capacity });
  },
  async sdrAway(world, { days }) {
    const from = world.company.now;
    const to = instantOf(millisOf(from) + days * DAY);
    await byOps(world).post('/v1/sdrs/sdr-1/absences', { from, to });
  },
  async handOver(world, { lead, sdrId }) {
    const leadId = nth(world.leadIds, lead);
    const path = `/v1/leads/${leadId}/hand-over`;
    if (leadId) await byDirector(world, path, { sdrId, reason: 'he knows them' });
  },
  ruleOnOneself,
  otherSdr,
  async activate(world, { rep, active }) {
    const spec = nth(REPS, rep);
    if (spec) await world.company.putRep({ ...spec, active });
  },
  async roster(world, { nextMonth, without }) {
    const month = monthOf(ZONE, fromNow(world, nextMonth ? 28 * DAY : 0));
    const repIds = REPS.map(({ repId }) => repId).filter(
      (_, index) => without > REPS.length || index !== without,
    );
    await world.company.publishRoster(month, repIds);
  },
  department: (world, { mode }) =>
    byOps(world).put('/v1/departments/East', { regions: [], mode, directorSub: 'director-1' }),
  async holiday(world, { inDays }) {
    const ops = world.company.as('ops-1', 'ops');
    const { body } = await ops.get('/v1/calendars/CN');
    const { zone, weekly, off, on, coveredFrom, coveredUntil } = body as Record<string, never> & {
      off: string[];
      on: object;
    };
    const date = fromNow(world, inDays * DAY).slice(0, 10);
    if (date in on) return;
    const days = [...new Set([...off, date])].toSorted();
    await byOps(world).put('/v1/calendars/CN', {
      zone,
      weekly,
      off: days,
      on,
      coveredFrom,
      coveredUntil,
    });
  },
  delivery: (world, { fails }) =>
    note(
      world,
      'delivery',
      world.company.runtime.request('PUT', '/_local/delivery', { body: { fail: fails } }),
    ),
  advance: (world, { by }) => world.company.advance(by),
  async advanceTo(world, { lead, what, by }) {
    const at = await deadlineOf(world, lead, what);
    const to = at && millisOf(at) + by;
    const now = millisOf(world.company.now);
    // A year's wait is the business of `advance`: too slow to come up often.
    if (to !== undefined && now < to && to < now + 200 * DAY)
      await world.company.advanceTo(instantOf(to));
  },
  pair: (world, { one, other }) => Promise.all([perform(world, one), perform(world, other)]),
  async fault(world, { fault, on }) {
    world.troubled = true;
    const { faults } = world.company.runtime;
    if (fault === 'stepFunctions') faults.stepFunctions = on ? 'off' : 'on';
    else faults[fault] = on;
  },
  async restart(world) {
    if (world.dataDir === undefined) return;
    await world.company.runtime.stop();
    world.company = new Company(
      await startRuntime({
        ...project,
        catalog: withoutFigures(project.catalog),
        clock: { mode: 'manual' },
        dataDir: world.dataDir,
      }),
    );
  },
};

/** What staff may say of a lead themselves. */
const SAID = {
  north: { region: 'CN-SH' },
  south: { region: 'cn_gd' },
  nowhere: { region: 'Atlantis' },
  otherLine: { productLine: 'Edge' },
  facts: { employees: 5000, industry: 'machinery' },
} as const;

/** Does the command, and waits for nothing that follows from it. */
export function perform(world: World, command: Command): Promise<unknown> {
  // The table is right by its type; TypeScript cannot follow the kind through the look-up.
  return (performs[command.do] as Perform<Command['do']>)(world, command as never);
}

/** The next good step of a lead in each state. */
const pushes: Readonly<
  Partial<Record<Lead['state'], (world: World, n: number, lead: Lead) => Promise<unknown>>>
> = {
  QUARANTINED: (world, n) => perform(world, { do: 'optIn', lead: n }),
  MAL: (world, n) => perform(world, { do: 'take', lead: n }),
  MQL: (world, n) => perform(world, { do: 'take', lead: n }),
  async SDR_WORKING(world, n, { cycle }) {
    if (cycle > 1) {
      await world.company.advance('PT1M');
      const unsaid = { email: undefined, phone: undefined };
      await perform(world, { do: 'call', lead: n, connected: true, ...unsaid });
      await perform(world, { do: 'correct', lead: n });
    }
    await perform(world, { do: 'qualify', lead: n, verdict: 'ready', passes: true });
  },
  OFFERED: (world, n) => perform(world, { do: 'advanceTo', lead: n, what: 'expire', by: 0 }),
  async NURTURE(world, n) {
    await perform(world, { do: 'advanceTo', lead: n, what: 'coolDown', by: 0 });
    await perform(world, { do: 'take', lead: n });
  },
  UNROUTED: (world, n) => perform(world, { do: 'assign', lead: n, rep: 1, lift: true }),
  SAL: (world, n) => perform(world, { do: 'sell', lead: n, how: 'qualify', right: true }),
  SQL: (world, n, { leadId }) =>
    /[0-9A-G]$/.test(leadId)
      ? perform(world, { do: 'giveBack', lead: n, reason: 'NO_BUDGET', right: true })
      : perform(world, { do: 'sell', lead: n, how: 'open', right: true }),
  async OPPORTUNITY(world, n) {
    await perform(world, { do: 'sell', lead: n, how: 'progress', right: true });
    await perform(world, { do: 'advanceTo', lead: n, what: 'credit', by: 0 });
  },
};

/** The rep's and the others' part after acceptance; an opportunity that is not there is asked for all the same. */
type Sell = (world: World, lead: Lead, right: boolean) => Promise<unknown>;

const ofOpportunity =
  (what: string, group: 'rep' | 'director' | 'ops', body: object): Sell =>
  (world, lead, right) => {
    const sub = group === 'rep' ? actor(lead.ownerRepId ?? 'rep-x', right) : `${group}-1`;
    const path = `/v1/opportunities/${lead.opportunityId ?? `${lead.leadId}-p1`}/${what}`;
    return note(world, what, world.company.as(sub, group).post(path, body));
  };

const sales: Readonly<Record<CommandOf<'sell'>['how'], Sell>> = {
  qualify(world, { leadId, ownerRepId }, right) {
    const { verdict: _, ...answers } = goodAnswers;
    const path = `/v1/leads/${leadId}/sales-qualification`;
    return asRep(world, actor(ownerRepId ?? 'rep-x', right), path, answers);
  },
  extend: (world, { leadId, oppDueAt }) =>
    byDirector(world, `/v1/leads/${leadId}/window-extension`, {
      until: instantOf(millisOf(oppDueAt ?? world.company.now) + 20 * DAY),
      reason: 'more time',
    }),
  open(world, { leadId, ownerRepId, offeredTo }, right) {
    const expectedCloseOn = fromNow(world, 60 * DAY).slice(0, 10);
    const body = { amount: 8000, currency: 'CNY', expectedCloseOn };
    const repId = ownerRepId ?? offeredTo ?? 'rep-x';
    return asRep(world, actor(repId, right), `/v1/leads/${leadId}/opportunity`, body);
  },
  progress(world, lead, right) {
    const rep = world.company.as(actor(lead.ownerRepId ?? 'rep-x', right), 'rep');
    const path = `/v1/opportunities/${lead.opportunityId ?? `${lead.leadId}-p1`}`;
    const body = { stage: 'PROPOSAL', notes: { progress: 'well' } };
    return note(world, path, rep.patch(path, body));
  },
  win: ofOpportunity('win', 'rep', { amount: 7000 }),
  lose: ofOpportunity('lose', 'rep', { reason: 'PRICE' }),
  cancel: ofOpportunity('cancel', 'rep', {}),
  cancelWithCause: ofOpportunity('cancel', 'rep', { reason: 'DUPLICATE' }),
  approve: ofOpportunity('cancel-ruling', 'ops', { approve: true, note: 'n' }),
  decline: ofOpportunity('cancel-ruling', 'ops', { approve: false, note: 'n' }),
  reopen: ofOpportunity('reopen', 'director', { reason: 'they called' }),
  correctAmount: ofOpportunity('correct', 'director', {
    ...{ amount: 6900, currency: 'CNY', reason: 'a line was missing' },
  }),
  ruleOnSource(world, { leadId }) {
    const body = { source: { class: 'PARTNER' }, evidence: 'the partner says so' };
    const path = `/v1/leads/${leadId}/source-ruling`;
    return note(world, path, byOps(world).post(path, body));
  },
  moveOwner: ofOpportunity('owner', 'director', { repId: 'rep-b', reason: 'has time' }),
};

function refusal(world: World, reason: string): object {
  return {
    reason,
    note: 'the customer said so',
    ...(reason === 'TIMING' ? { date: fromNow(world, 90 * DAY).slice(0, 10) } : {}),
    ...(reason === 'MISROUTED' ? { misrouted: { productLine: 'edge', region: 'CN-GD' } } : {}),
  };
}

async function answer(
  world: World,
  n: number,
  { path, right, body }: { path: string; right: boolean; body?: object },
): Promise<void> {
  const offer = await offerAt(world, n);
  if (offer)
    await asRep(world, actor(offer.repId, right), `/v1/offers/${offer.offerId}/${path}`, body);
}

async function takeBack(world: World, n: number, sub: string, group: string): Promise<void> {
  const offer = await offerAt(world, n);
  if (!offer) return;
  const path = `/v1/offers/${offer.offerId}/withdraw`;
  await note(world, path, world.company.as(sub, group).post(path, { reason: 'CUSTOMER_CALLED' }));
}
