// What a person needs at the command line: addresses, links, and the generated names that docs/runbook.md asks for.

import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { consoleLink } from './console-links.ts';
import type { Watched } from './watched.ts';

/** An output of the stack in which `scope` is, whose key is the name itself. */
export function output(scope: IConstruct, name: string, value: string): void {
  new CfnOutput(Stack.of(scope), name, { value });
}

export function watchOutputs(
  stack: Stack,
  { topicArn, dashboardName }: { readonly topicArn: string; readonly dashboardName: string },
): void {
  output(stack, 'AlarmTopicArn', topicArn);
  output(
    stack,
    'DashboardLink',
    consoleLink(stack, 'cloudwatch', `dashboards:name=${dashboardName}`),
  );
}

export function lifecycleOutputs(
  stack: Stack,
  { api, functions, machines, deadLetters }: Watched,
): void {
  output(stack, 'ApiAddress', api.url);
  for (const [name, machine] of machines) {
    const page = `/statemachines/view/${machine.stateMachineArn}`;
    output(stack, `${name}Link`, consoleLink(stack, 'states', page));
    output(stack, `${name}StateMachineArn`, machine.stateMachineArn);
  }
  for (const [name, { functionName }] of functions)
    output(stack, `${name}FunctionName`, functionName);
  // Those of queues that outlive a deployment are outputs of the stack that keeps them.
  for (const [name, queue] of deadLetters)
    if (Stack.of(queue) === stack) output(stack, `${name}DeadLettersUrl`, queue.queueUrl);
}
