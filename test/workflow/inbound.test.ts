import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { millisOf, plus } from '../../functions/leads/instant.ts';
import { bus } from '../../infra/catalog.ts';
import { type Company, openCompany } from '../support/company.ts';
import { accepted } from '../support/journeys.ts';
import { secretOf as secretIn, signatureOf } from '../support/signed.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const secretOf = (source: string) => secretIn(company, source);

async function call(source: string, body: object, { late = 'PT0S', secret = '' } = {}) {
  const text = JSON.stringify(body);
  const seconds = Math.floor(millisOf(company.now) / 1000);
  const signature = signatureOf(text, seconds, secret || (await secretOf(source)));
  if (late !== 'PT0S') await company.advance(late);
  const answer = await company.runtime.request('POST', `/v1/inbound/${source}`, {
    body: text,
    headers: { 'x-leadloop-signature': signature },
  });
  await company.runtime.settled();
  return answer;
}

const metaLead = (name: string) => ({
  leadgen_id: name,
  campaign_name: 'spring',
  platform: 'fb',
  adset_name: 'directors',
  field_data: [
    { name: 'full_name', values: [name] },
    { name: 'email', values: [`${name.toLowerCase()}@meta-${name.toLowerCase()}.example`] },
    { name: 'number_of_employees', values: ['500'] },
  ],
});

async function leadOf(answer: { body: unknown }) {
  const { submissionId } = answer.body as { submissionId: string };
  return company.lead((await company.store.submission(submissionId))?.leadId ?? '');
}

describe('an ad form', () => {
  it('becomes a lead by the words that the policy gives for it', async () => {
    const answer = await call('ad-form', metaLead('Anna'));

    const lead = await leadOf(answer);
    expect(answer.status).toBe(202);
    expect(lead).toMatchObject({ state: 'MAL', facts: { employees: 500 } });
    expect(lead.firstSource).toMatchObject({ form: 'ad-form', utm: { campaign: 'spring' } });
  });

  it('in another platform’s words is the same', async () => {
    const answer = await call('ad-form', {
      user_column_data: [
        { column_id: 'FULL_NAME', string_value: 'Bea' },
        { column_id: 'EMAIL', string_value: 'bea@google-bea.example' },
      ],
      gcl_id: 'click',
    });

    expect((await leadOf(answer)).firstSource).toMatchObject({ means: 'sem' });
  });

  it('sent again, hours later and newly signed, is the same form', async () => {
    const first = await call('ad-form', metaLead('Cleo'));
    await company.advance('PT3H');

    const second = await call('ad-form', metaLead('Cleo'));

    expect(second.body).toEqual(first.body);
    expect(await company.store.touchesOf((await leadOf(first)).leadId)).toHaveLength(1);
  });

  it('that names nobody who can be reached is taken and put aside: a platform corrects nothing', async () => {
    const answer = await call('ad-form', { field_data: [] });

    const { submissionId } = answer.body as { submissionId: string };
    expect(answer.status).toBe(202);
    expect(await company.store.submission(submissionId)).toMatchObject({ verdict: 'quarantined' });
  });

  it.each([
    ['with another secret', { secret: 'guessed' }],
    ['more than five minutes old', { late: 'PT5M1S' }],
  ])('%s is refused', async (_what, how) => {
    const answer = await call('ad-form', metaLead('Dora'), how);

    expect([answer.status, (answer.body as { code: string }).code]).toEqual([
      401,
      'UNAUTHENTICATED',
    ]);
  });

  it('whose secret leaked gets another: the old one works while the policy says so, and not longer', async () => {
    const leaked = await secretOf('ad-form');
    const setKeys = async (keys: object) => {
      const { version, ...policy } = (await company.must(company.ops.get('/v1/policy'))).body as {
        version: number;
        inbound: Record<string, object>;
      };
      const inbound = { ...policy.inbound, 'ad-form': { ...policy.inbound['ad-form'], ...keys } };
      const document = { ...policy, inbound };
      await company.must(company.ops.put('/v1/policy', document, { 'if-match': `"${version}"` }));
    };

    await setKeys({ key: 2, formerKey: 1 });
    const meanwhile = await call('ad-form', metaLead('Frida'), { secret: leaked });
    const renewed = await call('ad-form', metaLead('Gerda'));
    await setKeys({ key: 2, formerKey: undefined });
    const afterwards = await call('ad-form', metaLead('Hilda'), { secret: leaked });

    expect([meanwhile, renewed, afterwards].map(({ status }) => status)).toEqual([202, 202, 401]);
    expect(await secretOf('ad-form')).not.toBe(leaked);
  });

  it('of a source that nobody knows gets the same answer as a bad signature', async () => {
    const answer = await call('nobody', metaLead('Eva'), { secret: 'x' });

    expect(answer.status).toBe(401);
  });
});

describe('the CRM', () => {
  it('opens, moves and wins an opportunity in the name of its owner', async () => {
    const { leadId } = await accepted(company);

    const opened = await call('crm', {
      ...{ leadId, externalId: '006-1', stage: 'DEMONSTRATION' },
      ...{ amount: '200000', currency: 'CNY', expectedCloseOn: '2026-12-01' },
    });
    await call('crm', { externalId: '006-1', stage: 'PROPOSAL' });
    const won = await call('crm', { externalId: '006-1', outcome: 'won', amount: 180000 });

    expect(opened.status).toBe(200);
    expect(won.body).toMatchObject({ status: 'WON', amount: 180000 });
    expect(await company.lead(leadId)).toMatchObject({ state: 'WON' });
  });

  it('may say everything twice, and an old stage does not come back', async () => {
    const { leadId } = await accepted(company);
    const opened = {
      ...{ leadId, stage: 'QUALIFY', amount: 1000, currency: 'CNY' },
      expectedCloseOn: '2026-12-01',
    };
    const before = company.now;
    await call('crm', opened);
    await company.advance('P1D');
    await call('crm', { leadId, stage: 'CLOSE' });
    const story = await company.story(leadId);

    await call('crm', { leadId, stage: 'CLOSE' });
    await call('crm', { leadId, stage: 'QUALIFY', at: plus(before, 'PT1M') });

    expect(await company.story(leadId)).toEqual(story);
  });

  it('is not carried out again by a copy with byte 0xA0 around its signature', async () => {
    const { leadId } = await accepted(company);
    const opened = { leadId, amount: 1000, currency: 'CNY', expectedCloseOn: '2026-12-01' };
    await call('crm', opened);
    const text = JSON.stringify({ leadId, stage: 'PROPOSAL' });
    const seconds = Math.floor(millisOf(company.now) / 1000);
    const signature = signatureOf(text, seconds, await secretOf('crm'));
    const send = (header: string) =>
      company.runtime.request('POST', '/v1/inbound/crm', {
        body: text,
        headers: { 'x-leadloop-signature': header },
      });
    const first = await send(signature);
    await company.advance('PT1M');
    await call('crm', { leadId, stage: 'DEMONSTRATION' });
    const story = await company.story(leadId);

    const copies = [];
    for (const header of [`\u00a0${signature}\u00a0`, signature.split(',').reverse().join()])
      copies.push(await send(header));

    expect(copies.map(({ body }) => body)).toEqual([first.body, first.body]);
    expect(await company.story(leadId)).toEqual(story);
  });

  it('deletes by cancelling without a cause: the SDR’s credit is not dodged (4.8)', async () => {
    const { leadId } = await accepted(company);
    await call('crm', {
      ...{ leadId, amount: 1000, currency: 'CNY', expectedCloseOn: '2026-12-01' },
    });

    const gone = await call('crm', { leadId, outcome: 'deleted', reason: 'DUPLICATE' });

    expect(gone.body).toMatchObject({ status: 'CANCELLED' });
    expect(await company.lead(leadId)).toMatchObject({ state: 'NURTURE' });
  });

  it('opens and wins nothing for nothing', async () => {
    const { leadId } = await accepted(company);
    const opening = { leadId, currency: 'CNY', expectedCloseOn: '2026-12-01' };

    const unsaid = await call('crm', opening);
    const nothing = await call('crm', { ...opening, amount: 0 });
    await call('crm', { ...opening, amount: 1 });
    const won = await call('crm', { leadId, outcome: 'won', amount: 0 });

    for (const answer of [unsaid, nothing, won])
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'amount' }] } });
    expect(await company.lead(leadId)).toMatchObject({ state: 'OPPORTUNITY' });
  });

  it('opens another opportunity when the lead was accepted again after the first was cancelled', async () => {
    const { leadId } = await accepted(company);
    const opened = { leadId, amount: 1000, currency: 'CNY', expectedCloseOn: '2026-12-01' };
    const first = await call('crm', opened);
    await call('crm', { leadId, outcome: 'cancelled', reason: 'OUT_OF_BUSINESS' });
    await company.advance('P5D');
    await company.call(leadId);
    await accepted(company, await company.lead(leadId));

    const second = await call('crm', { ...opened, amount: 2000 });

    expect(second.body).toMatchObject({ status: 'OPEN', amount: 2000, cycle: 2 });
    expect(second.body).not.toMatchObject({
      opportunityId: (first.body as { opportunityId: string }).opportunityId,
    });
  });

  it('names one lead: an opportunity of another one is refused, and its id is not remembered', async () => {
    const one = (await accepted(company)).leadId;
    const two = (await accepted(company)).leadId;
    const more = { amount: 1000, currency: 'CNY', expectedCloseOn: '2026-12-01' };
    const opened = await call('crm', { leadId: one, ...more });
    const { opportunityId } = opened.body as { opportunityId: string };

    const mixed = await call('crm', { leadId: two, opportunityId, externalId: 'mixed' });
    const later = await call('crm', { externalId: 'mixed', stage: 'PROPOSAL' });

    expect(mixed).toMatchObject({ status: 422, body: { errors: [{ path: 'opportunityId' }] } });
    expect(later.status).toBe(422);
  });

  it('is not known by its own id any more once the person is erased', async () => {
    const { leadId } = await accepted(company);
    const opened = { amount: 1000, currency: 'CNY', expectedCloseOn: '2026-12-01' };
    await call('crm', { leadId, externalId: 'erase-me', ...opened });
    const admin = company.as('admin-1', 'admin');
    await company.must(admin.post(`/v1/leads/${leadId}/erase`, { reason: 'asked' }));
    await company.runtime.settled();

    const answer = await call('crm', { externalId: 'erase-me', stage: 'PROPOSAL' });

    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'externalId' }] } });
  });

  it('may tell it by an event on the bus, and ops hear of what does not fit', async () => {
    const { leadId } = await accepted(company);
    const put = (detail: object) =>
      company.runtime.clients.events.send(
        new PutEventsCommand({
          Entries: [
            {
              ...{ EventBusName: bus.name, Source: 'crm', DetailType: 'OpportunityUpdated' },
              Detail: JSON.stringify(detail),
            },
          ],
        }),
      );

    await put({ leadId, amount: 5, currency: 'CNY', expectedCloseOn: '2026-12-01' });
    await put({ leadId, stage: 'NO_SUCH_STAGE' });
    await company.runtime.settled();

    expect(await company.lead(leadId)).toMatchObject({ state: 'OPPORTUNITY' });
    const told = (await company.runtime.outbox.messages()).filter(({ to }) => to === 'group:ops');
    expect(told.at(-1)?.text).toContain('NO_SUCH_STAGE');
    expect(company.runtime.failures).toEqual([]);
  });
});
