import { afterEach, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';

let company: Company;
afterEach(() => company.close());

it('carries leads on by the sweep alone while Step Functions is down, and hands them back afterwards (4.8)', async () => {
  company = await openCompany({ tickEvery: 'PT1M' });
  company.runtime.faults.stepFunctions = 'off';
  const { leadId } = await company.submit();
  await company.advance('PT5M');
  const qualified = await company.lead(leadId);
  await company.handOver(qualified);
  await company.advance('PT5M');
  const first = await company.offer(leadId);

  await company.advance('P3D');

  const second = await company.offer(leadId);
  expect(qualified.state).toBe('MQL');
  expect(first.repId).not.toBe(second.repId);
  expect(await company.story(leadId)).toContain('MissRecorded');
  company.runtime.faults.stepFunctions = 'on';
  await company.accept(second);
  await company.advance('PT5M');
  const executions = await company.runtime.executions.list(leadId);
  expect(executions.map(({ status }) => status)).not.toContain('FAILED');
  expect((await company.lead(leadId)).state).toBe('SQL');
});
