// The event lake (reports.md, "For BI"): what the bus carries becomes rows without anybody's words, and the views over them say what the
// reports say. DuckDB stands in for Athena: both read this SQL.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventBus } from '../../functions/adapters/bus.ts';
import { storedEvent } from '../../functions/adapters/table/rows.ts';
import { create } from '../../functions/handlers/shape-events.ts';
import type { ReportAnswer } from '../../functions/use-cases/answers/report-answers.ts';
import { ARRIVED, arrivedColumns, lakeViews } from '../../infra/aws/lake/views.ts';
import { type Company, openCompany, severalReps } from '../support/company.ts';
import { type Duck, openDuck } from '../support/duckdb.ts';
import { afterCoolDown, engage, refused as refusedBefore } from '../support/journeys.ts';

const ZONE = 'Asia/Shanghai';

/** Athena's names for what DuckDB calls otherwise. */
const AS_IN_ATHENA = `
  CREATE MACRO json_extract_scalar(j, p) AS json_extract_string(j, p);
  CREATE MACRO from_iso8601_timestamp(t) AS CAST(t AS TIMESTAMP);
  CREATE MACRO with_timezone(t, z) AS timezone(z, t);
  CREATE MACRO approx_percentile(x, p) AS approx_quantile(x, p);
  CREATE MACRO at_timezone(t, z) AS timezone(z, t);
`;
const DUCK_TYPES: Readonly<Record<string, string>> = {
  varchar: 'VARCHAR',
  bigint: 'BIGINT',
  boolean: 'BOOLEAN',
  'timestamp(3)': 'TIMESTAMP_MS',
  date: 'DATE',
};

let company: Company;
let folder: string;
let duck: Duck;
let carried: readonly object[];
let lines: readonly string[];

/** What EventBridge hands to Firehose of these events, and what comes out of the function. */
async function throughTheBus(): Promise<void> {
  const items = (await company.items()).filter((item) => item.__edb_e__ === 'event');
  const entries: object[] = [];
  const client = {
    async send({ input }: PutEventsCommand) {
      for (const { DetailType, Detail = '' } of input.Entries ?? [])
        entries.push({ 'detail-type': DetailType, source: 'leads', detail: JSON.parse(Detail) });
      return { FailedEntryCount: 0 };
    },
  } as unknown as EventBridgeClient;
  await eventBus({ client, bus: 'LeadBus' }).publish(items.map(storedEvent));
  carried = entries;
  const records = entries.map((one, index) => ({
    recordId: String(index),
    approximateArrivalTimestamp: 0,
    data: Buffer.from(JSON.stringify(one)).toString('base64'),
  }));
  const shaped = await create()({ records } as unknown as Parameters<ReturnType<typeof create>>[0]);
  expect(shaped.records.filter(({ result }) => result !== 'Ok')).toEqual([]);
  lines = shaped.records.map(({ data = '' }) => Buffer.from(data, 'base64').toString());
}

async function reportOf(path: string): Promise<ReportAnswer> {
  return (await company.must(company.director.get(`/v1/reports/${path}`))).body as ReportAnswer;
}

beforeAll(async () => {
  company = await openCompany({ reps: severalReps(3), reports: true });
  const person = { name: 'Wang Xiaoming', email: 'wang@secret.example', phone: '+8613912345678' };
  const refused = await company.handOver(await company.submit({ person }));
  const first = await company.offer(refused.leadId);
  await company.must(company.reject(first, 'NO_BUDGET', { note: 'Wang has none' }));
  const signed = await company.handOver();
  const offer = await company.offer(signed.leadId);
  const call = { kind: 'call', direction: 'outbound', connected: true, note: 'Wang spoke' };
  await company.act(offer.repId, 'rep', `/v1/leads/${signed.leadId}/activities`, call);
  const id = await company.opportunity(offer);
  // Shanghai’s next day, while UTC has the same.
  await company.advance('PT16H');
  const silent = await company.handOver();
  await company.submit();
  const rep = company.as(offer.repId, 'rep');
  await company.must(rep.post(`/v1/opportunities/${id}/win`, { amount: 9000, currency: 'CNY' }));
  const twice = await company.submit();
  const other = await company.submit();
  await company.must(
    company.act('ops-1', 'ops', `/v1/leads/${twice.leadId}/merge`, { into: other.leadId }),
  );
  await company.letExpire(await company.offer(silent.leadId));
  // One whose rep was never reminded, and one whose order is none any more.
  const unheard = await company.handOver();
  await company.failDelivery(true);
  await company.letExpire(await company.offer(unheard.leadId));
  await company.failDelivery(false);
  const undone = await company.offer((await company.handOver()).leadId);
  const opened = `/v1/opportunities/${await company.opportunity(undone)}`;
  const owner = company.as(undone.repId, 'rep');
  await company.must(owner.post(`${opened}/win`, { amount: 100, currency: 'CNY' }));
  await company.must(
    company.act('director-1', 'director', `${opened}/reopen`, { reason: 'not signed' }),
  );
  const again = await refusedBefore(company, 'UNREACHABLE');
  await company.advance('P6D');
  for (const kind of ['event', 'webinar', 'download', 'emailClick', 'pageView', 'download'])
    await engage(company, again, kind);
  const back = await afterCoolDown(company, again);
  expect(back).toMatchObject({ state: 'MQL', cycle: 2 });
  await company.must(company.act('sdr-1', 'sdr', `/v1/leads/${back.leadId}/take`));
  await company.call(back.leadId);
  await company.handOver(back);
  await company.advance('P10D');
  await company.must(
    company.act('admin-1', 'admin', `/v1/leads/${refused.leadId}/erase`, { reason: 'Wang asked' }),
  );
  await company.runtime.caughtUp();
  await throughTheBus();
  folder = await mkdtemp(join(tmpdir(), 'lake-'));
  // Some arrive twice.
  await writeFile(join(folder, 'rows.ndjson'), [...lines, ...lines.slice(0, 20)].join(''));
  duck = await openDuck(folder);
  const typed = arrivedColumns.map(({ name, type }) => `"${name}": '${type.replace('(3)', '')}'`);
  await duck.ask(`${AS_IN_ATHENA}
    CREATE TABLE ${ARRIVED} AS SELECT *, '2026-09-14' AS day
      FROM read_json('rows.ndjson', format = 'newline_delimited', columns = {${typed.join(', ')}})`);
  for (const { name, sql } of lakeViews(ZONE)) await duck.ask(`CREATE VIEW ${name} AS ${sql}`);
});
afterAll(async () => {
  duck.close();
  await company.close();
  await rm(folder, { recursive: true });
});

describe('a row of the lake', () => {
  it('is an event of the export, one column at its place, and each is there once', async () => {
    const [{ rows, events } = {}] = await duck.ask(
      'SELECT count(*) AS rows, count(DISTINCT event_id) AS events FROM events',
    );

    expect([rows, events]).toEqual([String(lines.length), String(lines.length)]);
  });

  it('says nothing that a person wrote or was called, before his erasure and after it', () => {
    const all = lines.join('');

    expect(JSON.stringify(carried)).not.toMatch(/Xiaoming|secret\.example|13912345678/);
    expect(all).not.toMatch(/Wang|Xiaoming|secret\.example|13912345678/);
    expect(all).toContain('NO_BUDGET');
  });
});

describe('a view of the lake', () => {
  it.each(lakeViews(ZONE).map((view) => [view.name, view] as const))(
    '%s has the columns that Athena is told of',
    async (name, { columns }) => {
      const found = await duck.ask(`DESCRIBE ${name}`);

      expect(found.map((row) => [row.column_name, row.column_type])).toEqual(
        columns.map((column) => [column.name, DUCK_TYPES[column.type]]),
      );
    },
  );

  const STAGES = ['MAL', 'MQL', 'READY', 'OFFERED', 'SAL', 'SQL', 'OPPORTUNITY', 'POC', 'WON'];

  it('answers what docs/lake.md asks of it', async () => {
    const text = await readFile(new URL('../../docs/lake.md', import.meta.url), 'utf8');
    const [, sql = ''] = /^```sql\n(.*?)^```$/ms.exec(text) ?? [];

    for (const question of sql.split(';\n').filter((one) => one !== ''))
      expect((await duck.ask(question)).length, question).toBeGreaterThan(0);
  });

  it('funnel says by day what the report says', async () => {
    const { rows } = await reportOf('funnel?view=period&by=day&from=2026-09');
    const found = await duck.ask('SELECT * FROM funnel ORDER BY day, stage');

    const expected = rows.flatMap(({ value, figures }) =>
      STAGES.map((stage) => [
        ...[value, stage, figures[stage], figures[`${stage} again`]],
        figures[`${stage} of customers`],
      ]),
    );
    expect(rows.length).toBeGreaterThan(3);
    expect(
      found.map(({ day, stage, leads, again, of_customers }) => [
        ...[day, stage, Number(leads), Number(again), Number(of_customers)],
      ]),
    ).toEqual(expected.filter(([, , ...counts]) => counts.some((one) => one !== 0)).toSorted());
  });

  it('funnel_cohort says by month what the report says', async () => {
    const { rows } = await reportOf('funnel?by=month&from=2026-09');
    const found = await duck.ask('SELECT * FROM funnel_cohort ORDER BY month, stage');

    const expected = rows.flatMap(({ value, figures }) =>
      STAGES.map((stage) => [
        ...[`${value}-01`, stage, figures[stage], figures[`${stage} of customers`]],
        ...[figures[`${stage} inferred`], figures[`${stage} again`]],
      ]),
    );
    expect(
      found.map(({ month, stage, leads, of_customers, inferred, again }) => [
        ...[month, stage, Number(leads), Number(of_customers), Number(inferred), Number(again)],
      ]),
    ).toEqual(expected.filter(([, , ...counts]) => counts.some((one) => one !== 0)).toSorted());
  });

  it('sla says by rep what the report says', async () => {
    const { rows } = await reportOf('sla?by=rep&from=2026-09');
    const found = await duck.ask(`
      SELECT rep_id, sum(offers) AS offers, sum(answered_in_time) AS "answered in time", sum(too_late) AS "too late",
        sum(excused) AS excused, sum(taken_back) AS "taken back", sum(pending) AS pending,
        sum(contacted_in_time) AS contacted, sum(contacted_in_time + contacted_late + not_contacted) AS contacts,
        sum(connected_in_time) AS connected
      FROM sla GROUP BY rep_id ORDER BY rep_id`);

    const counts = ['offers', 'answered in time', 'too late', 'excused', 'taken back', 'pending'];
    const numbers = found.map(({ rep_id: value, ...row }) => ({
      value,
      ...Object.fromEntries(Object.entries(row).map(([name, count]) => [name, Number(count)])),
    }));
    expect(numbers).toEqual(
      rows.map(({ value, figures }) => ({
        value,
        ...Object.fromEntries(counts.map((name) => [name, figures[name]])),
        contacted: Reflect.get(Object(figures['contacted in time']), 'count'),
        contacts:
          Reflect.get(Object(figures['contacted in time']), 'of') +
          Number(figures['contact outstanding']),
        connected: Reflect.get(Object(figures['connected in time']), 'count'),
      })),
    );
    for (const name of ['too late', 'excused'])
      expect(
        rows.some(({ figures }) => figures[name] !== 0),
        name,
      ).toBe(true);
  });

  it('offers tells when each was answered and how long that took, as the facts do', async () => {
    const [row] = await duck.ask(
      "SELECT * FROM offers WHERE outcome = 'ACCEPTED' AND connected_at IS NOT NULL",
    );

    expect(row).toMatchObject({ outcome: 'ACCEPTED', excused: null });
    expect(Number(row?.contact_working_millis)).toBeGreaterThanOrEqual(0);
  });
});
