// Whole lives, from the form over a refusal and a second cycle to a signed deal and a safe credit: lives a second, and what one takes in AWS.

import { plus } from '../../../functions/leads/instant.ts';
import type { OpenGround } from '../../emulator/ground.ts';
import { publishRosters } from '../../local/demonstration.ts';
import { MemoryGround } from '../../local/memory/memory-ground.ts';
import type { Runtime } from '../../local/runtime.ts';
import { countWork, difference, total, totalWork } from '../cost/count.ts';
import { goodAnswers, goodCall } from '../good-lead.ts';
import { openCompany } from './bench-company.ts';
import { GROUP, listed, submitGroup } from './group.ts';

const LIVES = 100;
const WARM_UP = 20;

type Post = (sub: string, group: string, path: string, body?: object) => Promise<unknown>;

/** A group of leads side by side: refused in the first cycle, accepted, opened, won in the second, and two weeks more for the credit. */
async function live(runtime: Runtime, first: number): Promise<void> {
  const post: Post = async (sub, group, path, body) => {
    const token = runtime.token(sub, [group]);
    const sent = { token, ...(body ? { body } : {}) };
    const answer = await runtime.request('POST', path, sent);
    if (answer.status >= 300)
      throw new Error(`${path} answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await submitGroup(runtime, first);
  const leads = await listed<{ leadId: string }>(runtime, '/v1/leads?state=MQL&limit=100');
  await Promise.all(leads.map(({ leadId }) => post('sdr-fang', 'sdr', `/v1/leads/${leadId}/take`)));
  await handOver(runtime, leads, post);
  const refused = { reason: 'UNREACHABLE', note: 'nobody answers', contacted: true };
  for (const { offerId, repId } of await pending(runtime))
    await post(repId, 'rep', `/v1/offers/${offerId}/reject`, refused);
  await runtime.settled();
  await runtime.advance('P10D');
  await Promise.all(
    leads.map(({ leadId }) => post('sdr-fang', 'sdr', `/v1/leads/${leadId}/activities`, goodCall)),
  );
  await handOver(runtime, leads, post);
  const accepted = await pending(runtime);
  if (accepted.length !== GROUP) throw new Error(`${accepted.length} of ${GROUP} were offered`);
  for (const offer of accepted) await sell(runtime, offer, post);
  await runtime.settled();
  await runtime.advance('P14D');
}

async function handOver(
  runtime: Runtime,
  leads: readonly { readonly leadId: string }[],
  post: Post,
): Promise<void> {
  await Promise.all(
    leads.map(({ leadId }) =>
      post('sdr-fang', 'sdr', `/v1/leads/${leadId}/qualification`, goodAnswers),
    ),
  );
  await runtime.settled();
}

interface Offered {
  readonly offerId: string;
  readonly leadId: string;
  readonly repId: string;
}

async function sell(
  runtime: Runtime,
  { offerId, leadId, repId }: Offered,
  post: Post,
): Promise<void> {
  await post(repId, 'rep', `/v1/offers/${offerId}/accept`);
  const opening = { amount: 8000, currency: 'CNY', expectedCloseOn: '2027-12-31' };
  // Codec: the contract of api.md for this route.
  const { opportunityId } = (await post(
    repId,
    'rep',
    `/v1/leads/${leadId}/opportunity`,
    opening,
  )) as { opportunityId: string };
  const token = runtime.token(repId, ['rep']);
  const body = { stage: 'PROPOSAL', notes: { progress: 'well' } };
  await runtime.request('PATCH', `/v1/opportunities/${opportunityId}`, { token, body });
  await post(repId, 'rep', `/v1/opportunities/${opportunityId}/win`, { amount: 7500 });
}

function pending(runtime: Runtime): Promise<readonly Offered[]> {
  return listed<Offered>(runtime, '/v1/offers?status=PENDING&limit=100');
}

/** Over DynamoDB's protocol, and with rows in memory: how many times as many lives a second of the processor. */
export async function measureLives(): Promise<object> {
  const overProtocol = await livesOver();
  const inMemory = await livesOver(MemoryGround.open);
  const { processorMilliseconds } = inMemory.perLife;
  const times = perSecond(overProtocol.perLife.processorMilliseconds / processorMilliseconds);
  const { livesPerSecond } = inMemory;
  return { ...overProtocol, inMemory: { livesPerSecond, processorMilliseconds, times } };
}

/** `livesPerSecond`, and per life: DynamoDB calls and units, invocations, billed transitions. */
async function livesOver(ground?: OpenGround) {
  const runtime = await openCompany(undefined, ground);
  // A group takes 24 days: the lists of the year in which they all live.
  await publishRosters(runtime, 12);
  const counter = countWork(runtime);
  for (let n = 0; n < WARM_UP; n += GROUP) await live(runtime, n);
  const before = counter.counts();
  const started = performance.now();
  const processor = process.cpuUsage();
  for (let n = WARM_UP; n < WARM_UP + LIVES; n += GROUP) {
    await runtime.advance({ to: plus(runtime.now, 'PT1M') });
    await live(runtime, n);
  }
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(processor);
  const perLife = (count: number) => Math.round((count / LIVES) * 10) / 10;
  const won = await runtime.request('GET', '/v1/leads?state=WON&limit=200', {
    token: runtime.token('director-wang', ['director']),
  });
  const counts = difference(counter.counts(), before);
  const { calls, read, write } = totalWork(counts);
  const result = {
    livesPerSecond: perSecond(LIVES / seconds),
    won: (won.body as { items: readonly unknown[] }).items.length,
    perLife: {
      processorMilliseconds: perLife((user + system) / 1000),
      dynamodbCalls: perLife(calls),
      readUnits: perLife(read),
      writeUnits: perLife(write),
      invocations: perLife(total(counts.invocations)),
      billedTransitions: perLife(total(counts.transitions)),
    },
    failures: runtime.failures.length,
  };
  await runtime.stop();
  return result;
}

function perSecond(rate: number): number {
  return Math.round(rate * 10) / 10;
}
