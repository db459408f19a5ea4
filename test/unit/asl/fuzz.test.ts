import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  advance,
  begin,
  compileMachine,
  outstanding,
} from '../../../infra/local/asl/interpreter.ts';
import type { Effect, HistoryEvent, Signal, Step } from '../../../infra/local/asl/types.ts';
import { machine, type Reply, replies } from './machines.ts';
import { startOf } from './play.ts';

interface Told {
  readonly status: string;
  readonly events: readonly HistoryEvent[];
}

const MOST_STEPS = 3000;

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(deepFreeze);
}

function answer(effect: Effect, reply: Reply): Signal | undefined {
  if (effect.kind !== 'task' || reply === 'never') return undefined;
  const { taskId } = effect;
  if (reply === 'ok') return { kind: 'succeeded', taskId, output: { n: 1, list: [1, 2] } };
  return { kind: 'failed', taskId, error: reply, cause: 'fuzz' };
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
      const signal = answer(effect, reply);
      if (signal !== undefined) pending.push(signal);
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
    { numRuns: 150 },
  );
});

it('a machine that hands back control after every transition tells the same story of one branch', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(machine, replies, async (definition, answers) => {
      const once = await tell(definition, answers, whole);
      const slowly = await tell(definition, answers, { stored: true, transitionsPerStep: 1 });

      expect(slowly.status).not.toBe('RUNNING');
      if (!/Parallel|Map/.test(definition)) expect(slowly).toEqual(once);
    }),
    { numRuns: 100 },
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
    { numRuns: 150 },
  );
});
