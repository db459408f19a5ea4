// What people see of executions offline: lists by lead, and one with its definition and history.

import type { HistoryEvent } from '../asl/types.ts';
import { isoOf } from '../clock/iso-text.ts';
import type { ExecutionStore } from './execution-store.ts';
import type { ExecutionRecord } from './records.ts';

export class ExecutionViews {
  readonly #store: ExecutionStore;

  constructor(store: ExecutionStore) {
    this.#store = store;
  }

  /** Executions whose names begin with this, in the order in which they were started. */
  async list(prefix: string) {
    const found = await this.#named(prefix);
    return found
      .toSorted((one, other) => one.sequence - other.sequence)
      .map((record) => summaryOf(record));
  }

  /** The execution of that name with all its history; undefined when there is none. */
  async show(name: string) {
    const record = (await this.#named(name)).find(({ execution }) => execution.start.name === name);
    if (!record) return undefined;
    const { execution, sequence, revision, input } = record;
    const machine = this.#store.machineAt(execution.start.stateMachineName, revision);
    const { output, error, cause, transitions } = execution;
    return {
      ...summaryOf(record),
      input: JSON.parse(input),
      output,
      error,
      cause,
      transitions,
      definition: JSON.parse(machine?.definition ?? 'null'),
      history: (await this.history(sequence)).map((event) => ({
        ...event,
        timestamp: isoOf(event.timestamp),
      })),
    };
  }

  async history(sequence: number): Promise<readonly HistoryEvent[]> {
    const page = { limit: 25_000, reverse: false };
    return (await this.#store.history(sequence, page)).events;
  }

  async #named(prefix: string): Promise<readonly ExecutionRecord[]> {
    const machines = await this.#store.machines();
    const keys = await Promise.all(machines.map(({ name }) => this.#store.named(name, prefix)));
    return keys.flat().flatMap((key) => this.#store.execution(key) ?? []);
  }
}

function summaryOf({ execution }: ExecutionRecord) {
  const { start, status, currentStates, nextTimerAt, stoppedAt } = execution;
  return {
    name: start.name,
    machine: start.stateMachineName,
    executionArn: start.executionArn,
    status,
    currentStates,
    startedAt: isoOf(start.startedAt),
    stoppedAt: stoppedAt === undefined ? undefined : isoOf(stoppedAt),
    nextTimerAt: nextTimerAt === undefined ? undefined : isoOf(nextTimerAt),
  };
}
