// Is the folder as it was left? Each group of writes has a number in the store; the file `acknowledged` beside it says which
// was the last that anybody was told of, and `tables` how LevelDB's files that never change looked. Without `acknowledged`
// nobody asks: whoever accepts a loss deletes it.

import { closeSync, constants, fsyncSync, openSync, writeSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { FolderRefused } from './folder-refused.ts';
import { isWhole } from './level-log.ts';

const CLOSED = 'closed';
const WIDTH = 16;

type Tables = Readonly<Record<string, number>>;

interface Left {
  readonly group: number;
  readonly tables: Tables;
}

export class KeptFolder {
  readonly #path: string;
  #left: Left | undefined;
  #file: number | undefined;

  private constructor(path: string, left: Left | undefined) {
    this.#path = path;
    this.#left = left;
  }

  /** To be called before LevelDB opens the folder, for it drops what it cannot read. Throws FolderRefused. */
  static async checked(path: string): Promise<KeptFolder> {
    const folder = new KeptFolder(path, await leftIn(path));
    if (folder.#left) await folder.#checkFiles(folder.#left);
    return folder;
  }

  /** LevelDB is open, and its last group has this number. Throws FolderRefused. */
  async opened(group: number): Promise<void> {
    const missing = (this.#left?.group ?? 0) - group;
    if (missing > 0) throw this.#damaged(`its last ${missing} writes are gone`);
    await this.#writeTables();
    this.#file = openSync(join(this.#path, 'acknowledged'), constants.O_RDWR | constants.O_CREAT);
    this.#say(group, bootOfMachine());
  }

  /** This group is in the store, and is about to be told of. */
  acknowledge(group: number): void {
    if (this.#file !== undefined) writeSync(this.#file, field(group), 0);
  }

  /** LevelDB is closed, with all up to this group on the disk. */
  async closed(group: number): Promise<void> {
    await this.#writeTables();
    this.#say(group, CLOSED);
    if (this.#file !== undefined) fsyncSync(this.#file);
    this.abandon();
  }

  abandon(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #say(group: number, state: string | number): void {
    // In place and of one length: a disk that has just become full takes it too.
    if (this.#file !== undefined) writeSync(this.#file, `${field(group)} ${field(state)}\n`, 0);
  }

  async #checkFiles({ tables }: Left): Promise<void> {
    const files = await readdir(this.#path);
    if (!files.includes('CURRENT')) throw this.#damaged('CURRENT is gone');
    for (const name of files) {
      const isChanged = /^\d+\.log$/.test(name)
        ? !isWhole(await readFile(join(this.#path, name)))
        : tables[name] !== undefined && tables[name] !== (await this.#checksum(name));
      if (isChanged) throw this.#damaged(`${name} was changed`);
    }
  }

  async #writeTables(): Promise<void> {
    const names = (await readdir(this.#path)).filter((name) => /^\d+\.(ldb|sst)$/.test(name));
    const tables: Record<string, number> = {};
    for (const name of names) {
      tables[name] = this.#left?.tables[name] ?? (await this.#checksum(name));
    }
    this.#left = { group: this.#left?.group ?? 0, tables };
    await writeFile(join(this.#path, 'tables'), JSON.stringify(tables));
  }

  async #checksum(name: string): Promise<number> {
    return crc32(await readFile(join(this.#path, name)));
  }

  #damaged(what: string): FolderRefused {
    return new FolderRefused(
      'damaged',
      `the data folder ${this.#path} is not as it was left: ${what}. Put it back from a copy, or take another folder; to go on with what is left, delete ${join(this.#path, 'acknowledged')}`,
    );
  }
}

/**
 * What must be there. Nothing where nobody wrote it down, or where the machine was switched off while the store was open:
 * then what was not on the disk yet is gone, and that is no damage.
 */
async function leftIn(path: string): Promise<Left | undefined> {
  const said = await readFile(join(path, 'acknowledged'), 'utf8').catch(() => '');
  const [group = '', state = ''] = said.trim().split(/\s+/);
  const isSure = state === CLOSED || Math.abs(Number(state) - bootOfMachine()) <= 5;
  if (state === '' || !isSure) return undefined;
  const text = await readFile(join(path, 'tables'), 'utf8').catch(() => '{}');
  return { group: Number(group), tables: tablesOf(text) };
}

/** Half a file, from a kill while it was written, says nothing. */
function tablesOf(text: string): Tables {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** When the machine was switched on, in epoch seconds: it forgets then what had not reached the disk. */
function bootOfMachine(): number {
  return Math.round(Date.now() / 1000 - uptime());
}

function field(value: string | number): string {
  return String(value).padStart(WIDTH);
}
