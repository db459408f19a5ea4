// What `npm run export` can be told.

import { parseArgs } from 'node:util';
import { firstDay, lastDay, Period } from '../../../functions/use-cases/reporting/ask-report.ts';
import { ExportError } from './export-error.ts';
import { type Format, formats } from './formats.ts';

export interface ExportFlags {
  /** `recording`: one file for a simulator (docs/recording.md); else a folder of tables. */
  readonly format: Format | 'recording';
  readonly out: string;
  /** Days, both inside. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** A table in AWS, as the environment says which account and region; undefined: that of `api`. */
  readonly table: string | undefined;
  /** A running offline server. */
  readonly api: string;
}

const text = { type: 'string' } as const;
const FLAGS = {
  for: text,
  format: text,
  out: text,
  from: text,
  to: text,
  table: text,
  api: { ...text, default: 'http://127.0.0.1:4000' },
} as const;

const USE = `npm run export -- --for replay --out FILE [the same], or npm run export -- --format ${Object.keys(formats).join('|')} --out DIR [--from 2026-01] [--to 2026-03-31] [--api http://127.0.0.1:4000 | --table LEADS]`;

/** Reads the command line. Throws ExportError. */
export function parseFlags(args: readonly string[]): ExportFlags {
  const { for: use, format, out, from, to, table, api } = readFlags(args);
  if ((format ?? use) === undefined || !out) throw new ExportError(`use ${USE}`);
  const known = formatOf(use, format);
  if (!URL.canParse(api))
    throw new ExportError(`api ${api} is no web address such as http://127.0.0.1:4000`);
  const [first, last] = [
    from === undefined ? undefined : firstDay(periodOf('from', from)),
    to === undefined ? undefined : lastDay(periodOf('to', to)),
  ];
  if (first !== undefined && last !== undefined && first > last)
    throw new ExportError(`from ${from} is after to ${to}; give the earlier day first`);
  return { format: known, out, from: first, to: last, table, api: api.replace(/\/+$/, '') };
}

function formatOf(use: string | undefined, format: string | undefined): ExportFlags['format'] {
  if (use !== undefined && use !== 'replay')
    throw new ExportError(`nothing is made for ${use}; use --for replay or leave it out`);
  if (use !== undefined && format !== undefined)
    throw new ExportError(`--for replay has a format of its own; leave out --format ${format}`);
  if (use !== undefined) return 'recording';
  const known = Object.keys(formats).find((one): one is Format => one === format);
  if (known !== undefined) return known;
  throw new ExportError(
    `there is no format ${format}; use one of ${Object.keys(formats).join(', ')}`,
  );
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS }).values;
  } catch (error) {
    const [line = ''] = error instanceof Error ? error.message.split('\n') : [];
    throw new ExportError(`${line}; use ${USE}`);
  }
}

function periodOf(flag: string, given: string): string {
  const parsed = Period.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ExportError(`${flag} ${given} ${parsed.error.issues[0]?.message}`);
}
