import { expect, it, onTestFinished } from 'vitest';
import { Instant } from '../../../functions/leads/instant.ts';
import { demonstrate } from '../../../infra/local/demonstration.ts';
import { project } from '../../../infra/local/project.ts';
import { startRuntime } from '../../../infra/local/runtime.ts';

it('the demonstration company asks for the region before a handover, and for the industry before an opportunity', async () => {
  const runtime = await startRuntime({ ...project, clock: { mode: 'manual' } });
  onTestFinished(() => runtime.stop());

  await demonstrate(runtime);

  const token = runtime.token('ops-sun', ['ops']);
  const { body } = await runtime.request('GET', '/v1/policy', { token });
  expect(body).toMatchObject({
    requiredFields: { READY: ['region'], OPPORTUNITY: ['industry'] },
  });
});

it('the demonstration company has rosters for two years, also from the last days of January', async () => {
  const start = Instant.parse('2027-01-30T02:00:00.000Z');
  const runtime = await startRuntime({ ...project, clock: { mode: 'manual', start } });
  onTestFinished(() => runtime.stop());

  await demonstrate(runtime);

  const token = runtime.token('ops-sun', ['ops']);
  const asked = ['2027-01', '2027-02', '2028-12'].map((month) =>
    runtime.request('GET', `/v1/rosters/${month}`, { token }),
  );
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200]);
});
