import { afterEach, describe, expect, it } from 'vitest';
import { countWork, difference, totalWork } from '../../infra/tools/cost/count.ts';
import type { Company } from '../support/company.ts';
import { openLargeCompany } from '../support/large-company.ts';

let company: Company;
afterEach(() => company.close());

/** Read and write units of one handover, after the company has dealt a few. */
async function unitsOfAnOffer(reps: number) {
  company = await openLargeCompany(reps);
  for (let warm = 0; warm < 3; warm += 1) await company.handOver();
  const lead = await company.submit();
  const counter = countWork(company.runtime);
  const before = counter.counts();
  await company.handOver(lead);
  const counts = difference(counter.counts(), before);

  await company.close();
  console.log(reps, counts.database, totalWork(counts));
  return totalWork(counts);
}

describe('an offer', () => {
  it('takes as many units of a company of 1,000 reps as of one of 10', async () => {
    const small = await unitsOfAnOffer(10);
    const large = await unitsOfAnOffer(1000);

    expect(large.read + large.write).toBeLessThanOrEqual((small.read + small.write) * 1.2);
  }, 300_000);
});
