// Orders in other currencies (reports.md, money): what each is worth at home is kept with it by the rate of its day, and what was known stays.

import { afterEach, expect, it } from 'vitest';
import { OpportunityId } from '../../functions/leads/ids.ts';
import type { ReportAnswer } from '../../functions/use-cases/answers/report-answers.ts';
import { rebuildFigures } from '../../functions/use-cases/reporting/rebuild-figures.ts';
import { MemoryMetrics } from '../../infra/local/memory/memory-metrics.ts';
import { type Company, openCompany } from '../support/company.ts';
import { bytesOf, metricDeps } from '../support/metrics.ts';

let company: Company;
afterEach(() => company.close());

const rates = (currency: string, ...list: readonly (readonly [string, number])[]) =>
  company.must(
    company.ops.put(`/v1/rates/${currency}`, {
      rates: list.map(([from, rate]) => ({ from, rate })),
    }),
  );

async function win(amount: number, currency: string) {
  const offer = await company.offer((await company.handOver()).leadId);
  const id = await company.opportunity(offer);
  const rep = company.as(offer.repId, 'rep');
  const { body } = await company.must(
    rep.post(`/v1/opportunities/${id}/win`, { amount, currency }),
  );
  return { id, leadId: offer.leadId, home: Object(body).home };
}

async function report(path: string): Promise<ReportAnswer> {
  await company.runtime.caughtUp();
  return (await company.must(company.director.get(`/v1/reports/${path}`))).body as ReportAnswer;
}

it('an order is kept with what it is worth at home by the rate of its day; one without a rate is counted and listed', async () => {
  company = await openCompany({ reports: true });
  await rates('EUR', ['2026-01-01', 7.8], ['2026-09-15', 7.5]);
  const [first, dollars, own] = [
    await win(1000, 'EUR'),
    await win(500, 'USD'),
    await win(8000, '¥'),
  ];
  // 15 September begins in Shanghai while it is the 14th in London.
  await company.advance('PT16H');
  const second = await win(1000, 'EUR');

  expect([first.home, second.home, dollars.home, own.home]).toEqual([
    { amount: 7800, currency: 'CNY', rate: 7.8 },
    { amount: 7500, currency: 'CNY', rate: 7.5 },
    undefined,
    { amount: 8000, currency: 'CNY', rate: 1 },
  ]);
  expect((await company.events(first.leadId)).at(-1)).toMatchObject({
    data: { amount: 1000, currency: 'EUR', home: { amount: 7800, currency: 'CNY' } },
  });
  const home = { CNY: 2_330_000 };
  for (const path of ['forecast?view=won', 'attribution?view=w', 'attribution?view=original']) {
    const { total, withoutRate } = await report(path);
    expect(total.figures).toMatchObject({
      amount: { CNY: 800_000, EUR: 200_000, USD: 50_000 },
      'amount at home': home,
      'orders without a rate': 1,
    });
    expect(withoutRate).toEqual([{ what: 'orders', currency: 'USD', count: 1 }]);
  }
  for (const path of ['funnel', 'funnel?view=period'])
    expect((await report(path)).total.figures).toMatchObject({
      'WON amount at home': home,
      'orders without a rate': 1,
    });
});

it('a rate that is told later restates the day on which it is told, and no earlier one', async () => {
  company = await openCompany({ reports: true });
  await rates('EUR', ['2026-01-01', 7.8]);
  const [euros, dollars] = [await win(1000, 'EUR'), await win(500, 'USD')];
  await company.advance('P3D');
  const then = await report('forecast?view=won&asOf=2026-09-15');

  await rates('USD', ['2026-09-01', 7.1]);
  await rates('EUR', ['2026-01-01', 7.8], ['2026-09-10', 7.6]);
  const now = await report('forecast?view=won&from=2026-09');
  const again = await report('forecast?view=won&asOf=2026-09-15');

  const untimed = { askedAt: '', changes: 0, upTo: '' };
  expect({ ...again, ...untimed }).toEqual({ ...then, ...untimed });
  expect(then.total.figures).toMatchObject({ 'amount at home': { CNY: 780_000 } });
  expect(now.total.figures).toMatchObject({
    'amount at home': { CNY: 760_000 + 355_000 },
    'orders without a rate': 0,
  });
  expect(now.withoutRate).toBeUndefined();
  expect(now.restated).toEqual([{ day: '2026-09-17', type: 'OrderConverted', count: 2 }]);
  const stored = (id: string) => company.store.opportunity(OpportunityId.parse(id));
  expect(await stored(dollars.id)).toMatchObject({ home: { amount: 3550, rate: 7.1 } });
  const { metrics } = company.runtime.services;
  const anew = new MemoryMetrics();
  await rebuildFigures(metricDeps(anew, company.store), company.now);
  const scopes = [euros.leadId, dollars.leadId];
  expect((await bytesOf(anew, scopes)).facts).toEqual((await bytesOf(metrics, scopes)).facts);
});

it('a corrected amount is worth what it was on the day of the order; one that is opened again is worth nothing yet', async () => {
  company = await openCompany({ reports: true });
  await rates('EUR', ['2026-01-01', 7.8], ['2026-09-16', 7]);
  const { id, leadId } = await win(1000, 'CNY');
  await company.advance('P5D');

  const corrected = await company.act('director-1', 'director', `/v1/opportunities/${id}/correct`, {
    ...{ amount: 900, currency: 'EUR', reason: 'A_LINE_WAS_MISSING' },
  });
  const { total } = await report('attribution?view=first&from=2026-09');
  const reopened = await company.act('director-1', 'director', `/v1/opportunities/${id}/reopen`, {
    reason: 'NOT_SIGNED_AFTER_ALL',
  });

  expect(corrected.body).toMatchObject({ home: { amount: 7020, currency: 'CNY', rate: 7.8 } });
  expect(total.figures).toMatchObject({ 'amount at home': { CNY: 702_000 } });
  expect(reopened.body).not.toHaveProperty('home');
  expect((await report('forecast?view=won')).total.figures['amount at home']).toEqual({});
  expect((await company.lead(leadId)).state).toBe('OPPORTUNITY');
});

it('the order of somebody who was erased keeps what it is worth, and follows a rate that is told later', async () => {
  company = await openCompany({ reports: true });
  const { id, leadId } = await win(1000, 'EUR');
  await company.must(
    company.as('admin-1', 'admin').post(`/v1/leads/${leadId}/erase`, { reason: 'asked for it' }),
  );
  await company.runtime.caughtUp();

  await rates('EUR', ['2026-01-01', 7.8]);
  await company.runtime.caughtUp();

  const home = { amount: 7800, currency: 'CNY', rate: 7.8 };
  expect(await company.store.opportunity(OpportunityId.parse(id))).toMatchObject({ home });
  expect((await company.events(leadId)).at(-1)).toMatchObject({
    ...{ type: 'OrderConverted', data: { amount: 1000, currency: 'EUR', home } },
  });
  expect((await report('forecast?view=won')).total.figures).toMatchObject({
    'amount at home': { CNY: 780_000 },
  });
});

it('the same rates twice, and a first day that changes nothing, restate nothing', async () => {
  company = await openCompany({ reports: true });
  await rates('EUR', ['2026-01-01', 7.8]);
  const { leadId } = await win(1000, 'EUR');
  const story = await company.events(leadId);

  await rates('EUR', ['2026-01-01', 7.8]);
  await rates('EUR', ['2026-01-01', 7.8], ['2026-09-01', 7.8]);
  await rates('EUR', ['2026-01-01', 7.8], ['2026-12-01', 7]);
  await company.runtime.caughtUp();

  expect(await company.events(leadId)).toEqual(story);
});
