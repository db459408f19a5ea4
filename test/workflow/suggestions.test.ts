// Company names that look alike are suggested to people, and join nobody (issue 4; 4.8).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import { type Company, openCompany } from '../support/company.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

async function suggestions({ leadId }: Lead) {
  const { body } = await company.must(
    company.as('sdr-1', 'sdr').get(`/v1/leads/${leadId}/suggestions`),
  );
  return (body as { items: { accountId: string; score: number; because: string }[] }).items;
}

describe('suggestions', () => {
  it('show accounts of the same name with another legal form, with their open leads, score and why', async () => {
    const one = await company.submit({ company: { name: 'Acme Industrial GmbH' } });
    const two = await company.submit({ company: { name: 'ACME Industrial, Inc.' } });

    const [first] = await suggestions(two);

    expect(one.accountId).not.toBe(two.accountId);
    expect(first).toMatchObject({
      accountId: one.accountId,
      score: 1,
      because: 'the same but for the legal form',
      leads: [{ leadId: one.leadId, state: 'MQL', productLine: 'core' }],
    });
  });

  it('see through a misspelling, and the place and form of a Chinese name', async () => {
    const right = await company.submit({ company: { name: 'Siemon Robotics' } });
    const wrong = await company.submit({ company: { name: 'Simon Robotics' } });
    const long = await company.submit({ company: { name: '上海云帆信息技术有限公司' } });
    const short = await company.submit({ company: { name: '云帆信息技术股份有限公司' } });

    expect((await suggestions(wrong)).map(({ accountId }) => accountId)).toContain(right.accountId);
    expect((await suggestions(short)).map(({ accountId }) => accountId)).toContain(long.accountId);
  });

  it('help a lead without an account, by the name typed into the form', async () => {
    const known = await company.submit({ company: { name: 'Borealis Foods' } });
    const free = await company.submit({
      person: { name: 'F', email: 'borealis.fan@qq.com' },
      company: { name: 'Borealis Foods Ltd' },
    });

    expect(free.accountId).toBeUndefined();
    expect((await suggestions(free)).map(({ accountId }) => accountId)).toEqual([known.accountId]);
  });

  it('leave strangers out', async () => {
    await company.submit({ company: { name: 'Zebra Logistics' } });
    const other = await company.submit({ company: { name: 'Quantum Bakery' } });

    expect(await suggestions(other)).toEqual([]);
  });
});
