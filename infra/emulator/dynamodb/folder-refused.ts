// Why a folder cannot be used: in one sentence, with what to do.

type Reason = 'in use' | 'not writable' | 'full' | 'damaged' | 'unusable';

/** Thrown where the folder of the store cannot be opened or written. */
export class FolderRefused extends Error {
  override readonly name = 'FolderRefused';
  readonly reason: Reason;

  constructor(reason: Reason, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

/** What the system and LevelDB say, and what that means to whoever started the server. */
const MEANINGS: readonly (readonly [RegExp, Reason, string])[] = [
  [/LEVEL_LOCKED/, 'in use', 'another process has it open: stop that one, or take another folder'],
  [/ENOSPC|EDQUOT|No space left|quota/i, 'full', 'there is no room: make some'],
  [
    /EROFS|EACCES|EPERM|Read-only|Permission denied|not permitted/i,
    'not writable',
    'it may only be read: make it writable, or take another folder',
  ],
  [
    /EEXIST|ENOTDIR|Not a directory/i,
    'unusable',
    'it is a file, or lies under one: take another folder',
  ],
  [/mkdir/, 'not writable', 'it cannot be made there: take another folder'],
  [
    /LEVEL_CORRUPTION/,
    'damaged',
    'its files were changed or lost: put it back from a copy, or take another folder',
  ],
];

/** An error of the system or of LevelDB, told as what it means for the folder. */
export function folderRefused(path: string, error: unknown): FolderRefused {
  if (error instanceof FolderRefused) return error;
  const said = wordsOf(error);
  const [, reason, meaning] = MEANINGS.find(([words]) => words.test(said)) ?? [];
  const message = meaning ? `${meaning} (${said})` : `it cannot be used (${said})`;
  return new FolderRefused(reason ?? 'unusable', `the data folder ${path}: ${message}`, error);
}

/** LevelDB says why only in the cause. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause = error } = error;
  const { code = '', message } = cause as Error & { readonly code?: string };
  return message.startsWith(code) ? message : `${code}: ${message}`;
}
