// All that there is to tell, as tables in a folder (reports.md, "For BI"): read once, story by story, and written as it is read.

import type { Store } from '../../../functions/ports.ts';
import { claimFolder, finish, type Manifest, partOf } from './folder.ts';
import { type Format, formats } from './formats.ts';
import { storiesOf } from './stories.ts';
import { SCHEMA_VERSION, tables } from './tables.ts';

interface Asked {
  readonly format: Format;
  readonly out: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** `told`: how many stories there are so far. Throws ExportError. */
export async function exportInto(
  store: Store,
  { format, out, from, to }: Asked,
  told: (stories: number) => void = () => {},
): Promise<Manifest> {
  const asked = { format, from: from ?? null, to: to ?? null };
  await claimFolder(out, asked);
  const { policy } = await store.rules();
  const { zone } = policy.document.tenant;
  const open = tables.map((table) => ({
    ...table,
    file: formats[format](partOf(out, table.name, format), table.columns),
    written: 0,
  }));
  let stories = 0;
  for await (const story of storiesOf(store, { from, to, zone })) {
    for (const table of open)
      for (const row of table.rows(story)) {
        table.file.write(table.columns.map(({ of }) => of(row)));
        table.written += 1;
      }
    stories += 1;
    told(stories);
  }
  for (const { file } of open) file.close();
  const rows = Object.fromEntries(open.map(({ name, written }) => [name, written]));
  const manifest = { schema: SCHEMA_VERSION, ...asked, zone, rows };
  await finish(out, manifest);
  return manifest;
}
