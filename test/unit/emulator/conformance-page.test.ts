import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// The page of differences is only worth something while each line has a test that would notice.

const ROOT = new URL('../../../', import.meta.url).pathname;
const page = readFileSync(`${ROOT}infra/emulator/CONFORMANCE.md`, 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (what there is|difference|-+) /.test(line))
  .map((line) => line.split(' | '))
  .map((cells) => ({
    line: cells[0]?.slice(2).trim() ?? '',
    pin: /`(test\/\S+\.test\.ts)`: (.+?)\s*\|$/.exec(cells.at(-1) ?? ''),
  }));

describe('a line of CONFORMANCE.md', () => {
  it('is one of many', () => {
    expect(rows.length).toBeGreaterThan(40);
  });

  it.each(rows)('“$line” names a test that exists', ({ pin }) => {
    const [, file = '', title = ''] = pin ?? [];

    expect(existsSync(`${ROOT}${file}`) && file !== '').toBe(true);
    const titles = readFileSync(`${ROOT}${file}`, 'utf8');
    expect(titles).toContain(`'${title}'`);
  });
});
