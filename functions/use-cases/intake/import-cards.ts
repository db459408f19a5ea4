// Ops bring a file of cards: it is checked as a whole, and its good rows go in one by one, by the way every form takes (4.5).

import type { Message } from '../../leads/decision.ts';
import { LeadError, NotFound } from '../../leads/errors.ts';
import { minus, plus } from '../../leads/instant.ts';
import {
  type Card,
  type CardFile,
  type ImportBody,
  readCards,
} from '../../leads/intake/card-file.ts';
import {
  badRows,
  chunkId,
  chunksOf,
  type Import,
  type ImportChunk,
  importIdOf,
  MOST_SHOWN,
  rowMark,
} from '../../leads/intake/import.ts';
import { present } from '../../leads/present.ts';
import { type Command, type Deps, type Receipt, system } from '../../ports.ts';
import type { ImportView } from '../answers/desk-answers.ts';
import { put, remove, replace } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { toldEvents } from '../commit/told-events.ts';
import { receiveSubmission } from './receive-submission.ts';

/** A row that went in is known for a year: the same card in a corrected file is not a second touch. */
const ROW_KNOWN = 'P366D';
const CHUNKS_A_WRITE = 20;

/**
 * 1. Read the file; refuse it as a whole when it cannot be read or a column is wrong. A dry run ends here and writes nothing.
 * 2. The same file as before: its report, and nothing changes.
 * 3. Store the rows in chunks, then the import with its first event; the relay takes it from there.
 */
export async function importCards(
  deps: Deps,
  command: Command,
  sent: ImportBody,
): Promise<{ readonly isNew: boolean; readonly report: ImportView }> {
  const { policy } = await rulesNow(deps);
  const { intake, currencyNames } = policy;
  const file = readCards(sent, { defaultCountry: intake.defaultCountry, currencyNames });
  const importId = importIdOf(sent);
  const fresh = openImport(importId, sent, file, command);
  if (sent.dryRun) return { isNew: false, report: { ...importView(fresh), dryRun: true } };
  const known = await deps.store.import(importId);
  if (known) return { isNew: false, report: importView(known) };
  await retryLostRace(() => storeChunks(deps, chunksOf(importId, file.cards, command.at)));
  const report = importView(fresh);
  return retryLostRace(async () => {
    const meanwhile = await deps.store.import(importId);
    if (meanwhile) return { isNew: false, report: importView(meanwhile) };
    const { rows, good } = fresh;
    await deps.store.commit({
      scope: importId,
      changes: [put('import', fresh)],
      events: toldEvents(
        [
          {
            type: 'ImportStarted',
            data: { importId, next: 0, rows, good, badRows: fresh.badRows },
          },
        ],
        command,
      ),
      receipt: command.receipt?.(report),
    });
    return { isNew: true, report };
  });
}

/** How far an import is, and its report. */
export async function readImport({ store }: Deps, importId: string): Promise<ImportView> {
  const found = await store.import(importId);
  if (!found) throw new NotFound('import', importId);
  return importView(found);
}

/**
 * The next chunk goes in. Every row carries its mark in the transaction that stores it, so that a crash in the middle repeats
 * nothing; a chunk that is not the next one has been done before.
 */
export async function advanceImport(
  deps: Deps,
  command: Command,
  { importId, next }: { readonly importId: string; readonly next: number },
): Promise<void> {
  const before = await deps.store.import(importId);
  if (before?.state !== 'running' || before.next !== next) return;
  const chunk = await deps.store.importChunk(chunkId(importId, next));
  const results = { ...before.results };
  const bad = [...before.bad];
  const messages: Message[] = [];
  for (const card of chunk?.cards ?? []) {
    const outcome = await bringIn(deps, command, before, card);
    results[outcome.verdict] += 1;
    if (outcome.reason !== undefined && bad.length < MOST_SHOWN)
      bad.push({ line: card.line, column: '', reason: outcome.reason });
    if (outcome.task) messages.push(outcome.task);
  }
  const finished = next + 1 >= before.chunks;
  const after: Import = {
    ...before,
    results,
    bad,
    badRows: before.badRows + results.refused - before.results.refused,
    next: next + 1,
    done: before.done + (chunk?.cards.length ?? 0),
    ...present({
      state: finished ? ('finished' as const) : undefined,
      finishedAt: finished ? command.at : undefined,
    }),
  };
  await deps.store.commit({
    scope: importId,
    changes: [replace('import', before, after), ...(chunk ? [remove('importChunk', chunk)] : [])],
    events: toldEvents(
      [
        {
          type: finished ? 'ImportFinished' : 'ImportAdvanced',
          data: { importId, next: next + 1, done: after.done, good: after.good },
        },
      ],
      command,
      { messages },
    ),
  });
}

interface Outcome {
  readonly verdict: keyof Import['results'];
  readonly reason?: string;
  readonly task?: Message;
}

async function bringIn(
  deps: Deps,
  command: Command,
  { importId, name, by }: Import,
  card: Card,
): Promise<Outcome> {
  const mark = rowMark(name, card, deps.pepper);
  const marked = await deps.store.receipt(mark);
  // Ours, from before a crash: its task for the SDR is not lost with it.
  const mine = marked?.bodyHash === importId;
  if (marked && !mine) return { verdict: 'repeated' };
  const receipt = (body: unknown): Receipt => ({
    id: mark,
    bodyHash: importId,
    storedAt: command.at,
    replaces: minus(command.at, ROW_KNOWN),
    keptUntil: plus(command.at, ROW_KNOWN),
    body,
  });
  try {
    const { submissionId } = marked
      ? (marked.body as { submissionId: string })
      : await receiveSubmission(
          deps,
          { ...system(command.at, mark), by: { kind: 'ops', sub: by }, receipt },
          card.submission,
          {
            ...present({
              kinds: card.attended ? (['event'] as const) : undefined,
              unread: card.unread,
            }),
          },
        );
    const stored = await deps.store.submission(submissionId);
    const task = taskOf(card, { submissionId, leadId: stored?.leadId });
    const verdict = stored && stored.verdict !== 'test' ? stored.verdict : 'accepted';
    return present({ verdict, task });
  } catch (error) {
    // What is wrong with this row must not hold up the others; an outage is thrown and tried again.
    if (!(error instanceof LeadError)) throw error;
    return { verdict: 'refused', reason: error.message };
  }
}

/** After an event attendees are called back at once, and who did not come is told what he missed (A2-8). */
function taskOf(
  { attended, submission }: Card,
  { submissionId, leadId }: { readonly submissionId: string; readonly leadId: string | undefined },
): Message | undefined {
  if (attended === undefined || leadId === undefined) return undefined;
  return {
    id: `${submissionId}-after-the-event`,
    to: 'group:sdr',
    says: {
      name: attended ? 'cameToEvent' : 'missedEvent',
      sender: submissionId,
      form: submission.form,
    },
    leadId,
  };
}

/** The chunks before the import that names them: a crash between leaves chunks that the same file finds again. */
async function storeChunks(deps: Deps, chunks: readonly ImportChunk[]): Promise<void> {
  for (let from = 0; from < chunks.length; from += CHUNKS_A_WRITE) {
    const some = chunks.slice(from, from + CHUNKS_A_WRITE);
    const stored = await Promise.all(some.map(({ id }) => deps.store.importChunk(id)));
    const changes = some
      .filter((_, index) => stored[index] === undefined)
      .map((after) => put('importChunk', after));
    if (changes.length > 0) await deps.store.commit({ changes });
  }
}

function openImport(
  importId: string,
  { name, form }: ImportBody,
  { rows, cards, bad, unread }: CardFile,
  { at, by }: Command,
): Import {
  const chunks = chunksOf(importId, cards, at).length;
  const isEmpty = chunks === 0;
  return {
    importId,
    name,
    form,
    version: 0,
    by: by.sub,
    receivedAt: at,
    rows,
    chunks,
    state: isEmpty ? 'finished' : 'running',
    ...present({ finishedAt: isEmpty ? at : undefined }),
    good: cards.length,
    done: 0,
    next: 0,
    results: { accepted: 0, duplicate: 0, quarantined: 0, repeated: 0, refused: 0 },
    badRows: badRows(bad),
    bad: bad.slice(0, MOST_SHOWN),
    unreadRows: badRows(unread),
    unread: unread.slice(0, MOST_SHOWN),
  };
}

function importView({
  version: _,
  next: __,
  chunks: ___,
  by: ____,
  ...report
}: Import): ImportView {
  return report;
}
