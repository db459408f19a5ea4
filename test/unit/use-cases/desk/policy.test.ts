import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../../../functions/leads/policy.ts';
import { policyOfVersion } from '../../../../functions/use-cases/desk/read-policy.ts';
import { aDeskApi, told } from './desk-company.ts';

const PUT = 'PUT /v1/policy';
const patient = { clocks: { accept: { duration: 'PT72H' } } };

describe('the policy', () => {
  it('is the defaults in version 0 until ops put one', async () => {
    const { ask } = await aDeskApi();

    const { body, headers } = await ask({ route: 'GET /v1/policy' });

    expect(body).toEqual({ version: 0, ...defaultPolicy() });
    expect(headers?.etag).toBe('"0"');
  });

  it('may be read, changed and sent back as it came', async () => {
    const { ask, eventsOf } = await aDeskApi();
    const read = await ask({ route: 'GET /v1/policy' });
    const changed = { ...read.body, acceptImpliesSql: 'never' };

    const put = await ask({
      route: PUT,
      body: changed,
      headers: { 'If-Match': String(read.headers?.etag) },
    });
    const again = await ask({ route: 'GET /v1/policy' });

    expect(put.status).toBe(200);
    expect(put.headers?.etag).toBe('"1"');
    expect(put.body).toEqual({ ...changed, version: 1 });
    expect(again.body).toEqual(put.body);
    expect(told(await eventsOf('policy'))).toEqual([['PolicyChanged', { version: 1 }]]);
  });

  it('is not written when nothing changes', async () => {
    const { ask, eventsOf } = await aDeskApi();

    const { status, body } = await ask({ route: PUT, body: {}, headers: { 'If-Match': '0' } });

    expect([status, body.version]).toEqual([200, 0]);
    expect(await eventsOf('policy')).toEqual([]);
  });

  it('needs the version that was read', async () => {
    const { ask } = await aDeskApi();

    const { status, body, type } = await ask({ route: PUT, body: patient });

    expect([status, body.code]).toEqual([428, 'PRECONDITION_REQUIRED']);
    expect(type).toBe('application/problem+json');
  });

  it.each(['1', '"7"', 'W/"3"', '*', 'x', '""'])(
    'is not overwritten by who read version %s of it',
    async (version) => {
      const { ask, deps } = await aDeskApi();

      const { status, body } = await ask({
        route: PUT,
        body: patient,
        headers: { 'if-match': version },
      });

      expect([status, body.code, body.version]).toEqual([412, 'STALE_VERSION', 0]);
      expect((await deps.store.policy()).version).toBe(0);
    },
  );

  it('is won by one of two who put at the same moment', async () => {
    const { ask } = await aDeskApi();
    const put = (duration: string) =>
      ask({
        route: PUT,
        body: { clocks: { accept: { duration } } },
        headers: { 'If-Match': '0' },
      });

    const answers = await Promise.all([put('PT24H'), put('PT72H')]);

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });

  it('refuses a calendar that nobody knows', async () => {
    const { ask, deps } = await aDeskApi();

    const { status, body } = await ask({
      route: PUT,
      body: { tenant: { calendar: 'MARS' } },
      headers: { 'If-Match': '0' },
    });

    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ path: 'tenant.calendar' }]);
    expect((await deps.store.policy()).version).toBe(0);
  });

  it.each([
    [{ clocks: { accept: { duration: '48 hours' } } }, 'clocks.accept.duration'],
    [{ clocks: { accept: { clock: 'lunar' } } }, 'clocks.accept.clock'],
    [{ routing: { capacity: 0 } }, 'routing.capacity'],
    [{ routing: { capacity: '20' } }, 'routing.capacity'],
    [{ routing: { favourites: ['ann'] } }, 'routing.favourites'],
    [{ strikes: { missesToSuspend: null } }, 'strikes.missesToSuspend'],
    [{ tenant: { zone: 'Mars/Olympus' } }, 'tenant.zone'],
    [{ acceptImpliesSql: 'sometimes' }, 'acceptImpliesSql'],
    [{ desk: { notALeadReasons: [] } }, 'desk.notALeadReasons'],
    [{ routing: { availability: 1e-300 } }, 'routing.availability'],
    [{ clocks: { reminders: { fractions: [0.5, 1e-200] } } }, 'clocks.reminders.fractions.1'],
    [{ surprise: 1 }, 'surprise'],
    [[], ''],
    ['"text"', ''],
  ])('refuses %j and names the field', async (body, path) => {
    const { ask, deps } = await aDeskApi();

    const answer = await ask({ route: PUT, body, headers: { 'If-Match': '0' } });

    expect([answer.status, answer.body.code]).toEqual([422, 'INVALID']);
    expect(answer.body.errors.map((one: { path: string }) => one.path)).toContain(path);
    expect((await deps.store.policy()).version).toBe(0);
  });

  it('can be read as it was in any version', async () => {
    const { ask, deps } = await aDeskApi();
    await ask({ route: PUT, body: patient, headers: { 'If-Match': '0' } });
    await ask({ route: PUT, body: {}, headers: { 'If-Match': '1' } });

    const versions = await Promise.all([0, 1, 2].map((one) => policyOfVersion(deps, one)));

    expect(versions.map(({ clocks }) => clocks.accept.duration)).toEqual([
      'PT48H',
      'PT72H',
      'PT48H',
    ]);
  });

  it('is not for a rep to change', async () => {
    const { ask } = await aDeskApi();

    const { status } = await ask({
      route: PUT,
      body: patient,
      headers: { 'If-Match': '0' },
      groups: ['rep', 'director'],
    });

    expect(status).toBe(403);
  });
});
