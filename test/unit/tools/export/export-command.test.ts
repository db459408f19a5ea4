import { describe, expect, it } from 'vitest';
import { parseFlags } from '../../../../infra/tools/export/options.ts';

const given = (...flags: string[]) => parseFlags(['--format', 'csv', '--out', 'bi', ...flags]);

describe('the command line of an export', () => {
  it('takes days, months and years as whole ones', () => {
    expect(given('--from', '2026', '--to', '2026-02')).toMatchObject({
      from: '2026-01-01',
      to: '2026-02-28',
    });
    expect(given('--from', '2026-02-03')).toMatchObject({ from: '2026-02-03', to: undefined });
  });

  it('asks the server of npm start unless it is told a table', () => {
    expect(given()).toMatchObject({ table: undefined, api: 'http://127.0.0.1:4000' });
    expect(given('--api', 'http://127.0.0.1:4001/')).toMatchObject({
      api: 'http://127.0.0.1:4001',
    });
    expect(given('--table', 'LEADS')).toMatchObject({ table: 'LEADS' });
  });

  it.each([
    [['--format', 'xlsx'], 'there is no format xlsx; use one of parquet, ndjson, csv'],
    [['--from', '2026-03', '--to', '2026-01'], 'from 2026-03 is after to 2026-01'],
    [['--from', '2026-13'], 'from 2026-13 is no day, month or year'],
    [['--to', '2026-02-30'], 'to 2026-02-30 is no day, month or year'],
    [['--to', ''], 'to  is no day, month or year'],
    [['--out', ''], 'use npm run export'],
    [['--api', 'here'], 'api here is no web address'],
    [['--tabel', 'LEADS'], "Unknown option '--tabel'"],
    [['bi'], "Unexpected argument 'bi'"],
  ])('with %j says what is wrong, and what there is', (flags, message) => {
    expect(() => given(...flags)).toThrow(message);
  });
});
