import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';
import { drop, engage, expectSound, lowIntent, personOf } from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

describe('engagement', () => {
  it('of somebody unknown is answered like any other and kept nowhere', async () => {
    const answer = await company.runtime.request('POST', '/v1/engagements', {
      body: { person: { email: 'nobody@nowhere.example' }, kind: 'download' },
    });

    expect(answer.status).toBe(202);
  });

  it('raises the place of a lead in the SDR queue', async () => {
    const lead = await company.submit();

    await engage(company, lead, 'event');

    expect((await company.lead(lead.leadId)).score.engagement).toBe(80);
  });

  it('counts from when it happened, and never from the future', async () => {
    const lead = await company.submit({ interest: lowIntent });
    await company.advance('P2D');

    await engage(company, lead, 'event', { occurredAt: '2026-09-15T00:00:00.000Z' });
    await engage(company, lead, 'webinar', { occurredAt: '2031-01-01T00:00:00.000Z' });

    const touches = await company.store.touchesOf(lead.leadId);
    expect(
      touches
        .map(({ at }) => at)
        .toSorted()
        .slice(1),
    ).toEqual(['2026-09-15T00:00:00.000Z', company.now]);
  });

  it('of a colleague counts for the account: the intern and the director are one purchase', async () => {
    const lead = await company.submit({ interest: lowIntent });
    const { email = '' } = await personOf(company, lead);
    const intern = `intern@${email.split('@')[1]}`;
    await company.submit({
      person: { name: 'Intern', email: intern, title: 'Intern' },
      interest: lowIntent,
    });

    for (const kind of ['event', 'webinar', 'download'])
      await company.must(
        company.runtime.request('POST', '/v1/engagements', {
          body: { person: { email: intern }, kind },
        }),
      );
    await company.runtime.settled();

    expect((await company.lead(lead.leadId)).state).toBe('MQL');
    await expectSound(company, lead);
  });

  it('of both product lines counts for both journeys', async () => {
    const lead = await company.submit({ interest: lowIntent });
    const person = await personOf(company, lead);
    const other = await company.submit({
      person,
      interest: { ...lowIntent, productLine: 'cloud' },
    });

    await engage(company, lead, 'event');

    expect(await company.story(lead.leadId)).toContain('EngagementRecorded');
    expect(await company.story(other.leadId)).toContain('EngagementRecorded');
  });

  it('long after a lead was closed changes nothing', async () => {
    const lead = await company.submit();
    await company.must(drop(company, lead));
    const before = await company.lead(lead.leadId);

    await engage(company, lead, 'event');

    expect(await company.lead(lead.leadId)).toEqual(before);
    await expectSound(company, lead);
  });

  it('keeps how long a page was looked at, and shows the visits of 30 days with the lead', async () => {
    const lead = await company.submit({ interest: lowIntent });
    const before = (await company.lead(lead.leadId)).score.engagement;

    await engage(company, lead, 'pageView', { seconds: 412 });
    await engage(company, lead, 'pageView', { seconds: 30 });
    await company.advance('P1D');
    await engage(company, lead, 'pageView');

    const { body } = await company.as('sdr-1', 'sdr').get(`/v1/leads/${lead.leadId}`);
    const touches = await company.store.touchesOf(lead.leadId);
    expect(touches.map(({ seconds }) => seconds).toSorted()).toEqual([
      30,
      412,
      undefined,
      undefined,
    ]);
    expect(body).toMatchObject({ visits: { visits: 2, pages: 3, seconds: 442 } });
    expect((await company.lead(lead.leadId)).score.engagement).toBeGreaterThan(before);
    expect(
      (await company.events(lead.leadId)).find(({ type }) => type === 'EngagementRecorded'),
    ).toMatchObject({
      data: { touches: [{ seconds: 412 }] },
    });
    await expectSound(company, lead);
  });

  it('of a browser that left no name keeps its dwell time until it does', async () => {
    const visitorId = 'dwelling-browser';
    await company.must(
      company.runtime.request('POST', '/v1/engagements', {
        body: { person: { visitorId }, kind: 'pageView', seconds: 75 },
      }),
    );

    const lead = await company.submit({ interest: lowIntent, touch: { visitorId } });

    const touches = await company.store.touchesOf(lead.leadId);
    expect(touches.map(({ seconds }) => seconds)).toContain(75);
  });

  it('keeps its dwell time through a merge and its undoing, and through an erasure', async () => {
    const into = await company.submit({ interest: lowIntent });
    const lead = await company.submit({ interest: lowIntent });
    await engage(company, lead, 'pageView', { seconds: 99 });
    const secondsOf = async ({ leadId }: { leadId: string }) =>
      (await company.store.touchesOf(leadId as never)).flatMap(({ seconds }) => seconds ?? []);

    await company.must(company.ops.post(`/v1/leads/${lead.leadId}/merge`, { into: into.leadId }));
    await company.runtime.settled();
    const merged = await secondsOf(into);
    await company.must(company.ops.post(`/v1/leads/${lead.leadId}/unmerge`, {}));
    await company.runtime.settled();
    const parted = [await secondsOf(into), await secondsOf(lead)];
    await company.must(
      company.act('admin-1', 'admin', `/v1/leads/${lead.leadId}/erase`, { reason: 'asked' }),
    );

    expect(merged).toEqual([99]);
    expect(parted).toEqual([[], [99]]);
    expect(await secondsOf(lead)).toEqual([99]);
    await expectSound(company, into);
  });
});
