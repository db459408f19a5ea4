// What makes executions go: each signal is one step of the interpreter, stored whole before anything it asks for is done.

import { advance, begin, outstanding } from '../asl/interpreter.ts';
import type { Effect, Execution, Signal, Start, Step } from '../asl/types.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';
import type { Faults } from '../faults.ts';
import { orderedKey } from '../key-values.ts';
import { KeyLocks } from '../locks.ts';
import type { RunQueue } from '../loop.ts';
import { describeChild, type TaskOutcome } from './child-outcome.ts';
import { compiledOf } from './compiled-machines.ts';
import type { ExecutionStore } from './execution-store.ts';
import {
  type Errand,
  type ExecutionRecord,
  executionKey,
  type MachineRecord,
  type Watcher,
} from './records.ts';

export type TaskEffect = Extract<Effect, { kind: 'task' }>;

/** Makes the call of a task; `caller` says for which one. */
export type RunTask = (effect: TaskEffect, caller: Watcher) => Promise<TaskOutcome>;

interface DriverOptions {
  readonly store: ExecutionStore;
  readonly clock: VirtualClock;
  readonly queue: RunQueue;
  readonly faults: Faults;
  readonly runTask: RunTask;
}

const TIMER = 'execution/';

export class ExecutionDriver {
  readonly #options: DriverOptions;
  readonly #locks = new KeyLocks();
  readonly #held: (() => void)[] = [];

  constructor(options: DriverOptions) {
    this.#options = options;
  }

  /** True for timers that `wake` is to be called for. */
  static owns(timerKey: string): boolean {
    return timerKey.startsWith(TIMER);
  }

  /** After a restart: sets the timers and does again whatever was asked for and not answered, in order of start. */
  async resume(): Promise<void> {
    const { store } = this.#options;
    for (const [id, errand] of await store.errands()) this.#addErrand(id, errand);
    for (const open of await store.open()) {
      const record = store.execution(open.key);
      if (!record) continue;
      this.#setTimer(record);
      for (const effect of outstanding(record.execution)) this.#addEffect(open.key, effect);
    }
  }

  /** Goes on with what came due during an outage, in the order in which it did. */
  resumeHeld(): void {
    for (const again of this.#held.splice(0)) again();
  }

  /** Work on one execution, one after the other. */
  exclusively<T>(key: string, work: () => Promise<T>): Promise<T> {
    return this.#locks.run(key, work);
  }

  /** Starts an execution that is not there yet; call it `exclusively`. */
  async begin(
    machine: MachineRecord,
    start: Start,
    inputText: string,
    watcher?: Watcher,
  ): Promise<ExecutionRecord> {
    const sequence = this.#options.store.nextSequence();
    const step = await begin(compiledOf(machine.definition), start);
    const record = {
      sequence,
      revision: machine.revision,
      input: inputText,
      watchers: watcher ? [watcher] : [],
      execution: step.execution,
    };
    await this.#save(undefined, record, step);
    return record;
  }

  /** Gives an execution a signal. False when it changed nothing: ended, or no longer waiting for it. */
  signal(key: string, signal: Signal): Promise<boolean> {
    return this.exclusively(key, async () => {
      const present = this.#options.store.execution(key);
      // What is due comes first: an answer after the timeout is too late, even if the timer has not fired yet.
      const record = present && (await this.#fireDue(present));
      if (record?.execution.status !== 'RUNNING') return false;
      return (await this.#step(record, signal)) !== undefined;
    });
  }

  /** An execution's timer is due. */
  wake(timerKey: string): void {
    const { faults, queue } = this.#options;
    if (faults.stepFunctions === 'off') {
      this.#held.push(() => this.wake(timerKey));
      return;
    }
    const open = this.#options.store.openOf(Number(timerKey.slice(TIMER.length)));
    if (!open) return;
    for (let times = faults.duplicateWakes ? 2 : 1; times > 0; times -= 1) {
      queue.add(`timer of ${open.key}`, () =>
        this.exclusively(open.key, async () => {
          const record = this.#options.store.execution(open.key);
          if (record) await this.#fireDue(record);
        }),
      );
    }
  }

  /** The execution after all that is due now, except in an outage. */
  async #fireDue(present: ExecutionRecord): Promise<ExecutionRecord> {
    const { clock, faults } = this.#options;
    let record = present;
    while (faults.stepFunctions === 'on' && isDue(record.execution, clock.now())) {
      const next = await this.#step(record, { kind: 'clock' });
      if (!next) throw new Error(`${record.execution.start.name} is due and does not fire`);
      record = next;
    }
    return record;
  }

  async #step(record: ExecutionRecord, signal: Signal): Promise<ExecutionRecord | undefined> {
    const { store, clock } = this.#options;
    const { start } = record.execution;
    const machine = store.machineAt(start.stateMachineName, record.revision);
    if (!machine) throw new Error(`the definition of ${start.name} is gone from the store`);
    const step = await advance(
      compiledOf(machine.definition),
      record.execution,
      signal,
      clock.now(),
    );
    if (step.execution === record.execution) return undefined;
    const next = { ...record, execution: step.execution };
    await this.#save(record, next, step);
    return next;
  }

  async #save(before: ExecutionRecord | undefined, record: ExecutionRecord, step: Step) {
    const errands = await this.#options.store.saveStep(before, record, step);
    this.#setTimer(record);
    const { start } = record.execution;
    const key = executionKey(start.stateMachineName, start.name);
    for (const effect of step.effects) this.#addEffect(key, effect);
    for (const [id, errand] of errands) this.#addErrand(id, errand);
  }

  #setTimer({ sequence, execution }: ExecutionRecord): void {
    const key = TIMER + orderedKey(sequence);
    const at = execution.status === 'RUNNING' ? execution.nextTimerAt : undefined;
    if (at === undefined) this.#options.clock.cancel(key);
    else this.#options.clock.schedule(key, at);
  }

  #addEffect(key: string, effect: Effect): void {
    if (effect.kind !== 'task') return;
    this.#options.queue.add(`${key} ${effect.stateName}`, () => this.#perform(key, effect));
  }

  async #perform(key: string, effect: TaskEffect): Promise<void> {
    const { store, faults, runTask } = this.#options;
    if (faults.stepFunctions === 'off') {
      this.#held.push(() => this.#addEffect(key, effect));
      return;
    }
    const execution = store.execution(key)?.execution;
    if (!execution || !isAwaited(execution, effect)) return;
    const outcome = await runTask(effect, {
      key,
      taskId: effect.taskId,
      pattern: effect.pattern,
    });
    const { taskId } = effect;
    const refused = outcome.kind === 'failed' && effect.pattern !== 'requestResponse';
    await this.signal(
      key,
      refused ? { ...outcome, kind: 'submitFailed', taskId } : { ...outcome, taskId },
    );
  }

  #addErrand(id: string, errand: Errand): void {
    this.#options.queue.add(`${errand.kind} for ${errand.parent.key}`, async () => {
      const { store } = this.#options;
      if (errand.kind === 'stop') await this.signal(errand.child, { kind: 'stop' });
      else await this.#tell(errand.parent, store.execution(errand.child));
      await store.errandDone(id, errand);
    });
  }

  async #tell(parent: Watcher, child: ExecutionRecord | undefined): Promise<void> {
    const waiting = this.#options.store.execution(parent.key);
    if (!child || !waiting) return;
    const outcome = describeChild(child, parent.pattern);
    await this.signal(parent.key, { ...outcome, taskId: parent.taskId });
  }
}

function isDue(execution: Execution, now: number): boolean {
  const { status, nextTimerAt } = execution;
  return status === 'RUNNING' && nextTimerAt !== undefined && nextTimerAt <= now;
}

function isAwaited(execution: Execution, effect: TaskEffect): boolean {
  return (
    execution.status === 'RUNNING' &&
    outstanding(execution).some((one) => one.kind === 'task' && one.taskId === effect.taskId)
  );
}
