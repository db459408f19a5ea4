import { afterEach, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';

let company: Company;
afterEach(() => company.close());

it('merges two deals of one pair whose credits nobody confirmed in time: both are confirmed first', async () => {
  company = await openCompany({ reps: [{ repId: 'rep-a' }] });
  await company.advance('PT30S');
  const leads = [await company.handOver(), await company.handOver()];
  for (const { leadId } of leads) await company.opportunity(await company.offer(leadId));
  company.runtime.faults.stepFunctions = 'off';
  // Past the cancel window, and before the next sweep.
  await company.advance('P14DT5S');
  const [ended, survivor] = leads.map(({ leadId }) => leadId);

  const answer = await company.ops.post(`/v1/leads/${ended}/merge`, { into: survivor });

  expect(answer.status).toBe(200);
  const credits = await Promise.all(
    leads.map(async ({ leadId }) => (await company.store.creditsOf(leadId))[0]?.state),
  );
  expect(credits).toEqual(['CONFIRMED', 'CONFIRMED']);
});
