// The report of what will be earned (A0-14; reports.md): as it stood, whatever came after it, and no currency added to another.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReportAnswer } from '../../functions/use-cases/answers/report-answers.ts';
import { type Company, openCompany } from '../support/company.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany({ reports: true });
});
afterAll(() => company.close());

async function forecast(query: string): Promise<ReportAnswer> {
  await company.runtime.caughtUp();
  const answer = await company.must(company.director.get(`/v1/reports/forecast?${query}`));
  return answer.body as ReportAnswer;
}

it('a quarter of 8,000 is 2,000 until the rep, the policy or the customer changes something, and on that day for ever', async () => {
  const offer = await company.offer((await company.handOver()).leadId);
  const id = await company.opportunity(offer);
  const abroad = await company.offer((await company.handOver()).leadId);
  await company.opportunity(abroad, { amount: 1000, currency: 'USD' });
  const rep = company.as(offer.repId, 'rep');
  const day = company.now.slice(0, 10);
  const asItWas = await forecast(`asOf=${day}&by=month`);
  await company.advance('P2D');
  const change = { stage: 'CLOSE', amount: 100, expectedCloseOn: '2027-03-01' };
  await company.must(rep.patch(`/v1/opportunities/${id}`, change));
  const changed = await forecast('by=month');
  const { body } = await company.ops.get('/v1/policy');
  const { version, ...document } = body as {
    version: number;
    opportunity: { presets: { plain: { probability: number }[] } };
  };
  for (const stage of document.opportunity.presets.plain) stage.probability = 1;
  await company.must(company.ops.put('/v1/policy', document, { 'if-match': `"${version}"` }));
  await company.advance('P1D');
  await company.must(rep.post(`/v1/opportunities/${id}/win`, { amount: 50, currency: 'CNY' }));

  const asItWasAgain = await forecast(`asOf=${day}&by=month`);
  const now = await forecast('');
  const won = await forecast('view=won&from=2026-09');

  expect(asItWas.rows.map(({ value, figures }) => [value, figures.expected])).toEqual([
    ['2026-12', { CNY: 200_000, USD: 25_000 }],
  ]);
  expect(asItWas.total.figures).toMatchObject({
    QUALIFY: 2,
    'QUALIFY amount': { CNY: 800_000, USD: 100_000 },
  });
  expect(changed.rows.map(({ value, figures }) => [value, figures.expected])).toEqual([
    ['2026-12', { USD: 25_000 }],
    ['2027-03', { CNY: 8000 }],
  ]);
  expect([asItWasAgain.rows, asItWasAgain.columns]).toEqual([asItWas.rows, asItWas.columns]);
  expect(now.total.figures.expected).toEqual({ USD: 100_000 });
  expect(won.total.figures).toMatchObject({ orders: 1, amount: { CNY: 5000 } });
});
