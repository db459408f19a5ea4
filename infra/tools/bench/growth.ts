// Whether a form costs more the more leads there are: processor time of a form in a company of some hundred and of some thousand
// leads, with the figures that follow, in memory.

import { plus } from '../../../functions/leads/instant.ts';
import { demonstrate } from '../../local/demonstration.ts';
import { MemoryGround } from '../../local/memory/memory-ground.ts';
import { project } from '../../local/project.ts';
import { type Runtime, startRuntime } from '../../local/runtime.ts';
import { STORY_START } from '../story/stage.ts';
import { GROUP, submitGroup } from './group.ts';

const SIZES = [250, 500, 1000, 2000, 5000];
/** So many forms before each size are timed, and so many come at once when it is reached. */
const TIMED = 200;
const AT_ONCE = 500;

/** Milliseconds of the processor a form at each size, in groups and 500 at once, `times` the last by that at 500; what an open lead takes of memory, packed as it is where many are. */
export async function measureGrowth(): Promise<object> {
  const clock = { mode: 'manual', start: STORY_START } as const;
  const runtime = await startRuntime({ ...project, clock, ground: MemoryGround.open });
  await demonstrate(runtime);
  const forms = new Forms(runtime);
  const heaps: { leads: number; bytes: number }[] = [];
  const found: { size: number; inGroups: number; atOnce: number }[] = [];
  for (const size of SIZES) {
    // The rush of the size before counts too.
    await forms.send(Math.max(0, size - TIMED - forms.sent), GROUP);
    const inGroups = await forms.send(TIMED, GROUP);
    found.push({ size, inGroups, atOnce: await forms.send(AT_ONCE, AT_ONCE) });
    heaps.push({ leads: forms.sent, bytes: heap() });
  }
  const [few, many] = [heaps[0], heaps.at(-1)];
  const bytes = ((many?.bytes ?? 0) - (few?.bytes ?? 0)) / ((many?.leads ?? 0) - (few?.leads ?? 0));
  const failures = runtime.failures.length;
  await runtime.stop();
  const at = (size: number) => found.find((one) => one.size === size)?.inGroups ?? Number.NaN;
  return {
    millisecondsPerForm: found,
    times: round(at(5000) / at(500)),
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
