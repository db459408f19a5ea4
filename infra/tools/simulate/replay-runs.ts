// Runs of a policy replay on threads, one a core: which thread plays which run changes nothing.

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Run } from './policy-replay.ts';
import type { Said, Work } from './replay-worker.ts';

/** Plays the runs given, and gives them in their order. `progress`: how much of all is done, 0 to 1. */
export async function playRuns(
  work: Work,
  runs: readonly number[],
  {
    threads = availableParallelism(),
    progress = () => {},
  }: {
    readonly threads?: number | undefined;
    readonly progress?: ((share: number) => void) | undefined;
  } = {},
): Promise<readonly Run[]> {
  const waiting = [...runs];
  const results: Run[] = [];
  const shares = new Map<number, number>();
  const tell = (run: number, share: number) => {
    shares.set(run, share);
    progress([...shares.values()].reduce((sum, one) => sum + one, 0) / runs.length);
  };
  const onThread = () =>
    new Promise<void>((resolve, reject) => {
      const thread = new Worker(new URL('./replay-worker.ts', import.meta.url), {
        workerData: work,
      });
      const next = () => {
        const run = waiting.shift();
        if (run === undefined) void thread.terminate().then(() => resolve());
        else thread.postMessage(run);
      };
      thread.on('error', reject);
      thread.on('message', (said: Said) => {
        if ('share' in said) return tell(said.run, said.share);
        results.push(said.result);
        tell(said.result.run, 1);
        next();
      });
      next();
    });
  await Promise.all(Array.from({ length: Math.min(threads, runs.length) }, onThread));
  return results.sort((one, other) => one.run - other.run);
}

/** Runs of one part of several that machines share: `3/20` is each twentieth from the third. */
export function runsOf(
  count: number,
  { part, of }: { readonly part: number; readonly of: number },
) {
  return Array.from({ length: count }, (_, run) => run).filter((run) => run % of === part - 1);
}
