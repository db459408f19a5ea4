// The table as functions have it offline: away while somebody has switched DynamoDB off to see what becomes of it.

import type { Table } from '../../functions/adapters/table/table.ts';
import type { Faults } from '../emulator/faults.ts';

export function switchable(table: Table, faults: Faults): Table {
  const reached = (): Table => {
    if (faults.tables === 'off') throw new Error('DynamoDB is switched off');
    return table;
  };
  return {
    parse: table.parse,
    get: async (key) => reached().get(key),
    getAll: async (keys) => reached().getAll(keys),
    page: async (range, paging) => reached().page(range, paging),
    put: async (item) => reached().put(item),
    update: async (update) => reached().update(update),
    transact: async (writes) => reached().transact(writes),
  };
}
