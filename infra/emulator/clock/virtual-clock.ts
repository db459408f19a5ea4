// What time it is offline: one clock that can stand still, run fast or be moved, and that fires every timer at its own instant.

import { Livelock, MOST_AT_ONE_INSTANT } from '../livelock.ts';
import { type HostClock, systemClock } from './host-clock.ts';
import { isoOf } from './iso-text.ts';
import { type Timer, TimerHeap } from './timer-heap.ts';

export type ClockMode = 'real' | 'scaled' | 'manual';

/** What survives a restart. `reached` is never less than any instant that was told to anybody. */
export interface ClockRecord {
  readonly mode: ClockMode;
  readonly rate: number;
  readonly reached: number;
}

export interface ClockOptions {
  readonly mode: ClockMode;
  /** Virtual seconds a second in `scaled` mode; 1440 is one day a minute. */
  readonly rate?: number;
  /** Epoch milliseconds to begin at when nothing was stored; the machine's time by default. */
  readonly start?: number;
  readonly stored?: ClockRecord;
  readonly host?: HostClock;
  /** Stores the record; awaited before anything fires at a new instant. */
  readonly save: (record: ClockRecord) => Promise<void>;
  /** Does what is due under the key; what it leaves running is awaited through `settled`. */
  readonly fire: (timer: Timer) => void;
  /** Resolves when nothing is in flight at the present instant; throws Livelock when that never comes. */
  readonly settled: () => Promise<void>;
  /** Runs a turn of the clock so that nothing new from outside holds it up. */
  readonly undisturbed?: <T>(turn: () => Promise<T>) => Promise<T>;
  /** Hears why a running clock could not go on at a beat; it comes back to it at the next. */
  readonly failed?: (error: unknown) => void;
  /** How many timers may fire at one instant; `advance` throws Livelock beyond it. */
  readonly mostAtOneInstant?: number;
}

/** How much host time a running clock may promise before it has stored that it got there. */
const RESERVED = 2000;
const BEAT = 500;

/**
 * `now()` never goes back, across restarts too, and never passes an instant at which a timer is due and has not fired:
 * it stands at each timer's instant until all is done that the timer caused, and a running clock catches up afterwards.
 */
export class VirtualClock {
  readonly #options: ClockOptions;
  readonly #host: HostClock;
  readonly #timers = new TimerHeap();
  #mode: ClockMode;
  #rate: number;
  #reached: number;
  #reserved: number;
  #anchor: { readonly host: number; readonly virtual: number };
  #standing = false;
  #turn: Promise<unknown> = Promise.resolve();
  #nextBeat: { readonly at: number; readonly cancel: () => void } | undefined;
  #driving = false;
  #stopped = false;

  constructor(options: ClockOptions) {
    this.#options = options;
    this.#host = options.host ?? systemClock;
    this.#mode = options.mode;
    this.#rate = options.mode === 'scaled' ? (options.rate ?? 1440) : 1;
    this.#reached = options.stored?.reached ?? options.start ?? this.#host.now();
    this.#reserved = this.#reached;
    this.#anchor = this.#anchorNow();
  }

  get mode(): ClockMode {
    return this.#mode;
  }

  /** Virtual seconds a second of the machine; 0 when the clock only moves by `advance`. */
  get rate(): number {
    return this.#mode === 'manual' ? 0 : this.#rate;
  }

  /** Stores where the clock stands and, unless it is moved by hand, sets it going. Call once, when timers are loaded. */
  async start(): Promise<void> {
    await this.#save(this.#reached);
    this.#beatAgain();
  }

  stop(): void {
    this.#stopped = true;
    this.#nextBeat?.cancel();
  }

  /** Epoch milliseconds. */
  now(): number {
    if (this.#mode === 'manual' || this.#standing) return this.#reached;
    const due = this.#timers.first()?.at ?? Number.POSITIVE_INFINITY;
    this.#reached = Math.max(this.#reached, Math.min(this.#flow(), due, this.#reserved));
    return this.#reached;
  }

  nextTimerAt(isWanted?: (key: string) => boolean): number | undefined {
    return isWanted ? this.#timers.earliest(isWanted) : this.#timers.first()?.at;
  }

  /** Sets the one timer of this key. One that is due already fires at once, in every mode. */
  schedule(key: string, at: number): void {
    this.#timers.set(key, at);
    const wait = this.#mode === 'manual' ? at - this.#reached : this.#hostWait(at);
    if (wait <= 0 || this.#mode !== 'manual') this.#beat(Math.min(Math.max(wait, 0), BEAT));
  }

  cancel(key: string): void {
    this.#timers.cancel(key);
  }

  timerOf(key: string): number | undefined {
    return this.#timers.at(key);
  }

  /** Resolves once nothing is in flight and nothing is due at the present instant. */
  settle(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#options.settled();
      await this.#fireUpTo(this.now());
    });
  }

  /** Fires what is due up to the instant, each timer at its own and after all that the one before caused; then stands at it. */
  advance(to: number): Promise<{ readonly now: number; readonly fired: number }> {
    return this.#inTurn(async () => {
      this.now();
      this.#standing = true;
      try {
        await this.#options.settled();
        const fired = await this.#fireUpTo(Math.max(to, this.#reached));
        if (to > this.#reached) await this.#standAt(to);
        return { now: this.#reached, fired };
      } finally {
        this.#resume();
      }
    });
  }

  /** Changes how the clock moves; going back is refused. A real clock catches up with the machine, or runs on from where it is ahead. */
  async set(change: {
    readonly mode: ClockMode;
    readonly rate?: number;
    readonly now?: number;
  }): Promise<void> {
    const present = this.now();
    if (change.now !== undefined && change.now < present) {
      throw new RangeError(
        `the clock never goes back: it stands at ${isoOf(present)}; start with an empty data folder instead`,
      );
    }
    if (change.now !== undefined) await this.advance(change.now);
    await this.#inTurn(async () => {
      this.#reached = this.now();
      this.#mode = change.mode;
      this.#rate = change.mode === 'scaled' ? (change.rate ?? 1440) : 1;
      await this.#save(this.#reached);
      this.#resume();
    });
  }

  async #fireUpTo(to: number): Promise<number> {
    const most = this.#options.mostAtOneInstant ?? MOST_AT_ONE_INSTANT;
    let fired = 0;
    let firedBefore = 0;
    for (let next = this.#timers.first(); next && next.at <= to; next = this.#timers.first()) {
      if (this.#stopped) break;
      if (next.at > this.#reached) {
        await this.#standAt(next.at);
        firedBefore = fired;
      }
      if (fired - firedBefore >= most) throw new Livelock('timers', most, next.key);
      const timer = this.#timers.take();
      if (!timer) break;
      await this.#fire(timer);
      fired += 1;
    }
    return fired;
  }

  async #fire(timer: Timer): Promise<void> {
    const stoodBefore = this.#standing;
    this.#standing = true;
    try {
      this.#options.fire(timer);
      await this.#options.settled();
    } finally {
      this.#standing = stoodBefore;
    }
  }

  async #standAt(at: number): Promise<void> {
    await this.#save(at);
    this.#reached = at;
  }

  async #save(at: number): Promise<void> {
    const ahead = this.#mode === 'manual' ? 0 : RESERVED * this.#rate;
    const reached = Math.max(at + ahead, this.#mode === 'manual' ? 0 : this.#reserved);
    await this.#options.save({ mode: this.#mode, rate: this.#rate, reached });
    this.#reserved = reached;
  }

  #anchorNow(): { readonly host: number; readonly virtual: number } {
    const host = this.#host.now();
    const virtual = this.#mode === 'real' ? Math.max(host, this.#reached) : this.#reached;
    return { host, virtual };
  }

  #flow(): number {
    return this.#anchor.virtual + Math.floor((this.#host.now() - this.#anchor.host) * this.#rate);
  }

  #hostWait(at: number): number {
    return Math.ceil((at - this.#flow()) / this.#rate);
  }

  #resume(): void {
    this.#standing = false;
    this.#anchor = this.#anchorNow();
    this.#beatAgain();
  }

  /** Sees to what is due after so much host time; only a sooner call replaces one, or timers that come often would put it off for ever. */
  #beat(wait: number): void {
    if (this.#stopped || this.#driving) return;
    const at = this.#host.now() + wait;
    if (this.#nextBeat && this.#nextBeat.at <= at) return;
    this.#nextBeat?.cancel();
    const cancel = this.#host.after(wait, () => {
      this.#nextBeat = undefined;
      this.#driving = true;
      void this.#inTurn(() => this.#drive())
        .catch((error: unknown) => {
          // An endless instant is told by whoever sees to its jobs.
          if (!(error instanceof Livelock)) this.#options.failed?.(error);
        })
        .finally(() => {
          this.#driving = false;
          this.#beatAgain();
        });
    });
    this.#nextBeat = { at, cancel };
  }

  #beatAgain(): void {
    const next = this.#timers.first();
    if (this.#mode === 'manual') {
      if (next && next.at <= this.#reached) this.#beat(0);
      return;
    }
    const wait = next ? this.#hostWait(next.at) : BEAT;
    this.#beat(Math.min(Math.max(wait, 1), BEAT));
  }

  async #drive(): Promise<void> {
    if (this.#mode === 'manual') {
      // As everywhere: after a restart too, what is in flight ends before the next timer begins.
      await this.#options.settled();
      await this.#fireUpTo(this.#reached);
      return;
    }
    await this.#saveReachable();
    await this.#fireUpTo(this.#flow());
    await this.#saveReachable();
  }

  #saveReachable(): Promise<void> {
    const due = this.#timers.first()?.at ?? Number.POSITIVE_INFINITY;
    return this.#save(Math.max(this.#reached, Math.min(this.#flow(), due)));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const { undisturbed } = this.#options;
    const done = this.#turn.then(() => (undisturbed ? undisturbed(work) : work()));
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
