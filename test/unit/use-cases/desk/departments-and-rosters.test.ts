import { describe, expect, it } from 'vitest';
import { aDeskApi, aStaffBody, told } from './desk-company.ts';

const PUT_DEPARTMENT = 'PUT /v1/departments/{id}';
const PUT_ROSTER = 'PUT /v1/rosters/{month}';

describe('a department', () => {
  it('is stored as ops say, and told once', async () => {
    const { ask, eventsOf } = await aDeskApi();
    const asked = {
      route: PUT_DEPARTMENT,
      params: { id: '华东' },
      body: { regions: ['CN-SH'], mode: 'director', directorSub: 'dora' },
    };

    await ask(asked);
    const { status, body } = await ask(asked);

    expect(status).toBe(200);
    expect(body).toEqual({ ...asked.body, departmentId: '华东', version: 1 });
    expect(told(await eventsOf('department_华东'))).toEqual([
      ['DepartmentChanged', { departmentId: '华东', mode: 'director' }],
    ]);
  });

  it('that only reps name is there in direct mode for the regions of its reps', async () => {
    const { ask } = await aDeskApi();
    for (const [repId, department, regions] of [
      ['ann', 'north', ['CN-BJ', 'CN-SH']],
      ['bob', 'north', ['CN-SH']],
      ['cat', 'south', ['CN-GD']],
      ['dan', 'south', []],
    ] as const) {
      const body = aStaffBody({ department, regions });
      await ask({ route: 'PUT /v1/reps/{repId}', params: { repId }, body });
    }

    const { body } = await ask({ route: 'GET /v1/departments', groups: ['sdr'] });

    expect(body.items).toEqual([
      { departmentId: 'north', mode: 'direct', regions: ['CN-BJ', 'CN-SH'], version: 0 },
      { departmentId: 'south', mode: 'direct', regions: [], version: 0 },
    ]);
  });

  it('that ops described is listed once, as they described it', async () => {
    const { ask, withReps } = await aDeskApi();
    await withReps('ann');
    await ask({
      route: PUT_DEPARTMENT,
      params: { id: 'north' },
      body: { regions: [], mode: 'director' },
    });

    const { body } = await ask({ route: 'GET /v1/departments' });

    expect(body.items).toEqual([
      { departmentId: 'north', mode: 'director', regions: [], version: 1 },
    ]);
  });
});

describe('a roster', () => {
  it('is published for its month with who and when', async () => {
    const { ask, withReps, eventsOf } = await aDeskApi();
    await withReps('ann', 'bob');

    const put = await ask({
      route: PUT_ROSTER,
      params: { month: '2026-10' },
      body: { repIds: ['bob', 'ann'] },
    });
    const read = await ask({
      route: 'GET /v1/rosters/{month}',
      params: { month: '2026-10' },
      groups: ['sdr'],
    });

    expect(put.body).toEqual({
      month: '2026-10',
      repIds: ['bob', 'ann'],
      publishedBy: 'olga',
      publishedAt: '2026-09-14T02:00:00.000Z',
      version: 1,
    });
    expect(read.body).toEqual(put.body);
    expect(told(await eventsOf('roster_2026-10'))).toEqual([
      [
        'RosterPublished',
        { month: '2026-10', repIds: ['bob', 'ann'], departments: ['north', 'north'] },
      ],
    ]);
  });

  it('may be empty', async () => {
    const { ask } = await aDeskApi();

    const { status } = await ask({
      route: PUT_ROSTER,
      params: { month: '2026-10' },
      body: { repIds: [] },
    });

    expect(status).toBe(200);
  });

  it('that is sent again is no new publication', async () => {
    const { ask, withReps } = await aDeskApi();
    await withReps('ann');
    const asked = { route: PUT_ROSTER, params: { month: '2026-10' }, body: { repIds: ['ann'] } };
    await ask(asked);

    const { body } = await ask({ ...asked, sub: 'otto', at: '2026-09-20T00:00:00Z' });

    expect(body).toMatchObject({ version: 1, publishedBy: 'olga' });
  });

  it('names every rep that nobody entered', async () => {
    const { ask, withReps, deps } = await aDeskApi();
    await withReps('ann');

    const { status, body } = await ask({
      route: PUT_ROSTER,
      params: { month: '2026-10' },
      body: { repIds: ['zoe', 'ann', 'yan'] },
    });

    expect(status).toBe(422);
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual(['repIds.0', 'repIds.2']);
    expect(await deps.store.rosters()).toEqual([]);
  });

  it.each(['2026-13', '2026-1', '26-10', 'next', '2026-10-01', ' 2026-10'])(
    'is refused for the month %s',
    async (month) => {
      const { ask } = await aDeskApi();

      const answers = await Promise.all([
        ask({ route: PUT_ROSTER, params: { month }, body: { repIds: [] } }),
        ask({ route: 'GET /v1/rosters/{month}', params: { month } }),
      ]);

      for (const { status, body } of answers) {
        expect([status, body.code, body.errors[0].path]).toEqual([422, 'INVALID', 'month']);
      }
    },
  );

  it('that was not published is not found', async () => {
    const { ask } = await aDeskApi();

    const { status } = await ask({
      route: 'GET /v1/rosters/{month}',
      params: { month: '2026-10' },
    });

    expect(status).toBe(404);
  });
});

describe('who is signed in', () => {
  it('is told his groups', async () => {
    const { ask } = await aDeskApi();

    const { body } = await ask({ route: 'GET /v1/me', sub: 'ann', groups: ['rep', 'director'] });

    expect(body).toEqual({ sub: 'ann', groups: ['director', 'rep'] });
  });

  it('and without a group is nobody here', async () => {
    const { ask } = await aDeskApi();

    const nobody = await ask({ route: 'GET /v1/me', groups: [] });
    const stranger = await ask({ route: 'GET /v1/me', groups: undefined });

    expect([nobody.status, stranger.status]).toEqual([403, 401]);
  });
});
