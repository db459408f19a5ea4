// The moving parts keep their state in the database's own store, next to the tables.

import type { Database } from './dynamodb/database.ts';
import type { KeyValues } from './key-values.ts';

export function valuesOf(database: Database): KeyValues {
  const areas = new Map<string, ReturnType<Database['area']>>();
  const areaOf = (name: string) => {
    const area = areas.get(name) ?? database.area(name);
    areas.set(name, area);
    return area;
  };
  return {
    get: (area, key) => areaOf(area).get(key),
    list: (area, range) => areaOf(area).range(range),
    write: (writes) => (writes.length === 0 ? Promise.resolve() : database.batch(writes)),
  };
}
