import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as z from 'zod';
import type { Database } from '../../../../infra/emulator/dynamodb/database.ts';
import { opened, temporaryFolder, withLeads } from './opened.ts';

const STORM = fileURLToPath(new URL('write-storm.ts', import.meta.url));
/** How long each child may write, in milliseconds; where that falls into a commit is up to the machine. */
const ROUNDS = [3, 50, 120, 250];

const Rows = z.object({
  Items: z.array(
    z.looseObject({ pk: z.object({ S: z.string() }), n: z.object({ S: z.string() }) }),
  ),
});

type Row = z.infer<typeof Rows>['Items'][number];

/** Lets a child write until it is killed without warning, `delay` milliseconds after its first writes. */
async function storm(path: string, round: number, delay: number): Promise<void> {
  const child = spawn(process.execPath, [STORM, path, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  await new Promise((resolve) => setTimeout(resolve, delay));
  child.kill('SIGKILL');
  expect((await ended)[1]).toBe('SIGKILL');
}

async function rows(database: Database, IndexName?: string): Promise<readonly Row[]> {
  const found = await database.call('Scan', {
    TableName: 'leads',
    ...(IndexName && { IndexName }),
  });
  return Rows.parse(found).Items.toSorted((a, b) => a.pk.S.localeCompare(b.pk.S));
}

async function lastImages(database: Database): Promise<ReadonlyMap<string, unknown>> {
  const records = await database.feed.read(0, 1_000_000);
  return new Map(records.map(({ dynamodb }) => [String(dynamodb.Keys.pk?.S), dynamodb.NewImage]));
}

it(`comes back whole after kill -9 at any moment, ${ROUNDS.length} times over`, {
  timeout: 60_000,
}, async () => {
  const path = await temporaryFolder();
  await (await withLeads(path)).database.close();

  for (const [round, delay] of ROUNDS.entries()) {
    await storm(path, round, delay);
    const { database } = await opened(path);

    const all = await rows(database);
    expect(all.length).toBeGreaterThan(0);
    expect(await rows(database, 'by-status')).toEqual(all);
    const byName = new Map(all.map((row) => [row.pk.S, row.n.S]));
    for (const [name, n] of byName) {
      expect(byName.get(name.replace('left', 'right'))).toBe(n);
      expect(byName.get(name.replace('right', 'left'))).toBe(n);
    }
    for (const [name, image] of await lastImages(database)) {
      expect(image).toEqual(all.find(({ pk }) => pk.S === name));
    }
    const before = database.feed.last;
    await database.call('PutItem', {
      TableName: 'leads',
      Item: { pk: { S: 'left-0' }, sk: { S: 'row' }, n: { S: 'x' }, status: { S: 'x' } },
    });
    await database.call('PutItem', {
      TableName: 'leads',
      Item: { pk: { S: 'right-0' }, sk: { S: 'row' }, n: { S: 'x' }, status: { S: 'x' } },
    });
    expect(database.feed.last).toBe(before + 2);
    expect(await database.feed.read(before, 10)).toHaveLength(2);
    await database.close();
  }
});
