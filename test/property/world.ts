// A company in which commands happen: it knows the leads that came up, and takes numbers for names.

import { monthOf } from '../../functions/leads/calendar/local-dates.ts';
import { optInToken } from '../../functions/leads/identity/opt-in-token.ts';
import { type Instant, instantOf, millisOf } from '../../functions/leads/instant.ts';
import type { Lead } from '../../functions/leads/lead.ts';
import { environment, project } from '../../infra/local/project.ts';
import { type RuntimeResponse, startRuntime } from '../../infra/local/runtime.ts';
import { goodAnswers, goodCall } from '../../infra/tools/good-lead.ts';
import { Company, openCompany, type RepSpec } from '../support/company.ts';
import type { Command, CommandOf, Deadline } from './commands.ts';

const ZONE = 'Asia/Shanghai';
const DAY = 86_400_000;

const REPS: readonly RepSpec[] = [
  { repId: 'rep-a', capacity: 3 },
  { repId: 'rep-b' },
  { repId: 'rep-c', weight: 2 },
  { repId: 'rep-d', department: 'South', regions: ['CN-GD'] },
];

export interface World {
  company: Company;
  readonly leadIds: Lead['leadId'][];
  /** Answers that no request may have: 5xx, 400, 401. */
  readonly odd: string[];
  /** Step Functions failed or lied at some time: executions and the relay may have failed in between. */
  troubled: boolean;
  words: number;
  readonly dataDir: string | undefined;
}

/** A lead that nobody can take looks for a rep every other day, not each hour: months have to pass quickly. */
const POLICY = { desk: { retryUnroutedEvery: 'P2D' }, routing: { unroutedAlarmEvery: 'PT40H' } };

export async function openWorld(dataDir?: string): Promise<World> {
  const company = await openCompany({
    reps: REPS,
    policy: POLICY,
    ...(dataDir ? { dataDir } : {}),
  });
  return { company, leadIds: [], odd: [], troubled: false, words: 0, dataDir };
}

/** Does the command and lets the company come to rest at the instant. */
export async function happen(world: World, command: Command): Promise<void> {
  await perform(world, command);
  await world.company.runtime.settled();
}

type Perform<K extends Command['do']> = (world: World, command: CommandOf<K>) => Promise<unknown>;

const performs: { readonly [K in Command['do']]: Perform<K> } = {
  submit,
  async optIn(world, { lead: n }) {
    const lead = await leadAt(world, n);
    if (!lead) return;
    const { leadId, personId } = lead;
    const link = { leadId, personId, sentAt: world.company.now };
    const token = optInToken(link, environment.IDENTITY_PEPPER);
    await note(world, 'optIn', world.company.runtime.request('POST', `/v1/opt-ins/${token}`));
  },
  check: (world, { lead, honest }) =>
    bySdr(world, lead, honest ? 'release' : 'close', { reason: 'spoke with them' }),
  engage: (world, { person, kind }) =>
    note(
      world,
      'engage',
      world.company.runtime.request('POST', '/v1/engagements', {
        body: { person: { email: addressOf(person) }, kind },
      }),
    ),
  async push(world, { lead: n }) {
    const lead = await leadAt(world, n);
    if (lead) await pushes[lead.state]?.(world, n, lead);
  },
  take: (world, { lead }) => bySdr(world, lead, 'take'),
  call: (world, { lead, connected }) =>
    bySdr(world, lead, 'activities', { ...goodCall, connected }),
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
    const sdr = world.company.as('sdr-1', 'sdr');
    const email = `new${world.words}@elsewhere${world.words}.example`;
    await note(world, 'correct', sdr.put(`/v1/leads/${leadId}/contact`, { email }));
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
  recall: (world, { lead }) => takeBack(world, lead, 'sdr-1', 'sdr'),
  async nudge(world, { lead }) {
    const offer = await offerAt(world, lead);
    const path = `/v1/offers/${offer?.offerId}/nudge`;
    if (offer) await note(world, path, world.company.as('sdr-1', 'sdr').post(path, {}));
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
  async claim(world, { person, rep, line }) {
    const repId = nth(REPS, rep)?.repId ?? 'rep-a';
    const { company } = world;
    const { status, body } = await note(
      world,
      'claim',
      company.as(repId, 'rep').post('/v1/self-sourced', {
        person: { name: `Person ${person}`, email: addressOf(person) },
        interest: { productLine: line },
        contact: { kind: 'call', at: company.now, note: 'called' },
      }),
    );
    const { leadId } = body as { leadId: Lead['leadId'] };
    if (status === 201 && !world.leadIds.includes(leadId)) world.leadIds.push(leadId);
  },
  async dispute(world, { lead }) {
    const leadId = nth(world.leadIds, lead);
    const offers = leadId ? await world.company.store.offersOf(leadId) : [];
    const refused = offers.findLast(({ status }) => status === 'REJECTED') ?? offers.at(-1);
    const path = `/v1/offers/${refused?.offerId}/dispute`;
    const sdr = world.company.as('sdr-1', 'sdr');
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
    const from = instantOf(millisOf(world.company.now) + inDays * DAY);
    const to = instantOf(millisOf(from) + days * DAY);
    await byOps(world).post(`/v1/reps/${repId}/absences`, { from, to });
  },
  async ownAbsence(world, { lead, hours }) {
    const offer = await offerAt(world, lead);
    if (!offer) return;
    const to = instantOf(millisOf(world.company.now) + hours * 3_600_000);
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
  async handOver(world, { lead }) {
    const leadId = nth(world.leadIds, lead);
    const path = `/v1/leads/${leadId}/hand-over`;
    if (leadId) await byDirector(world, path, { sdrId: 'sdr-1', reason: 'he knows them' });
  },
  async ruleOnOneself(world, { lead, what }) {
    const offer = await offerAt(world, lead);
    if (!offer) return;
    const { offerId, leadId, repId } = offer;
    const reason = 'my own';
    const [path, body] = {
      annul: [`/v1/reps/${repId}/strikes/${offerId}/annul`, { reason }],
      withdraw: [`/v1/offers/${offerId}/withdraw`, { reason }],
      assign: [`/v1/leads/${leadId}/assign`, { repId, reason }],
      window: [`/v1/leads/${leadId}/window-extension`, { until: '2027-12-01T00:00:00Z', reason }],
      ruling: [`/v1/disputes/${offerId}-dispute/ruling`, { outcome: 'upheld', note: reason }],
    }[what] as [string, object];
    const answer = await note(world, path, world.company.as(repId, 'director').post(path, body));
    // Whoever no longer owns the lead is no party to its window.
    const isParty = what !== 'window' || (await leadAt(world, lead))?.ownerRepId === repId;
    if (isParty && answer.status < 300) world.odd.push(`16: ${repId} ruled on himself by ${path}`);
  },
  async activate(world, { rep, active }) {
    const spec = nth(REPS, rep);
    if (spec) await world.company.putRep({ ...spec, active });
  },
  async roster(world, { nextMonth, without }) {
    const month = monthOf(
      ZONE,
      instantOf(millisOf(world.company.now) + (nextMonth ? 28 * DAY : 0)),
    );
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
    const date = instantOf(millisOf(world.company.now) + inDays * DAY).slice(0, 10);
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
      await startRuntime({ ...project, clock: { mode: 'manual' }, dataDir: world.dataDir }),
    );
  },
};

function perform(world: World, command: Command): Promise<unknown> {
  // The table is right by its type; TypeScript cannot follow the kind through the look-up.
  return (performs[command.do] as Perform<Command['do']>)(world, command as never);
}

/** The next good step of a lead in each state. */
const pushes: Readonly<
  Partial<Record<Lead['state'], (world: World, n: number, lead: Lead) => Promise<unknown>>>
> = {
  QUARANTINED: (world, n) => perform(world, { do: 'optIn', lead: n }),
  MQL: (world, n) => perform(world, { do: 'take', lead: n }),
  async SDR_WORKING(world, n, { cycle }) {
    if (cycle > 1) {
      await world.company.advance('PT1M');
      await perform(world, { do: 'call', lead: n, connected: true });
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
    const expectedCloseOn = instantOf(millisOf(world.company.now) + 60 * DAY).slice(0, 10);
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
  moveOwner: ofOpportunity('owner', 'director', { repId: 'rep-b', reason: 'has time' }),
};

async function submit(
  world: World,
  { person, line, intent, sameWords }: CommandOf<'submit'>,
): Promise<void> {
  world.words += 1;
  const message = sameWords ? 'the same words' : `words ${world.words}`;
  const { company } = world;
  const answered = await note(
    world,
    'submit',
    company.runtime.request('POST', '/v1/submissions', {
      body: {
        form: 'contact',
        person: { name: `Person ${person}`, email: addressOf(person), title: 'IT Director' },
        company: { employees: 500, region: person % 2 === 0 ? 'CN-SH' : 'CN-GD' },
        interest: {
          productLine: line,
          handRaise: intent === 'demo' ? 'demo' : null,
          startWithinMonths: 2,
          message,
        },
        consent: { privacyPolicy: '2026-01', email: intent !== 'noChannel' },
        ...(intent === 'spam' ? { website2: 'http://buy.example' } : {}),
        touch: { utm: { source: `source-${world.words}` } },
      },
    }),
  );
  const { submissionId } = answered.body as { submissionId: string };
  const leadId = (await company.store.submission(submissionId))?.leadId;
  if (leadId && !world.leadIds.includes(leadId)) world.leadIds.push(leadId);
}

/** Two people a company, so that they are colleagues; the last are at home. */
function addressOf(person: number): string {
  return person > 9 ? `person${person}@gmail.com` : `p${person}@company${person >> 1}.example`;
}

function refusal(world: World, reason: string): object {
  return {
    reason,
    note: 'the customer said so',
    ...(reason === 'TIMING'
      ? { date: instantOf(millisOf(world.company.now) + 90 * DAY).slice(0, 10) }
      : {}),
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

function actor(repId: string, right: boolean): string {
  return right ? repId : 'rep-x';
}

function asRep(world: World, repId: string, path: string, body?: object): Promise<unknown> {
  return note(world, path, world.company.as(repId, 'rep').post(path, body));
}

function byDirector(world: World, path: string, body: object): Promise<unknown> {
  return note(world, path, world.company.as('director-1', 'director').post(path, body));
}

function byOps(world: World) {
  const ops = world.company.as('ops-1', 'ops');
  return {
    put: (path: string, body: object) => note(world, path, ops.put(path, body)),
    post: (path: string, body: object) => note(world, path, ops.post(path, body)),
  };
}

async function bySdr(world: World, n: number, path: string, body?: object): Promise<unknown> {
  const leadId = nth(world.leadIds, n);
  if (!leadId) return;
  const sdr = world.company.as('sdr-1', 'sdr');
  return note(world, path, sdr.post(`/v1/leads/${leadId}/${path}`, body));
}

/** Refusals are fine, faults are not. */
async function note(
  world: World,
  what: string,
  request: Promise<RuntimeResponse>,
): Promise<RuntimeResponse> {
  const response = await request;
  if (![200, 201, 202, 403, 404, 409, 422, 429].includes(response.status))
    world.odd.push(`${what} answered ${response.status} ${JSON.stringify(response.body)}`);
  return response;
}

function nth<Item>(list: readonly Item[], n: number): Item | undefined {
  return list[n % Math.max(1, list.length)];
}

async function leadAt(world: World, n: number): Promise<Lead | undefined> {
  const leadId = nth(world.leadIds, n);
  return leadId && world.company.store.lead(leadId);
}

async function offerAt(world: World, n: number) {
  const leadId = nth(world.leadIds, n);
  return leadId ? (await world.company.store.offersOf(leadId)).at(-1) : undefined;
}

async function deadlineOf(world: World, n: number, what: Deadline): Promise<Instant | undefined> {
  const [lead, offer] = await Promise.all([leadAt(world, n), offerAt(world, n)]);
  const credit = lead?.creditId && (await world.company.store.credit(lead.creditId));
  const pending = offer?.status === 'PENDING' ? offer : undefined;
  return {
    next: pending?.nextInstant ?? lead?.nextInstant,
    accept: pending?.acceptDueAt,
    expire: pending?.expireAt,
    coolDown: lead?.coolDownUntil,
    window: lead?.oppDueAt,
    credit: credit ? credit.confirmAt : undefined,
  }[what];
}
