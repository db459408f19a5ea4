import * as fc from 'fast-check';

// Random well-formed machines: transitions lead forward, but for a Choice that goes back at most twice, so that every
// machine ends.

/** What a service does with a call: also accept it and answer later, refuse it, or show signs of life and never answer. */
export type Reply = 'ok' | 'never' | 'E' | 'Throttled' | 'submitted' | 'refused' | 'beats';

export const replies: fc.Arbitrary<Reply[]> = fc.array(
  fc.constantFrom<Reply[]>(
    'ok',
    'ok',
    'ok',
    'never',
    'E',
    'Throttled',
    'submitted',
    'refused',
    'beats',
  ),
  { minLength: 1, maxLength: 8 },
);

const value = fc.constantFrom<unknown[]>(
  '{% $states.input %}',
  { n: '{% $exists($states.input.n) ? $states.input.n + 1 : 0 %}', list: '{% [1, 2] %}' },
  '{% $states.input.absent %}',
  { id: '{% $uuid() %}', chance: '{% $random() %}', at: '{% $states.context.State.EnteredTime %}' },
  'text',
);

/** What a state's Assign may be: of the input, of the clock, of what was assigned before. */
function assignment(name: string): fc.Arbitrary<object> {
  // AWS refuses the name of a variable of an outer scope: each graph has a `last` of its own.
  const last = `last${name.slice(0, -1)}`;
  return fc.constantFrom<object[]>(
    {},
    {},
    { Assign: { [`set${name}`]: '{% $states.input %}', [last]: name } },
    { Assign: { [last]: `{% [$exists($${last}) ? $${last} : 0, $states.context.State.Name] %}` } },
    { Assign: { [last]: '{% $absent %}' } },
  );
}

interface Spot {
  readonly name: string;
  readonly earlier: readonly string[];
  readonly later: readonly string[];
  readonly depth: number;
}

type Make = (spot: Spot) => fc.Arbitrary<object>;

function flow(later: readonly string[]): fc.Arbitrary<object> {
  const end = fc.constant({ End: true });
  if (later.length === 0) return end;
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...later).map((Next) => ({ Next })) },
    end,
  );
}

function recovery(name: string, later: readonly string[]): fc.Arbitrary<object> {
  const retry = fc.constantFrom<object[]>(
    {},
    { Retry: [{ ErrorEquals: ['Throttled'], MaxAttempts: 2, JitterStrategy: 'FULL' }] },
    { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1, IntervalSeconds: 7 }] },
  );
  const catching =
    later.length === 0
      ? fc.constant({})
      : fc.oneof(
          fc.constant({}),
          fc.constantFrom(...later).map((Next) => ({
            Catch: [
              {
                ErrorEquals: ['States.ALL'],
                Assign: { [`problem${name}`]: '{% $states.errorOutput %}' },
                Next,
              },
            ],
          })),
        );
  return fc.tuple(retry, catching).map(([first, second]) => ({ ...first, ...second }));
}

const call = fc.constantFrom(
  {
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
  },
  {
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'f', Payload: { token: '{% $states.context.Task.Token %}' } },
  },
  {
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Arguments: { StateMachineArn: 'arn:child', Input: '{% $states.input %}' },
  },
  { Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f' },
);

const selector = fc.constantFrom<object[]>(
  {},
  { ItemSelector: { n: '{% $states.context.Map.Item.Index %}', whole: '{% $states.input %}' } },
  { ItemSelector: '{% $states.context.Map.Item.Value.n %}' },
);

const makers: Readonly<Record<string, Make>> = {
  Pass: ({ name, later }) =>
    fc
      .tuple(flow(later), value, assignment(name))
      .map(([next, Output, assign]) => ({ Type: 'Pass', Output, ...assign, ...next })),
  Wait: ({ name, later }) =>
    fc
      .tuple(flow(later), fc.nat(100_000), assignment(name))
      .map(([next, Seconds, assign]) => ({ Type: 'Wait', Seconds, ...assign, ...next })),
  Succeed: () => fc.constant({ Type: 'Succeed' }),
  Fail: () => fc.constant({ Type: 'Fail', Error: 'E', Cause: 'made to fail' }),
  Back: ({ name, earlier, later }) => {
    const count = `($exists($round${name}) ? $round${name} : 0)`;
    const [Default] = later;
    if (earlier.length === 0 || Default === undefined) return fc.constant({ Type: 'Succeed' });
    return fc.constantFrom(...earlier).map((Next) => ({
      Type: 'Choice',
      Choices: [
        {
          Condition: `{% ${count} < 2 %}`,
          Assign: { [`round${name}`]: `{% ${count} + 1 %}` },
          Next,
        },
      ],
      Default,
    }));
  },
  Choice: ({ name, later }) =>
    later.length === 0
      ? fc.constant({ Type: 'Succeed' })
      : fc.tuple(fc.constantFrom(...later), fc.constantFrom(...later)).map(([Next, Default]) => ({
          Type: 'Choice',
          Choices: [
            {
              Condition: '{% $exists($states.input.n) %}',
              Next,
              Assign: { [`chosen${name}`]: Next },
            },
          ],
          Default,
        })),
  Task: ({ name, later }) =>
    fc
      .tuple(flow(later), recovery(name, later), call, fc.boolean(), assignment(name))
      .map(([next, more, called, beats, assign]) => ({
        Type: 'Task',
        ...called,
        TimeoutSeconds: 50,
        ...(beats ? { HeartbeatSeconds: 20 } : {}),
        ...assign,
        ...more,
        ...next,
      })),
  Parallel: ({ name, later, depth }) =>
    fc
      .tuple(
        flow(later),
        fc.tuple(recovery(name, later), assignment(name)).map(([a, b]) => ({ ...a, ...b })),
        graph(`${name}a`, depth - 1),
        graph(`${name}b`, depth - 1),
      )
      .map(([next, more, first, second]) => ({
        Type: 'Parallel',
        Branches: [first, second],
        ...more,
        ...next,
      })),
  Map: ({ name, later, depth }) =>
    fc
      .tuple(flow(later), recovery(name, later), graph(`${name}m`, depth - 1), fc.nat(3), selector)
      .map(([next, more, ItemProcessor, MaxConcurrency, selected]) => ({
        Type: 'Map',
        Items: [1, 'two', { n: 3 }],
        ...selected,
        ItemProcessor,
        MaxConcurrency,
        ...more,
        ...next,
      })),
};

const LEAVES = [
  'Pass',
  'Pass',
  'Wait',
  'Succeed',
  'Fail',
  'Choice',
  'Back',
  'Task',
  'Task',
  'Task',
];

function state(spot: Spot): fc.Arbitrary<object> {
  const kinds = spot.depth > 0 ? [...LEAVES, 'Parallel', 'Map', 'Parallel', 'Map'] : LEAVES;
  return fc.constantFrom(...kinds).chain((kind) => makers[kind]?.(spot) ?? fc.constant({}));
}

/** Keeps the states that can be reached: AWS refuses the others. */
function reachable(startAt: string, states: ReadonlyMap<string, object>): object {
  const kept = new Map<string, object>();
  const open = [startAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const found = states.get(name);
    if (found === undefined || kept.has(name)) continue;
    kept.set(name, found);
    const { Branches: _b, ItemProcessor: _p, ...own } = { Branches: 0, ItemProcessor: 0, ...found };
    for (const [, target] of JSON.stringify(own).matchAll(/"(?:Next|Default)":"([^"]+)"/g)) {
      if (target !== undefined) open.push(target);
    }
  }
  return { StartAt: startAt, States: Object.fromEntries([...kept].reverse()) };
}

function graph(prefix: string, depth: number): fc.Arbitrary<object> {
  return fc.integer({ min: 1, max: 4 }).chain((count) => {
    const names = Array.from({ length: count }, (_, index) => `${prefix}${index}`);
    const states = names.map((name, index) =>
      state({ name, earlier: names.slice(0, index), later: names.slice(index + 1), depth }),
    );
    return fc
      .tuple(...states)
      .map((made) =>
        reachable(`${prefix}0`, new Map(names.map((name, index) => [name, made[index] ?? {}]))),
      );
  });
}

/** The definition of a random JSONata machine. */
export const machine: fc.Arbitrary<string> = graph('S', 2).map((made) =>
  JSON.stringify({ QueryLanguage: 'JSONata', ...made }),
);
