import { afterEach, describe, expect, it } from 'vitest';
import { countWork, totalWork } from '../../infra/tools/cost/count.ts';
import type { Company } from '../support/company.ts';
import { openLargeCompany } from '../support/large-company.ts';

let company: Company;
afterEach(() => company.close());

/** Read and write units of one handover, after the company has dealt a few. */
async function unitsOfAnOffer(reps: number): Promise<number> {
  company = await openLargeCompany(reps);
  for (let dealt = 0; dealt < 3; dealt += 1) await company.handOver();
  const lead = await company.submit();
  const counter = countWork(company.runtime);
  const { state } = await company.handOver(lead);
  expect(state).toBe('OFFERED');
  const { read, write } = totalWork(counter.counts());
  return read + write;
}

describe('an offer', () => {
  it('takes as many units of a company of 1,000 or 5,000 reps as of one of 10', async () => {
    const small = await unitsOfAnOffer(10);
    await company.close();
    const large = await unitsOfAnOffer(1000);
    await company.close();
    const huge = await unitsOfAnOffer(5000);

    expect(large).toBeLessThanOrEqual(small * 1.2);
    expect(huge).toBeLessThanOrEqual(small * 1.3);
  });
});
