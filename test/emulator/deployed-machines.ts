// Step Functions for a deployment in MiniStack: the project's interpreter runs the definitions that were deployed, as they stand
// there, and calls the Lambdas that were deployed. The clock is the machine's.

import {
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { functionName } from '../../infra/emulator/arns.ts';
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts';
import { listen } from '../../infra/local/server.ts';

interface DeployedMachines {
  readonly runtime: Runtime;
  /** Names of the machines as deployed. */
  readonly names: readonly string[];
  stop(): Promise<void>;
}

/** Reads every deployed machine and serves them all at `http://127.0.0.1:PORT/_aws`. */
export async function serveDeployedMachines(
  origin: string,
  port: number,
): Promise<DeployedMachines> {
  const workflows = await deployedDefinitions(origin);
  const called = Object.values(workflows).flatMap(({ definition }) => functionsIn(definition));
  const runtime = await startRuntime({
    catalog: {
      functions: Object.fromEntries(called.map((name) => [name, {}])),
      workflows,
      routes: [],
      rules: [],
      schedules: [],
      tables: [],
      streams: [],
    },
    createFunction: (name) => (event) => invoke(origin, name, event),
    clock: { mode: 'real' },
    failed: ({ job, error }) => console.error(`${job}:`, error),
  });
  const server = await listen(runtime.door, {
    port,
    failed: (error) => console.error(error),
  });
  return {
    runtime,
    names: Object.keys(workflows),
    async stop() {
      await server.close();
      await runtime.stop();
    },
  };
}

async function deployedDefinitions(
  origin: string,
): Promise<Record<string, { readonly definition: object }>> {
  const client = new SFNClient({
    endpoint: origin,
    region: 'us-east-1',
    credentials: { accessKeyId: '000000000000', secretAccessKey: 'test' },
  });
  const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
  const definitions: Record<string, { definition: object }> = {};
  for (const { name = '', stateMachineArn } of stateMachines) {
    const { definition = '{}' } = await client.send(
      new DescribeStateMachineCommand({ stateMachineArn }),
    );
    definitions[name] = { definition: JSON.parse(definition) };
  }
  client.destroy();
  return definitions;
}

function functionsIn(definition: object): readonly string[] {
  const arns = JSON.stringify(definition).matchAll(/arn:aws:lambda:[\w:-]+:function:[\w-]+/g);
  return [...new Set([...arns].map(([arn]) => functionName(arn)))];
}

/** What the deployed function answers, or the error that it threw. */
export async function invoke(origin: string, name: string, event: unknown): Promise<unknown> {
  const address = `${origin}/2015-03-31/functions/${name}/invocations`;
  const response = await fetch(address, { method: 'POST', body: JSON.stringify(event) });
  const text = await response.text();
  const payload: unknown = text === '' ? null : JSON.parse(text);
  if (response.headers.get('x-amz-function-error') === null && response.ok) return payload;
  const { errorType = 'Error', errorMessage = text } = (payload ?? {}) as Record<string, string>;
  throw Object.assign(new Error(errorMessage), { name: errorType });
}
