import { describe, expect, it } from 'vitest';
import type { HistoryEvent, Json } from '../../../../infra/emulator/asl/types.ts';
import {
  lambdaTask,
  lastTask,
  machineOf,
  type Play,
  pass,
  play,
  START,
  signal,
  tokenTask,
  types,
} from './play.ts';

const DAY = 86_400;

function exits(played: Play): HistoryEvent[] {
  return played.events.filter(({ type }) => type.endsWith('Exited'));
}

function answer(played: Play, output: Json): ReturnType<typeof signal> {
  return signal(played, { kind: 'succeeded', taskId: lastTask(played), output });
}

describe('waits', () => {
  it('sleeps for months and wakes at the very instant', async () => {
    const until = '2026-07-31T21:59:59.5+02:00';
    const played = await play(machineOf({ Rest: { Type: 'Wait', Timestamp: until, End: true } }));

    await pass(played, 300 * DAY);

    expect(played.execution.status).toBe('SUCCEEDED');
    expect(exits(played)[0]?.timestamp).toBe(Date.parse(until));
  });

  it('goes on at once when the instant has passed', async () => {
    const wait = { Type: 'Wait', Timestamp: '2026-01-05T08:59:59Z', End: true };

    const played = await play(machineOf({ Rest: wait }));

    expect(played.execution).toMatchObject({ status: 'SUCCEEDED', stoppedAt: START });
  });

  it('takes seconds and timestamps from expressions', async () => {
    const wait = { Type: 'Wait', Seconds: '{% $states.input.days * 86400 %}', End: true };
    const played = await play(machineOf({ Rest: wait }), { days: 30 });

    expect(played.execution.nextTimerAt).toBe(START + 30 * DAY * 1000);
  });

  it('ends every execution after a year', async () => {
    const wait = { Type: 'Wait', Seconds: 99_999_999, End: true };
    const played = await play(machineOf({ Rest: wait }));

    await pass(played, 400 * DAY);

    expect(played.execution).toMatchObject({
      status: 'TIMED_OUT',
      stoppedAt: START + 365 * DAY * 1000,
    });
  });

  it('ends an execution at its own timeout, without an error of its own', async () => {
    const wait = { Type: 'Wait', Seconds: 60, End: true };
    const played = await play(machineOf({ Rest: wait }, { TimeoutSeconds: 5 }));

    await pass(played, 60);

    expect(played.execution.status).toBe('TIMED_OUT');
    expect(played.execution.error).toBeUndefined();
    expect(played.events.at(-1)).toMatchObject({ type: 'ExecutionTimedOut', previousEventId: 0 });
  });
});

describe('timers that tie', () => {
  const parallel = (first: number, second: number): Record<string, object> => ({
    Both: {
      Type: 'Parallel',
      End: true,
      Branches: [
        { StartAt: 'A', States: { A: { Type: 'Wait', Seconds: first, End: true } } },
        { StartAt: 'B', States: { B: { Type: 'Wait', Seconds: second, End: true } } },
      ],
    },
  });

  it('fire in the order in which they were set, one by one', async () => {
    const played = await play(machineOf(parallel(10, 10)));
    played.now += 10_000;

    const first = await signal(played, { kind: 'clock' });
    const second = await signal(played, { kind: 'clock' });

    expect(first.events.map(({ type }) => type)).toEqual(['WaitStateExited']);
    expect(JSON.stringify(first.events[0])).toContain('"A"');
    expect(second.execution.status).toBe('SUCCEEDED');
  });

  it('fire the earliest first when the clock has jumped', async () => {
    const played = await play(machineOf(parallel(20, 10)));
    played.now += 60_000;

    const { events } = await signal(played, { kind: 'clock' });

    expect(JSON.stringify(events)).toContain('"B"');
  });

  it('let the execution end before anything else that is due with it', async () => {
    const played = await play(machineOf(parallel(5, 5), { TimeoutSeconds: 5 }));

    await pass(played, 5);

    expect(played.execution.status).toBe('TIMED_OUT');
  });
});

describe('tasks against the clock', () => {
  it('fails a task that is not answered in time and takes the call back', async () => {
    const played = await play(machineOf({ Score: lambdaTask({ TimeoutSeconds: 5 }) }));

    await pass(played, 5);

    expect(played.execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(played.execution.cause).toBeUndefined();
    expect(played.effects.at(-1)).toEqual({ kind: 'cancel', taskId: lastTask(played) });
  });

  it('gives every heartbeat a new interval, up to the timeout', async () => {
    const played = await play(
      machineOf({ Ask: tokenTask({ TimeoutSeconds: 25, HeartbeatSeconds: 10 }) }),
    );

    await pass(played, 9);
    await signal(played, { kind: 'heartbeat', taskId: lastTask(played) });
    await pass(played, 9);
    await signal(played, { kind: 'heartbeat', taskId: lastTask(played) });
    await pass(played, 6);
    expect(played.execution.status).toBe('RUNNING');
    await pass(played, 1);

    expect(played.execution).toMatchObject({ status: 'FAILED', stoppedAt: START + 25_000 });
  });

  it('lets a missed heartbeat be caught by its own name', async () => {
    const catching = (name: string): object => ({
      ...tokenTask({
        TimeoutSeconds: 25,
        HeartbeatSeconds: 10,
        Catch: [{ ErrorEquals: [name], Next: 'Done' }],
      }),
    });
    const missed = await play(
      machineOf({ Ask: catching('States.HeartbeatTimeout'), Done: { Type: 'Succeed' } }),
    );
    const kept = await play(
      machineOf({ Ask: catching('States.HeartbeatTimeout'), Done: { Type: 'Succeed' } }),
    );

    await pass(missed, 10);
    for (const seconds of [9, 9, 9]) {
      await pass(kept, seconds);
      await signal(kept, { kind: 'heartbeat', taskId: lastTask(kept) });
    }

    expect(missed.execution.status).toBe('SUCCEEDED');
    expect(missed.execution.output).toEqual({ Error: 'States.Timeout', Cause: '' });
    expect(kept.execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  it('counts an answer at the instant of the timeout when it comes before the clock', async () => {
    const played = await play(machineOf({ Ask: tokenTask({ TimeoutSeconds: 10 }) }));
    played.now += 10_000;

    await answer(played, 'accepted');

    expect(played.execution).toMatchObject({ status: 'SUCCEEDED', output: 'accepted' });
  });

  it('ignores an answer at the instant of the timeout when the clock was first', async () => {
    const played = await play(
      machineOf({
        Ask: tokenTask({
          TimeoutSeconds: 10,
          Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Rest' }],
        }),
        Rest: { Type: 'Wait', Seconds: 60, End: true },
      }),
    );
    await pass(played, 10);
    const before = played.execution;

    const late = await answer(played, 'accepted');

    expect(late).toEqual({ execution: before, effects: [], events: [] });
  });

  it('ignores an answer after the deadline even if the clock was never handed in', async () => {
    const played = await play(machineOf({ Ask: tokenTask({ TimeoutSeconds: 10 }) }));
    played.now += 10_001;

    await answer(played, 'accepted');
    await signal(played, { kind: 'clock' });

    expect(played.execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  it('records the submission of a token task once, and asks for it again until then', async () => {
    const { outstanding } = await import('../../../../infra/emulator/asl/interpreter.ts');
    const played = await play(machineOf({ Ask: tokenTask({ TimeoutSeconds: 10 }) }));
    expect(outstanding(played.execution)).toEqual(played.effects);

    await signal(played, {
      kind: 'submitted',
      taskId: lastTask(played),
      response: { StatusCode: 200 },
    });
    await signal(played, {
      kind: 'submitted',
      taskId: lastTask(played),
      response: { StatusCode: 200 },
    });

    expect(outstanding(played.execution)).toEqual([]);
    expect(types(played).filter((type) => type === 'TaskSubmitted')).toHaveLength(1);
  });

  it('asks again for a plain call after a restart, submitted or not', async () => {
    const { outstanding } = await import('../../../../infra/emulator/asl/interpreter.ts');
    const played = await play(machineOf({ Score: lambdaTask() }), { lead: 1 });

    await signal(played, { kind: 'submitted', taskId: lastTask(played), response: {} });

    expect(outstanding(played.execution)).toEqual(played.effects);
  });
});
