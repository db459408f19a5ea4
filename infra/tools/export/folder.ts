// Where an export lies: a file a table, and one that tells what they are. An export takes the place of the one before it as a whole,
// and of nothing else.

import {
  access,
  constants,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { ExportError } from './export-error.ts';
import type { Format } from './formats.ts';
import { SCHEMA_VERSION, tables } from './tables.ts';

/** What the files of a folder are. */
export interface Manifest {
  readonly schema: number;
  readonly format: Format;
  readonly zone: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
}

const MANIFEST = 'export.json';
/** What is not whole yet. */
const PART = '.part';

/** Whether the folder may take such an export: an empty or new one, or one that holds the same. Throws ExportError. */
export async function claimFolder(
  folder: string,
  { format, from, to }: Pick<Manifest, 'format' | 'from' | 'to'>,
): Promise<void> {
  const names = await mkdir(folder, { recursive: true })
    .then(() => access(folder, constants.W_OK))
    .then(() => readdir(folder))
    .catch((error: unknown) => {
      const why = error instanceof Error ? error.message : error;
      throw new ExportError(`cannot write to ${folder} (${why}); name another folder`);
    });
  const ours = [MANIFEST, ...tables.map(({ name }) => `${name}.${format}`)];
  const foreign = names.find((name) => !ours.includes(name.replace(/\.part$/, '')));
  if (foreign !== undefined)
    throw new ExportError(
      `${folder} holds ${foreign}, which is of no export as ${format}; name an empty or new folder`,
    );
  if (!names.includes(MANIFEST)) return;
  const known = await manifestIn(folder);
  const asked = { schema: SCHEMA_VERSION, format, from, to };
  const other = Object.entries(asked).find(([key, value]) => Object(known)[key] !== value);
  if (other)
    throw new ExportError(
      `${folder} holds an export with ${other[0]} ${Object(known)[other[0]] ?? 'open'}, and this one has ${other[1] ?? 'open'}; name an empty or new folder`,
    );
}

async function manifestIn(folder: string): Promise<unknown> {
  const file = join(folder, MANIFEST);
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw new ExportError(`${file} tells of no export; name an empty or new folder`);
  }
}

/** Where a table is written to until all of them are whole. */
export function partOf(folder: string, table: string, format: Format): string {
  return join(folder, `${table}.${format}${PART}`);
}

/** The tables take their names, and what they are is told last: a folder without that is of an export that was stopped. */
export async function finish(folder: string, manifest: Manifest): Promise<void> {
  const { format } = manifest;
  const file = join(folder, MANIFEST);
  await rm(file, { force: true });
  for (const { name } of tables)
    await rename(partOf(folder, name, format), join(folder, `${name}.${format}`));
  await writeFile(`${file}${PART}`, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(`${file}${PART}`, file);
}
