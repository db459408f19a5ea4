// `npm run bench`: figures as JSON, each measured in a process of its own. `npm run bench -- NAME` runs one.

import { execFile } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

type Measure = () => Promise<object>;

const measures: Readonly<Record<string, () => Promise<Measure>>> = {
  bundles: async () => printedBy('../../aws/bench/bundles.ts'),
  figures: async () => (await import('../bench/figures.ts')).measureFigures,
  growth: async () => (await import('../bench/growth.ts')).measureGrowth,
  handover: async () => (await import('../bench/handover.ts')).measureHandover,
  lives: async () => (await import('../bench/lives.ts')).measureLives,
  identity: async () => (await import('../bench/identity.ts')).measureIdentity,
  interpreter: async () => (await import('../bench/interpreter.ts')).measureInterpreter,
  memory: async () => (await import('../bench/memory.ts')).measureMemory,
  openExecutions: async () => (await import('../bench/open-executions.ts')).measureOpenExecutions,
  startUp: async () => (await import('../bench/start-up.ts')).measureStartUp,
  virtualDays: async () => (await import('../bench/virtual-days.ts')).measureVirtualDays,
};

const [name] = process.argv.slice(2);
if (name !== undefined && !measures[name]) {
  console.error(`no measure ${name}; use one of ${Object.keys(measures).join(', ')}`);
  process.exit(2);
}
const result = name === undefined ? await all() : await one(name);
console.log(JSON.stringify(result, null, 2));

async function one(wanted: string): Promise<object> {
  const measure = await measures[wanted]?.();
  return { [wanted]: await measure?.() };
}

/** One after the other, so that none takes the other's processor. */
async function all(): Promise<object> {
  const [cpu] = cpus();
  const figures: object[] = [
    {
      machine: { node: process.version, cores: cpus().length, cpu: cpu?.model, load: loadavg()[0] },
    },
  ];
  for (const wanted of Object.keys(measures)) {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--expose-gc',
      import.meta.filename,
      wanted,
    ]);
    figures.push(JSON.parse(stdout));
  }
  return Object.assign({}, ...figures);
}

/** What a program that is no part of the offline target measures and prints as JSON. */
function printedBy(file: string): Measure {
  return async () => {
    const path = fileURLToPath(new URL(file, import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [path]);
    return JSON.parse(stdout);
  };
}
