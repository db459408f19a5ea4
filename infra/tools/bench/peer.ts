// The peer to be faster than: aws-local-stepfunctions from npm, on the same loop in JSONPath. It is fetched into a folder
// of its own for this one comparison and is no dependency.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const NAME = 'aws-local-stepfunctions';
const VERSION = '3.0.0';

/** What of the package's interface the loop needs. */
interface PeerExecution {
  readonly result: Promise<unknown>;
  readonly eventLogs: AsyncIterable<{ readonly type: string }>;
}

export interface PeerMachine {
  run(input: object): PeerExecution;
}

interface PeerModule {
  readonly StateMachine: new (definition: object) => PeerMachine;
}

/** A machine of the peer, which is installed once a computer. Throws when the registry cannot be reached. */
export async function peerMachine(definition: object): Promise<PeerMachine> {
  const { StateMachine } = await load();
  return new StateMachine(definition);
}

export const peer = `${NAME} ${VERSION}`;

async function load(): Promise<PeerModule> {
  const folder = join(tmpdir(), `leadloop-bench-${NAME}-${VERSION}`);
  const main = join(folder, 'node_modules', NAME, 'build', 'main.node.esm.js');
  if (!existsSync(main)) {
    await mkdir(folder, { recursive: true });
    await promisify(execFile)(
      'npm',
      ['install', '--no-audit', '--no-fund', '--prefix', folder, `${NAME}@${VERSION}`],
      { timeout: 120_000 },
    );
  }
  return (await import(pathToFileURL(main).href)) as PeerModule; // a package that is not installed has no types here
}
