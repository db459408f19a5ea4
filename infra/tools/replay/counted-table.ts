// How often functions ask for rows: one call of the table in memory is one command that DynamoDB would get.

import type { Table } from '../../../functions/adapters/table/table.ts';

export type Counts = Map<string, number>;

export function counted(table: Table, counts: Counts): Table {
  const told = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  return {
    parse: table.parse,
    get: (key) => told('get') && table.get(key),
    getAll: (keys) => told('getAll') && table.getAll(keys),
    page: (range, paging) => told('page') && table.page(range, paging),
    put: (item) => told('put') && table.put(item),
    update: (update) => told('update') && table.update(update),
    transact: (writes) => told('transact') && table.transact(writes),
  };
}
