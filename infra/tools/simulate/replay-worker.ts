// A thread that plays runs of a policy replay, one after the other, as it is told their numbers.

import { parentPort, workerData } from 'node:worker_threads';
import { playRun, type Question, type Run, scriptOf } from './policy-replay.ts';
import { readRecording } from './recording-file.ts';

export interface Work {
  readonly file: string;
  readonly question: Question;
}

/** What a thread says: how much of a run is done, 0 to 1, or what it came to. */
export type Said = { readonly run: number; readonly share: number } | { readonly result: Run };

if (parentPort) await serve(parentPort, workerData);

async function serve(port: NonNullable<typeof parentPort>, { file, question }: Work) {
  const script = scriptOf(await readRecording(file));
  const say = (said: Said) => port.postMessage(said);
  port.on('message', (run: number) => {
    playRun(script, question, run, (share) => say({ run, share })).then(
      (result) => say({ result }),
      // Uncaught, it ends the thread with an error that its owner hears of.
      (error: unknown) => setImmediate(() => Promise.reject(error)),
    );
  });
}
