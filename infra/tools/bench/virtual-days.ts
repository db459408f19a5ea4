// How long a million virtual days of 30-day waits take on the whole runtime: clock, timers, store and history.

import { stateMachineArn } from '../../emulator/arns.ts';
import { runtimeWith } from './short-machines.ts';

const DAYS = 1_000_000;
const WAIT_DAYS = 30;
/** Twelve waits are 360 days: an execution may last a year. */
const WAITS = 12;

const oneYear = {
  QueryLanguage: 'JSONata',
  StartAt: 'Begin',
  States: {
    Begin: { Type: 'Pass', Assign: { waits: 0 }, Next: 'Sleep' },
    Sleep: {
      Type: 'Wait',
      Seconds: WAIT_DAYS * 86_400,
      Assign: { waits: '{% $waits + 1 %}' },
      Next: 'Ask',
    },
    Ask: {
      Type: 'Choice',
      Choices: [{ Condition: `{% $waits < ${WAITS} %}`, Next: 'Sleep' }],
      Default: 'GoOn',
    },
    GoOn: {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution',
      Arguments: { StateMachineArn: stateMachineArn('Bench'), Input: {} },
      End: true,
    },
  },
};

/** Seconds for the days, and how many waits ended in them. */
export async function measureVirtualDays(): Promise<object> {
  const runtime = await runtimeWith(oneYear);
  await runtime.stepFunctions.start({
    machine: stateMachineArn('Bench'),
    name: 'first',
    input: '{}',
  });
  const started = performance.now();
  const { now, fired } = await runtime.advance(`P${DAYS}D`);
  const seconds = (performance.now() - started) / 1000;
  const failures = runtime.failures.length;
  await runtime.stop();
  return { virtualDays: DAYS, until: now, waits: fired, seconds: round(seconds), failures };
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
