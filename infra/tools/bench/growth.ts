// Whether a form costs more the more leads there are: processor time of a form in a company of some hundred and of some thousand
// leads, with the figures that follow, in memory.

import { plus } from '../../../functions/leads/instant.ts';
import { demonstrate } from '../../local/demonstration.ts';
import { MemoryGround } from '../../local/memory/memory-ground.ts';
import { project } from '../../local/project.ts';
import { type Runtime, startRuntime } from '../../local/runtime.ts';
import { STORY_START } from '../story/stage.ts';
import { GROUP, submitGroup } from './group.ts';

const SIZES = [700, 1500, 2500, 5000];
/** So many come at once and so many in groups before each size is reached; both are timed. */
const TIMED = 200;
const AT_ONCE = 500;

/** Milliseconds of the processor a form at each size, in groups and 500 at once, `times` the last by the first; what an open lead takes of memory, packed as it is where many are. */
export async function measureGrowth(): Promise<object> {
  const clock = { mode: 'manual', start: STORY_START } as const;
  const runtime = await startRuntime({ ...project, clock, ground: MemoryGround.open });
  await demonstrate(runtime);
  const forms = new Forms(runtime);
  const heaps: { leads: number; bytes: number }[] = [];
  const found: { size: number; inGroups: number; atOnce: number }[] = [];
  for (const size of SIZES) {
    await forms.send(size - TIMED - AT_ONCE - forms.sent, GROUP);
    const atOnce = await forms.send(AT_ONCE, AT_ONCE);
    found.push({ size, inGroups: await forms.send(TIMED, GROUP), atOnce });
    heaps.push({ leads: forms.sent, bytes: heap() });
  }
  const [few, many] = [heaps[0], heaps.at(-1)];
  const bytes = ((many?.bytes ?? 0) - (few?.bytes ?? 0)) / ((many?.leads ?? 0) - (few?.leads ?? 0));
  const failures = runtime.failures.length;
  await runtime.stop();
  return {
    millisecondsPerForm: found,
    times: round((found.at(-1)?.inGroups ?? 0) / (found[0]?.inGroups ?? 1)),
    kilobytesPerLead: round(bytes / 1024),
    failures,
  };
}

class Forms {
  readonly #runtime: Runtime;
  sent = 0;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  async send(count: number, atOnce: number): Promise<number> {
    const processor = process.cpuUsage();
    for (const until = this.sent + count; this.sent < until; this.sent += atOnce) {
      await this.#runtime.advance({ to: plus(this.#runtime.now, 'PT1M') });
      await submitGroup(this.#runtime, this.sent, atOnce);
    }
    const { user, system } = process.cpuUsage(processor);
    return round((user + system) / 1000 / count);
  }
}

/** After a collection, where node was started with --expose-gc. */
function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
