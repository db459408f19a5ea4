import { describe, expect, it } from 'vitest';
import { compileMachine, DefinitionError } from '../../../../infra/emulator/asl/interpreter.ts';

function refusal(definition: unknown): string {
  try {
    compileMachine(typeof definition === 'string' ? definition : JSON.stringify(definition));
  } catch (problem) {
    if (problem instanceof DefinitionError) return problem.message;
    throw problem;
  }
  return 'accepted';
}

function machine(states: object, more: object = {}): object {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more };
}

const DONE = { Type: 'Succeed' };

describe('a definition is refused when it', () => {
  const cases: readonly [string, unknown, string][] = [
    ['is not JSON', '{', 'INVALID_JSON_DESCRIPTION: '],
    ['is no object', '[]', 'INVALID_JSON_DESCRIPTION: Definition is not a JSON object'],
    [
      'is larger than a mebibyte',
      `{"Comment":"${'x'.repeat(1_048_576)}"}`,
      'INVALID_JSON_DESCRIPTION: Definition is larger than 1048576 bytes',
    ],
    [
      'is nested endlessly',
      `{"Comment":${'['.repeat(9999)}${']'.repeat(9999)}}`,
      'INVALID_JSON_DESCRIPTION: ',
    ],
    [
      'has no states',
      {},
      'SCHEMA_VALIDATION_FAILED: These fields are required: [StartAt, States] at /',
    ],
    [
      'starts nowhere',
      machine({ A: DONE }, { StartAt: 'B' }),
      "MISSING_TRANSITION_TARGET: Missing 'StartAt' target: B at /StartAt",
    ],
    [
      'goes nowhere',
      machine({ A: { Type: 'Pass', Next: 'B' } }),
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next",
    ],
    [
      'falls back to nowhere',
      machine({
        A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'D' }], Default: 'B' },
        D: DONE,
      }),
      "Missing 'Default' target: B at /States/A/Default",
    ],
    [
      'catches to nowhere',
      machine({
        A: {
          Type: 'Parallel',
          Branches: [machine0({ X: DONE })],
          Catch: [{ ErrorEquals: ['E'], Next: 'B' }],
          End: true,
        },
      }),
      "Missing 'Next' target: B at /States/A/Catch[0]/Next",
    ],
    [
      'has a state nothing leads to',
      machine({ A: DONE, B: DONE }),
      'MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B',
    ],
    [
      'never ends',
      machine({ A: { Type: 'Pass', Next: 'A' } }),
      'MISSING_END_STATE: Workflow has no terminal state at /States',
    ],
    [
      'has a state without a type',
      machine({ A: {} }),
      'These fields are required: [Type] at /States/A',
    ],
    [
      'has a state of an unknown type',
      machine({ A: { Type: 'Loop' } }),
      'Value should be one of the following: [Pass, Task',
    ],
    [
      'has a state that neither ends nor goes on',
      machine({ A: { Type: 'Pass' } }),
      'Exactly one of the following fields is required: [Next, End] at /States/A',
    ],
    [
      'carries a field the type lacks',
      machine({ A: { Type: 'Pass', Retry: [], End: true } }),
      "Field 'Retry' is not supported at /States/A",
    ],
    [
      'carries a field of the other language',
      machine({ A: { Type: 'Pass', ResultPath: '$.a', End: true } }),
      "The QueryLanguage is set to 'JSONata', but field 'ResultPath' is only supported for the 'JSONPath' QueryLanguage at /States/A",
    ],
    [
      'turns a JSONata machine back to JSONPath',
      machine({ A: { ...DONE, QueryLanguage: 'JSONPath' } }),
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/A",
    ],
    [
      'names a language that is none',
      machine({ A: DONE }, { QueryLanguage: 'jsonata' }),
      'Value should be one of the following: [JSONPath, JSONata] at /QueryLanguage',
    ],
    [
      'has an expression that does not parse',
      machine({ A: { Type: 'Pass', Output: { v: '{% a[1,2) %}' }, End: true } }),
      'INVALID_JSONATA_EXPRESSION: Expected "]", got "," at /States/A/Output/v',
    ],
    [
      'reads a field of nothing',
      machine({ A: { Type: 'Pass', Output: { v: '{% phone %}' }, End: true } }),
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/A/Output/v",
    ],
    [
      'reads the top-level context',
      machine({ A: { Type: 'Pass', Output: '{% $$ %}', End: true } }),
      "Reference to '$$' is not supported. at /States/A/Output",
    ],
    [
      'reads an error where none can be',
      machine({ A: { Type: 'Pass', Output: '{% $states.errorOutput %}', End: true } }),
      "Field '$states.errorOutput' does not exist. at /States/A/Output",
    ],
    [
      'calls no resource',
      machine({ A: { Type: 'Task', Resource: 'score', End: true } }),
      'Value is not a valid resource ARN at /States/A/Resource',
    ],
    [
      'beats slower than it times out',
      machine({
        A: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          TimeoutSeconds: 5,
          HeartbeatSeconds: 5,
          End: true,
        },
      }),
      'HeartbeatSeconds must be smaller than TimeoutSeconds',
    ],
    [
      'sends a call without what it needs',
      machine({
        A: {
          Type: 'Task',
          Resource: 'arn:aws:states:::sqs:sendMessage',
          Arguments: { QueueUrl: 'q' },
          End: true,
        },
      }),
      "The field 'MessageBody' is required but was missing at /States/A/Arguments",
    ],
    [
      'times out at once',
      machine({
        A: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          TimeoutSeconds: 0,
          End: true,
        },
      }),
      'TimeoutSeconds must be between 1 and 99999999 but was: 0 at /States/A/TimeoutSeconds',
    ],
    [
      'catches everything first',
      machine({
        A: {
          Type: 'Parallel',
          Branches: [machine0({ X: DONE })],
          Catch: [
            { ErrorEquals: ['States.ALL'], Next: 'B' },
            { ErrorEquals: ['E'], Next: 'B' },
          ],
          Next: 'B',
        },
        B: DONE,
      }),
      "'States.ALL' must appear alone and in the last rule at /States/A/Catch[0]/ErrorEquals",
    ],
    [
      'uses a name twice',
      machine({ A: { Type: 'Parallel', Branches: [machine0({ A: DONE })], End: true } }),
      'DUPLICATE_STATE_NAME: Duplicate State name: A',
    ],
    [
      'has a name of more than 80 characters',
      machine({ ['x'.repeat(81)]: DONE }),
      'State name must have 1 to 80 characters',
    ],
    [
      'assigns to an outer variable',
      machine({
        A: {
          Type: 'Parallel',
          Assign: { a: 1 },
          Branches: [machine0({ X: { Type: 'Pass', Assign: { a: 2 }, End: true } })],
          End: true,
        },
      }),
      "Variable 'a' is assigned in an outer scope already at /States/A/Branches[0]/States/X/Assign/a",
    ],
    [
      'assigns to $states',
      machine({ A: { Type: 'Pass', Assign: { states: 1 }, End: true } }),
      "Variable name 'states' is reserved",
    ],
    [
      'assigns to __proto__',
      '{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"__proto__":1},"End":true}}}',
      "Variable name '__proto__' is not a Unicode identifier",
    ],
    [
      'waits for two things',
      machine({ A: { Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z', End: true } }),
      'Exactly one of the following fields is required: [Seconds, Timestamp]',
    ],
    [
      'distributes a map',
      machine({
        A: {
          Type: 'Map',
          ItemProcessor: { ...machine0({ X: DONE }), ProcessorConfig: { Mode: 'DISTRIBUTED' } },
          End: true,
        },
      }),
      'UNSUPPORTED_OFFLINE: Distributed Map is not run offline at /States/A',
    ],
  ];

  for (const [what, definition, message] of cases) {
    it(what, () => {
      expect(refusal(definition)).toContain(message);
    });
  }

  it('says everything that is wrong at once', () => {
    const definition = machine({ A: { Type: 'Pass', Next: 'B' }, C: { Type: 'Pass', Next: 'D' } });

    expect(refusal(definition)).toMatch(
      /^Invalid State Machine Definition: '.*target: B.*target: D.*not reachable.*'$/,
    );
  });
});

/** A graph without QueryLanguage, as branches are. */
function machine0(states: object): object {
  return { StartAt: Object.keys(states)[0], States: states };
}

describe('a definition is accepted when it', () => {
  const pass = (output: unknown): object =>
    machine({ A: { Type: 'Pass', Output: output, End: true } });

  it('names fields in later steps, predicates and lambdas', () => {
    const expressions = [
      '$states.input.a[b > 3].c',
      '$map($states.input.a, function($x) { $x.b })',
      '$states.input.a^(b).c',
      '$states.input.a.{ "k": b }',
    ];

    expect(expressions.map((text) => refusal(pass(`{% ${text} %}`)))).toEqual(
      expressions.map(() => 'accepted'),
    );
  });

  it('holds text that only looks like an expression', () => {
    expect(refusal(pass([' {% a %} ', '{% a', '$states.input', '{%%']))).toBe('accepted');
  });

  it('has states named like an object’s own methods', () => {
    expect(
      refusal(machine({ constructor: { Type: 'Pass', Next: 'toString' }, toString: DONE })),
    ).toBe('accepted');
  });

  it('calls Lambda functions, integrations and SDK actions', () => {
    const resources = [
      'arn:aws:lambda:us-east-1:123456789012:function:score',
      'arn:aws:lambda:us-east-1:123456789012:function:score:live',
      'arn:aws:states:::lambda:invoke.waitForTaskToken',
      'arn:aws:states:::states:startExecution.sync:2',
      'arn:aws:states:::aws-sdk:dynamodb:getItem',
      'arn:aws-cn:states:::events:putEvents',
    ];
    const definitions = resources.map((Resource) =>
      machine({
        A: { Type: 'Task', Resource, Arguments: '{% $states.input %}', End: true },
      }),
    );

    expect(definitions.map(refusal)).toEqual(resources.map(() => 'accepted'));
  });
});
