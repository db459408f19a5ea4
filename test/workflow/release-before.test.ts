// A table as the release before left it (commit b64cc2a; its own code wrote these rows): all of it is read, and everybody's work goes on.

import { readFileSync } from 'node:fs';
import { type AttributeValue, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minus } from '../../functions/leads/instant.ts';
import { environment, project } from '../../infra/local/project.ts';
import { startRuntime } from '../../infra/local/runtime.ts';
import { goodAnswers } from '../../infra/tools/good-lead.ts';
import { Company } from '../support/company.ts';

/** The instant of the table and its leads by what they went through; then an item a line, of events one of each kind. */
const [head = '', ...items] = readFileSync(
  new URL('../support/release-before.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n');
const { now, leads } = JSON.parse(head);

let company: Company;
beforeAll(async () => {
  company = new Company(
    await startRuntime({
      ...project,
      tickEvery: 'PT1H',
      clock: { mode: 'manual', start: now },
    }),
  );
  for (const item of items) {
    const Item: Record<string, AttributeValue> = JSON.parse(item);
    await company.runtime.clients.dynamodb.send(
      new PutItemCommand({ TableName: environment.LEAD_TABLE, Item }),
    );
  }
  // The release comes up a little later; nobody's execution waits any more.
  await company.advance('PT5M');
});
afterAll(() => company.close());

function must(sub: string, group: string, path: string, body?: object) {
  return company.must(company.act(sub, group, path, body));
}

describe('a table of the release before', () => {
  it.each(Object.entries<string>(leads))('shows the lead that is %s', async (_what, leadId) => {
    const shown = [
      await company.ops.get(`/v1/leads/${leadId}`),
      await company.ops.get(`/v1/leads/${leadId}/timeline`),
    ];

    expect(shown.map(({ status, body }) => [status, status === 200 || body])).toEqual([
      [200, true],
      [200, true],
    ]);
  });

  it.each([
    '/v1/leads?limit=100',
    '/v1/leads?q=person',
    '/v1/offers?limit=100',
    '/v1/opportunities?limit=100',
    '/v1/forecast',
    '/v1/reps',
    '/v1/sdrs',
    '/v1/departments',
    '/v1/rosters/2026-09',
    '/v1/policy',
    '/v1/calendars/CN',
  ])('answers %s', async (path) => {
    const answer = await company.as('ops-1', 'ops', 'director').get(path);

    expect([answer.status, answer.status === 200 || answer.body]).toEqual([200, true]);
  });
});

describe('everybody’s work goes on', () => {
  it('an offer is accepted, a card and an MQL are taken, a quarantined one is released', async () => {
    const [offer] = await company.store.offersOf(leads.offered);
    await must(offer?.repId ?? '', 'rep', `/v1/offers/${offer?.offerId}/accept`);
    for (const leadId of [leads.card, leads.queued])
      await must('sdr-1', 'sdr', `/v1/leads/${leadId}/take`);
    await must('sdr-1', 'sdr', `/v1/leads/${leads.working}/qualification`, goodAnswers);
    const looked = { reason: 'an honest one' };
    await must('sdr-1', 'sdr', `/v1/leads/${leads.quarantined}/release`, looked);
    await company.advance('PT1H');

    const states = await Promise.all(
      [leads.offered, leads.card, leads.queued, leads.working, leads.quarantined].map(
        async (leadId) => (await company.lead(leadId)).state,
      ),
    );
    expect(states).toEqual([
      expect.stringMatching(/^S[AQ]L$/),
      'SDR_WORKING',
      'SDR_WORKING',
      'OFFERED',
      'MAL',
    ]);
  });

  it('an offer of then is recalled, and a scope of then is put right', async () => {
    const { offerId } = await company.offer(leads.working);
    await must('sdr-1', 'sdr', `/v1/offers/${offerId}/withdraw`, { reason: 'CUSTOMER_CALLED' });
    const ops = company.ops.patch(`/v1/leads/${leads.unrouted}`, { region: 'Shanghai' });
    await company.must(ops);
    await company.advance('PT2H');

    expect(await company.lead(leads.working)).toMatchObject({ state: 'SDR_WORKING', recalls: 1 });
    expect(await company.lead(leads.unrouted)).toMatchObject({ state: 'OFFERED' });
  });

  it('an opportunity is won and corrected; who lost and who won is opened again', async () => {
    const [opportunity] = await company.store.opportunitiesOf(leads.opportunity);
    const path = `/v1/opportunities/${opportunity?.opportunityId}`;
    await must(opportunity?.ownerRepId ?? '', 'rep', `${path}/win`, { amount: 9000 });
    const right = { amount: 9100, currency: 'CNY', reason: 'typed wrong' };
    await must('director-1', 'director', `${path}/correct`, right);
    for (const leadId of [leads.won, leads.lost]) {
      const [closed] = await company.store.opportunitiesOf(leadId);
      const reopen = `/v1/opportunities/${closed?.opportunityId}/reopen`;
      await must('director-1', 'director', reopen, { reason: 'they called' });
    }

    expect(await company.store.opportunitiesOf(leads.opportunity)).toMatchObject([
      { status: 'WON', amount: 9100 },
    ]);
  });

  it('a cause is ruled on, one is given afterwards, and the rep opens again', async () => {
    const [listed] = await company.store.opportunitiesOf(leads.cancelled);
    const ruling = { approve: true, note: 'it was' };
    const path = (id: string | undefined) => `/v1/opportunities/${id}`;
    await must('ops-1', 'ops', `${path(listed?.opportunityId)}/cancel-ruling`, ruling);
    const [without] = await company.store.opportunitiesOf(leads.cancelledWithoutCause);
    const repId = without?.ownerRepId ?? '';
    const cause = { reason: 'DUPLICATE' };
    await must(repId, 'rep', `${path(without?.opportunityId)}/cancel`, cause);
    const opening = { amount: 100, currency: 'CNY', expectedCloseOn: '2026-12-31' };
    await must(repId, 'rep', `/v1/leads/${leads.cancelledWithoutCause}/opportunity`, opening);

    expect((await company.lead(leads.cancelledWithoutCause)).state).toBe('OPPORTUNITY');
  });

  it('a dispute is ruled on, a merge is undone, and a person says no and is erased', async () => {
    const [dispute] = await company.store.disputesOf(leads.disputed);
    const upheld = { outcome: 'overturned', note: 'the customer says otherwise' };
    const ruling = `/v1/disputes/${dispute?.disputeId}/ruling`;
    await must('director-1', 'director', ruling, upheld);
    await must('ops-1', 'ops', `/v1/leads/${leads.merged}/unmerge`, {});
    const { personId } = await company.lead(leads.card);
    const { name, email } = (await company.store.person(personId)) ?? {};
    await company.submit({ person: { name, email }, consent: { email: false } });
    const said = (await company.store.person(personId))?.consents;
    await must('admin-1', 'admin', `/v1/leads/${leads.card}/erase`, { reason: 'asked' });

    expect(said).toMatchObject([{ channel: 'email', says: 'no', where: 'form' }]);
    expect((await company.store.person(personId))?.erasedAt).toBeDefined();
  });

  it('and what falls due meanwhile is done', async () => {
    await company.advance('P3D');

    expect(company.runtime.failures).toEqual([]);
    const rows = await Promise.all(Object.values<string>(leads).map((id) => company.lead(id)));
    const late = minus(company.now, 'PT2H');
    const waiting = rows.filter(({ nextInstant = late }) => nextInstant < late);
    expect(waiting.map(({ leadId, state }) => [leadId, state])).toEqual([]);
  });
});
