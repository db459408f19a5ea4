import { describe, expect, it } from 'vitest';
import { millisOf, plus } from '../../../functions/leads/instant.ts';
import { executionArn, stateMachineArn } from '../../../infra/emulator/arns.ts';
import { AwsError } from '../../../infra/emulator/aws-error.ts';
import { type ClockRecord, VirtualClock } from '../../../infra/emulator/clock/virtual-clock.ts';
import { substitute } from '../../../infra/emulator/definitions.ts';
import { EventBus } from '../../../infra/emulator/eventbridge/event-bus.ts';
import { openFaults } from '../../../infra/emulator/faults.ts';
import { LambdaFunctions } from '../../../infra/emulator/lambda/lambda-functions.ts';
import { RunQueue } from '../../../infra/emulator/loop.ts';
import { ExecutionDriver } from '../../../infra/emulator/step-functions/execution-driver.ts';
import { ExecutionStore } from '../../../infra/emulator/step-functions/execution-store.ts';
import { ExecutionViews } from '../../../infra/emulator/step-functions/execution-views.ts';
import { StepFunctions } from '../../../infra/emulator/step-functions/step-functions.ts';
import { taskRunner } from '../../../infra/emulator/step-functions/tasks.ts';
import { MemoryValues } from './memory-values.ts';
import { catalog, MONDAY } from './toy-company.ts';
import { journey, offer } from './toy-machines.ts';

/** Step Functions, EventBridge and a clock on this store, gone on from wherever it was. */
async function open(values: MemoryValues) {
  const told: unknown[] = [];
  const queue = new RunQueue({ failed: () => {}, begins: () => {} });
  const stored = values.get('clock', 'clock') as ClockRecord | undefined;
  const clock: VirtualClock = new VirtualClock({
    mode: 'manual',
    start: millisOf(MONDAY),
    ...(stored ? { stored } : {}),
    save: (record) => values.write([{ area: 'clock', type: 'put', key: 'clock', value: record }]),
    fire: ({ key }) => driver.wake(key),
    settled: () => queue.settled(),
  });
  const functions = new LambdaFunctions(Object.keys(catalog.functions), async (name) => {
    const answers: Record<string, (event: never) => Promise<unknown>> = {
      Score: async () => ({ score: 62 }),
      StoreToken: ({ token, execution }: { token: string; execution: string }) =>
        values.write([{ area: 'tokens', type: 'put', key: execution, value: token }]),
      Notify: async (event) => told.push(event),
    };
    return async (event) => await answers[name]?.(event as never);
  });
  const faults = openFaults();
  const store = new ExecutionStore(values);
  const bus = new EventBus({ rules: catalog.rules, values, clock, queue, functions, faults });
  const driver: ExecutionDriver = new ExecutionDriver({
    store,
    clock,
    queue,
    faults,
    runTask: taskRunner({
      functions,
      events: bus,
      stepFunctions: () => service,
      wire: () => Promise.reject(new Error('no machine here calls a service')),
    }),
  });
  const service = new StepFunctions({ store, driver, clock, faults });
  await store.load();
  await clock.start();
  await service.install('Journey', substitute(JSON.stringify(journey), catalog));
  await service.install('Offer', substitute(JSON.stringify(offer), catalog));
  await driver.resume();
  await bus.resume();
  return { clock, queue, service, told, views: new ExecutionViews(store) };
}

/** Everything that the outside world asks for; asked again from the beginning after each crash. */
async function story(values: MemoryValues, told: unknown[]) {
  const { clock, queue, service, views, ...rest } = await open(values);
  rest.told.push = (...events: unknown[]) => told.push(...events);
  await service
    .start({
      machine: stateMachineArn('Journey'),
      name: 'lead_1-c1',
      input: '{"leadId":"lead_1"}',
    })
    .catch(unless('ExecutionAlreadyExists'));
  await clock.advance(millisOf(plus(MONDAY, 'PT2H')));
  const token = values.get('tokens', 'lead_1-o1');
  await service
    .sendTaskSuccess(String(token), '{"answer":"accepted"}')
    .catch(unless('TaskTimedOut'));
  await clock.advance(millisOf(plus(MONDAY, 'P3D')));
  expect(queue.failures).toEqual([]);
  return await Promise.all(
    [executionArn('Journey', 'lead_1-c1'), executionArn('Offer', 'lead_1-o1')].map(async (arn) => {
      const { execution, sequence } = service.execution(arn);
      const history = await views.history(sequence);
      return {
        status: execution.status,
        output: execution.output,
        stoppedAt: execution.stoppedAt,
        history: history.map(({ id, type, timestamp }) => `${id} ${type} ${timestamp}`),
      };
    }),
  );
}

function unless(code: string) {
  return (error: unknown) => {
    if (!(error instanceof AwsError) || error.code !== code) throw error;
  };
}

describe('a process that is killed', () => {
  it('tells the same story, wherever it is killed', async () => {
    const whole = new MemoryValues();
    const expected = await story(whole, []);
    expect(expected.map(({ output }) => output)).toEqual(['accepted', { answer: 'accepted' }]);

    for (let dieAfter = 1; dieAfter < whole.writes; dieAfter += 1) {
      const killed = new MemoryValues();
      killed.dieAfter = dieAfter;
      const told: unknown[] = [];
      await Promise.race([story(killed, told), killed.died]);

      const outcome = await story(new MemoryValues(killed.stored), told);

      expect({ dieAfter, outcome }).toEqual({ dieAfter, outcome: expected });
      expect(told.length, `killed after ${dieAfter} writes`).toBeGreaterThanOrEqual(1);
    }
  });

  it('tells the same story when it is killed again at every write', async () => {
    const expected = await story(new MemoryValues(), []);
    let values = new MemoryValues();
    for (;;) {
      values.dieAfter = 4;
      const outcome = await Promise.race([story(values, []), values.died]);
      if (outcome) {
        expect(outcome).toEqual(expected);
        break;
      }
      values = new MemoryValues(values.stored);
    }
  });
});
