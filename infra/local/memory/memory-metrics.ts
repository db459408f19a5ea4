// MetricTable in the memory of the process: the same conditions as in DynamoDB.

import { LostRace } from '../../../functions/leads/errors.ts';
import { present } from '../../../functions/leads/present.ts';
import type {
  CellsRow,
  Difference,
  FoldedRow,
  MetricHead,
  MetricStep,
  MetricStore,
  Page,
  Paging,
} from '../../../functions/ports.ts';
import { before } from '../../emulator/memory/sorted.ts';

/** Scope → the month in which it had moved before. */
type Movers = Map<string, string | undefined>;

export class MemoryMetrics implements MetricStore {
  #head: MetricHead | undefined;
  #facts = new Map<string, FoldedRow>();
  #differences: Difference[] = [];
  /** Name → period → row. */
  #cells = new Map<string, Map<string, CellsRow>>();
  #movers = new Map<string, Movers>();

  copy(): MemoryMetrics {
    const copy = new MemoryMetrics();
    copy.#head = this.#head;
    copy.#facts = new Map(this.#facts);
    copy.#differences = [...this.#differences];
    copy.#cells = copied(this.#cells);
    copy.#movers = copied(this.#movers);
    return copy;
  }

  async head(): Promise<MetricHead | undefined> {
    return this.#head;
  }

  async facts(scopes: readonly string[]): Promise<ReadonlyMap<string, FoldedRow>> {
    return new Map(
      scopes.flatMap((scope) => {
        const row = this.#facts.get(scope);
        return row === undefined ? [] : [[scope, row] as const];
      }),
    );
  }

  async move({ head, facts, moved }: MetricStep): Promise<void> {
    for (const { scope, before } of facts) {
      const { at, index } = this.#facts.get(scope) ?? {};
      if (at !== before?.at || index !== before?.index) throw lost();
    }
    const isMoved = Object.keys(moved).length > 0;
    if (isMoved) {
      this.#expectHead(head);
      const seq = head.seq + 1;
      this.#head = { ...head, seq };
      this.#differences.push({ seq, moved });
    }
    for (const { scope, after, months } of facts) {
      this.#facts.set(scope, after);
      for (const { month, before } of months) {
        const movers: Movers = this.#movers.get(month) ?? new Map();
        this.#movers.set(month, movers.set(scope, before));
      }
    }
  }

  async differences(seq: number, limit: number): Promise<readonly Difference[]> {
    const from = before(this.#differences, (one) => one.seq <= seq);
    return this.#differences.slice(from, from + limit);
  }

  async cells(name: string, from: string, to: string): Promise<readonly CellsRow[]> {
    const rows = [...(this.#cells.get(name)?.values() ?? [])];
    return rows
      .filter(({ period }) => period >= from && period <= to)
      .toSorted((one, other) => (one.period < other.period ? -1 : 1));
  }

  async putCells(name: string, row: CellsRow): Promise<void> {
    const rows = this.#cells.get(name) ?? new Map<string, CellsRow>();
    if ((rows.get(row.period)?.through ?? -1) >= row.through) throw lost();
    this.#cells.set(name, rows.set(row.period, row));
  }

  async advance(head: MetricHead, next: Pick<MetricHead, 'compacted' | 'closed'>): Promise<void> {
    const now = this.#head;
    if (now?.compacted !== head.compacted || now.closed !== head.closed) throw lost();
    this.#head = { ...now, ...next };
  }

  async forget(differences: readonly Difference[]): Promise<void> {
    const gone = new Set(differences.map(({ seq }) => seq));
    this.#differences = this.#differences.filter(({ seq }) => !gone.has(seq));
  }

  async movedIn(
    month: string,
    { limit, cursor = '' }: Paging,
  ): Promise<Page<{ readonly scope: string; readonly before?: string | undefined }>> {
    const all = [...(this.#movers.get(month) ?? [])].toSorted(([one], [other]) =>
      one < other ? -1 : 1,
    );
    const after = all.filter(([scope]) => scope > cursor);
    const items = after.slice(0, limit).map(([scope, before]) => present({ scope, before }));
    return present({ items, cursor: after.length > limit ? items.at(-1)?.scope : undefined });
  }

  #expectHead({ seq, compacted, closed }: MetricHead): void {
    const now = this.#head ?? { seq: 0, compacted: 0, closed: '' };
    if (now.seq !== seq || now.compacted !== compacted || now.closed !== closed) throw lost();
  }
}

/** What is in it may be added to on either side. */
function copied<Value>(maps: ReadonlyMap<string, ReadonlyMap<string, Value>>) {
  return new Map([...maps].map(([name, map]) => [name, new Map(map)]));
}

function lost(): LostRace {
  return new LostRace('a row changed meanwhile', {});
}
