// Who is not woken misses nothing: at the instant until which he waits he looks, and waits on or does what is due.

import { afterEach, beforeEach, expect, it } from 'vitest';
import { millisOf } from '../../functions/leads/instant.ts';
import { goodCall, goodForm } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { accepted, expectSound, messagesAbout, personOf, sdr } from '../support/journeys.ts';

let company: Company;
beforeEach(async () => {
  company = await openCompany();
});
afterEach(() => company.close());

const waits = () => company.runtime.functions.invocations.get('StoreToken') ?? 0;

/** Until when the execution that runs waits. */
async function waitsUntil(leadId: string): Promise<number> {
  const executions = await company.runtime.executions.list(leadId);
  const [running] = executions.filter(({ status }) => status === 'RUNNING');
  return Date.parse(running?.nextTimerAt ?? '');
}

it('a take and calls wake nobody, and the SDR is reminded when his last call is long ago', async () => {
  const lead = await company.submit();
  const before = waits();
  await company.advance('PT1H');
  await company.must(sdr(company, lead, 'take'));
  await company.advance('PT1H');
  await company.must(sdr(company, lead, 'activities', goodCall));
  await company.runtime.settled();
  const woken = waits() - before;
  const { nextInstant } = await company.lead(lead.leadId);

  await company.advanceTo(nextInstant ?? company.now);

  expect(woken).toBe(0);
  expect((await messagesAbout(company, lead)).map(({ to }) => to)).toEqual(['sdr-1']);
  await expectSound(company, lead);
});

it('a form that makes the lead urgent wakes: the shorter time is waited for at once', async () => {
  const lead = await company.submit({ interest: { startWithinMonths: 5 } });
  await company.advance('PT1H');
  const old = await waitsUntil(lead.leadId);

  const person = await personOf(company, lead);
  const body = goodForm({
    person,
    interest: { startWithinMonths: 1, message: 'now it is urgent' },
  });
  await company.must(company.runtime.request('POST', '/v1/submissions', { body }));
  await company.runtime.settled();

  const { nextInstant } = await company.lead(lead.leadId);
  const now = await waitsUntil(lead.leadId);
  expect(now).toBeLessThan(old);
  expect(now).toBeLessThanOrEqual(millisOf(nextInstant ?? company.now) + 1000);
});

it('a rep who writes what goes on in his opportunity wakes nobody, and is reminded after 14 days without a word', async () => {
  const { leadId, ownerRepId = '' } = await accepted(company);
  const rep = company.as(ownerRepId, 'rep');
  const opening = { amount: 8000, currency: 'CNY', expectedCloseOn: '2027-12-31' };
  const { body } = await company.must(rep.post(`/v1/leads/${leadId}/opportunity`, opening));
  const { opportunityId } = body as { opportunityId: string };
  await company.advance('P20D');
  const before = waits();

  await company.must(rep.patch(`/v1/opportunities/${opportunityId}`, { stage: 'PROPOSAL' }));
  await company.must(
    rep.patch(`/v1/opportunities/${opportunityId}`, { notes: { progress: 'well' } }),
  );
  await company.runtime.settled();
  const woken = waits() - before;
  await company.advance('P15D');

  const about = (await messagesAbout(company, await company.lead(leadId))).at(-1);
  expect(woken).toBeLessThanOrEqual(1);
  expect(about).toMatchObject({ to: ownerRepId });
});
