// An import under way: how far it is, what became of its rows, and what was wrong with the others.

import { createHash, createHmac } from 'node:crypto';
import * as z from 'zod';
import { Instant, plus } from '../instant.ts';
import type { BadCell, Card, ImportBody } from './card-file.ts';

/** So many bad cells, and as many unread ones, are kept and shown; all are counted. */
export const MOST_SHOWN = 1000;

/** Rows that go in between two looks at the stream: what else happens waits no longer than these. */
const CHUNK = 20;
const CHUNK_KEPT = 'P30D';

const Cell = z.object({ line: z.int(), column: z.string(), reason: z.string() });

export const Import = z.object({
  importId: z.string(),
  version: z.int(),
  name: z.string(),
  form: z.string(),
  by: z.string(),
  state: z.enum(['running', 'finished']),
  receivedAt: Instant,
  finishedAt: Instant.optional(),
  /** Rows of the file, those that can go in, and those that have gone in. */
  rows: z.int(),
  good: z.int(),
  done: z.int(),
  /** The chunk that goes in next. */
  next: z.int(),
  chunks: z.int(),
  /** What became of the rows that went in; `repeated`: an earlier file had the same row. */
  results: z.object({
    accepted: z.int(),
    duplicate: z.int(),
    quarantined: z.int(),
    repeated: z.int(),
    refused: z.int(),
  }),
  badRows: z.int(),
  bad: z.array(Cell),
  /** Rows that went in and have cells that could not be read, and those cells; what stood there is with the person. */
  unreadRows: z.int().default(0),
  unread: z.array(Cell).default([]),
});
export type Import = z.infer<typeof Import>;

/** Rows that wait for their turn; deleted when they have gone in. */
export interface ImportChunk {
  readonly id: string;
  readonly version: number;
  readonly cards: readonly Card[];
  /** The table's TTL, for chunks that nobody came back for. */
  readonly forgetAt: Instant;
}

/** The same file, mapping and consent are the same import, whoever sends them and whenever. */
export function importIdOf({ dryRun: _, ...sent }: ImportBody): string {
  const digest = createHash('sha256').update(JSON.stringify(sent)).digest('hex');
  return `imp_${digest.slice(0, 32)}`;
}

/** The row's own mark: a corrected file under the same name sends its good rows again, and they change nothing. */
export function rowMark(name: string, card: Card, pepper: string): string {
  const { submission, attended } = card;
  const text = JSON.stringify([name, submission, attended ?? null]);
  // Keyed, or who has the table could try addresses.
  return `import|${createHmac('sha256', pepper).update(text).digest('hex')}`;
}

export function chunksOf(
  importId: string,
  cards: readonly Card[],
  at: Instant,
): readonly ImportChunk[] {
  const count = Math.ceil(cards.length / CHUNK);
  return Array.from({ length: count }, (_, index) => ({
    id: chunkId(importId, index),
    version: 0,
    cards: cards.slice(index * CHUNK, (index + 1) * CHUNK),
    forgetAt: plus(at, CHUNK_KEPT),
  }));
}

export function chunkId(importId: string, index: number): string {
  return `${importId}|${index}`;
}

/** How many rows the bad cells are in. */
export function badRows(bad: readonly BadCell[]): number {
  return new Set(bad.map(({ line }) => line)).size;
}
