import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { schemaText } from '../../../../infra/tools/commands/export-schema.ts';
import { tables } from '../../../../infra/tools/export/tables.ts';

describe('docs/export.md', () => {
  it('is what the tables say: run `npm run export-schema`', async () => {
    const committed = await readFile(
      new URL('../../../../docs/export.md', import.meta.url),
      'utf8',
    );

    expect(committed).toBe(schemaText());
  });

  it('names each column of a table once', () => {
    for (const { name, columns } of tables) {
      const names = columns.map((column) => column.name);
      expect([name, names.length]).toEqual([name, new Set(names).size]);
    }
  });
});
