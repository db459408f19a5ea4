import { describe, expect, it } from 'vitest';
import { aDeskApi, told } from './desk-company.ts';

const october = {
  route: 'POST /v1/reps/{repId}/absences',
  params: { repId: 'ann' },
  body: { from: '2026-10-01T08:00:00+08:00', to: '2026-10-08T00:00:00Z' },
};

describe('an absence', () => {
  it('that a rep records for himself is kept with the moment it was recorded', async () => {
    const { ask, withReps, deps, eventsOf } = await aDeskApi();
    await withReps('ann');

    const { status, body } = await ask({ ...october, groups: ['rep'], sub: 'ann' });

    expect(status).toBe(201);
    expect(body).toEqual({
      absenceId: expect.stringMatching(/^abs_[0-9A-Z]{26}$/),
      from: '2026-10-01T00:00:00.000Z',
      to: '2026-10-08T00:00:00.000Z',
      recordedAt: '2026-09-14T02:00:00.000Z',
    });
    expect((await deps.store.rep('ann'))?.absences).toEqual([body]);
    const { absenceId, from, to } = body;
    expect(told(await eventsOf('rep_ann')).at(-1)).toEqual([
      'AbsenceRecorded',
      { repId: 'ann', absenceId, from, to, whileOffered: 0 },
    ]);
  });

  it('of another rep is not for a rep to record', async () => {
    const { ask, withReps, deps } = await aDeskApi();
    await withReps('ann');

    const { status, body } = await ask({ ...october, groups: ['rep'], sub: 'bob' });

    expect([status, body.code]).toEqual([403, 'FORBIDDEN']);
    expect((await deps.store.rep('ann'))?.version).toBe(1);
  });

  it('of anybody may be recorded by ops, a rep among them', async () => {
    const { ask, withReps } = await aDeskApi();
    await withReps('ann');

    const { status } = await ask({ ...october, groups: ['rep', 'ops'], sub: 'olga' });

    expect(status).toBe(201);
  });

  it('of a rep nobody entered is not found', async () => {
    const { ask } = await aDeskApi();

    const { status, body } = await ask(october);

    expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
  });

  it('is recorded once when the request is delivered twice', async () => {
    const { ask, withReps, deps } = await aDeskApi();
    await withReps('ann');

    const first = await ask({ ...october, requestId: 'r1' });
    const again = await ask({ ...october, requestId: 'r1' });

    expect(again).toEqual(first);
    expect((await deps.store.rep('ann'))?.absences).toHaveLength(1);
  });

  it('is recorded once when the caller repeats himself with a key', async () => {
    const { ask, withReps, deps } = await aDeskApi();
    await withReps('ann');
    const keyed = { ...october, headers: { 'Idempotency-Key': 'k1' } };

    const first = await ask({ ...keyed, requestId: 'r1' });
    const again = await ask({ ...keyed, requestId: 'r2' });

    expect(again).toEqual(first);
    expect((await deps.store.rep('ann'))?.absences).toHaveLength(1);
  });

  it('that was over half a year ago makes room for new ones', async () => {
    const { ask, withReps, deps } = await aDeskApi();
    await withReps('ann');
    await ask(october);

    await ask({
      ...october,
      body: { from: '2027-06-01T00:00:00Z', to: '2027-06-02T00:00:00Z' },
      at: '2027-05-01T00:00:00Z',
    });

    const absences = (await deps.store.rep('ann'))?.absences;
    expect(absences?.map(({ from }) => from)).toEqual(['2027-06-01T00:00:00.000Z']);
  });

  it('too many is refused, so that the rep can still be read with every lead', async () => {
    const { ask, withReps, deps } = await aDeskApi();
    await withReps('ann');
    const rep = await deps.store.rep('ann');
    const { body: absence } = await ask(october);
    if (!rep) throw new Error('ann was put');
    await deps.store.commit({
      changes: [
        {
          kind: 'rep',
          before: { ...rep, version: 2 },
          after: { ...rep, absences: Array.from({ length: 200 }, () => absence) },
        },
      ],
    });

    const { status, body } = await ask({ ...october, requestId: 'one more' });

    expect([status, body.errors[0].path]).toEqual([422, 'from']);
  });
});
