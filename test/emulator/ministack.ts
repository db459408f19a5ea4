// MiniStack from PyPI, in a virtual environment of its own, on loopback; all its files are in one folder that goes with it.

import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const VERSION = '1.5.33';
const CLI_VERSION = '1.46.3';
const BINARIES = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url));
const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const run = promisify(execFile);

export interface MiniStack {
  readonly origin: string;
  /** Its virtual environment, where the AWS CLI is, too. */
  readonly venv: string;
  /** What the CDK CLI and SDKs need to find it and nothing else. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts it in that folder. `MINISTACK_VENV` names a virtual environment that has it and the AWS CLI already. */
export async function startMiniStack(folder: string): Promise<MiniStack> {
  const venv = process.env.MINISTACK_VENV ?? join(folder, 'venv');
  const binary = await installed(venv);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = spawn(binary, [], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      // Lambdas run on the Node that Lambda has, not on the machine's.
      PATH: [BINARIES, process.env.PATH].join(delimiter),
      HOME: folder,
      TMPDIR: folder,
      STATE_DIR: join(folder, 'state'),
      S3_DATA_DIR: join(folder, 's3'),
      NODE_PATH: MODULES,
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      IOT_MTLS_ENABLED: '0',
      LOG_LEVEL: process.env.MINISTACK_LOG ?? 'ERROR',
    },
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await answering(`${origin}/_ministack/health`);
  return {
    origin,
    venv,
    env: {
      AWS_ENDPOINT_URL: origin,
      AWS_ENDPOINT_URL_S3: origin,
      AWS_ACCESS_KEY_ID: '000000000000',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    async stop() {
      // The group: its Lambdas are processes of their own.
      if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM');
      await Promise.race([ended, pause(5000)]);
      if (server.pid !== undefined && server.exitCode === null)
        process.kill(-server.pid, 'SIGKILL');
      await ended;
    },
  };
}

/** Processes that still work in the folder or name it. */
export async function processesOf(folder: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      if (Number(pid) === process.pid) return [];
      const [line, env] = await Promise.all(
        ['cmdline', 'environ'].map((file) =>
          readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => ''),
        ),
      );
      return `${line}${env}`.includes(folder) ? [`${pid} ${line?.replaceAll('\0', ' ')}`] : [];
    }),
  );
  return found.flat();
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Codec: a server that listens on a port has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function installed(venv: string): Promise<string> {
  const binary = join(venv, 'bin', 'ministack');
  if (existsSync(binary)) return binary;
  await run('python3', ['-m', 'venv', venv]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-cache-dir'];
  await run(join(venv, 'bin', 'python'), [
    ...pip,
    `ministack==${VERSION}`,
    `awscli==${CLI_VERSION}`,
  ]);
  return binary;
}

async function answering(address: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(address).catch(() => undefined);
    if (answer?.ok) return;
    await pause(200);
  }
  throw new Error(`${address} did not answer in 20 s; see what MiniStack printed`);
}
