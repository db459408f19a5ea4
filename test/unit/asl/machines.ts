import * as fc from 'fast-check';

// Random well-formed machines: forward transitions only, plus catchers, so that every machine ends.

export type Reply = 'ok' | 'never' | 'E' | 'Throttled';

export const replies: fc.Arbitrary<Reply[]> = fc.array(
  fc.constantFrom<Reply[]>('ok', 'ok', 'ok', 'never', 'E', 'Throttled'),
  { minLength: 1, maxLength: 8 },
);

const value = fc.constantFrom<unknown[]>(
  '{% $states.input %}',
  { n: '{% $exists($states.input.n) ? $states.input.n + 1 : 0 %}', list: '{% [1, 2] %}' },
  '{% $states.input.absent %}',
  { id: '{% $uuid() %}', chance: '{% $random() %}', at: '{% $states.context.State.EnteredTime %}' },
  'text',
);

type Make = (name: string, later: readonly string[], depth: number) => fc.Arbitrary<object>;

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

const makers: Readonly<Record<string, Make>> = {
  Pass: (_name, later) =>
    fc.tuple(flow(later), value).map(([next, Output]) => ({ Type: 'Pass', Output, ...next })),
  Wait: (_name, later) =>
    fc
      .tuple(flow(later), fc.nat(100_000))
      .map(([next, Seconds]) => ({ Type: 'Wait', Seconds, ...next })),
  Succeed: () => fc.constant({ Type: 'Succeed' }),
  Fail: () => fc.constant({ Type: 'Fail', Error: 'E', Cause: 'made to fail' }),
  Choice: (name, later) =>
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
  Task: (name, later) =>
    fc
      .tuple(
        flow(later),
        recovery(name, later),
        fc.constantFrom('', '.waitForTaskToken'),
        fc.boolean(),
      )
      .map(([next, more, suffix, beats]) => ({
        Type: 'Task',
        Resource: `arn:aws:states:::lambda:invoke${suffix}`,
        Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
        TimeoutSeconds: 50,
        ...(beats ? { HeartbeatSeconds: 20 } : {}),
        ...more,
        ...next,
      })),
  Parallel: (name, later, depth) =>
    fc
      .tuple(
        flow(later),
        recovery(name, later),
        graph(`${name}a`, depth - 1),
        graph(`${name}b`, depth - 1),
      )
      .map(([next, more, first, second]) => ({
        Type: 'Parallel',
        Branches: [first, second],
        ...more,
        ...next,
      })),
  Map: (name, later, depth) =>
    fc
      .tuple(flow(later), recovery(name, later), graph(`${name}m`, depth - 1), fc.nat(3))
      .map(([next, more, ItemProcessor, MaxConcurrency]) => ({
        Type: 'Map',
        Items: [1, 'two', { n: 3 }],
        ItemProcessor,
        MaxConcurrency,
        ...more,
        ...next,
      })),
};

const LEAVES = ['Pass', 'Wait', 'Succeed', 'Fail', 'Choice', 'Task', 'Task'];

function state(name: string, later: readonly string[], depth: number): fc.Arbitrary<object> {
  const kinds = depth > 0 ? [...LEAVES, 'Parallel', 'Map', 'Parallel', 'Map'] : LEAVES;
  return fc
    .constantFrom(...kinds)
    .chain((kind) => makers[kind]?.(name, later, depth) ?? fc.constant({}));
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
    const states = names.map((name, index) => state(name, names.slice(index + 1), depth));
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
