import { describe, expect, it } from 'vitest';
import { at } from '../../../support/routing-builders.ts';
import { aDeskApi, aStaffBody, told } from './desk-company.ts';

const PUT = 'PUT /v1/reps/{repId}';

describe('a rep that ops enter', () => {
  it('gets capacity and weight of the policy and starts active with nothing on record', async () => {
    const { ask, deps } = await aDeskApi();

    const { status, body } = await ask({
      route: PUT,
      params: { repId: 'ann' },
      body: aStaffBody(),
    });

    expect(status).toBe(200);
    expect(body).toEqual({
      ...aStaffBody(),
      repId: 'ann',
      languages: [],
      capacity: 20,
      weight: 1,
      active: true,
      openOffers: 0,
      absences: [],
      suspensions: [],
      version: 1,
    });
    expect(await deps.store.rep('ann')).toEqual(body);
  });

  it.each(['__proto__', 'constructor', 'toString'])('cannot be called %s', async (repId) => {
    const { ask, deps } = await aDeskApi();

    const { status, body } = await ask({ route: PUT, params: { repId }, body: aStaffBody() });

    expect([status, body.errors[0].path]).toEqual([422, 'repId']);
    expect((await deps.store.desk()).reps).toEqual([]);
  });

  it('is told with its author and without its name or address in the data', async () => {
    const { withReps, eventsOf } = await aDeskApi();

    await withReps('ann');

    const [event] = await eventsOf('rep_ann');
    expect(event).toMatchObject({
      type: 'RepChanged',
      by: { kind: 'ops', sub: 'olga' },
      occurredAt: '2026-09-14T02:00:00.000Z',
      data: { repId: 'ann', department: 'north', active: true },
    });
    expect(JSON.stringify(event?.data)).not.toMatch(/Ann Example|@/);
  });

  it('is not written again when nothing changes', async () => {
    const { ask, withReps, eventsOf } = await aDeskApi();
    await withReps('ann');

    const { body } = await ask({
      route: PUT,
      params: { repId: 'ann' },
      body: aStaffBody(),
      at: '2026-09-15T02:00:00Z',
    });

    expect(body.version).toBe(1);
    expect(await eventsOf('rep_ann')).toHaveLength(1);
  });

  it('keeps open offers, absences and suspensions through a change', async () => {
    const { ask, withReps, deps } = await aDeskApi();
    await withReps('ann');
    const before = await deps.store.rep('ann');
    if (!before) throw new Error('ann was put');
    const kept = {
      openOffers: 2,
      absences: [
        {
          absenceId: 'abs_1',
          from: at('2026-10-01T00:00:00Z'),
          to: at('2026-10-08T00:00:00Z'),
          recordedAt: at('2026-09-01T00:00:00Z'),
        },
      ],
      suspensions: [
        {
          suspensionId: 's1',
          from: at('2026-09-01T00:00:00Z'),
          until: at('2026-10-01T00:00:00Z'),
          causeOfferIds: ['o1', 'o2'],
        },
      ],
    };
    await deps.store.commit({
      changes: [{ kind: 'rep', before, after: { ...before, ...kept } }],
    });

    const { body } = await ask({
      route: PUT,
      params: { repId: 'ann' },
      body: aStaffBody({ department: 'south', capacity: 5, weight: 0.5 }),
    });

    expect(body).toMatchObject({ ...kept, department: 'south', capacity: 5, weight: 0.5 });
  });

  it('is stamped when it leaves, and cleared when it comes back', async () => {
    const { ask, withReps, eventsOf, deps } = await aDeskApi();
    await withReps('ann');
    const put = (active: boolean, when: string, name = 'Ann') =>
      ask({ route: PUT, params: { repId: 'ann' }, body: aStaffBody({ active, name }), at: when });

    await put(false, '2026-09-15T02:00:00Z');
    const renamed = await put(false, '2026-09-16T02:00:00Z', 'Anna');
    await put(true, '2026-09-17T02:00:00Z', 'Anna');

    expect(renamed.body.inactiveSince).toBe('2026-09-15T02:00:00.000Z');
    expect(await deps.store.rep('ann')).not.toHaveProperty('inactiveSince');
    expect((await eventsOf('rep_ann')).map(({ type }) => type)).toEqual([
      'RepChanged',
      'RepDeactivated',
      'RepChanged',
      'RepActivated',
    ]);
  });

  it('takes the policy’s capacity as it is when the rep is put', async () => {
    const { ask } = await aDeskApi();
    await ask({
      route: 'PUT /v1/policy',
      body: { routing: { capacity: 7, weight: 2 } },
      headers: { 'If-Match': '0' },
    });

    const { body } = await ask({ route: PUT, params: { repId: 'ann' }, body: aStaffBody() });

    expect(body).toMatchObject({ capacity: 7, weight: 2 });
  });

  it('loses neither of two changes that come at the same moment', async () => {
    const { ask, withReps, deps } = await aDeskApi();
    await withReps('ann');

    const answers = await Promise.all([
      ask({ route: PUT, params: { repId: 'ann' }, body: aStaffBody({ capacity: 3 }) }),
      ask({
        route: 'POST /v1/reps/{repId}/absences',
        params: { repId: 'ann' },
        body: { from: '2026-10-01T00:00:00Z', to: '2026-10-02T00:00:00Z' },
      }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([200, 201]);
    expect(await deps.store.rep('ann')).toMatchObject({ capacity: 3, absences: [{}], version: 3 });
  });
});

describe('the list of reps', () => {
  it('shows everyone the state of the rules and the turns', async () => {
    const { ask, withReps, deps } = await aDeskApi();
    await withReps('bob', 'ann');
    await deps.store.commit({
      changes: [
        {
          kind: 'pool',
          after: {
            department: 'north',
            version: 0,
            turns: 3,
            members: {
              ann: { level: 3, served: 3, offers: 4, ownerOffers: 1, creditedBack: 0, in: true },
            },
          },
        },
      ],
    });

    const { body } = await ask({ route: 'GET /v1/reps', groups: ['rep'], sub: 'bob' });

    expect(body.items).toMatchObject([
      { repId: 'ann', ruleState: 'no misses', misses: 0, suspendedUntil: null, turns: 3 },
      { repId: 'bob', ruleState: 'no misses', turns: 0 },
    ]);
  });
});

describe('an SDR that ops enter', () => {
  it('is stored without capacity and weight, and told once', async () => {
    const { ask, eventsOf } = await aDeskApi();
    const asked = {
      route: 'PUT /v1/sdrs/{sdrId}',
      params: { sdrId: 'sam' },
      body: aStaffBody({ capacity: 5, weight: 2 }),
    };

    await ask(asked);
    const { body } = await ask(asked);
    const list = await ask({ route: 'GET /v1/sdrs', groups: ['sdr'] });

    const stored = { ...aStaffBody(), sdrId: 'sam', languages: [], active: true, version: 1 };
    expect(body).toEqual(stored);
    expect(list.body.items).toEqual([stored]);
    expect(told(await eventsOf('sdr_sam'))).toEqual([
      ['SdrChanged', { sdrId: 'sam', department: 'north', active: true }],
    ]);
  });
});
