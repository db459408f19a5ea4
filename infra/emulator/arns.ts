// How things are named offline: AWS names in a region and an account that only exist here.

export const REGION = 'us-east-1';
export const PARTITION = 'aws';
export const ACCOUNT = '000000000000';

export function functionArn(name: string): string {
  return `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
}

export function stateMachineArn(name: string): string {
  return `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`;
}

export function executionArn(machine: string, name: string): string {
  return `arn:aws:states:${REGION}:${ACCOUNT}:execution:${machine}:${name}`;
}

export function queueArn(name: string): string {
  return `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
}

export function roleArn(name: string): string {
  return `arn:aws:iam::${ACCOUNT}:role/${name}`;
}

/** The name at the end of an ARN of a function (its version or alias passed over), or the name itself. */
export function functionName(arnOrName: string): string {
  const named = /:function:([^:]+)/.exec(arnOrName);
  return named?.[1] ?? arnOrName.replace(/:[^:]*$/, '');
}
