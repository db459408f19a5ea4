import { afterEach, describe, expect, it } from 'vitest';
import { instantOf, plus } from '../../../functions/leads/instant.ts';
import { executionArn } from '../../../infra/emulator/arns.ts';
import type { Runtime } from '../../../infra/local/runtime.ts';
import { MONDAY, openToyCompany } from './toy-company.ts';

// Clients that send as fast as they are answered hold up neither the clock nor each other.

let runtime: Runtime;

afterEach(async () => {
  await runtime.stop();
});

function jump(): Promise<void> {
  return runtime.clock.set({ mode: 'manual', now: runtime.clock.now() + 60_000 });
}

/** Two clients that send forms one after the other until that is done, or until it was waited for too long. */
async function formsDuring(work: () => Promise<unknown>): Promise<number> {
  let sent = 0;
  let isDone = false;
  let working: Promise<unknown> | undefined;
  const client = async () => {
    while (!isDone && sent < 600) {
      sent += 1;
      // In memory nothing else gets a turn while two clients keep each other busy.
      if (sent === 20) working = work().finally(() => (isDone = true));
      const body = { leadId: `lead_${sent}` };
      const { status } = await runtime.request('POST', '/v1/submissions', { body });
      expect(status).toBe(202);
    }
  };
  await Promise.all([client(), client()]);
  const sentMeanwhile = sent;
  await working;
  return sentMeanwhile;
}

describe('two clients that send forms without a pause', () => {
  it.each([
    ['an advance by a minute', () => runtime.advance('PT1M')],
    ['the end of the instant', () => runtime.settled()],
    ['a jump by the clock', () => jump()],
  ])('do not hold up %s', async (_, work) => {
    ({ runtime } = await openToyCompany());

    expect(await formsDuring(work)).toBeLessThan(300);
    await runtime.settled();

    expect(runtime.failures).toEqual([]);
  });

  it('leave each deadline at its own instant', async () => {
    ({ runtime } = await openToyCompany());
    await runtime.request('POST', '/v1/submissions', { body: { leadId: 'first' } });
    await runtime.settled();

    expect(await formsDuring(() => runtime.advance('P3D'))).toBeLessThan(300);

    const { execution } = runtime.stepFunctions.execution(executionArn('Offer', 'first-o1'));
    const { output, stoppedAt = 0 } = execution;
    expect({ output, stoppedAt: instantOf(stoppedAt) }).toEqual({
      output: { answer: 'timedOut' },
      stoppedAt: plus(MONDAY, 'P2DT1H'),
    });
  });
});

describe('a rush that nobody can keep up with', () => {
  it('is told to come again in seconds; people may go on reading', async () => {
    const stuck = Promise.withResolvers<void>();
    ({ runtime } = await openToyCompany({
      createFunction: () => async (event) => {
        if (Object(event).httpMethod === 'POST') await stuck.promise;
        return { statusCode: 200, body: '{}' };
      },
    }));
    const form = () => runtime.request('POST', '/v1/submissions', { body: {} });
    const crowd = Array.from({ length: 1100 }, form);

    const tooMany = await form();
    const headers = { 'x-amz-target': 'AWSStepFunctions.ListStateMachines' };
    const wire = await runtime.request('POST', '/_aws', { body: {}, headers });
    const reader = await runtime.request('GET', '/v1/me', { token: runtime.token('ann', ['ops']) });
    stuck.resolve();
    const answers = await Promise.all(crowd);

    expect(tooMany).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
      body: { code: 'UNAVAILABLE' },
    });
    expect(wire).toMatchObject({ status: 503, body: { __type: 'ServiceUnavailable' } });
    expect(reader.status).toBe(200);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });
});
