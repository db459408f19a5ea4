import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleFunctions } from '../../infra/aws/bundles.ts';
import { functions } from '../../infra/catalog.ts';

// How long importing takes is measured by `npm run bench -- bundles`: a busy machine says nothing about it.
describe('bundles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadloop-bundles-'));

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are at most 600 kB for the form and 900 kB for any function', async () => {
    const codeOf = await bundleFunctions(folder);

    for (const name of Object.keys(functions)) {
      const { size } = statSync(join(codeOf(name), 'index.mjs'));
      expect(size, name).toBeLessThanOrEqual(name === 'Intake' ? 600_000 : 900_000);
    }
  }, 60_000);
});
