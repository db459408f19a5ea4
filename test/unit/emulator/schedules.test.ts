import { describe, expect, it } from 'vitest';
import { instantOf } from '../../../functions/leads/instant.ts';
import { VirtualClock } from '../../../infra/emulator/clock/virtual-clock.ts';
import { Schedules } from '../../../infra/emulator/eventbridge/schedules.ts';
import { LambdaFunctions } from '../../../infra/emulator/lambda/lambda-functions.ts';
import { RunQueue } from '../../../infra/emulator/loop.ts';

const NOON = Date.UTC(2026, 8, 14, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A clock with a sweep each minute that answers what it is told to. */
function open(answer: (at: number) => unknown = () => ({}), tickEvery = 0) {
  const ticks: number[] = [];
  const queue: RunQueue = new RunQueue({
    failed: () => {},
    begins: (job) => {
      if (!Schedules.owns(job)) schedules.happened();
    },
  });
  const clock: VirtualClock = new VirtualClock({
    mode: 'manual',
    start: NOON,
    save: async () => {},
    fire: ({ key }) => {
      if (Schedules.owns(key)) schedules.tick(key);
      else queue.add(key, async () => {});
    },
    settled: () => queue.settled(),
  });
  const functions = new LambdaFunctions(['Sweep'], async () => async () => {
    ticks.push((clock.now() - NOON) / MINUTE);
    return answer(clock.now());
  });
  const schedules = new Schedules({
    schedules: [{ name: 'sweep', every: MINUTE, function: 'Sweep' }],
    clock,
    queue,
    functions,
    tickEvery,
  });
  const advance = async (to: number) => {
    schedules.advancing(NOON + to);
    await clock.advance(NOON + to);
  };
  return { clock, ticks, advance };
}

describe('a schedule each minute', () => {
  it('ticks after each thing that happens, and once at the end', async () => {
    const { clock, ticks, advance } = open();
    clock.schedule('timer', NOON + 2.5 * HOUR + 1);

    await advance(24 * HOUR);

    expect(ticks).toEqual([151, 1440]);
  });

  it('costs next to nothing in a year in which nothing happens', async () => {
    const { ticks, advance } = open();

    await advance(365 * 24 * HOUR);

    expect(ticks).toEqual([525_600]);
  });

  it('ticks at the boundary after the instant that its function asked for', async () => {
    const due = instantOf(NOON + 48 * HOUR + 1);
    const { clock, ticks, advance } = open((at) => ({
      idleUntil: at < NOON + 48 * HOUR ? due : null,
    }));
    clock.schedule('timer', NOON + 1);

    await advance(72 * HOUR);

    expect(ticks).toEqual([1, 48 * 60 + 1, 72 * 60]);
  });

  it('ticks on the boundary itself when that is the instant asked for', async () => {
    const due = instantOf(NOON + HOUR);
    const { clock, ticks, advance } = open((at) => ({ idleUntil: at < NOON + HOUR ? due : null }));
    clock.schedule('timer', NOON + 1);

    await advance(2 * HOUR);

    expect(ticks).toEqual([1, 60, 120]);
  });

  it('ticks no more often than a long replay wants', async () => {
    const { clock, ticks, advance } = open(undefined, HOUR);
    for (let at = 1; at < 120; at += 1) clock.schedule(`timer ${at}`, NOON + at * MINUTE);

    await advance(3 * HOUR);

    expect(ticks).toEqual([60, 120, 180]);
  });
});
