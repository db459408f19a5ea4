import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ClockOptions,
  type ClockRecord,
  VirtualClock,
} from '../../../infra/emulator/clock/virtual-clock.ts';
import { NOON, StubHost, turns } from './stub-host.ts';

function openClock(options: Partial<ClockOptions> = {}) {
  const host = new StubHost();
  const fired: [string, number][] = [];
  const saved: ClockRecord[] = [];
  const clock: VirtualClock = new VirtualClock({
    mode: 'manual',
    start: NOON,
    host,
    save: async (record) => {
      saved.push(record);
    },
    fire: ({ key }) => {
      fired.push([key, clock.now() - NOON]);
    },
    settled: async () => {},
    ...options,
  });
  return { clock, host, fired, saved };
}

describe('a clock that is moved by hand', () => {
  it('stands still until it is moved', async () => {
    const { clock, host } = openClock();

    await host.pass(60_000);

    expect(clock.now()).toBe(NOON);
  });

  it('fires each timer at its own instant, ties in order of their keys', async () => {
    const { clock, fired } = openClock();
    clock.schedule('b', NOON + 2000);
    clock.schedule('c', NOON + 1000);
    clock.schedule('a', NOON + 2000);

    const advanced = await clock.advance(NOON + 5000);

    expect(fired).toEqual([
      ['c', 1000],
      ['a', 2000],
      ['b', 2000],
    ]);
    expect(advanced).toEqual({ now: NOON + 5000, fired: 3 });
  });

  it('fires what a timer sets on the way, and leaves what lies beyond', async () => {
    const { clock, fired } = openClock({
      fire: ({ key }) => {
        fired.push([key, clock.now() - NOON]);
        if (key === 'first') clock.schedule('second', NOON + 1500);
      },
    });
    clock.schedule('first', NOON + 1000);
    clock.schedule('later', NOON + 9000);

    await clock.advance(NOON + 2000);

    expect(fired).toEqual([
      ['first', 1000],
      ['second', 1500],
    ]);
    expect(clock.nextTimerAt()).toBe(NOON + 9000);
  });

  it('waits for all that one timer caused before it fires the next', async () => {
    const order: string[] = [];
    let inFlight: Promise<void> = Promise.resolve();
    const { clock } = openClock({
      fire: ({ key }) => {
        inFlight = turns().then(() => {
          order.push(`${key} done`);
        });
        order.push(key);
      },
      settled: () => inFlight,
    });
    clock.schedule('a', NOON + 1);
    clock.schedule('b', NOON + 2);

    await clock.advance(NOON + 3);

    expect(order).toEqual(['a', 'a done', 'b', 'b done']);
  });

  it('stores an instant before anything fires at it', async () => {
    const { clock, saved } = openClock({
      fire: () => {
        expect(saved.at(-1)?.reached).toBe(NOON + 1000);
      },
    });
    clock.schedule('a', NOON + 1000);

    await clock.advance(NOON + 2000);

    expect(saved.at(-1)?.reached).toBe(NOON + 2000);
  });

  it('forgets a timer that was moved or called off', async () => {
    const { clock, fired } = openClock();
    clock.schedule('moved', NOON + 1000);
    clock.schedule('moved', NOON + 3000);
    clock.schedule('off', NOON + 1000);
    clock.cancel('off');

    await clock.advance(NOON + 3000);

    expect(fired).toEqual([['moved', 3000]]);
  });

  it('fires at once what is due when it is set', async () => {
    const { clock, host, fired } = openClock();
    clock.schedule('late', NOON - 1000);

    await host.pass(1);

    expect(fired).toEqual([['late', 0]]);
  });

  it('ends what is in flight before it fires what was due already', async () => {
    const flight = Promise.withResolvers<void>();
    const { clock, host, fired } = openClock({ settled: () => flight.promise });
    clock.schedule('due', NOON);

    await host.pass(1);
    expect(fired).toEqual([]);
    flight.resolve();
    await host.pass(1);

    expect(fired).toEqual([['due', 0]]);
  });

  it('goes on where it stood before a restart', () => {
    const stored = { mode: 'manual', rate: 1, reached: NOON + 86_400_000 } as const;

    const { clock } = openClock({ stored });

    expect(clock.now()).toBe(NOON + 86_400_000);
  });

  it('refuses to go back', async () => {
    const { clock } = openClock();

    const setting = clock.set({ mode: 'manual', now: NOON - 1 });

    await expect(setting).rejects.toThrow('never goes back');
  });

  it('fires any timers in order of instant and key', async () => {
    const Timers = fc.uniqueArray(
      fc.record({ key: fc.string({ minLength: 1 }), at: fc.integer({ min: 1, max: 50 }) }),
      { selector: ({ key }) => key },
    );
    await fc.assert(
      fc.asyncProperty(Timers, async (timers) => {
        const { clock, fired } = openClock();
        for (const { key, at } of timers) clock.schedule(key, NOON + at);

        await clock.advance(NOON + 50);

        const expected = timers
          .map(({ key, at }) => [key, at] as const)
          .sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
        expect(fired).toEqual(expected);
      }),
    );
  });
});

describe('a clock that runs', () => {
  it('runs as fast as it is told and fires on the way', async () => {
    const { clock, host, fired } = openClock({ mode: 'scaled', rate: 1440 });
    await clock.start();
    clock.schedule('hour', NOON + 3_600_000);

    await host.pass(60_000);

    expect(fired).toEqual([['hour', 3_600_000]]);
    expect(clock.now()).toBe(NOON + 86_400_000);
  });

  it('stands at a timer until all that it caused is done', async () => {
    const { clock, host } = openClock({
      mode: 'scaled',
      rate: 1000,
      settled: () => new Promise(() => {}),
    });
    await clock.start();
    clock.schedule('first', NOON + 1000);
    clock.schedule('second', NOON + 5000);

    await host.pass(1000);

    expect(clock.now()).toBe(NOON + 1000);
  });

  it('sees to what is due, however often timers are set meanwhile', async () => {
    const { clock, host, fired } = openClock({ mode: 'real' });
    await clock.start();
    clock.schedule('due', NOON + 1000);

    for (let passed = 0; passed < 20; passed += 1) {
      clock.schedule(`later ${passed}`, NOON + 60_000);
      await host.pass(100);
    }

    expect(fired).toEqual([['due', 1000]]);
    expect(clock.now()).toBe(NOON + 2000);
  });

  it('is never earlier after a restart than anybody was told', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 8 }),
        async (passes) => {
          const { clock, host, saved } = openClock({ mode: 'scaled', rate: 100 });
          await clock.start();
          let told = clock.now();
          for (const millis of passes) {
            await host.pass(millis);
            told = clock.now();
          }

          expect(saved.at(-1)?.reached).toBeGreaterThanOrEqual(told);
        },
      ),
    );
  });

  it('catches up with the machine when it becomes real', async () => {
    const { clock, host, fired } = openClock();
    clock.schedule('due', NOON + 1000);
    await host.pass(60_000);

    await clock.set({ mode: 'real' });
    await host.pass(1000);

    expect(fired).toEqual([['due', 1000]]);
    expect(clock.now()).toBe(NOON + 61_000);
  });
});
