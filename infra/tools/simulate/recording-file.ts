// How a recording is written and read: NDJSON, a line at a time. What cannot be read is said with its line and the path in it.

import { createReadStream } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type * as z from 'zod';
import { localDateOf } from '../../../functions/leads/calendar/local-dates.ts';
import {
  type HouseLine,
  RECORDING_VERSION,
  type RecordedLead,
  type Recording,
  RecordingLine,
} from './recording.ts';

/** A file that is no recording, or none that can be used; the message says where and what to do. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

/** Writes the whole file and then names it: one that was stopped half-way leaves nothing. */
export async function writeRecording(file: string, recording: Recording): Promise<void> {
  const part = `${file}.part`;
  try {
    await writeFile(part, linesOf(recording));
    await rename(part, file);
  } catch (error) {
    throw new RecordingError(`cannot write ${file} (${messageOf(error)}); name another file`);
  }
}

/** The same recording is the same bytes. */
function* linesOf({ head, beginning, house, leads }: Recording): Generator<string> {
  const lines: readonly RecordingLine[] = [head, ...(beginning ? [beginning] : []), ...house];
  for (const line of lines) yield `${JSON.stringify(line)}\n`;
  for (const lead of leads) yield `${JSON.stringify(lead)}\n`;
  yield `${JSON.stringify({ is: 'end', lines: lines.length + leads.length })}\n`;
}

/** What is in it, in words. */
export function toldOf({ head, leads }: Recording): string {
  const offers = leads.reduce((sum, lead) => sum + lead.offers.length, 0);
  const days = [head.beginsAt, head.endsAt].map((at) => localDateOf(head.zone, at));
  return `${leads.length} leads with ${offers} offers, ${days.join(' to ')}`;
}

/** Reads and checks all of it. Throws RecordingError. */
export async function readRecording(file: string): Promise<Recording> {
  const input = createReadStream(file, 'utf8');
  const missing = new Promise<never>((_, reject) => {
    input.on('error', (error) =>
      reject(new RecordingError(`cannot read ${file} (${error.message}); name a recording`)),
    );
  });
  return Promise.race([gather(file, createInterface({ input })), missing]);
}

async function gather(file: string, lines: AsyncIterable<string>): Promise<Recording> {
  const found: { -readonly [Part in keyof Recording]?: Recording[Part] } = {};
  const house: HouseLine[] = [];
  const leads: RecordedLead[] = [];
  let count = 0;
  let isWhole = false;
  for await (const text of lines) {
    count += 1;
    const where = `${file}, line ${count}`;
    if (isWhole) throw new RecordingError(`${where}: comes after the end; export it again`);
    const line = lineIn(text, where, count === 1);
    if (line.is === 'recording' && count > 1)
      throw new RecordingError(`${where}: is another recording; give one file for each`);
    if (line.is === 'recording') found.head = line;
    else if (line.is === 'beginning') found.beginning = line;
    else if (line.is === 'lead') leads.push(line);
    else if (line.is === 'end') {
      if (line.lines !== count - 1)
        throw new RecordingError(
          `${where}: there should be ${line.lines} lines before it, and there are ${count - 1}; export it again`,
        );
      isWhole = true;
    } else house.push(line);
  }
  const { head, beginning } = found;
  if (!head)
    throw new RecordingError(`${file} is empty; make one by npm run export -- --for replay`);
  if (!isWhole)
    throw new RecordingError(
      `${file} ends after line ${count} without its last line, so that some are missing; export it again`,
    );
  return { head, beginning, house, leads };
}

function lineIn(text: string, where: string, isFirst: boolean): RecordingLine {
  const value = jsonIn(text, where);
  const { is, version } = Object(value);
  if (isFirst && is !== 'recording')
    throw new RecordingError(
      `${where}: begins no recording; make one by npm run export -- --for replay`,
    );
  if (isFirst && version !== RECORDING_VERSION)
    throw new RecordingError(
      `${where}: is a recording of version ${version}, and this Leadloop reads version ${RECORDING_VERSION}; export it again`,
    );
  const read = RecordingLine.safeParse(value);
  if (read.success) return read.data;
  throw new RecordingError(`${where}: ${problemsOf(read.error, is)}`);
}

function jsonIn(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RecordingError(
      `${where}: is torn or no JSON (${JSON.stringify(text.slice(0, 40))}); export it again`,
    );
  }
}

const SHOWN = 5;

/** Path and fault of each field, the first few. */
function problemsOf({ issues }: z.ZodError, is: unknown): string {
  const shown = issues.slice(0, SHOWN).map(({ path, message }) => {
    const place = path.length === 0 ? `a line of ${JSON.stringify(is)}` : path.join('.');
    return `${place} ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
  });
  const more = issues.length > SHOWN ? [`${issues.length - SHOWN} more`] : [];
  return [...shown, ...more].join('; ');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
