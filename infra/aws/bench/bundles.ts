// How large each function's bundle is, and how long a fresh Node 24 takes to import it.

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
}

/** By function: kilobytes and the median of ten imports in milliseconds; and what lies over its limit. */
async function measureBundles(): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'leadloop-bundles-'));
  try {
    const codeOf = bundleFunctions(folder);
    const measured: Record<string, Measured> = {};
    for (const name of Object.keys(functions)) {
      const file = join(codeOf(name), 'index.mjs');
      measured[name] = {
        kilobytes: Math.round(statSync(file).size / 1000),
        importMilliseconds: await medianImport(file),
      };
    }
    return { functions: measured, limits: LIMITS, over: over(measured) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function medianImport(file: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < TIMES; round += 1) times.push(await importOnce(file));
  const sorted = times.toSorted((one, other) => one - other);
  return Math.round(((sorted[TIMES / 2 - 1] ?? 0) + (sorted[TIMES / 2] ?? 0)) / 2);
}

async function importOnce(file: string): Promise<number> {
  const script = `const t=performance.now();await import(${JSON.stringify(file)});process.stdout.write(String(performance.now()-t))`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    script,
  ]);
  return Number(stdout);
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
