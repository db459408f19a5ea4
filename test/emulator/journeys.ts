// The main journeys as people walk them over the API, the same against the offline target and against a deployment.

import { setTimeout as pause } from 'node:timers/promises';
import { goodAnswers, goodCall, goodForm } from '../../infra/tools/good-lead.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface RequestOptions {
  readonly body?: unknown;
  readonly as?: { readonly sub: string; readonly group: string };
  readonly headers?: Readonly<Record<string, string>>;
}

/** A running system, and how time passes in it. */
export interface Target {
  /** A request by somebody of staff, or by a stranger. */
  call(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  /** A moment passes: virtual time offline, real time in a deployment. */
  pass(): Promise<void>;
  /** How many moments something may take. */
  readonly patience: number;
  readonly month: string;
}

/** What happened to a lead, and by whom: types of events and kinds of actors, in order. */
export type Signature = readonly string[];

const sdr = { sub: 'sdr-1', group: 'sdr' } as const;
const ops = { sub: 'ops-1', group: 'ops' } as const;

/** Always open, so that deadlines of seconds are seconds. */
const ALWAYS = {
  zone: 'UTC',
  weekly: Object.fromEntries(
    ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['00:00', '24:00']]]),
  ),
  coveredFrom: '2020-01-01',
  coveredUntil: '2035-12-31',
};

/** An offer runs 20 seconds, with a reminder after ten; a credit is safe ten seconds after the opportunity. */
const CLOCKS = {
  accept: { clock: 'elapsed', duration: 'PT20S' },
  reminders: { fractions: [0.5], beforeDue: 'PT1S' },
  grace: 'PT1S',
  cancelWindow: 'PT10S',
};

interface LeadView {
  readonly state: string;
  readonly offers: readonly {
    readonly offerId: string;
    readonly repId: string;
    readonly status: string;
  }[];
}

/** Opens a company of one SDR and three reps. */
export async function openDesk(target: Target): Promise<void> {
  const tenant = { zone: 'UTC', calendar: 'ALWAYS' };
  await must(target, 'PUT', '/v1/calendars/ALWAYS', { body: ALWAYS, as: ops });
  await must(target, 'PUT', '/v1/policy', {
    body: { tenant, clocks: CLOCKS },
    as: ops,
    headers: { 'if-match': '"0"' },
  });
  const person = (name: string) => ({
    name,
    email: `${name}@leadloop.example`,
    department: 'East',
    regions: [],
    productLines: [],
    calendar: 'ALWAYS',
  });
  await must(target, 'PUT', '/v1/sdrs/sdr-1', { body: person('sdr-1'), as: ops });
  const repIds = ['rep-a', 'rep-b', 'rep-c'];
  for (const repId of repIds)
    await must(target, 'PUT', `/v1/reps/${repId}`, { body: person(repId), as: ops });
  await must(target, 'PUT', `/v1/rosters/${target.month}`, { body: { repIds }, as: ops });
}

/** Each journey submits a form of its own and ends when nothing more is due soon. */
export const journeys: Readonly<Record<string, (target: Target) => Promise<string>>> = {
  async accepted(target) {
    const leadId = await handOver(target, 'accepted');
    const offer = await pendingOffer(target, leadId);
    await call(target, leadId, { sub: offer.repId, group: 'rep' });
    await answer(target, offer, 'accept');
    await inState(target, leadId, ['SAL', 'SQL']);
    return leadId;
  },
  async rejected(target) {
    const leadId = await handOver(target, 'rejected');
    const offer = await pendingOffer(target, leadId);
    const refusal = { reason: 'NO_BUDGET', note: 'the customer said so', contacted: true };
    await answer(target, offer, 'reject', refusal);
    await inState(target, leadId, ['NURTURE']);
    return leadId;
  },
  async won(target) {
    const leadId = await handOver(target, 'won');
    const offer = await pendingOffer(target, leadId);
    const owner = { sub: offer.repId, group: 'rep' };
    await call(target, leadId, owner);
    await answer(target, offer, 'accept');
    await inState(target, leadId, ['SQL']);
    const opening = { amount: 8000, currency: 'CNY', expectedCloseOn: '2030-12-31' };
    const { body } = await must(target, 'POST', `/v1/leads/${leadId}/opportunity`, {
      body: opening,
      as: owner,
    });
    const { opportunityId } = body as { opportunityId: string };
    await inState(target, leadId, ['OPPORTUNITY']);
    const path = `/v1/opportunities/${opportunityId}`;
    const progress = { stage: 'PROPOSAL', notes: { progress: 'IT agrees' } };
    await must(target, 'PATCH', path, { body: progress, as: owner });
    // The credit is confirmed by the opportunity's execution, while the opportunity goes on.
    await told(target, leadId, 'CreditConfirmed');
    await must(target, 'POST', `${path}/win`, { body: { amount: 7500 }, as: owner });
    await inState(target, leadId, ['WON']);
    return leadId;
  },
  async timedOut(target) {
    const leadId = await handOver(target, 'timed-out');
    const first = await pendingOffer(target, leadId);
    const second = await until(target, 'a second offer', async () => {
      const offer = await pendingOffer(target, leadId);
      return offer.offerId === first.offerId ? undefined : offer;
    });
    await answer(target, second, 'accept');
    await inState(target, leadId, ['SAL', 'SQL']);
    return leadId;
  },
};

/** The signature of a lead's story so far. */
export async function signatureOf(target: Target, leadId: string): Promise<Signature> {
  const { body } = await must(target, 'GET', `/v1/leads/${leadId}/timeline`, { as: sdr });
  const { items } = body as {
    items: readonly { readonly type: string; readonly actor: { readonly kind: string } }[];
  };
  return items.map(({ type, actor }) => `${type} by ${actor.kind}`);
}

/** A person sends the form; an SDR takes the lead, calls and hands it over. */
async function handOver(target: Target, name: string): Promise<string> {
  const form = goodForm({
    person: { name, email: `${name}@${name}.example` },
    interest: { message: `about ${name}` },
  });
  const { body } = await must(target, 'POST', '/v1/submissions', { body: form });
  const { submissionId } = body as { submissionId: string };
  const leadId = await until(target, 'the lead', async () => {
    const { body: known } = await must(target, 'GET', `/v1/submissions/${submissionId}`, {
      as: sdr,
    });
    return (known as { leadId?: string }).leadId;
  });
  await inState(target, leadId, ['MQL']);
  await must(target, 'POST', `/v1/leads/${leadId}/take`, { as: sdr });
  await call(target, leadId, sdr);
  await must(target, 'POST', `/v1/leads/${leadId}/qualification`, { body: goodAnswers, as: sdr });
  return leadId;
}

async function call(
  target: Target,
  leadId: string,
  as: { readonly sub: string; readonly group: string },
): Promise<void> {
  await must(target, 'POST', `/v1/leads/${leadId}/activities`, { body: goodCall, as });
}

async function answer(
  target: Target,
  offer: { readonly offerId: string; readonly repId: string },
  verb: 'accept' | 'reject',
  body?: object,
): Promise<void> {
  await must(target, 'POST', `/v1/offers/${offer.offerId}/${verb}`, {
    as: { sub: offer.repId, group: 'rep' },
    ...(body ? { body } : {}),
  });
}

async function leadView(target: Target, leadId: string): Promise<LeadView> {
  const { body } = await must(target, 'GET', `/v1/leads/${leadId}`, { as: sdr });
  return body as LeadView;
}

async function inState(
  target: Target,
  leadId: string,
  states: readonly string[],
): Promise<LeadView> {
  return until(target, `${leadId} in ${states.join(' or ')}`, async () => {
    const lead = await leadView(target, leadId);
    return states.includes(lead.state) ? lead : undefined;
  });
}

/** Until the timeline has an event of that type. */
async function told(target: Target, leadId: string, type: string): Promise<Signature> {
  return until(target, `${type} of ${leadId}`, async () => {
    const signature = await signatureOf(target, leadId);
    return signature.some((line) => line.startsWith(`${type} `)) ? signature : undefined;
  });
}

async function pendingOffer(target: Target, leadId: string): Promise<LeadView['offers'][number]> {
  return until(target, `an offer of ${leadId}`, async () => {
    const { offers } = await leadView(target, leadId);
    return offers.find(({ status }) => status === 'PENDING');
  });
}

async function until<Found>(
  target: Target,
  what: string,
  look: () => Promise<Found | undefined>,
): Promise<Found> {
  for (let moment = 0; moment < target.patience; moment += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await target.pass();
  }
  throw new Error(`${what} did not come`);
}

export async function must(
  target: Target,
  method: string,
  path: string,
  options: RequestOptions = {},
): Promise<Answer> {
  const answer = await target.call(method, path, options);
  if (answer.status >= 300)
    throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer;
}

/** A moment of the machine's own time. */
export async function realMoment(): Promise<void> {
  await pause(300);
}
