// `npm run story`: a lead's life told as a dated timeline, from the form over a refusal and a second rep to the signed deal.
// Every line is a stored event, told by the sentence that GET /v1/leads/{leadId}/timeline gives; the waits between are the clock's.

import { Instant, millisOf } from '../../../functions/leads/instant.ts';
import { showInstant } from '../../../functions/use-cases/speak.ts';
import { demonstrate } from '../demonstration.ts';
import { project } from '../project.ts';
import { type Runtime, type RuntimeResponse, startRuntime } from '../runtime.ts';

const ZONE = 'Asia/Shanghai';
const DAY = 86_400_000;

/** One line of the story: the event it tells, where it was taken from. */
export interface Line {
  readonly id: string;
  readonly at: Instant;
  readonly type: string;
  readonly sentence: string;
}

/** Monday 14 September 2026, 09:30 in Shanghai: the README's worked example begins. */
export const STORY_START = Instant.parse('2026-09-14T01:30:00.000Z');

const form = {
  form: 'demo-request',
  person: {
    name: 'Li Lei',
    email: 'li.lei@acme.example',
    phone: '+8613800000000',
    title: 'IT Director',
  },
  company: {
    name: 'Acme',
    website: 'acme.example',
    industry: 'manufacturing',
    employees: 500,
    region: 'CN-SH',
  },
  interest: {
    handRaise: 'demo',
    startWithinMonths: 2,
    message: 'We would like to see it at work.',
  },
  consent: { privacyPolicy: '2026-01', email: true, phone: true },
  touch: { utm: { source: 'baidu', medium: 'sem', campaign: 'plan-a' } },
};

const answers = {
  verdict: 'ready',
  budget: 'planned',
  authority: 'decides',
  need: 'matches',
  timeline: { startWithinMonths: 2 },
  process: 'matches',
  role: 'decisionMaker',
  note: 'wants to replace two tools',
};

/** Plays the worked example on a fresh offline target in memory and returns its lines. */
export async function playStory(): Promise<readonly Line[]> {
  const runtime = await startRuntime({ ...project, clock: { mode: 'manual', start: STORY_START } });
  try {
    await demonstrate(runtime);
    return await play(runtime);
  } finally {
    await runtime.stop();
  }
}

async function play(runtime: Runtime): Promise<readonly Line[]> {
  const as =
    (sub: string, group: string, method = 'POST') =>
    async (path: string, body?: object) => {
      const answer = await runtime.request(method, path, {
        token: runtime.token(sub, [group]),
        ...(body ? { body } : {}),
      });
      await runtime.settled();
      return must(answer, path);
    };
  const at = (instant: string) => runtime.advance({ to: Instant.parse(instant) });
  const fang = as('sdr-fang', 'sdr');

  const sent = await runtime.request('POST', '/v1/submissions', { body: form });
  await runtime.settled();
  const { submissionId } = must(sent, 'the form') as { submissionId: string };
  const { leadId } = await read<{ leadId: string }>(
    runtime,
    `/v1/submissions/${submissionId}`,
    'ops',
  );

  await at('2026-09-14T02:00:00.000Z');
  await fang(`/v1/leads/${leadId}/take`);
  await fang(`/v1/leads/${leadId}/activities`, {
    kind: 'call',
    direction: 'outbound',
    connected: true,
    note: 'spoke with Li Lei',
  });
  await fang(`/v1/leads/${leadId}/qualification`, answers);

  const first = await pendingOffer(runtime, leadId);
  await at('2026-09-14T05:40:00.000Z');
  await as(first.repId, 'rep')(`/v1/leads/${leadId}/activities`, {
    kind: 'call',
    direction: 'outbound',
    connected: true,
    note: 'budget is frozen',
  });
  await at('2026-09-15T06:00:00.000Z');
  await as(first.repId, 'rep')(`/v1/offers/${first.offerId}/reject`, {
    reason: 'NO_BUDGET',
    note: 'frozen until the new year',
    contacted: true,
  });

  // Ninety days of rest pass; ops publish the rosters of the months on the way.
  for (const month of ['2026-11', '2026-12', '2027-01']) await publishRoster(runtime, month);
  await at('2026-12-14T06:00:00.000Z');
  await at('2026-12-15T02:00:00.000Z');
  await fang(`/v1/leads/${leadId}/activities`, {
    kind: 'call',
    direction: 'outbound',
    connected: true,
    note: 'the budget is there',
  });
  await fang(`/v1/leads/${leadId}/qualification`, {
    ...answers,
    budget: 'approved',
    note: 'budget approved for January',
  });

  const second = await pendingOffer(runtime, leadId);
  await at('2026-12-15T03:15:00.000Z');
  await as(second.repId, 'rep')(`/v1/leads/${leadId}/activities`, {
    kind: 'call',
    direction: 'outbound',
    connected: true,
    note: 'demo on Thursday',
  });
  await at('2026-12-16T01:10:00.000Z');
  const owner = as(second.repId, 'rep');
  await owner(`/v1/offers/${second.offerId}/accept`);

  await at('2026-12-21T06:30:00.000Z');
  const { opportunityId } = (await owner(`/v1/leads/${leadId}/opportunity`, {
    amount: 320_000,
    currency: 'CNY',
    expectedCloseOn: '2027-02-26',
  })) as { opportunityId: string };
  const write = (update: object) =>
    as(second.repId, 'rep', 'PATCH')(`/v1/opportunities/${opportunityId}`, update);
  await at('2027-01-04T02:00:00.000Z');
  await write({
    stage: 'DEMONSTRATION',
    notes: { projectTrigger: 'two tools are to be replaced', projectCycle: 'live by May' },
  });
  await at('2027-01-12T07:00:00.000Z');
  await write({
    stage: 'PROPOSAL',
    notes: { competitors: 'one, dearer', commercialState: 'offer sent', progress: 'IT agrees' },
  });
  await at('2027-02-01T08:00:00.000Z');
  await write({ stage: 'CLOSE', nextStep: 'signature after the board meeting' });
  await at('2027-02-10T03:00:00.000Z');
  await owner(`/v1/opportunities/${opportunityId}/win`, { amount: 300_000 });

  const { items } = await read<{ items: readonly Line[] }>(
    runtime,
    `/v1/leads/${leadId}/timeline`,
    'ops',
  );
  return items;
}

interface Pending {
  readonly offerId: string;
  readonly repId: string;
}

async function pendingOffer(runtime: Runtime, leadId: string): Promise<Pending> {
  const { offers } = await read<{ offers: readonly (Pending & { status: string })[] }>(
    runtime,
    `/v1/leads/${leadId}`,
    'ops',
  );
  const offer = offers.find(({ status }) => status === 'PENDING');
  if (!offer) throw new Error(`lead ${leadId} has no pending offer where the story needs one`);
  return offer;
}

async function publishRoster(runtime: Runtime, month: string): Promise<void> {
  const { items } = await read<{ items: readonly { repId: string }[] }>(runtime, '/v1/reps', 'ops');
  const token = runtime.token('ops-sun', ['ops']);
  const body = { repIds: items.map(({ repId }) => repId) };
  must(await runtime.request('PUT', `/v1/rosters/${month}`, { token, body }), month);
}

async function read<Body>(runtime: Runtime, path: string, group: string): Promise<Body> {
  const answer = await runtime.request('GET', path, { token: runtime.token('ops-sun', [group]) });
  // Codec: the contract of api.md for this route.
  return must(answer, path) as Body;
}

function must({ status, body }: RuntimeResponse, what: string): unknown {
  if (status >= 300) throw new Error(`${what} answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** The lines as text: a date a day, the hour a line, and how long nothing happened. */
export function tellStory(lines: readonly Line[]): string {
  const told: string[] = [];
  let before: Instant | undefined;
  for (const { at, sentence } of lines) {
    const [weekday, day, month, year, time] = showInstant(ZONE, at).split(' ');
    const [previous = ''] = before === undefined ? [] : [showInstant(ZONE, before).slice(0, -6)];
    const date = `${weekday} ${day} ${month} ${year}`;
    const days = before === undefined ? 0 : Math.floor((millisOf(at) - millisOf(before)) / DAY);
    if (date !== previous)
      told.push(...(days > 1 ? ['', `   … ${days} days pass …`] : []), '', date);
    told.push(`  ${time}  ${sentence}`);
    before = at;
  }
  return told.join('\n');
}

if (import.meta.main) {
  console.log('A lead, from a web form to a signed deal (times in Shanghai)');
  console.log(tellStory(await playStory()));
}
