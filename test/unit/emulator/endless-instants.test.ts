import { afterEach, describe, expect, it } from 'vitest';
import { stateMachineArn } from '../../../infra/emulator/arns.ts';
import { VirtualClock } from '../../../infra/emulator/clock/virtual-clock.ts';
import { RunQueue } from '../../../infra/emulator/loop.ts';
import type { Runtime } from '../../../infra/local/runtime.ts';
import { openToyCompany } from './toy-company.ts';

// Work that makes more work without time passing is named, instead of a clock that stands still for ever.

describe('an instant without an end', () => {
  it('of jobs is told to whoever waits for it, and the queue goes on', async () => {
    const queue = new RunQueue({ failed: () => {}, begins: () => {}, mostJobs: 100 });
    let left = 250;
    const again = async () => {
      left -= 1;
      if (left > 0) queue.add('again', again);
    };
    queue.add('again', again);

    await expect(queue.settled()).rejects.toMatchObject({
      name: 'Livelock',
      message: expect.stringMatching(/^100 jobs without time moving on, the last of them again: /),
    });
    await queue.settled().catch(() => {});
    await queue.settled();

    expect(left).toBe(0);
    expect(queue.failures.map(({ job }) => job)).toEqual(['again', 'again']);
  });

  it('of timers ends an advance', async () => {
    const clock: VirtualClock = new VirtualClock({
      mode: 'manual',
      start: 0,
      save: async () => {},
      fire: ({ key, at }) => clock.schedule(key, at),
      settled: async () => {},
      mostAtOneInstant: 100,
    });
    clock.schedule('same', 1000);

    await expect(clock.advance(5000)).rejects.toMatchObject({
      name: 'Livelock',
      message: expect.stringMatching(/^100 timers without time moving on, the last of them same/),
    });
    clock.stop();
    expect(clock.now()).toBe(1000);
  });

  it('is not one that only has much to do', async () => {
    const clock: VirtualClock = new VirtualClock({
      mode: 'manual',
      start: 0,
      save: async () => {},
      fire: () => {},
      settled: async () => {},
      mostAtOneInstant: 100,
    });
    for (let n = 0; n < 250; n += 1) clock.schedule(`timer ${n}`, 1000 * (1 + (n % 3)));

    expect(await clock.advance(5000)).toEqual({ now: 5000, fired: 250 });
  });
});

describe('an execution that starts itself for ever', () => {
  let runtime: Runtime;

  afterEach(async () => {
    await runtime.stop();
  });

  it('fails an advance in time, and others still run', { timeout: 60_000 }, async () => {
    ({ runtime } = await openToyCompany({ mostAtOneInstant: 500 }));
    const again = {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution',
      Arguments: { StateMachineArn: stateMachineArn('Again') },
      End: true,
    };
    await runtime.stepFunctions.create(
      'Again',
      JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Again', States: { Again: again } }),
    );
    const machine = stateMachineArn('Again');
    await runtime.stepFunctions.start({ machine, name: 'first', input: '{}' });

    await expect(runtime.advance('PT1H')).rejects.toMatchObject({ name: 'Livelock' });

    const offer = { machine: stateMachineArn('Offer'), name: 'x-o1', input: '{}' };
    expect((await runtime.stepFunctions.start(offer)).execution.status).toBe('RUNNING');
    expect(runtime.failures.map(({ error }) => String(error))[0]).toContain('Livelock: 500 jobs');
  });
});
