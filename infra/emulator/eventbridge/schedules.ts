// When a schedule's function runs offline. A year has 525,600 minutes, and nearly all of them change nothing: a tick comes at
// the first boundary after something happened, at the one after the instant that the function itself asked for, and at the
// last boundary of an advance. See CONFORMANCE.md.

import * as z from 'zod';
import { ACCOUNT, REGION } from '../arns.ts';
import type { Json } from '../asl/types.ts';
import { uuidOf } from '../aws-error.ts';
import { isoOf, isoSecondsOf } from '../clock/iso-text.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';
import type { LambdaFunctions } from '../lambda/lambda-functions.ts';
import type { RunQueue } from '../loop.ts';

export interface Schedule {
  readonly name: string;
  /** Milliseconds between ticks, counted from the epoch. */
  readonly every: number;
  /** Name of the function that gets the `Scheduled Event`. It may answer `{idleUntil: ISO-8601 instant | null}`. */
  readonly function: string;
}

interface SchedulesOptions {
  readonly schedules: readonly Schedule[];
  readonly clock: VirtualClock;
  readonly queue: RunQueue;
  readonly functions: LambdaFunctions;
  /** No two ticks of a schedule nearer than so many milliseconds, however often it is due. For long replays. */
  readonly tickEvery?: number;
}

const TIMER = 'schedule/';
const Instant = z.iso.datetime({ offset: true });

export class Schedules {
  readonly #options: SchedulesOptions;
  readonly #horizons = new Map<string, number>();

  constructor(options: SchedulesOptions) {
    this.#options = options;
  }

  static owns(timerKey: string): boolean {
    return timerKey.startsWith(TIMER);
  }

  /** Begins at the next boundary: what came due while the process was down is seen to then. */
  start(): void {
    this.happened();
  }

  /** Something other than a tick happens now, and a tick might have to see it. */
  happened(): void {
    for (const schedule of this.#options.schedules) {
      this.#arm(schedule, this.#boundaryAfter(schedule, this.#options.clock.now()));
    }
  }

  /** The clock is about to be moved to that instant: each schedule ticks at its last boundary before it. */
  advancing(to: number): void {
    for (const schedule of this.#options.schedules) {
      const last = Math.floor(to / this.#period(schedule)) * this.#period(schedule);
      if (last <= this.#options.clock.now()) continue;
      this.#horizons.set(schedule.name, last);
      this.#arm(schedule, last);
    }
  }

  /** A schedule's timer is due. */
  tick(timerKey: string): void {
    const schedule = this.#options.schedules.find(({ name }) => TIMER + name === timerKey);
    if (!schedule) return;
    const { queue, functions, clock } = this.#options;
    queue.add(timerKey, async () => {
      const at = clock.now();
      const event = scheduledEvent(schedule, at);
      const result = await functions.invoke(schedule.function, event, `${timerKey} ${at}`);
      if (!result.ok) queue.note(timerKey, result.error);
      // A tick that failed says nothing of what is left to do: the next one looks.
      this.#armNext(schedule, at, result.ok ? result.payload : { idleUntil: isoOf(at) });
    });
  }

  #armNext(schedule: Schedule, at: number, answer: Json): void {
    const horizon = this.#horizons.get(schedule.name);
    if (horizon !== undefined && horizon > at) this.#arm(schedule, horizon);
    const idleUntil = idleUntilOf(answer);
    if (idleUntil === undefined && this.#options.clock.rate > 0) {
      this.#arm(schedule, this.#boundaryAfter(schedule, at));
    } else if (typeof idleUntil === 'number') {
      // A boundary at the very instant is late enough: what is due then is due.
      this.#arm(schedule, this.#boundaryAfter(schedule, Math.max(idleUntil - 1, at)));
    }
  }

  #arm({ name }: Schedule, at: number): void {
    const { clock } = this.#options;
    const present = clock.timerOf(TIMER + name);
    if (present === undefined || at < present) clock.schedule(TIMER + name, at);
  }

  #boundaryAfter(schedule: Schedule, at: number): number {
    const period = this.#period(schedule);
    return (Math.floor(at / period) + 1) * period;
  }

  /** A fast clock makes a minute too short to tick in: at most one tick a second of the machine. */
  #period(schedule: Schedule): number {
    const { clock, tickEvery = 0 } = this.#options;
    const least = Math.max(schedule.every, clock.rate * 1000, tickEvery);
    return Math.ceil(least / schedule.every) * schedule.every;
  }
}

function idleUntilOf(answer: Json): number | null | undefined {
  if (answer === null || typeof answer !== 'object' || Array.isArray(answer)) return undefined;
  if (answer.idleUntil === null) return null;
  const parsed = Instant.safeParse(answer.idleUntil);
  return parsed.success ? Date.parse(parsed.data) : undefined;
}

function scheduledEvent(schedule: Schedule, at: number): Json {
  return {
    version: '0',
    id: uuidOf('schedule', schedule.name, String(at)),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: ACCOUNT,
    time: isoSecondsOf(at),
    region: REGION,
    resources: [`arn:aws:events:${REGION}:${ACCOUNT}:rule/${schedule.name}`],
    detail: {},
  };
}
