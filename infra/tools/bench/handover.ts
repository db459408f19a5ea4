// Submission to acceptance, all parts in one process, both ways: leads a second, and what one lead takes.

import { plus } from '../../../functions/leads/instant.ts';
import type { OpenGround } from '../../emulator/ground.ts';
import { MemoryGround } from '../../local/memory/memory-ground.ts';
import type { Runtime } from '../../local/runtime.ts';
import { goodAnswers } from '../good-lead.ts';
import { openCompany } from './bench-company.ts';
import { GROUP, listed, submitGroup } from './group.ts';

const LEADS = 400;
const WARM_UP = 100;

/** A group of leads side by side through form, SDR, router and acceptance; every call is an API request. */
async function handOver(runtime: Runtime, first: number): Promise<void> {
  const as = (sub: string, group: string) => (path: string, body?: object) =>
    runtime.request('POST', path, {
      token: runtime.token(sub, [group]),
      ...(body ? { body } : {}),
    });
  await submitGroup(runtime, first);
  const queue = await listed<{ leadId: string }>(runtime, '/v1/leads?state=MQL');
  const sdr = as('sdr-fang', 'sdr');
  await Promise.all(queue.map(({ leadId }) => sdr(`/v1/leads/${leadId}/take`)));
  await Promise.all(
    queue.map(({ leadId }) => sdr(`/v1/leads/${leadId}/qualification`, goodAnswers)),
  );
  await runtime.settled();
  const offers = await listed<{ offerId: string; repId: string }>(
    runtime,
    '/v1/offers?status=PENDING',
  );
  if (offers.length !== GROUP) throw new Error(`${offers.length} of ${GROUP} leads were offered`);
  for (const { offerId, repId } of offers) {
    const accepted = await as(repId, 'rep')(`/v1/offers/${offerId}/accept`);
    if (accepted.status !== 200) throw new Error(`accept answered ${accepted.status}`);
  }
  await runtime.settled();
}

/** Over DynamoDB's protocol, and with rows in memory: how many times as many handovers a second of the processor. */
export async function measureHandover(): Promise<object> {
  const overProtocol = await handoversOver();
  const { leadsPerSecond, perLead } = await handoversOver(MemoryGround.open);
  const { processorMilliseconds } = perLead;
  const times = overProtocol.perLead.processorMilliseconds / processorMilliseconds;
  const rounded = Math.round(times * 10) / 10;
  return { ...overProtocol, inMemory: { leadsPerSecond, processorMilliseconds, times: rounded } };
}

/** `leadsPerSecond`, and per lead: DynamoDB calls by operation, function invocations, billed transitions. */
async function handoversOver(ground?: OpenGround) {
  const runtime = await openCompany(undefined, ground);
  const calls = new Map<string, number>();
  const call = runtime.database.call.bind(runtime.database);
  runtime.database.call = (operation: string, body: unknown) => {
    calls.set(operation, (calls.get(operation) ?? 0) + 1);
    return call(operation, body);
  };
  for (let n = 0; n < WARM_UP; n += GROUP) await handOver(runtime, n);
  calls.clear();
  const invocations = total(runtime.functions.invocations);
  const transitions = total(runtime.transitions);
  const started = performance.now();
  const processor = process.cpuUsage();
  for (let n = WARM_UP; n < WARM_UP + LEADS; n += GROUP) {
    await runtime.advance({ to: plus(runtime.now, 'PT1M') });
    await handOver(runtime, n);
  }
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(processor);
  const perLead = (count: number) => Math.round((count / LEADS) * 10) / 10;
  const result = {
    leadsPerSecond: Math.round((LEADS / seconds) * 10) / 10,
    perLead: {
      /** On a machine that does other things too, this says more than the rate. */
      processorMilliseconds: perLead((user + system) / 1000),
      dynamodb: Object.fromEntries(
        [...calls].map(([operation, count]) => [operation, perLead(count)]),
      ),
      dynamodbCalls: perLead(total(calls)),
      invocations: perLead(total(runtime.functions.invocations) - invocations),
      billedTransitions: perLead(total(runtime.transitions) - transitions),
    },
    failures: runtime.failures.length,
  };
  await runtime.stop();
  return result;
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
