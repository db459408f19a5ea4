// The workflows as state machines: the file's text with its placeholders filled in, and a role for what it calls.

import { ArnFormat, Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { workflows } from '../catalog.ts';
import { acknowledgeWildcard } from './acknowledgements.ts';
import { allow } from './grants.ts';
import { type WorkflowText, workflowText } from './placeholders.ts';

/** The rule by which Step Functions hears that a child has ended. Nobody grants it for a definition from a file. */
const CHILD_EVENTS_RULE = 'StepFunctionsGetEventsForStepFunctionsExecutionRule';

interface StateMachinesProps {
  readonly functions: ReadonlyMap<string, IFunction>;
  readonly logDays: number;
}

export class StateMachines extends Construct {
  /** By name; those that start others come after them. */
  readonly byName: ReadonlyMap<string, StateMachine>;
  /** Machines with a wait that a token ends. */
  readonly waiting: readonly StateMachine[];

  constructor(scope: Construct, id: string, { functions, logDays }: StateMachinesProps) {
    super(scope, id);
    const known = { functions: [...functions.keys()], machines: Object.keys(workflows) };
    const texts = new Map(
      Object.entries(workflows).map(([name, { file }]) => [name, workflowText(file, known)]),
    );
    const made = new Map<string, StateMachine>();
    for (const name of childrenFirst(texts)) {
      const text = texts.get(name);
      if (text) made.set(name, this.#machine(name, text, { functions, made, logDays }));
    }
    this.byName = made;
    this.waiting = [...made].flatMap(([name, machine]) =>
      texts.get(name)?.waitsForToken ? [machine] : [],
    );
  }

  #machine(
    name: string,
    workflow: WorkflowText,
    {
      functions,
      made,
      logDays,
    }: StateMachinesProps & { readonly made: ReadonlyMap<string, StateMachine> },
  ): StateMachine {
    const called = workflow.functions.map(
      (one) => [one, found(functions, one).functionArn] as const,
    );
    const children = workflow.machines.map((one) => [one, found(made, one)] as const);
    const machine = new StateMachine(this, name, {
      definitionBody: DefinitionBody.fromString(
        workflow.text.replaceAll(/\$\{Partition\}/g, Aws.PARTITION),
      ),
      definitionSubstitutions: {
        ...Object.fromEntries(called.map(([one, arn]) => [`${one}FunctionArn`, arn])),
        ...Object.fromEntries(
          children.map(([one, child]) => [`${one}StateMachineArn`, child.stateMachineArn]),
        ),
      },
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, `${name}Logs`, {
          retention: logDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        // Inputs and results hold what people say of leads.
        includeExecutionData: false,
      },
    });
    if (called.length > 0)
      machine.addToRolePolicy(
        allow(
          'ItsFunctions',
          ['lambda:InvokeFunction'],
          called.map(([, arn]) => arn),
        ),
      );
    for (const [, child] of children) allowChild(machine, child);
    return machine;
  }
}

/** What `startExecution.sync:2` takes besides starting. */
function allowChild(machine: StateMachine, child: StateMachine): void {
  const stack = Stack.of(machine);
  const executions = stack.formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${child.stateMachineName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const rule = stack.formatArn({
    service: 'events',
    resource: 'rule',
    resourceName: CHILD_EVENTS_RULE,
  });
  const grants = [
    allow('ItsChildren', ['states:StartExecution'], [child.stateMachineArn]),
    allow('ItsChildrensEnd', ['states:DescribeExecution', 'states:StopExecution'], [executions]),
    allow(
      'HearsOfItsChildren',
      ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      [rule],
    ),
  ];
  for (const grant of grants) machine.addToRolePolicy(grant);
  acknowledgeWildcard(
    machine.role,
    executions,
    'A machine hears of and stops executions of its own child only; their names are made while it runs.',
  );
}

/** Throws RangeError when machines start each other in a circle, which CloudFormation cannot make. */
function childrenFirst(texts: ReadonlyMap<string, WorkflowText>): readonly string[] {
  const order: string[] = [];
  const visit = (name: string, path: readonly string[]) => {
    if (path.includes(name))
      throw new RangeError(
        `machines ${[...path, name].join(' → ')} start each other; break the circle`,
      );
    if (order.includes(name)) return;
    for (const child of texts.get(name)?.machines ?? []) visit(child, [...path, name]);
    order.push(name);
  };
  for (const name of texts.keys()) visit(name, []);
  return order;
}

function found<Value>(map: ReadonlyMap<string, Value>, name: string): Value {
  const value = map.get(name);
  if (value === undefined) throw new RangeError(`${name} is not in the catalogue; add it`);
  return value;
}
