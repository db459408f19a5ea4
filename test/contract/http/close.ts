import { expect } from 'vitest';
import type { Api } from './api.ts';

/** Closes the company of a file's tests: no function failed, and where `before` is given, nothing was written since. */
export async function closeSound({ company, stored }: Api, before?: unknown): Promise<void> {
  try {
    if (before) expect(await stored()).toEqual(before);
    expect(company.runtime.failures).toEqual([]);
  } finally {
    await company.close();
  }
}
