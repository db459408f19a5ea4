import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LevelStore } from '../../../infra/emulator/dynamodb/level-store.ts';

const START = new URL('../../../infra/local/start.ts', import.meta.url).pathname;
let dataDir: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'leadloop-'));
});

afterEach(async () => {
  child?.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts the process and answers its origin once it serves. */
function start(): Promise<string> {
  const args = ['--port', '0', '--data', dataDir, '--clock', 'manual', '--empty'];
  const started = spawn(process.execPath, [START, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  return new Promise((resolve, reject) => {
    started.once('exit', (code) => reject(new Error(`ended with ${code}`)));
    started.stdout.on('data', (text: Buffer) => {
      const origin = /ready (http:\S+)/.exec(text.toString())?.[1];
      if (origin) resolve(origin);
    });
  });
}

async function kill(): Promise<void> {
  const killed = new Promise((resolve) => child?.once('exit', resolve));
  child?.kill('SIGKILL');
  await killed;
}

type Fields = Readonly<Record<string, string>>;

/** Answers of these routes are flat JSON. */
async function fieldsOf(response: Response): Promise<Fields> {
  return (await response.json()) as Fields;
}

async function aws(origin: string, operation: string, body: object): Promise<Fields> {
  const response = await fetch(`${origin}/_aws`, {
    method: 'POST',
    headers: { 'x-amz-target': `AWSStepFunctions.${operation}` },
    body: JSON.stringify(body),
  });
  return await fieldsOf(response);
}

async function advance(origin: string, by: string): Promise<Fields> {
  const body = JSON.stringify({ by });
  const response = await fetch(`${origin}/_local/clock/advance`, { method: 'POST', body });
  return await fieldsOf(response);
}

describe('npm start that is killed', () => {
  it('goes on with clock, machines and executions where it stood', {
    timeout: 30_000,
  }, async () => {
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'WaitTwoDays',
      States: {
        WaitTwoDays: { Type: 'Wait', Seconds: 172_800, Next: 'Done' },
        Done: { Type: 'Pass', Output: 'waited', End: true },
      },
    });
    const first = await start();
    const { stateMachineArn } = await aws(first, 'CreateStateMachine', { name: 'Own', definition });
    const { executionArn } = await aws(first, 'StartExecution', { stateMachineArn, name: 'one' });
    const before = await advance(first, 'P1D');

    await kill();
    const second = await start();

    const clock = await fieldsOf(await fetch(`${second}/_local/clock`));
    expect(clock.now).toBe(before.now);
    await advance(second, 'PT23H');
    expect(await aws(second, 'DescribeExecution', { executionArn })).toMatchObject({
      status: 'RUNNING',
    });
    await advance(second, 'PT1H');
    expect(await aws(second, 'DescribeExecution', { executionArn })).toMatchObject({
      status: 'SUCCEEDED',
      output: '"waited"',
    });
  });
});

describe('npm start on a folder that was harmed', () => {
  it('ends with a sentence and an exit code of its own', async () => {
    const store = await LevelStore.open(dataDir);
    await store.commit([{ key: 'told', value: 'somebody' }]);
    await store.close();
    const log = (await readdir(dataDir)).find((name) => name.endsWith('.log')) ?? '';
    await truncate(join(dataDir, log), 10);

    const args = [START, '--port', '0', '--data', dataDir, '--empty'];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });

    expect({ status, stderr }).toEqual({
      status: 4,
      stderr: expect.stringMatching(/^the data folder \S+ is not as it was left: [^\n]+\n$/),
    });
  });
});
