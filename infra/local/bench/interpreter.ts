// How many state transitions a second the interpreter makes on a loop of Pass and Choice in JSONata, history kept.

import { advance, begin, compileMachine } from '../asl/interpreter.ts';

const LOOPS = 100_000;
const BOUND = 5_000;

const machine = compileMachine(
  JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'Begin',
    States: {
      Begin: { Type: 'Pass', Assign: { count: 0 }, Next: 'Count' },
      Count: { Type: 'Pass', Assign: { count: '{% $count + 1 %}' }, Next: 'Ask' },
      Ask: {
        Type: 'Choice',
        Choices: [{ Condition: `{% $count < ${BOUND} %}`, Next: 'Count' }],
        Default: 'Done',
      },
      Done: { Type: 'Succeed' },
    },
  }),
);

/** Transitions a second over executions of 10,001 transitions each, below AWS's 25,000 events. */
export async function measureInterpreter(): Promise<object> {
  await run();
  const started = performance.now();
  let transitions = 0;
  let events = 0;
  for (let n = 0; n < LOOPS / BOUND; n += 1) {
    const counted = await run();
    transitions += counted.transitions;
    events += counted.events;
  }
  const seconds = (performance.now() - started) / 1000;
  return { transitionsPerSecond: Math.round(transitions / seconds), transitions, events };
}

async function run(): Promise<{ transitions: number; events: number }> {
  const name = 'bench';
  let step = await begin(machine, {
    executionArn: `arn:aws:states:us-east-1:000000000000:execution:Bench:${name}`,
    name,
    stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:Bench',
    stateMachineName: 'Bench',
    roleArn: 'arn:aws:iam::000000000000:role/Bench',
    input: {},
    startedAt: 0,
  });
  let events = step.events.length;
  while (step.execution.status === 'RUNNING') {
    step = await advance(machine, step.execution, { kind: 'clock' }, 0);
    events += step.events.length;
  }
  return { transitions: step.execution.transitions, events };
}
