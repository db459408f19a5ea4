import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AbstractLevel } from 'abstract-level';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeptOpen } from '../../../infra/local/kept-open.ts';
import { openToyCompany, type ToyCompany } from '../emulator/toy-company.ts';

// A disk that is full, and then has room again: everybody waits, nothing acknowledged is lost, and nobody has to start it anew.

let dataDir: string;
let company: ToyCompany;
let target: KeptOpen;
let told: string[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'leadloop-'));
  told = [];
  target = await KeptOpen.open({
    start: async () => {
      company = await openToyCompany({ dataDir, clock: { mode: 'real' } });
      return company.runtime;
    },
    told: (sentence) => told.push(sentence),
    gaveUp: (error) => told.push(`gave up: ${error}`),
    retryMs: 10,
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await target.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** As the system says it; the answer makes room again. */
function fillDisk(): () => void {
  const full = new Error('IO error: 000003.log: No space left on device');
  const batch = vi.spyOn(AbstractLevel.prototype, 'batch').mockRejectedValue(full);
  return () => batch.mockRestore();
}

async function send(leadId: string) {
  const answer = await target.answer({
    method: 'POST',
    target: '/v1/submissions',
    headers: { host: 'localhost' },
    body: Buffer.from(JSON.stringify({ leadId })),
    sourceIp: '127.0.0.1',
  });
  return {
    status: answer.statusCode,
    retryAfter: answer.headers['retry-after'],
    body: `${answer.body}`,
  };
}

async function leads(): Promise<readonly string[]> {
  const scan = await company.runtime.database.call('Scan', { TableName: 'Leads' });
  return (scan as { Items: { id: { S: string } }[] }).Items.map(({ id }) => id.S).sort();
}

describe('a disk that is full', () => {
  it('costs nobody what was acknowledged: who comes meanwhile is told to come again, and is taken when there is room', async () => {
    expect(await send('before')).toMatchObject({ status: 202 });
    const makeRoom = fillDisk();

    const meanwhile = [await send('during'), await send('during')];
    makeRoom();
    await vi.waitFor(async () => expect(await send('after')).toMatchObject({ status: 202 }));
    await company.runtime.settled();

    expect(meanwhile).toEqual(
      Array.from({ length: 2 }, () => ({
        status: 503,
        retryAfter: '5',
        body: expect.stringContaining('there is no room: make some'),
      })),
    );
    expect(await leads()).toEqual(['after', 'before']);
    expect(told).toEqual([
      expect.stringMatching(/^the data folder .*there is no room: make some .*come again/),
      'the data folder can be written again; all that was acknowledged is there',
    ]);
  });

  it('stops no execution for good: what was due meanwhile is done when there is room', async () => {
    await send('one');
    await company.runtime.settled();
    const makeRoom = fillDisk();
    await send('another');
    makeRoom();
    await vi.waitFor(() => expect(target.refused).toBeUndefined());

    await company.runtime.advance('PT2H');

    expect(company.tokens.has('one-o1')).toBe(true);
    expect(company.runtime.failures).toEqual([]);
  });

  it('also fills under the clock alone', async () => {
    const makeRoom = fillDisk();

    await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 3000 });
    makeRoom();
    await vi.waitFor(() => expect(told).toHaveLength(2));

    expect(await send('after')).toMatchObject({ status: 202 });
  });
});
