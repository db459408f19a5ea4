import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  advance,
  begin,
  compileMachine,
  outstanding,
} from '../../../../infra/emulator/asl/interpreter.ts';
import type { Effect, HistoryEvent, Signal, Step } from '../../../../infra/emulator/asl/types.ts';
import { machine, type Reply, replies } from './machines.ts';
import { startOf } from './play.ts';

interface Told {
  readonly status: string;
  readonly events: readonly HistoryEvent[];
}

const MOST_STEPS = 20_000;
/** A gate that asks something else each time says nothing of the change before it; `PROPERTY_SEED=random` goes looking. */
const SEED = process.env.PROPERTY_SEED ?? '20260914';
const TIMES = Number(process.env.PROPERTY_RUNS ?? 1);

function runs(few: number): fc.Parameters<unknown> {
  return { numRuns: few * TIMES, ...(SEED === 'random' ? {} : { seed: Number(SEED) }) };
}

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(deepFreeze);
}

/** The signals that a reply makes, in order. */
function signalsOf(effect: Effect, reply: Reply): Signal[] {
  if (effect.kind !== 'task') return [];
  const { taskId } = effect;
  const ok: Signal = { kind: 'succeeded', taskId, output: { n: 1, list: [1, 2] } };
  switch (reply) {
    case 'never':
      return [];
    case 'ok':
      return [ok];
    case 'submitted':
      return [
        { kind: 'submitted', taskId, response: { id: 7 } },
        { kind: 'heartbeat', taskId },
        ok,
      ];
    case 'beats':
      return [
        { kind: 'heartbeat', taskId },
        { kind: 'heartbeat', taskId },
      ];
    case 'refused':
      return [{ kind: 'submitFailed', taskId, error: 'E', cause: 'refused' }];
    default:
      return [{ kind: 'failed', taskId, error: reply, cause: 'fuzz' }];
  }
}

/** Runs a machine to its end; `stored` puts it through JSON, frozen, after every step. */
async function tell(
  definition: string,
  answers: readonly Reply[],
  { stored, transitionsPerStep }: { readonly stored: boolean; readonly transitionsPerStep: number },
): Promise<Told> {
  const compiled = compileMachine(definition, { transitionsPerStep });
  const events: HistoryEvent[] = [];
  const pending: Signal[] = [];
  let given = 0;
  const take = ({ execution, events: news, effects }: Step): Step['execution'] => {
    events.push(...news);
    for (const effect of effects) {
      const reply = answers[given % answers.length] ?? 'ok';
      if (effect.kind === 'task') given += 1;
      pending.push(...signalsOf(effect, reply));
    }
    if (!stored) return execution;
    const read = JSON.parse(JSON.stringify(execution));
    expect(read).toEqual(execution);
    deepFreeze(read);
    return read;
  };
  const start = startOf({ n: 0, list: [1, 2, 3] });
  let execution = take(await begin(compiled, start));
  let now = start.startedAt;
  for (let steps = 0; execution.status === 'RUNNING' && steps < MOST_STEPS; steps += 1) {
    const due = execution.nextTimerAt ?? Number.POSITIVE_INFINITY;
    const signal: Signal = due <= now ? { kind: 'clock' } : (pending.shift() ?? { kind: 'clock' });
    if (signal.kind === 'clock') now = Math.max(now, due);
    execution = take(await advance(compiled, execution, signal, now));
    expect(outstanding(execution).length).toBeLessThanOrEqual(given);
  }
  return { status: execution.status, events };
}

const whole = { stored: false, transitionsPerStep: 10_000 };

it('every machine ends, and tells the same story when it is stored and resumed after every step', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(machine, replies, async (definition, answers) => {
      const once = await tell(definition, answers, whole);
      const again = await tell(definition, answers, { ...whole, stored: true });

      expect(once.status).not.toBe('RUNNING');
      expect(again).toEqual(once);
    }),
    runs(150),
  );
});

it('a machine that hands back control after every transition tells the same story of one branch', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(machine, replies, async (definition, answers) => {
      const once = await tell(definition, answers, whole);
      const slowly = await tell(definition, answers, { stored: true, transitionsPerStep: 1 });
      const inMemory = await tell(definition, answers, { stored: false, transitionsPerStep: 1 });

      expect(slowly.status).not.toBe('RUNNING');
      expect(slowly).toEqual(inMemory);
      if (!/Parallel|Map/.test(definition)) expect(slowly).toEqual(once);
    }),
    runs(100),
  );
});

it('events are numbered from one and follow only events before them', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(machine, replies, async (definition, answers) => {
      const { events } = await tell(definition, answers, whole);

      expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
      expect(events.every(({ id, previousEventId }) => previousEventId < id)).toBe(true);
      expect(events.at(-1)?.type).toMatch(/^Execution(Succeeded|Failed|TimedOut)$/);
    }),
    runs(150),
  );
});

it('a machine can be stopped after any step, and takes back all that it waits for', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(machine, fc.nat(40), async (definition, steps) => {
      const compiled = compileMachine(definition, { transitionsPerStep: 3 });
      let step = await begin(compiled, startOf({ n: 0, list: [1, 2, 3] }));
      let now = step.execution.start.startedAt;
      for (let n = 0; n < steps && step.execution.status === 'RUNNING'; n += 1) {
        now = Math.max(now, step.execution.nextTimerAt ?? now);
        step = await advance(compiled, step.execution, { kind: 'clock' }, now);
      }
      const waitsFor = outstanding(step.execution).flatMap((effect) =>
        effect.kind === 'task' ? [effect.taskId] : [],
      );
      const isOver = step.execution.status !== 'RUNNING';

      const stopped = await advance(
        compiled,
        step.execution,
        { kind: 'stop', error: 'Manual' },
        now,
      );

      const takenBack = stopped.effects.map(({ taskId }) => taskId);
      expect(takenBack.toSorted()).toEqual(waitsFor.toSorted());
      if (isOver) expect(stopped).toEqual({ execution: step.execution, effects: [], events: [] });
      else {
        expect(stopped.execution).toMatchObject({
          status: 'ABORTED',
          error: 'Manual',
          stoppedAt: now,
        });
        expect(stopped.events.map(({ type }) => type)).toEqual(['ExecutionAborted']);
        expect(outstanding(stopped.execution)).toEqual([]);
      }
    }),
    runs(150),
  );
});
