// LeadTable as each of its keepers has it, with the log of its changes: what one does the other must do.

import { onTestFinished } from 'vitest';
import type { Table } from '../../functions/adapters/table/table.ts';
import { awsTable } from '../../functions/platform/table-deps.ts';
import { dynamodbClient } from '../../infra/emulator/clients.ts';
import { openDatabase } from '../../infra/emulator/dynamodb/database.ts';
import type { Ground } from '../../infra/emulator/ground.ts';
import { MemoryGround } from '../../infra/local/memory/memory-ground.ts';
import { createLeadTable, leadTable } from '../../infra/table.ts';

const NAME = 'Leads';

export interface OpenTable {
  readonly table: Table;
  readonly ground: Ground;
}

type Open = (now: () => number) => Promise<OpenTable>;

export const openTables: Readonly<Record<'memory' | 'dynamodb', Open>> = {
  async memory(now) {
    const ground = new MemoryGround(now);
    return { ground, table: ground.table };
  },
  async dynamodb(now) {
    const ground = await openDatabase({ now });
    onTestFinished(() => ground.close());
    const { timeToLive } = leadTable;
    await ground.createTables([{ create: createLeadTable(NAME), timeToLive }]);
    return { ground, table: awsTable(dynamodbClient(ground), NAME) };
  },
};
