import { afterEach, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';

let company: Company;
afterEach(() => company.close());

it('carries a lead whose interest comes back each autumn over two years without an execution that lasts for one (AWS ends it then)', async () => {
  company = await openCompany();
  const { leadId } = await company.submit({ interest: { handRaise: null } });
  const visit = { person: { email: 'person1@company1.example' }, kind: 'pageView' };

  for (let time = 0; time < 3; time += 1) {
    await company.advance('P290D');
    await company.runtime.request('POST', '/v1/engagements', { body: visit });
  }

  const executions = await company.runtime.executions.list(leadId);
  expect((await company.lead(leadId)).state).toBe('MAL');
  expect(executions.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'RUNNING']);
});
