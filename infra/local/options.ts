// What `npm start` can be told.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Instant } from '../../functions/leads/instant.ts';
import type { ClockMode } from '../emulator/clock/virtual-clock.ts';

export interface StartOptions {
  readonly port: number;
  /** Undefined keeps everything in memory. */
  readonly dataDir: string | undefined;
  readonly mode: ClockMode;
  /** Virtual seconds a second, for the scaled clock. */
  readonly rate: number;
  readonly start: Instant | undefined;
  /** Without the demonstration company. */
  readonly empty: boolean;
  /** Where stage changes are posted to. */
  readonly webhook: { readonly url: string; readonly key: string } | undefined;
}

/** Thrown for a flag that cannot be followed; the message is one line for the person who typed it. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

const FLAGS = {
  port: { type: 'string' },
  data: { type: 'string' },
  memory: { type: 'boolean' },
  clock: { type: 'string' },
  rate: { type: 'string' },
  start: { type: 'string' },
  empty: { type: 'boolean' },
  webhook: { type: 'string' },
  'webhook-key': { type: 'string' },
} as const;

const DEFAULT_DATA = '.data';
const DEFAULT_PORT = '4000';
const DEFAULT_RATE = '1440';

/** Reads the command line; `PORT` counts where no --port is given. Throws OptionError. */
export function parseOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): StartOptions {
  const flags = readFlags(args);
  if (flags.memory && flags.data !== undefined) {
    throw new OptionError('--memory and --data exclude each other; leave one out');
  }
  return {
    port: portOf(flags.port ?? environment.PORT ?? DEFAULT_PORT),
    dataDir: flags.memory ? undefined : dataOf(flags.data ?? DEFAULT_DATA),
    mode: modeOf(flags.clock ?? (flags.rate === undefined ? 'real' : 'scaled')),
    rate: rateOf(flags.rate ?? DEFAULT_RATE),
    start: flags.start === undefined ? undefined : startOf(flags.start),
    empty: flags.empty ?? false,
    webhook:
      flags.webhook === undefined ? undefined : webhookOf(flags.webhook, flags['webhook-key']),
  };
}

/** A replay keeps what it was begun with beside its database: a server there would open an empty one. */
function dataOf(folder: string): string {
  if (!existsSync(join(folder, 'replay.json'))) return folder;
  throw new OptionError(`--data ${folder} is a replay's; open ${join(folder, 'database')}`);
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS }).values;
  } catch (error) {
    const [line = ''] = error instanceof Error ? error.message.split('\n') : [];
    throw new OptionError(
      `${line} (flags: ${Object.keys(FLAGS)
        .map((flag) => `--${flag}`)
        .join(' ')})`,
    );
  }
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new OptionError(`port ${text} is not a number from 0 to 65535`);
}

function modeOf(text: string): ClockMode {
  if (text === 'real' || text === 'scaled' || text === 'manual') return text;
  throw new OptionError(`clock ${text} is none of real, scaled, manual`);
}

function rateOf(text: string): number {
  const rate = Number(text);
  if (rate > 0 && rate <= 1_000_000) return rate;
  throw new OptionError(`rate ${text} is not a number above 0, up to 1000000`);
}

function webhookOf(text: string, key = 'offline') {
  const { protocol, hostname = '', href } = URL.parse(text) ?? {};
  const staysHere = protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  if (href && (protocol === 'https:' || staysHere)) return { url: href, key };
  throw new OptionError(
    `webhook ${text} is not a web address such as https://crm.example/leads, or http://127.0.0.1:5000/leads on this machine`,
  );
}

function startOf(text: string): Instant {
  const parsed = Instant.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new OptionError(`start ${text} is not an instant such as 2026-09-14T02:00:00Z`);
}
