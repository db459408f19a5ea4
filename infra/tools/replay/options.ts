// What `npm run replay` can be told.

import { parseArgs } from 'node:util';
import { Instant } from '../../../functions/leads/instant.ts';
import type { ModelName } from './people-model.ts';

export interface ReplayFlags {
  readonly leads: string;
  /** Signed deals of these leads: each is played with its own people and dates. */
  readonly deals: string | undefined;
  readonly reps: number;
  readonly sdrs: number;
  /** Undefined: a random one, or the one that the data folder began with. */
  readonly seed: string | undefined;
  readonly model: ModelName;
  /** Undefined keeps everything in memory. */
  readonly dataDir: string | undefined;
  readonly limit: number | undefined;
  /** Undefined: 90 days after the last lead, or 15 days after the last deal. */
  readonly until: Instant | undefined;
  /** Where the report goes as JSON. */
  readonly json: string | undefined;
  /** Where a recording of the run goes (docs/recording.md). */
  readonly record: string | undefined;
}

/** Thrown for a command line that cannot be followed; the message is one line for the person who typed it. */
export class ReplayFlagError extends Error {
  override readonly name = 'ReplayFlagError';
}

const FLAGS = {
  leads: { type: 'string' },
  deals: { type: 'string' },
  reps: { type: 'string', default: '8' },
  sdrs: { type: 'string', default: '3' },
  seed: { type: 'string' },
  model: { type: 'string', default: 'answers' },
  data: { type: 'string' },
  limit: { type: 'string' },
  until: { type: 'string' },
  json: { type: 'string' },
  record: { type: 'string' },
} as const;

const USE =
  'npm run replay -- --leads FILE.csv [--deals FILE.csv] [--reps 8] [--sdrs 3] [--seed TEXT] [--model answers|accept-all] [--data DIR] [--limit ROWS] [--until yyyy-mm-dd] [--json FILE] [--record FILE]';

/** Reads the command line. Throws ReplayFlagError. */
export function parseFlags(args: readonly string[]): ReplayFlags {
  const flags = readFlags(args);
  if (flags.leads === undefined) throw new ReplayFlagError(`--leads is missing; use ${USE}`);
  return {
    leads: flags.leads,
    deals: flags.deals,
    reps: countOf('reps', flags.reps, 99),
    sdrs: countOf('sdrs', flags.sdrs, 99),
    seed: flags.seed,
    model: flags.deals === undefined ? modelOf(flags.model) : 'deals',
    dataDir: flags.data,
    limit: flags.limit === undefined ? undefined : countOf('limit', flags.limit, 10_000_000),
    until: flags.until === undefined ? undefined : dayOf(flags.until),
    json: flags.json,
    record: flags.record,
  };
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS }).values;
  } catch (error) {
    const [line = ''] = error instanceof Error ? error.message.split('\n') : [];
    throw new ReplayFlagError(`${line}; use ${USE}`);
  }
}

function countOf(flag: string, text: string, most: number): number {
  const count = Number(text);
  if (/^\d{1,8}$/.test(text) && count >= 1 && count <= most) return count;
  throw new ReplayFlagError(`${flag} ${text} is not a whole number from 1 to ${most}`);
}

function modelOf(text: string): ModelName {
  if (text === 'answers' || text === 'accept-all') return text;
  throw new ReplayFlagError(`model ${text} is none of answers, accept-all`);
}

function dayOf(text: string): Instant {
  const parsed = Instant.safeParse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00.000Z` : '');
  if (parsed.success) return parsed.data;
  throw new ReplayFlagError(`until ${text} is not a date such as 2018-09-01`);
}
