// What several benches stand on: the demonstration company, a folder that goes afterwards, and the memory that is taken.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { present } from '../../../functions/leads/present.ts';
import type { OpenGround } from '../../emulator/ground.ts';
import { demonstrate } from '../../local/demonstration.ts';
import { project, withoutFigures } from '../../local/project.ts';
import { type Runtime, startRuntime } from '../../local/runtime.ts';
import { STORY_START } from '../story/stage.ts';

/** The company on the day of the story; everything is kept in the folder, or in memory without one: there in DynamoDB's protocol, or on that ground. */
export async function openCompany(dataDir?: string, ground?: OpenGround): Promise<Runtime> {
  const clock = { mode: 'manual', start: STORY_START } as const;
  const runtime = await startRuntime({
    ...project,
    catalog: withoutFigures(project.catalog),
    clock,
    ...present({ dataDir, ground }),
  });
  await demonstrate(runtime);
  return runtime;
}

export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'leadloop-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Megabytes, after a collection where node was started with --expose-gc. */
export function resident(): number {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().rss / (1024 * 1024));
}
