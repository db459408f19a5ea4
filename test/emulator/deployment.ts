// The CDK CLI against MiniStack, as an engineer types it, and what came of it.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import type { MiniStack } from './ministack.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CDK = fileURLToPath(new URL('../../node_modules/aws-cdk/bin/cdk', import.meta.url));
const run = promisify(execFile);

interface Deployment {
  cdk(command: string, ...more: readonly string[]): Promise<void>;
  /** Output of a stack by the end of its name and its key. */
  output(stack: string, key: string): Promise<string>;
  /** Physical ids by logical id, of the resources of a stack. */
  resources(stack: string): Promise<Readonly<Record<string, string>>>;
  stacks(): Promise<readonly string[]>;
  close(): void;
}

/** `context` goes with every command; `folder` takes the cloud assembly. */
export function deploymentIn(
  { origin, env }: MiniStack,
  {
    folder,
    context,
  }: { readonly folder: string; readonly context: Readonly<Record<string, string>> },
): Deployment {
  const client = new CloudFormationClient({
    endpoint: origin,
    region: 'us-east-1',
    credentials: { accessKeyId: '000000000000', secretAccessKey: 'test' },
  });
  const given = Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const named = (stack: string) => `Leadloop-${context.stage}-${stack}`;
  return {
    async cdk(command, ...more) {
      const args = [
        CDK,
        command,
        ...more,
        ...given,
        '--output',
        `${folder}/cdk.out`,
        '--no-notices',
      ];
      await run(process.execPath, args, {
        cwd: ROOT,
        // The asset cache of the CLI is under HOME.
        env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, CI: 'true', ...env },
        maxBuffer: 64 * 1024 * 1024,
      }).catch((error: { readonly stdout?: string; readonly stderr?: string }) => {
        const said = `${error.stdout}${error.stderr}`.split('\n').slice(-60).join('\n');
        throw new Error(`cdk ${command} failed\n${said}`);
      });
    },
    async output(stack, key) {
      const { Stacks = [] } = await client.send(
        new DescribeStacksCommand({ StackName: named(stack) }),
      );
      const found = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
      if (found === undefined) throw new Error(`${named(stack)} has no output ${key}`);
      return found;
    },
    async resources(stack) {
      const pages = paginateListStackResources({ client }, { StackName: named(stack) });
      const found = await Array.fromAsync(
        pages,
        ({ StackResourceSummaries = [] }) => StackResourceSummaries,
      );
      return Object.fromEntries(
        found
          .flat()
          .map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [
            LogicalResourceId,
            PhysicalResourceId,
          ]),
      );
    },
    async stacks() {
      const { Stacks = [] } = await client.send(new DescribeStacksCommand({}));
      return Stacks.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE').map(
        ({ StackName = '' }) => StackName,
      );
    },
    close: () => client.destroy(),
  };
}
