// How long from `npm start`'s process to its `ready` line, on an empty folder and again on the one it left.

import { spawn } from 'node:child_process';
import { inFolder } from './bench-company.ts';

/** Milliseconds to `ready`, first and second start. */
export function measureStartUp(): Promise<object> {
  return inFolder(async (data) => {
    const first = await untilReady(data);
    const second = await untilReady(data);
    return { readyMilliseconds: { first, second } };
  });
}

async function untilReady(data: string): Promise<number> {
  const started = performance.now();
  const file = new URL('../../local/start.ts', import.meta.url).pathname;
  const server = spawn(process.execPath, [
    file,
    '--port',
    '0',
    '--data',
    data,
    '--clock',
    'manual',
  ]);
  await new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (text: Buffer) => text.toString().includes('ready ') && resolve());
    server.on('exit', (code) =>
      reject(new Error(`npm start ended with ${code} before it was ready`)),
    );
  });
  const milliseconds = Math.round(performance.now() - started);
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.removeAllListeners('exit');
  server.once('exit', () => undefined);
  server.kill('SIGTERM');
  await Promise.race([ended, new Promise((resolve) => server.once('exit', resolve))]);
  return milliseconds;
}
