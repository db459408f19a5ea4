// How many state transitions a second the interpreter makes on a loop of Pass and Choice in JSONata, history kept,
// beside the peer from npm on the same loop in JSONPath: turn by turn in one process.

import { advance, begin, compileMachine } from '../../emulator/asl/interpreter.ts';
import { type PeerMachine, peer, peerMachine } from './peer.ts';

/** Times round the loop: 10,003 transitions an execution, below AWS's 25,000 events. */
const BOUND = 5_000;
const ROUNDS = 5;
const EXECUTIONS_A_ROUND = 6;
/** The peer's rounds are shorter: it takes longer for each execution. */
const PEER_EXECUTIONS_A_ROUND = 2;

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

/** The same in JSONPath: the counter travels in the state's data, for the peer has no variables. */
const inJsonPath = {
  StartAt: 'Begin',
  States: {
    Begin: { Type: 'Pass', Result: { count: 0 }, Next: 'Count' },
    Count: { Type: 'Pass', Parameters: { 'count.$': 'States.MathAdd($.count, 1)' }, Next: 'Ask' },
    Ask: {
      Type: 'Choice',
      Choices: [{ Variable: '$.count', NumericLessThan: BOUND, Next: 'Count' }],
      Default: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
};

interface Counted {
  readonly transitions: number;
  readonly events: number;
}

/** Transitions a second of both, by round and in the median, and how many times the peer's ours are. */
export async function measureInterpreter(): Promise<object> {
  const others = await peerMachine(inJsonPath).catch((error: unknown) => String(error));
  await rate(own, 2);
  if (typeof others !== 'string') await rate(() => theirs(others), 1);
  const ours: number[] = [];
  const peers: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await rate(own, EXECUTIONS_A_ROUND));
    if (typeof others !== 'string') {
      peers.push(await rate(() => theirs(others), PEER_EXECUTIONS_A_ROUND));
    }
  }
  const transitionsPerSecond = median(ours);
  const figures = { transitionsPerSecond, rounds: ours, ...(await own()) };
  if (typeof others === 'string') return { ...figures, peer: `not fetched: ${others}` };
  const peerRate = median(peers);
  return {
    ...figures,
    peer: { name: peer, transitionsPerSecond: peerRate, rounds: peers, ...(await theirs(others)) },
    timesPeer: Number((transitionsPerSecond / peerRate).toFixed(2)),
  };
}

async function rate(run: () => Promise<Counted>, executions: number): Promise<number> {
  const started = performance.now();
  let transitions = 0;
  for (let n = 0; n < executions; n += 1) transitions += (await run()).transitions;
  return Math.round((transitions / (performance.now() - started)) * 1000);
}

function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? 0;
}

async function own(): Promise<Counted> {
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
  const history = [...step.events];
  while (step.execution.status === 'RUNNING') {
    step = await advance(machine, step.execution, { kind: 'clock' }, 0);
    history.push(...step.events);
  }
  return { transitions: step.execution.transitions, events: history.length };
}

async function theirs(others: PeerMachine): Promise<Counted> {
  const execution = others.run({});
  const history: { readonly type: string }[] = [];
  for await (const event of execution.eventLogs) history.push(event);
  await execution.result;
  const transitions = history.filter(({ type }) => type === 'StateEntered').length;
  return { transitions, events: history.length };
}
