// A table restored from a point in time knows people who were erased since: the runbook's recipe erases them again.

import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pauses } from '../../functions/adapters/pauses.ts';
import { dynamoTable } from '../../functions/adapters/table/dynamo-table.ts';
import { tableStore } from '../../functions/adapters/table/store.ts';
import type { Lead } from '../../functions/leads/lead.ts';
import { noBuffer, noMetrics } from '../../functions/platform/table-deps.ts';
import { type Deps, system } from '../../functions/ports.ts';
import { eraseAgain } from '../../functions/use-cases/identity/erase-again.ts';
import { environment } from '../../infra/local/project.ts';
import { createLeadTable } from '../../infra/table.ts';
import {
  type Erasure,
  erasuresInLog,
  erasuresInTable,
} from '../../infra/tools/erasures/erasures.ts';
import { type Company, openCompany } from '../support/company.ts';

const OLD = environment.LEAD_TABLE;

let company: Company;
let client: DynamoDBDocumentClient;
let restored = 0;
beforeAll(async () => {
  company = await openCompany({ rows: 'dynamodb' });
  client = DynamoDBDocumentClient.from(company.runtime.clients.dynamodb, {
    marshallOptions: { removeUndefinedValues: true },
  });
});
afterAll(() => company.close());

type Item = Record<string, unknown>;

async function itemsOf(table: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: table, ...(start ? { ExclusiveStartKey: start } : {}) }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

/** As a restore to that second makes it: another table, with what stood in the first. */
async function restoredFrom(items: readonly Item[]): Promise<string> {
  restored += 1;
  const table = `Restored${restored}`;
  await client.send(new CreateTableCommand(createLeadTable(table) as never));
  for (let from = 0; from < items.length; from += 25) {
    const puts = items.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [table]: puts } }));
  }
  return table;
}

async function again(table: string, erasures: readonly Erasure[]): Promise<readonly string[]> {
  const deps: Deps = {
    store: tableStore(dynamoTable({ client, table, pauses })),
    notifier: { send: async () => ({ delivered: true }) },
    executions: { start: async () => {}, wake: async () => {} },
    bus: { publish: async () => ({ refused: new Map(), cut: 0 }) },
    metaForms: { appSecret: () => undefined, lead: async () => ({}) },
    metrics: noMetrics,
    buffer: noBuffer,
    pauses,
    pepper: environment.IDENTITY_PEPPER,
  };
  const outcomes = [];
  for (const [n, erasure] of erasures.entries())
    outcomes.push(await eraseAgain(deps, system(company.now, `again-${n}`), erasure));
  return outcomes;
}

let people = 0;
async function aLife(secret: string): Promise<Lead> {
  people += 1;
  const lead = await company.submit({
    person: { name: `Zhuge ${secret}`, email: `${secret}@firm${people}.example` },
    interest: { message: `the message of ${secret}` },
  });
  const sdr = company.as('sdr-1', 'sdr');
  const note = `${secret} was on the phone`;
  await company.must(
    sdr.post(`/v1/leads/${lead.leadId}/activities`, {
      ...{ kind: 'call', direction: 'outbound', connected: true, note },
    }),
  );
  await company.runtime.settled();
  return lead;
}

async function erase({ leadId }: Lead, more: object = {}): Promise<void> {
  await company.must(
    company.act('admin-1', 'admin', `/v1/leads/${leadId}/erase`, { reason: 'asked', ...more }),
  );
}

const textOf = async (table: string) => JSON.stringify(await itemsOf(table));

describe('a restored table', () => {
  it('forgets again who was erased since, and nobody else', async () => {
    const gone = await aLife('Forgetmenot');
    const stays = await aLife('Evergreen');
    const restorePoint = company.now;
    const before = await itemsOf(OLD);
    await company.advance('PT1H');
    await erase(gone);
    const table = await restoredFrom(before);
    expect(await textOf(table)).toContain('Forgetmenot');

    const erasures = await erasuresInTable(client, OLD, restorePoint);
    const outcomes = await again(table, erasures);

    expect(erasures).toEqual([{ leadId: gone.leadId, personId: gone.personId, reason: 'asked' }]);
    expect(outcomes).toEqual(['erased']);
    const after = await textOf(table);
    expect(after).not.toContain('Forgetmenot');
    expect(after).toContain('Evergreen');
    expect(
      await tableStore(dynamoTable({ client, table, pauses })).lead(gone.leadId),
    ).toMatchObject({
      state: 'ERASED',
    });
    expect(
      await tableStore(dynamoTable({ client, table, pauses })).lead(stays.leadId),
    ).toMatchObject({
      state: 'MQL',
    });
  });

  it('forgets again a colleague of the buying group, whose lead goes on', async () => {
    const lead = await aLife('Sunflower');
    const domain = `firm${people}.example`;
    const colleague = { name: 'Guan Nightshade', email: `nightshade@${domain}` };
    await company.submit({ person: colleague });
    const { buyingGroup } = await company.lead(lead.leadId);
    const restorePoint = company.now;
    const before = await itemsOf(OLD);
    await company.advance('PT1H');
    await erase(lead, { personId: buyingGroup[0] });
    const table = await restoredFrom(before);

    await again(table, await erasuresInTable(client, OLD, restorePoint));

    const after = await textOf(table);
    expect(after).not.toMatch(/nightshade/i);
    expect(after).toContain('Sunflower');
  });

  it('may be gone over twice, and passes over who came after what was restored', async () => {
    await company.advance('PT1M');
    const restorePoint = company.now;
    const empty = await restoredFrom(await itemsOf(OLD));
    await company.advance('PT1H');
    const late = await aLife('Latecomer');
    await erase(late);
    const erasures = await erasuresInTable(client, OLD, restorePoint);

    expect(await again(empty, erasures)).toEqual(['notThere']);
    expect(await again(OLD, erasures)).toEqual(['erased']);
    expect(await again(OLD, erasures)).toEqual(['erased']);
    expect(company.runtime.failures).toEqual([]);
  });
});

describe('leads that were exchanged one by one', () => {
  it('lose their words again although their person is known to be erased', async () => {
    const gone = await aLife('Bluebell');
    const own = (items: readonly Item[]) =>
      items.filter(({ pk }) => String(pk).endsWith(gone.leadId));
    const before = own(await itemsOf(OLD));
    const restorePoint = company.now;
    await company.advance('PT1H');
    await erase(gone);
    for (const { pk, sk } of own(await itemsOf(OLD)))
      await client.send(new DeleteCommand({ TableName: OLD, Key: { pk, sk } }));
    for (const Item of before) await client.send(new PutCommand({ TableName: OLD, Item }));
    expect(await textOf(OLD)).toContain('Bluebell');

    // The events of the lost hour went with the rows: the log still has them.
    const line = {
      ...{ event: 'Erased', leadId: gone.leadId, personId: gone.personId, message: 'call' },
      timestamp: company.now,
    };
    const noise = { event: 'Won', leadId: gone.leadId, timestamp: company.now };
    const lines = [
      line,
      noise,
      { ...line, event: 'PersonErased' },
      { ...line, timestamp: '2020-01-01T00:00:00.000Z' },
    ];
    const erasures = erasuresInLog(
      `${lines.map((one) => JSON.stringify(one)).join('\n')}\n`,
      restorePoint,
    );
    const outcomes = await again(OLD, erasures);
    await company.runtime.settled();

    expect(outcomes).toEqual(['erased']);
    expect(await textOf(OLD)).not.toContain('Bluebell');
    expect((await company.lead(gone.leadId)).state).toBe('ERASED');
  });
});
