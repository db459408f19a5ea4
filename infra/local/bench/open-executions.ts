// How much memory 10,000 open executions take: leads that wait for an SDR, each with its row, its token and its history.

import { STORY_START } from '../commands/story.ts';
import { demonstrate } from '../demonstration.ts';
import { project } from '../project.ts';
import { startRuntime } from '../runtime.ts';

const OPEN = 10_000;
const MEGABYTE = 1024 * 1024;

/** Resident megabytes before and after, with everything in memory. Run with --expose-gc for a settled heap. */
export async function measureOpenExecutions(): Promise<object> {
  const runtime = await startRuntime({ ...project, clock: { mode: 'manual', start: STORY_START } });
  await demonstrate(runtime);
  const before = resident();
  for (let n = 0; n < OPEN; n += 1) {
    await runtime.request('POST', '/v1/submissions', {
      body: {
        form: 'demo-request',
        person: { name: `Person ${n}`, email: `person${n}@company${n}.example` },
        interest: { handRaise: 'demo' },
        consent: { privacyPolicy: '2026-01', email: true },
      },
    });
    if (n % 100 === 0) await runtime.settled();
  }
  await runtime.settled();
  const after = resident();
  const result = {
    openExecutions: OPEN,
    residentMegabytes: { before, after },
    heapMegabytes: Math.round(process.memoryUsage().heapUsed / MEGABYTE),
    failures: runtime.failures.length,
  };
  await runtime.stop();
  return result;
}

function resident(): number {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().rss / MEGABYTE);
}
