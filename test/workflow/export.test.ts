// Tables for BI (reports.md, "For BI"): what a company's people did, written as files that join, and nothing of who they were.

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportInto } from '../../infra/tools/export/export.ts';
import { tables } from '../../infra/tools/export/tables.ts';
import { type Company, openCompany, severalReps } from '../support/company.ts';
import { type Duck, openDuck } from '../support/duckdb.ts';

let company: Company;
let folder: string;
let duck: Duck;

const into = (name: string) => join(folder, name);

async function textsIn(name: string): Promise<string> {
  const names = await readdir(into(name));
  const texts = await Promise.all(names.map((one) => readFile(join(into(name), one), 'latin1')));
  return texts.join('\n');
}

/** The SQL that a document shows, one text a block. */
async function sqlIn(document: string): Promise<readonly string[]> {
  const text = await readFile(new URL(`../../${document}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^```sql\n(.*?)^```$/gms)].map(([, sql = '']) => sql);
}

beforeAll(async () => {
  company = await openCompany({ reps: severalReps(2) });
  const touch = { utm: { source: 'google', campaign: '=HYPERLINK("http://x")' } };
  const person = { name: 'Wang Xiaoming', email: 'wang@secret.example', phone: '+8613912345678' };
  const refused = await company.handOver(await company.submit({ person, touch }));
  await company.must(
    company.reject(await company.offer(refused.leadId), 'NO_BUDGET', { note: 'Wang has none' }),
  );
  const signed = await company.handOver();
  const offer = await company.offer(signed.leadId);
  const id = await company.opportunity(offer);
  await company.advance('P1D');
  const body = { amount: 9000.5, currency: 'CNY' };
  await company.must(company.as(offer.repId, 'rep').post(`/v1/opportunities/${id}/win`, body));
  const twice = await company.submit();
  const other = await company.submit();
  await company.must(
    company.act('ops-1', 'ops', `/v1/leads/${twice.leadId}/merge`, { into: other.leadId }),
  );
  await company.must(
    company.act('admin-1', 'admin', `/v1/leads/${other.leadId}/erase`, { reason: 'Wang asked' }),
  );
  await company.must(
    company.act('ops-1', 'ops', '/v1/reps/rep-b/absences', {
      from: '2026-09-20T00:00:00.000Z',
      to: '2026-09-21T00:00:00.000Z',
    }),
  );
  folder = await mkdtemp(join(tmpdir(), 'export-'));
  for (const format of ['parquet', 'ndjson', 'csv'] as const)
    await exportInto(company.store, { format, out: into(format) });
  await exportInto(company.store, { format: 'parquet', out: into('bi') });
  duck = await openDuck(folder);
});
afterAll(async () => {
  duck.close();
  await company.close();
  await rm(folder, { recursive: true });
});

describe('an export', () => {
  it('opens in DuckDB by the three lines of the README', async () => {
    const [three = ''] = await sqlIn('README.md');

    expect(three.trim().split('\n')).toHaveLength(3);
    expect(await duck.ask(three)).toMatchObject([{ leads: '3', accepted: '1' }]);
  });

  it('answers what its document asks of it', async () => {
    const own = await openDuck(folder);
    for (const sql of await sqlIn('docs/export.md'))
      expect(await own.ask(sql.replace("'bi'", `'${into('bi')}'`))).toEqual([
        { type: 'Rejected', reason: 'NO_BUDGET', times: '1' },
      ]);
    own.close();
  });

  it('is the same bytes when it is written again, and in any format the same rows', async () => {
    await exportInto(company.store, { format: 'parquet', out: into('bi') });

    expect(await textsIn('bi')).toBe(await textsIn('parquet'));
    for (const { name } of tables) {
      const count = (file: string) => duck.ask(`SELECT count(*) AS rows FROM ${file}`);
      const rows = await count(`'parquet/${name}.parquet'`);
      expect([name, await count(`'csv/${name}.csv'`)]).toEqual([name, rows]);
      const lines = await readFile(join(into('ndjson'), `${name}.ndjson`), 'utf8');
      expect([name, `${lines.split('\n').length - 1}`]).toEqual([name, rows[0]?.rows]);
    }
  });

  it('has typed columns: instants, days, whole minor units', async () => {
    const sql = `SELECT amount, typeof(amount) AS whole, typeof(closed_at) AS instant, expected_close_on, typeof(expected_close_on) AS day,
      closed_at FROM 'bi/opportunities.parquet'`;

    expect(await duck.ask(sql)).toEqual([
      {
        ...{ amount: '900050', whole: 'BIGINT', instant: 'TIMESTAMP', day: 'DATE' },
        expected_close_on: '2026-12-31',
        closed_at: '2026-09-15 01:30:00',
      },
    ]);
  });

  it('names no column by a word of SQL', async () => {
    for (const { name, columns } of tables) {
      const names = columns.map((column) => column.name).join(', ');
      expect(await duck.ask(`SELECT ${names} FROM 'bi/${name}.parquet' LIMIT 0`)).toEqual([]);
    }
  });

  it('holds no name, address, phone, company, note or message of anybody', async () => {
    for (const name of ['ndjson', 'csv']) {
      const texts = await textsIn(name);
      for (const word of ['Wang', 'Person 2', '@', '139', 'company2', 'message 2', 'the customer'])
        expect([name, word, texts.includes(word)]).toEqual([name, word, false]);
    }
  });

  it('tells of erased and merged leads what happened, and of merged ones where they went', async () => {
    const sql = `SELECT count(*) FILTER (merged_into IS NOT NULL) AS merged, count(*) AS leads FROM 'bi/leads.parquet'`;

    expect(await duck.ask(sql)).toEqual([{ merged: '1', leads: '4' }]);
    const erased = `SELECT count(*) AS times FROM 'bi/events.parquet' WHERE type LIKE '%Erased'`;
    expect(await duck.ask(erased)).toEqual([{ times: '1' }]);
  });

  it('gives a spreadsheet a formula as a text', async () => {
    expect(await textsIn('csv')).toContain(`"'=HYPERLINK(""http://x"")"`);
  });

  it('up to a day is how all of it stood then, and from a day only what happened since', async () => {
    const monday = { to: '2026-09-14', format: 'parquet', out: into('monday') } as const;
    const tuesday = { from: '2026-09-15', format: 'parquet', out: into('tuesday') } as const;
    await exportInto(company.store, monday);
    await exportInto(company.store, tuesday);

    const status = (name: string) => duck.ask(`SELECT status FROM '${name}/opportunities.parquet'`);
    expect(await status('monday')).toEqual([{ status: 'OPEN' }]);
    expect(await status('tuesday')).toEqual([{ status: 'WON' }]);
    const events = `SELECT (SELECT count(*) FROM 'monday/events.parquet') + (SELECT count(*) FROM 'tuesday/events.parquet')
      = (SELECT count(*) FROM 'bi/events.parquet') AS same`;
    expect(await duck.ask(events)).toEqual([{ same: true }]);
  });

  it('takes no folder that holds anything else', async () => {
    const again = (more: object) =>
      exportInto(company.store, { format: 'parquet', out: into('bi'), ...more });

    await expect(again({ format: 'csv' })).rejects.toThrow('holds credits.parquet');
    await expect(again({ to: '2026-09-14' })).rejects.toThrow('holds an export with to open');
    await expect(again({ out: join(into('bi'), 'leads.parquet') })).rejects.toThrow(
      'cannot write to',
    );
    await writeFile(into('notes.txt'), 'mine');
    await expect(again({ out: folder })).rejects.toThrow('which is of no export as parquet');
  });

  it('that was stopped half-way is done again', async () => {
    await rm(join(into('csv'), 'export.json'));
    await writeFile(join(into('csv'), 'leads.csv.part'), 'half');

    await exportInto(company.store, { format: 'csv', out: into('csv') });

    expect(await readdir(into('csv'))).toHaveLength(tables.length + 1);
  });
});
