// In which order things happen offline: one queue, one job at a time, so that a replay is the same each time.

import { systemClock } from './clock/host-clock.ts';
import { Door } from './door.ts';
import { Livelock, MOST_AT_ONE_INSTANT } from './livelock.ts';

export interface FailedJob {
  readonly job: string;
  readonly error: unknown;
}

const KEPT_FAILURES = 100;
/** After so many jobs in a row everybody else gets a turn: requests, signals, timers of the machine. */
const JOBS_BETWEEN_BREATHS = 1000;

interface QueueOptions {
  /** Shows a failure to whoever is watching. */
  readonly failed: (failure: FailedJob) => void;
  /** Told of each job and each request before it runs. */
  readonly begins: (job: string) => void;
  /** How many jobs may run without anything new from outside; `settled` fails beyond it, and the queue goes on. */
  readonly mostJobs?: number;
  /** What will become jobs yet: changes that were not delivered. */
  readonly toCome?: () => number;
}

interface Job {
  readonly name: string;
  readonly work: () => Promise<void>;
}

/** Jobs run first in, first out. Requests run beside them, and count as in flight; those that come from outside wait at the door. */
export class RunQueue {
  readonly #jobs: Job[] = [];
  readonly #requests = new Set<Promise<unknown>>();
  readonly #waiting: PromiseWithResolvers<void>[] = [];
  readonly #failures: FailedJob[] = [];
  readonly #options: QueueOptions;
  readonly #door: Door;
  #ran = 0;
  #running = false;
  #stopped = false;

  constructor(options: QueueOptions) {
    this.#options = options;
    const toCome = () => options.toCome?.() ?? 0;
    const inside = () => this.#jobs.length + this.#requests.size + toCome();
    this.#door = new Door({ inside, host: systemClock });
  }

  /** What went wrong so far, oldest first; the last hundred. */
  get failures(): readonly FailedJob[] {
    return this.#failures;
  }

  add(name: string, work: () => Promise<void>): void {
    if (this.#stopped) return;
    this.#jobs.push({ name, work });
    if (!this.#running) {
      this.#running = true;
      void this.#run();
    }
  }

  /** Runs work beside the queue; `settled` waits for it. */
  async beside<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.#options.begins(name);
    const request = work();
    this.#requests.add(request);
    try {
      return await request;
    } finally {
      this.#requests.delete(request);
      this.#door.done();
    }
  }

  /** The same for what somebody outside asks for and may lead to jobs: it waits while there is no room. Throws Crowded. */
  fromOutside<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.#door.pass(() => {
      this.#ran = 0;
      return this.beside(name, work);
    });
  }

  /** Work that nobody from outside disturbs: they wait at the door, but for one now and then when an instant has ended. */
  undisturbed<T>(work: () => Promise<T>): Promise<T> {
    return this.#door.closedFor(work);
  }

  instantEnded(): void {
    this.#door.between();
  }

  /**
   * Resolves when the requests that are open now are answered and no job is left. Let it be awaited `undisturbed`, or more may
   * come in for ever. Throws Livelock when there is always another job.
   */
  async settled(): Promise<void> {
    if (this.#requests.size > 0) await Promise.allSettled(this.#requests);
    if (!this.#running) return;
    const waiting = Promise.withResolvers<void>();
    this.#waiting.push(waiting);
    await waiting.promise;
  }

  /** Keeps a failure where tests and people see it. */
  note(job: string, error: unknown): void {
    const failure = { job, error };
    this.#failures.push(failure);
    if (this.#failures.length > KEPT_FAILURES) this.#failures.shift();
    this.#options.failed(failure);
  }

  /** Drops what has not begun and waits for what has. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#jobs.length = 0;
    await this.settled();
  }

  async #run(): Promise<void> {
    // The job is begun in a later turn, so that whoever added it finishes its own step first.
    await Promise.resolve();
    this.#ran = 0;
    for (let job = this.#jobs.shift(); job; job = this.#jobs.shift()) {
      this.#ran += 1;
      if (this.#ran % JOBS_BETWEEN_BREATHS === 0) await breath();
      if (this.#ran % (this.#options.mostJobs ?? MOST_AT_ONE_INSTANT) === 0) this.#giveUp(job.name);
      try {
        this.#options.begins(job.name);
        await job.work();
      } catch (error) {
        this.note(job.name, error);
      }
      this.#door.done();
    }
    this.#running = false;
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  #giveUp(last: string): void {
    const error = new Livelock('jobs', this.#ran, last);
    this.note(last, error);
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

async function breath(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
