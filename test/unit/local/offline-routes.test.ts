import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openToyCompany, type ToyCompany } from '../emulator/toy-company.ts';

let company: ToyCompany;

beforeEach(async () => {
  company = await openToyCompany();
});

afterEach(async () => {
  await company.runtime.stop();
});

function ask(method: string, path: string, body?: unknown) {
  return company.runtime.request(method, path, body === undefined ? {} : { body });
}

describe('the offline routes', () => {
  it('give tokens that the staff routes take', async () => {
    const { body } = await ask('POST', '/_local/token', { sub: 'rep-1', groups: ['rep'] });

    // Shown by the route itself: it answers {token}.
    const { token } = body as { token: string };
    const answer = await company.runtime.request('GET', '/v1/me', { token });
    const refused = await company.runtime.request('GET', '/v1/me');

    expect([answer.status, refused.status]).toEqual([200, 401]);
  });

  it('give tokens that end when they are asked to', async () => {
    const { body } = await ask('POST', '/_local/token', { sub: 'rep-1', expiresIn: 'PT1H' });
    const { token } = body as { token: string };

    await company.runtime.advance('PT1H');

    expect((await company.runtime.request('GET', '/v1/me', { token })).status).toBe(401);
  });

  it('show and move the clock', async () => {
    const before = await ask('GET', '/_local/clock');
    const moved = await ask('POST', '/_local/clock/advance', { by: 'PT48H' });
    const to = await ask('POST', '/_local/clock/advance', { to: '2026-09-20T00:00:00Z' });

    expect(before.body).toEqual({ now: '2026-09-14T02:00:00.000Z', mode: 'manual', rate: 0 });
    expect(moved.body).toMatchObject({ now: '2026-09-16T02:00:00.000Z' });
    expect(to.body).toMatchObject({ now: '2026-09-20T00:00:00.000Z' });
  });

  it('do all that becomes due before they answer', async () => {
    await ask('POST', '/v1/submissions', { leadId: 'lead_1' });

    await ask('POST', '/_local/clock/advance', { by: 'P3D' });

    expect((await ask('GET', '/_local/outbox')).body).toMatchObject({
      messages: [{ id: 'lead_1-settled', to: 'sdr-1', subject: 'timedOut' }],
    });
  });

  it('set how the clock moves', async () => {
    const set = await ask('PUT', '/_local/clock', { mode: 'scaled', rate: 60 });

    expect(set).toMatchObject({ status: 200, body: { mode: 'scaled', rate: 60 } });
  });

  it('make delivery fail', async () => {
    await ask('POST', '/v1/submissions', { leadId: 'lead_1' });
    await ask('PUT', '/_local/delivery', { fail: true });

    await ask('POST', '/_local/clock/advance', { by: 'P3D' });

    expect((await ask('GET', '/_local/outbox')).body).toEqual({ messages: [] });
    expect(await company.runtime.outbox.messages()).toMatchObject([{ delivered: false }]);
  });

  it('show the executions of a lead, and one with definition and history', async () => {
    await ask('POST', '/v1/submissions', { leadId: 'lead_1' });
    const settled = await ask('POST', '/_local/settled');

    const listed = await ask('GET', '/_local/executions?leadId=lead_1');
    const shown = await ask('GET', '/_local/executions/lead_1-c1');

    expect(settled).toMatchObject({ status: 200, body: { failures: [] } });
    expect(listed.body).toMatchObject({ executions: [{ name: 'lead_1-c1', status: 'RUNNING' }] });
    expect(shown.body).toMatchObject({
      name: 'lead_1-c1',
      currentStates: ['WaitAnHour'],
      definition: { StartAt: 'Remember' },
      history: expect.arrayContaining([
        expect.objectContaining({
          type: 'ExecutionStarted',
          timestamp: '2026-09-14T02:00:00.000Z',
        }),
      ]),
    });
  });

  it.each([
    ['POST', '/_local/token', {}, 422],
    ['POST', '/_local/token', 'no json', 400],
    ['POST', '/_local/clock/advance', { by: 'P1M' }, 422],
    ['POST', '/_local/clock/advance', { to: '2020-01-01T00:00:00Z' }, 422],
    ['POST', '/_local/clock/advance', {}, 422],
    ['PUT', '/_local/clock', { mode: 'fast' }, 422],
    ['PUT', '/_local/clock', { mode: 'manual', now: '2020-01-01T00:00:00Z' }, 422],
    ['PUT', '/_local/delivery', { fail: 'yes' }, 422],
    ['DELETE', '/_local/clock', undefined, 405],
    ['GET', '/_local/nothing', undefined, 404],
    ['GET', '/_local/executions/nobody', undefined, 404],
    ['GET', '/_local/executions/%E0%A4%A', undefined, 400],
    ['GET', '/web/nothing.js', undefined, 404],
    ['GET', '/web/..%2fpackage.json', undefined, 404],
    ['GET', '/web/%E0%A4%A', undefined, 404],
  ])('refuse %s %s %j with %i', async (method, path, body, status) => {
    const answer = await ask(method, path, body);

    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ status, code: expect.any(String) });
  });
});
