// How large each function's bundle is, how long a fresh Node 24 takes to import it, and how much memory it then holds.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { functions } from '../../catalog.ts';
import { bundleFunctions } from '../bundles.ts';

const TIMES = 10;
const LIMITS = { kilobytes: { Intake: 600, others: 900 }, importMilliseconds: 100 } as const;

interface Measured {
  readonly kilobytes: number;
  readonly importMilliseconds: number;
  /** Resident, of which Node alone takes the most. */
  readonly megabytes: number;
}

type Imported = Omit<Measured, 'kilobytes'>;

/** By function: kilobytes, and the medians of ten imports in milliseconds and megabytes; and what lies over its limit. */
async function measureBundles(): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'leadloop-bundles-'));
  try {
    const codeOf = await bundleFunctions(folder);
    const measured: Record<string, Measured> = {};
    for (const name of Object.keys(functions)) {
      const file = join(codeOf(name), 'index.mjs');
      measured[name] = {
        kilobytes: Math.round(statSync(file).size / 1000),
        ...(await medianImport(file)),
      };
    }
    return { functions: measured, limits: LIMITS, over: over(measured) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function medianImport(file: string): Promise<Imported> {
  const rounds: Imported[] = [];
  for (let round = 0; round < TIMES; round += 1) rounds.push(await importOnce(file));
  return {
    importMilliseconds: median(rounds.map(({ importMilliseconds }) => importMilliseconds)),
    megabytes: median(rounds.map(({ megabytes }) => megabytes)),
  };
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return Math.round(((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2);
}

async function importOnce(file: string): Promise<Imported> {
  const script = `const t=performance.now();await import(${JSON.stringify(file)});
process.stdout.write(JSON.stringify({importMilliseconds:performance.now()-t,megabytes:process.memoryUsage.rss()/1e6}))`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    script,
  ]);
  return JSON.parse(stdout);
}

function over(measured: Readonly<Record<string, Measured>>): readonly string[] {
  return Object.entries(measured).flatMap(([name, { kilobytes, importMilliseconds }]) => {
    const size = name === 'Intake' ? LIMITS.kilobytes.Intake : LIMITS.kilobytes.others;
    return [
      ...(kilobytes > size ? [`${name} has ${kilobytes} kB of ${size}`] : []),
      ...(importMilliseconds > LIMITS.importMilliseconds
        ? [`${name} takes ${importMilliseconds} ms of ${LIMITS.importMilliseconds} to import`]
        : []),
    ];
  });
}

console.log(JSON.stringify(await measureBundles()));
