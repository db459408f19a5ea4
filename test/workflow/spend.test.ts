// What a source costs and brings (A1-6): spend by file, with leads of the same month, from the first row to CAC and ROI.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SpendReport } from '../../functions/use-cases/answers/desk-answers.ts';
import type {
  BehindAnswer,
  ReportAnswer,
  WhatIfAnswer,
} from '../../functions/use-cases/answers/report-answers.ts';
import { compactDifferences } from '../../functions/use-cases/reporting/compact-differences.ts';
import { rebuildFigures } from '../../functions/use-cases/reporting/rebuild-figures.ts';
import { MemoryMetrics } from '../../infra/local/memory/memory-metrics.ts';
import { tableOf } from '../../infra/tools/report/table.ts';
import { whatIfText } from '../../infra/tools/report/what-if.ts';
import { type Company, openCompany } from '../support/company.ts';
import { bytesOf, metricDeps } from '../support/metrics.ts';

const HEAD = 'month,channel,campaign,amount,currency\n';
const SEPTEMBER = `${HEAD}2026-09,baidu,Autumn,"1,000.00",CNY
2026-09,baidu,Brand,500,CNY
2026-09,outdoor,Tower,100,EUR
2026-09,wechat,Autumn,40,USD
`;

let company: Company;

async function bring(csv: string, query = '', headers = {}) {
  return company.runtime.request('POST', `/v1/spend${query}`, {
    ...{ body: csv, token: company.runtime.token('ops-1', ['ops']) },
    headers: { 'content-type': 'text/csv; charset=utf-8', ...headers },
  });
}
const brought = async (csv: string, query?: string) =>
  (await company.must(bring(csv, query))).body as SpendReport;

async function report(path: string): Promise<ReportAnswer> {
  await company.runtime.caughtUp();
  return (await company.must(company.director.get(`/v1/reports/${path}`))).body as ReportAnswer;
}

async function win(amount: number, currency: string, utm: object) {
  const lead = await company.handOver(await company.submit({ touch: { utm } }));
  const offer = await company.offer(lead.leadId);
  const id = await company.opportunity(offer);
  const rep = company.as(offer.repId, 'rep');
  await company.must(rep.post(`/v1/opportunities/${id}/win`, { amount, currency }));
  return lead.leadId;
}

const baidu = (campaign: string) => ({ source: 'Baidu', medium: 'cpc', campaign });
let wonBy: string;

beforeAll(async () => {
  company = await openCompany({ reports: true });
  await company.must(
    company.ops.put('/v1/rates/EUR', { rates: [{ from: '2026-09-01', rate: 8 }] }),
  );
  wonBy = await win(500, 'EUR', baidu('AUTUMN'));
  await company.submit({ touch: { utm: baidu('autumn') } });
  await company.submit({ touch: { utm: baidu('brand') } });
  await company.submit();
});
afterAll(() => company.close());

describe('a file of spend', () => {
  it('is only looked at in a dry run, and then goes in; the same file twice changes nothing', async () => {
    const looked = await brought(SEPTEMBER, '?dryRun=true');
    const before = await company.must(company.ops.get('/v1/spend?month=2026-09'));
    const first = await brought(SEPTEMBER);
    const again = await brought(SEPTEMBER);
    const after = await company.must(company.ops.get('/v1/spend?month=2026-09'));

    const all = { rows: 4, sums: { CNY: 1500, EUR: 100, USD: 40 }, badRows: 0, bad: [] };
    expect(looked).toEqual({ ...all, dryRun: true, told: 4, corrected: 0, unchanged: 0 });
    expect(before.body).toEqual({ items: [] });
    expect(first).toEqual({ ...all, told: 4, corrected: 0, unchanged: 0 });
    expect(again).toEqual({ ...all, told: 0, corrected: 0, unchanged: 4 });
    expect(Object(after.body).items).toHaveLength(4);
    expect(Object(after.body).items).toContainEqual(
      expect.objectContaining({
        ...{ month: '2026-09', class: 'MARKETING', channel: 'digitalMedia', platform: 'baidu' },
        ...{ campaign: 'Autumn', amount: 1000, currency: 'CNY' },
        home: { amount: 1000, currency: 'CNY', rate: 1 },
      }),
    );
  });

  it('gets the answer that was stored when it is sent with the same key', async () => {
    const key = { 'idempotency-key': 'spend-1' };
    const one = await bring(`${HEAD}2026-08,baidu,Old,7,CNY`, '', key);
    const other = await bring(`${HEAD}2026-08,baidu,Old,7,CNY`, '', key);

    expect(one.body).toMatchObject({ told: 1 });
    expect(other.body).toEqual(one.body);
  });

  it.each([
    ['', { 'content-type': 'application/json' }, 415],
    ['', {}, 422],
    [`${HEAD}2026-09,baidu,a,1,CNY`, { 'content-type': 'application/vnd.ms-excel' }, 415],
    [Buffer.from([0xd4, 0xc2, 0xb7, 0xdd, 0x2c]).toString('latin1').padEnd(9, '\uFFFD'), {}, 422],
  ])('that is none is refused (%#)', async (csv, headers, status) => {
    expect((await bring(csv || ' ', '', headers)).status).toBe(status);
  });

  it('is for ops, and a dry run is true or false', async () => {
    const asRep = await company.runtime.request('POST', '/v1/spend', {
      ...{ body: HEAD, token: company.runtime.token('rep-a', ['rep']) },
      headers: { 'content-type': 'text/csv' },
    });

    expect(asRep.status).toBe(403);
    expect(await bring(SEPTEMBER, '?dryRun=yes')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'dryRun' }] },
    });
    expect(await company.ops.get('/v1/spend?month=2026-9')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'month' }] },
    });
  });
});

describe('the sources', () => {
  it('tell by campaign what a step cost, however the campaign is spelled', async () => {
    const { rows, total, withoutRate } = await report(
      'sources?by=campaign&from=2026-09&to=2026-09',
    );
    const of = (value: string) => rows.find((row) => row.value === value)?.figures;

    expect(of('autumn')).toMatchObject({
      ...{ spent: { CNY: 100_000, USD: 4000 }, leads: 2, deals: 1, customers: 1 },
      won: { EUR: 50_000 },
      'won at home': { CNY: 400_000 },
      'cost per lead': { CNY: 50_000, USD: 2000 },
      // The dollars have no rate: what they cost at home is not known, and neither is whether it paid.
      'MQL of leads': { of: 2, refused: 'TOO_FEW' },
      ROI: null,
    });
    expect(of('brand')).toMatchObject({
      'cost per lead at home': { CNY: 50_000 },
      CAC: {},
      ROI: -1,
    });
    expect(of('tower')).toMatchObject({ leads: 0, spent: { EUR: 10_000 }, 'cost per lead': {} });
    expect(of('-')).toMatchObject({ leads: 1, spent: {}, 'cost per lead': {}, ROI: null });
    expect(of('autumn')?.['cost per lead at home']).toEqual({});
    expect([of('-')?.spent, of('tower')?.['cost per lead']]).toEqual([{}, {}]);
    expect(withoutRate).toEqual([{ what: 'spend', currency: 'USD', count: 1 }]);
    expect(total.figures).toMatchObject({ leads: 4, 'spent at home': { CNY: 230_000 } });
  });

  it('give what was spent to those that came no further, and all of it', async () => {
    const { rows } = await report('sources?by=campaign&from=2026-09&to=2026-09');
    const autumn = rows.find(({ value }) => value === 'autumn')?.figures ?? {};

    const stopped = ['lead', 'MQL', 'opportunity', 'customer'].map(
      (step) => Object(autumn[`stopped at ${step}`]).CNY,
    );
    expect(stopped).toEqual([0, 50_000, 0, 50_000]);
  });

  it('stand behind their figures: rows of spend, and leads', async () => {
    const path = '/v1/reports/sources/leads?by=campaign&row=autumn&from=2026-09&to=2026-09';
    const behind = async (figure: string) =>
      ((await company.must(company.director.get(`${path}&figure=${figure}`))).body as BehindAnswer)
        .items;

    const spent = await behind('spent');
    const won = await behind('won');
    expect(spent.map(({ amounts }) => amounts)).toEqual(
      expect.arrayContaining([{ CNY: 100_000 }, { USD: 4000 }]),
    );
    expect(won).toEqual([{ id: wonBy, amounts: { EUR: 50_000 } }]);
    expect(await behind('deals')).toEqual([{ id: wonBy, count: 1 }]);
  });

  it('of an earlier day are what was told then; a corrected file restates the day on which it came', async () => {
    const day = company.now.slice(0, 10);
    await company.advance('P3D');
    const then = await report(`sources?by=campaign&from=2026-09&to=2026-09&asOf=${day}`);

    const corrected = await brought(`${HEAD}2026-09,百度推广,AUTUMN,"2.000,50 元",RMB\n`);
    await company.must(
      company.ops.put('/v1/rates/USD', { rates: [{ from: '2026-09-30', rate: 7 }] }),
    );
    const now = await report('sources?by=campaign&from=2026-09&to=2026-09');
    const today = await report('sources?by=campaign&from=2026-09');
    const again = await report(`sources?by=campaign&from=2026-09&to=2026-09&asOf=${day}`);

    expect(corrected).toMatchObject({ corrected: 1, told: 0 });
    const autumn = now.rows.find(({ value }) => value === 'autumn')?.figures;
    expect(autumn).toMatchObject({
      spent: { CNY: 200_050, USD: 4000 },
      'spent at home': { CNY: 228_050 },
      'cost per lead at home': { CNY: 114_025 },
      CAC: { CNY: 200_050, USD: 4000 },
      ROI: (400_000 - 228_050) / 228_050,
    });
    const { askedAt, changes, upTo } = again;
    expect(again).toEqual({ ...then, askedAt, changes, upTo });
    expect(today.restated.map(({ type, count }) => [type, count])).toEqual([
      ['SpendConverted', 1],
      ['SpendCorrected', 1],
    ]);
  });

  it('by channel read well in a terminal', async () => {
    const text = tableOf(await report('sources?by=channel&from=2026-09&to=2026-09'));

    expect(text).toMatchInlineSnapshot(`
      "What does a lead, an opportunity and a customer cost, and which source earns more than it takes?
      sources, cohort, by channel, 2026-09-01 to 2026-09-30, as of the end of 2026-09-17 in Asia/Shanghai

      channel                              spent  spent in CNY  leads  MQL  opportunities  deals  customers      won  won in CNY  CNY per lead  CNY per MQL  CNY per opportunity  CNY per deal  CAC in CNY     ROI
      digitalMedia           2,500.5 CNY, 40 USD       2,780.5      4    4              1      1          1  500 EUR       4,000        695.13       695.13              2,780.5       2,780.5     2,780.5    44 %
      outdoor                            100 EUR           800      0    0              0      0          0                                                                                                 -100 %
      total         2,500.5 CNY, 100 EUR, 40 USD       3,580.5      4    4              1      1          1  500 EUR       4,000        895.13       895.13              3,580.5       3,580.5     3,580.5    12 %

      Cost of a step = spent ÷ how many came to it; CAC = spent ÷ customers; ROI = (won − spent) ÷ spent, in the own currency by the rates of the days. Spent and stopped: each lead costs the same, and so much went into those that came no further. A source without spend has no cost and no ROI, and neither has one of which a part has no rate.
      Counted: Leads by the month in which they became MAL, with what was spent in that month and what has been won of them since; what comes of customers is left out.
      It cannot say: What would have come without the money, and what sales cost: only what was told as spend is in it. Deals of leads that are still under way come later, so a young month looks dear. Leads count for their first source alone; attribution shares orders among all touches.
      With all that happened until 2026-09-17T01:30:00.000Z.
      Decided by version 1 of the policy.
      Restated meanwhile: SpendConverted 1, SpendCorrected 1."
    `);
  });

  it('are made again of the events to the byte', async () => {
    const { metrics } = company.runtime.services;
    await company.runtime.caughtUp();
    await compactDifferences(metrics, company.now.slice(0, 10));
    const anew = new MemoryMetrics();
    await rebuildFigures(metricDeps(anew, company.store), company.now);
    const { items } = Object((await company.ops.get('/v1/spend?month=2026-09')).body);
    const scopes = [wonBy, ...items.map(({ spendId }: { spendId: string }) => spendId)];

    expect(await bytesOf(anew, scopes)).toEqual(await bytesOf(metrics, scopes));
  });
});

describe('what if', () => {
  const ask = (query: string) => company.director.get(`/v1/reports/what-if?${query}`);
  const STEPS = ['MQL', 'READY', 'OFFERED', 'SAL', 'SQL', 'OPPORTUNITY', 'WON'];
  const all = (rate: string) => STEPS.map((step) => `${step}:${rate}`).join(',');

  it('seven steps went on at a fifth each, ten million leads were 128 deals, each at 390.63', async () => {
    const query = `from=2026-09&rates=${all('20%25')}&leads=10000000&costPerLead=0.005`;
    const { body } = await company.must(ask(query));

    expect(body).toMatchObject({
      currency: 'CNY',
      deals: { was: 1, wouldBe: { expected: 128, low: 128, high: 128 } },
      costPerDeal: { wouldBe: { expected: 390.63 } },
      missing: [],
    });
    expect(whatIfText(body as WhatIfAnswer)).toContain('A lead costs: 895.13 CNY → 0.005 CNY');
  });

  it('nothing is changed, it says of which steps the data say too little, and what a lead of a campaign cost', async () => {
    const { body } = await company.must(ask('from=2026-09&filter=campaign:AUTUMN'));

    expect(body).toMatchObject({
      filter: 'campaign:AUTUMN',
      leads: { was: 1, wouldBe: 1 },
      costPerLead: { was: 1140.25 },
      deals: { wouldBe: null },
      missing: STEPS,
    });
    expect(whatIfText(body as WhatIfAnswer)).toContain('give these rates');
  });

  it.each([
    ['rates=MQL:1.4', 'rates', 'is no share from 0 to 1'],
    ['rates=MQL:140%25', 'rates', 'is no share from 0 to 1'],
    ['rates=MQL:-0.1', 'rates', 'is no share from 0 to 1'],
    ['rates=MQL:often', 'rates', 'is no share from 0 to 1'],
    ['rates=MQL', 'rates', 'is no share from 0 to 1'],
    ['rates=MAL:0.4', 'rates', 'use MQL, READY'],
    ['rates=toString:0.4', 'rates', 'use MQL, READY'],
    ['rates=MQL:0.4,mql:0.5', 'rates', 'two rates'],
    ['leads=0', 'leads', 'whole number from 1'],
    ['leads=1.5', 'leads', 'whole number from 1'],
    ['leads=1,000', 'leads', 'without signs'],
    ['leads=1e9', 'leads', 'whole number'],
    ['costPerLead=-1', 'costPerLead', 'number from 0'],
    ['from=2026-10&to=2026-09', 'from', 'earlier day first'],
    ['filter=shoe:9', 'filter', 'dimension:value'],
  ])('asked by %s is answered with what to do', async (query, path, what) => {
    const { status, body } = await ask(query);

    expect(status).toBe(422);
    expect(Object(body).errors).toMatchObject([{ path, message: expect.stringContaining(what) }]);
  });

  it('tells all that is wrong in one answer, and is for directors and ops', async () => {
    const { body } = await ask('rates=MQL:2,FOO:0.1&leads=x&from=soon');

    // What is no period is told before the rest is looked at.
    expect(Object(body).errors).toMatchObject([{ path: 'from' }]);
    const two = await ask('rates=MQL:2,FOO:0.1&leads=x&from=2026-10&to=2026-09');
    expect(Object(two.body).errors.map(({ path }: { path: string }) => path)).toEqual([
      ...['rates', 'rates', 'leads', 'from'],
    ]);
    expect((await company.as('rep-a', 'rep').get('/v1/reports/what-if')).status).toBe(403);
  });
});
