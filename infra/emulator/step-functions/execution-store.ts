// Where executions live: all in the store, nothing in memory, so that ten thousand idle ones cost little.

import type { Execution, HistoryEvent, Step } from '../asl/types.ts';
import { type KeyValues, orderedKey, startingWith, type Write } from '../key-values.ts';
import { Chunk, eventsIn } from './packed-history.ts';
import {
  AREA,
  childKey,
  type Errand,
  type ExecutionRecord,
  type ExecutionSummary,
  executionKey,
  historyKey,
  listedKey,
  type MachineRecord,
  machineKey,
  type OpenExecution,
  type Watcher,
} from './records.ts';

/** So many chunks of history are kept as they are: packing them is much of a step's work, and they fill the memory. */
const MOST_UNPACKED = 100_000;

export interface Token {
  readonly key: string;
  readonly taskId: string;
}

interface HistoryPage {
  readonly events: readonly HistoryEvent[];
  /** The id to go on from. */
  readonly next?: number;
}

/** Values come back as they were written: this class is the only writer of its areas. */
export class ExecutionStore {
  readonly #values: KeyValues;
  readonly #transitions = new Map<string, number>();
  /** Chunks that a store in memory may hold as they are. */
  readonly #young: Chunk[] = [];
  #sequence = 0;
  #errands = 0;

  constructor(values: KeyValues) {
    this.#values = values;
  }

  async load(): Promise<void> {
    this.#sequence = (this.#values.get(AREA.counts, 'sequence') as number | undefined) ?? 0;
    const last = await this.#values.list(AREA.errands, { reverse: true, limit: 1 });
    this.#errands = Number(last[0]?.key ?? 0);
    for (const { key, value } of await this.#values.list(
      AREA.counts,
      startingWith('transitions/'),
    )) {
      this.#transitions.set(key.slice('transitions/'.length), value as number);
    }
  }

  /** Billed state transitions so far, by machine. */
  get transitions(): ReadonlyMap<string, number> {
    return this.#transitions;
  }

  nextSequence(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  machine(name: string): MachineRecord | undefined {
    const revision = this.#values.get(AREA.machines, name) as number | undefined;
    return revision === undefined ? undefined : this.machineAt(name, revision);
  }

  machineAt(name: string, revision: number): MachineRecord | undefined {
    const stored = this.#values.get(AREA.machines, machineKey(name, revision));
    return stored as MachineRecord | undefined;
  }

  async machines(): Promise<readonly MachineRecord[]> {
    const entries = await this.#values.list(AREA.machines);
    const names = entries.filter(({ value }) => typeof value === 'number').map(({ key }) => key);
    return names.flatMap((name) => this.machine(name) ?? []);
  }

  async saveMachine(machine: MachineRecord): Promise<void> {
    await this.#values.write([
      put(AREA.machines, machine.name, machine.revision),
      put(AREA.machines, machineKey(machine.name, machine.revision), machine),
    ]);
  }

  execution(key: string): ExecutionRecord | undefined {
    return this.#values.get(AREA.executions, key) as ExecutionRecord | undefined;
  }

  /** Executions that have not ended, in the order in which they were started. */
  async open(): Promise<readonly (OpenExecution & { readonly sequence: number })[]> {
    const entries = await this.#values.list(AREA.open);
    return entries.map(({ key, value }) => ({
      ...(value as OpenExecution),
      sequence: Number(key),
    }));
  }

  openOf(sequence: number): OpenExecution | undefined {
    return this.#values.get(AREA.open, orderedKey(sequence)) as OpenExecution | undefined;
  }

  token(token: string): Token | undefined {
    return this.#values.get(AREA.tokens, token) as Token | undefined;
  }

  childOf(parent: Omit<Watcher, 'pattern'>): string | undefined {
    return this.#values.get(AREA.children, childKey(parent)) as string | undefined;
  }

  /**
   * Stores a step whole: the execution, its new history, its tokens, its place in the lists, and the errands that
   * follow from it, which come back with their keys.
   */
  async saveStep(
    before: ExecutionRecord | undefined,
    record: ExecutionRecord,
    step: Step,
  ): Promise<readonly (readonly [string, Errand])[]> {
    const { execution } = record;
    const key = executionKey(execution.start.stateMachineName, execution.start.name);
    const errands = this.#errandsOf(key, record, step).map(
      (errand) => [this.#nextErrand(), errand] as const,
    );
    await this.#values.write([
      put(AREA.executions, key, record),
      ...this.#historyWrites(record.sequence, step.events),
      ...listWrites(key, before, record),
      ...step.effects.flatMap((effect) =>
        effect.kind === 'task' && effect.taskToken !== undefined
          ? [put(AREA.tokens, effect.taskToken, { key, taskId: effect.taskId })]
          : [],
      ),
      ...record.watchers
        .slice(before?.watchers.length ?? 0)
        .map((watcher) => put(AREA.children, childKey(watcher), key)),
      ...errands.map(([id, errand]) => put(AREA.errands, id, errand)),
      ...this.#countWrites(before?.execution, execution),
    ]);
    return errands;
  }

  /** Adds somebody who waits for an execution that is there already. */
  async watch(key: string, record: ExecutionRecord, watcher: Watcher): Promise<void> {
    await this.#values.write([
      put(AREA.executions, key, { ...record, watchers: [...record.watchers, watcher] }),
      put(AREA.children, childKey(watcher), key),
    ]);
  }

  async errands(): Promise<readonly (readonly [string, Errand])[]> {
    const entries = await this.#values.list(AREA.errands);
    return entries.map(({ key, value }) => [key, value as Errand] as const);
  }

  async errandDone(id: string, errand: Errand): Promise<void> {
    await this.#values.write([
      { area: AREA.errands, type: 'del', key: id },
      { area: AREA.children, type: 'del', key: childKey(errand.parent) },
    ]);
  }

  /** Newest first, from before that sequence on. */
  async listed(machine: string, before: number | undefined, limit: number) {
    const range = startingWith(`${machine}/`);
    const entries = await this.#values.list(AREA.listed, {
      ...range,
      ...(before === undefined ? {} : { lt: listedKey(machine, before) }),
      reverse: true,
      limit,
    });
    return entries.map(({ key, value }) => ({
      ...(value as ExecutionSummary),
      sequence: Number(key.slice(key.lastIndexOf('/') + 1)),
    }));
  }

  /** Keys of executions of a machine whose names begin so. */
  async named(machine: string, prefix: string): Promise<readonly string[]> {
    const entries = await this.#values.list(
      AREA.executions,
      startingWith(executionKey(machine, prefix)),
    );
    return entries.map(({ key }) => key);
  }

  /** Events from an id on, in that direction. */
  async history(
    sequence: number,
    page: { readonly from?: number; readonly limit: number; readonly reverse: boolean },
  ): Promise<HistoryPage> {
    const { gte, lt } = startingWith(`${orderedKey(sequence)}/`);
    const range = page.reverse
      ? { gte, lt: page.from === undefined ? lt : historyKey(sequence, page.from + 1) }
      : { gte: await this.#chunkWith(sequence, page.from ?? 1), lt };
    const entries = await this.#values.list(AREA.history, {
      ...definedOf(range),
      reverse: page.reverse,
      limit: page.limit + 1,
    });
    const chunks = entries.map(({ value }) => eventsIn(value));
    const ordered = page.reverse ? chunks.map((chunk) => chunk.toReversed()) : chunks;
    const events = ordered.flat().filter(({ id }) => isBeyond(id, page));
    const next = events[page.limit]?.id;
    return { events: events.slice(0, page.limit), ...(next === undefined ? {} : { next }) };
  }

  /** The key of the chunk that holds the event. */
  async #chunkWith(sequence: number, id: number): Promise<string> {
    const [chunk] = await this.#values.list(AREA.history, {
      gte: historyKey(sequence, 0),
      lt: historyKey(sequence, id + 1),
      reverse: true,
      limit: 1,
    });
    return chunk?.key ?? historyKey(sequence, 0);
  }

  #errandsOf(key: string, record: ExecutionRecord, step: Step): readonly Errand[] {
    const stops = step.effects.flatMap((effect): readonly Errand[] => {
      if (effect.kind !== 'cancel') return [];
      const parent = { key, taskId: effect.taskId };
      const child = this.childOf(parent);
      return child === undefined ? [] : [{ kind: 'stop', child, parent }];
    });
    if (record.execution.status === 'RUNNING') return stops;
    const tells = record.watchers.map((parent) => ({ kind: 'tell' as const, parent, child: key }));
    return [...stops, ...tells];
  }

  #historyWrites(sequence: number, events: readonly HistoryEvent[]): readonly Write[] {
    const [first] = events;
    if (!first) return [];
    const chunk = new Chunk(events);
    this.#young.push(chunk);
    if (this.#young.length > MOST_UNPACKED)
      for (const old of this.#young.splice(0, MOST_UNPACKED / 2)) old.pack();
    return [put(AREA.history, historyKey(sequence, first.id), chunk)];
  }

  #nextErrand(): string {
    this.#errands += 1;
    return orderedKey(this.#errands);
  }

  #countWrites(before: Execution | undefined, after: Execution): readonly Write[] {
    const machine = after.start.stateMachineName;
    const started = before === undefined ? [put(AREA.counts, 'sequence', this.#sequence)] : [];
    const billed = after.transitions - (before?.transitions ?? 0);
    if (billed === 0) return started;
    const total = (this.#transitions.get(machine) ?? 0) + billed;
    this.#transitions.set(machine, total);
    return [...started, put(AREA.counts, `transitions/${machine}`, total)];
  }
}

function put(area: string, key: string, value: unknown): Write {
  return { area, type: 'put', key, value };
}

function listWrites(
  key: string,
  before: ExecutionRecord | undefined,
  { sequence, execution }: ExecutionRecord,
): readonly Write[] {
  const { start, status, stoppedAt, nextTimerAt } = execution;
  const open = orderedKey(sequence);
  const summary: ExecutionSummary = {
    machine: start.stateMachineName,
    name: start.name,
    status,
    startedAt: start.startedAt,
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
  };
  const listed = put(AREA.listed, listedKey(summary.machine, sequence), summary);
  if (status !== 'RUNNING') return [listed, { area: AREA.open, type: 'del', key: open }];
  const timer = nextTimerAt === undefined ? {} : { nextTimerAt };
  if (!before) return [listed, put(AREA.open, open, { key, ...timer })];
  return before.execution.nextTimerAt === nextTimerAt
    ? []
    : [put(AREA.open, open, { key, ...timer })];
}

function definedOf(range: { readonly gte: string; readonly lt: string | undefined }) {
  return range.lt === undefined ? { gte: range.gte } : { gte: range.gte, lt: range.lt };
}

function isBeyond(id: number, page: { readonly from?: number; readonly reverse: boolean }) {
  if (page.from === undefined) return true;
  return page.reverse ? id <= page.from : id >= page.from;
}
