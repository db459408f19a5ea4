// The signatures that both targets must give, as committed. `GOLDEN=write` writes them anew from the offline run.

import { readFileSync, writeFileSync } from 'node:fs';
import type { Signature } from './journeys.ts';

const FILE = new URL('./golden/journeys.json', import.meta.url);

export function golden(): Readonly<Record<string, Signature>> {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

export function writeGolden(signatures: Readonly<Record<string, Signature>>): void {
  writeFileSync(FILE, `${JSON.stringify(signatures, null, 2)}\n`);
}
