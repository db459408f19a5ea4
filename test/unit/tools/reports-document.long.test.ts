import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { reportsText } from '../../../infra/tools/report/reports-document.ts';

it('docs/reports.md is what the reports say of themselves, and what they say of the example company: run `npm run report-docs`', async () => {
  const committed = readFileSync(new URL('../../../docs/reports.md', import.meta.url), 'utf8');

  expect(committed).toBe(await reportsText());
}, 600_000);
