// Whether memory stays flat over a million transitions of short executions: of the interpreter alone, and of the whole
// runtime with its history on disk.

import { executionArn, roleArn, stateMachineArn } from '../../emulator/arns.ts';
import { begin, compileMachine } from '../../emulator/asl/interpreter.ts';
import { keepHeapSmall } from '../../local/heap.ts';
import { inFolder, resident } from './bench-company.ts';
import { runtimeWith } from './short-machines.ts';

const TRANSITIONS = 1_000_000;
/** States in a row; an execution is as many transitions. */
const STATES = 20;
const SAMPLES = 10;

const names = Array.from({ length: STATES }, (_, index) => `Step${index + 1}`);
const short = {
  QueryLanguage: 'JSONata',
  StartAt: 'Step1',
  States: Object.fromEntries(
    names.map((name, index) => [
      name,
      {
        Type: 'Pass',
        Output: { step: index, lead: '{% $states.input.lead %}' },
        ...(index === STATES - 1 ? { End: true } : { Next: names[index + 1] }),
      },
    ]),
  ),
};

/** Resident megabytes after each tenth of the million, the first tenth counting as warm-up. Run with --expose-gc. */
export async function measureMemory(): Promise<object> {
  keepHeapSmall();
  const interpreter = await sampled(interpreterRun());
  const runtime = await inFolder(measureRuntime);
  return { transitions: TRANSITIONS, interpreter, runtime };
}

async function measureRuntime(folder: string): Promise<object> {
  const runtime = await runtimeWith(short, folder);
  const whole = await sampled(async (n) => {
    const name = `lead-${n}`;
    const input = JSON.stringify({ lead: name });
    await runtime.stepFunctions.start({ machine: stateMachineArn('Bench'), name, input });
  });
  const failures = runtime.failures.length;
  await runtime.stop();
  return { ...whole, failures };
}

function interpreterRun(): (n: number) => Promise<void> {
  const machine = compileMachine(JSON.stringify(short));
  return async (n) => {
    const name = `lead-${n}`;
    const { execution } = await begin(machine, {
      executionArn: executionArn('Bench', name),
      name,
      stateMachineArn: stateMachineArn('Bench'),
      stateMachineName: 'Bench',
      roleArn: roleArn('Bench'),
      input: { lead: name },
      startedAt: 0,
    });
    if (execution.status !== 'SUCCEEDED') throw new Error(`${name} ended ${execution.status}`);
  };
}

async function sampled(run: (n: number) => Promise<void>): Promise<object> {
  const executions = TRANSITIONS / STATES;
  const residentMegabytes: number[] = [];
  const started = performance.now();
  for (let n = 0; n < executions; n += 1) {
    await run(n);
    if ((n + 1) % (executions / SAMPLES) === 0) residentMegabytes.push(resident());
  }
  const [first = 0] = residentMegabytes;
  return {
    seconds: Number(((performance.now() - started) / 1000).toFixed(1)),
    residentMegabytes,
    grownMegabytes: (residentMegabytes.at(-1) ?? 0) - first,
  };
}
