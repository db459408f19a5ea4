// GET /v1/forecast (A0-14, X-13): what will be earned, as it stood at the end of a day, whatever came after it.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

async function forecastOf(asOf?: string) {
  const query = asOf === undefined ? '' : `?asOf=${asOf}`;
  const { body } = await company.must(company.director.get(`/v1/forecast${query}`));
  return (body as { byCurrency: { CNY?: object } }).byCurrency.CNY;
}

describe('the forecast', () => {
  it('of a day stays what it was: stage, amount, close date, map and end of later days change nothing', async () => {
    const offer = await company.offer((await company.handOver()).leadId);
    const before = company.now.slice(0, 10);
    await company.advance('P1D');
    const id = await company.opportunity(offer);
    const day = company.now.slice(0, 10);
    const rep = company.as(offer.repId, 'rep');
    const asItWas = await forecastOf();
    await company.advance('P2D');
    await company.must(
      rep.patch(`/v1/opportunities/${id}`, {
        stage: 'CLOSE',
        amount: 100,
        expectedCloseOn: '2027-03-01',
      }),
    );
    const asItIs = await forecastOf();
    const { body } = await company.ops.get('/v1/policy');
    const { version, ...document } = body as {
      version: number;
      opportunity: { presets: { plain: { stage: string; probability: number }[] } };
    };
    for (const stage of document.opportunity.presets.plain) stage.probability = 1;
    await company.must(company.ops.put('/v1/policy', document, { 'if-match': `"${version}"` }));
    await company.advance('P2D');
    await company.must(rep.post(`/v1/opportunities/${id}/win`, { amount: 50 }));
    await company.runtime.settled();

    expect(asItWas).toEqual({
      byStage: { QUALIFY: { count: 1, amount: 8000, expected: 2000 } },
      expected: { '2026-12': 2000 },
      won: 0,
      overdue: { amount: 0, opportunityIds: [] },
    });
    expect(asItIs).toMatchObject({ expected: { '2027-03': 80 } });
    expect(await forecastOf(before)).toBeUndefined();
    expect(await forecastOf(day)).toEqual(asItWas);
    expect(await forecastOf()).toMatchObject({ expected: {}, won: 50 });
  });

  it('counts what was lost then as lost, though it is open again', async () => {
    const offer = await company.offer((await company.handOver()).leadId);
    const id = await company.opportunity(offer, { amount: 12_345 });
    await company.act(offer.repId, 'rep', `/v1/opportunities/${id}/lose`, { reason: 'PRICE' });
    const day = company.now.slice(0, 10);
    await company.advance('P3D');
    await company.act('director-1', 'director', `/v1/opportunities/${id}/reopen`, { reason: 'r' });

    expect(JSON.stringify(await forecastOf(day))).not.toContain('12345');
    expect(JSON.stringify(await forecastOf())).toContain('12345');
  });

  it.each([
    ['2031-01-01', 'lies ahead'],
    ['yesterday', 'not a date'],
  ])('has none of %s', async (asOf, message) => {
    const answer = await company.director.get(`/v1/forecast?asOf=${asOf}`);

    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'asOf' }] } });
    expect(JSON.stringify(answer.body)).toContain(message);
  });

  it('is for directors and ops', async () => {
    const answers = await Promise.all(
      ['rep', 'sdr', 'admin', 'ops'].map((group) =>
        company.as(`${group}-1`, group).get('/v1/forecast'),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 200]);
  });
});
