import { afterEach, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';

let company: Company;
afterEach(() => company.close());

describe('interest that comes in while nothing can be woken', () => {
  it('makes an accepted lead an MQL at once when the same person asks for a demo', async () => {
    company = await openCompany();
    const person = { name: 'Han Mei', email: 'han.mei@quiet.example', title: 'Clerk' };
    const company1 = { employees: 5 };
    const { leadId } = await company.submit({
      person,
      company: company1,
      interest: { handRaise: null },
    });
    company.runtime.faults.stepFunctions = 'off';

    await company.submit({ person, company: company1, interest: { handRaise: 'demo' } });

    expect((await company.lead(leadId)).state).toBe('MQL');
  });
});
