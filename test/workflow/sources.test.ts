import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';
import { lowIntent } from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

async function visit(visitorId: string, more: object = {}): Promise<void> {
  await company.must(
    company.runtime.request('POST', '/v1/engagements', {
      body: { person: { visitorId }, kind: 'pageView', ...more },
    }),
  );
  await company.runtime.settled();
}

describe('sources', () => {
  it('the first touch stays the source, and every later one is stored beside it (A3-13)', async () => {
    const sem = { utm: { source: 'baidu', medium: 'sem', campaign: 'plan-a', term: 'metadata' } };
    const person = { name: 'Li Lei', email: 'li.lei@first.example' };
    const lead = await company.submit({ person, interest: lowIntent, touch: sem });

    await company.submit({ person, interest: lowIntent, touch: { utm: { medium: 'email' } } });
    await visit('unknown', { person: { email: person.email }, touch: { utm: { medium: 'feed' } } });

    const { firstSource } = await company.lead(lead.leadId);
    const touches = await company.store.touchesOf(lead.leadId);
    expect(firstSource).toMatchObject({ class: 'MARKETING', means: 'sem', utm: sem.utm });
    expect(touches.map(({ source }) => source?.means).toSorted()).toEqual([
      'email',
      'feeds',
      'sem',
    ]);
  });

  it('the page view before the form is the first touch, and its article gets the lead (A1-11)', async () => {
    await company.must(
      company.ops.put('/v1/contents/metadata-101', {
        title: 'Metadata 101',
        author: 'Han Meimei',
        publishedOn: '2026-08-01',
      }),
    );
    await visit('browser-1', {
      contentId: 'metadata-101',
      touch: { referrer: 'https://www.zhihu.com/question/1' },
    });
    await company.advance('P3D');
    await visit('browser-1');

    const lead = await company.submit({ interest: lowIntent, touch: { visitorId: 'browser-1' } });

    expect(lead.firstSource).toMatchObject({
      form: 'pageView',
      means: 'smo',
      author: 'Han Meimei',
      publishedOn: '2026-08-01',
      at: '2026-09-14T01:30:00.000Z',
    });
    expect(await company.store.touchesOf(lead.leadId)).toHaveLength(3);
    expect((await company.events(lead.leadId))[0]?.data).toMatchObject({
      source: { contentId: 'metadata-101', author: 'Han Meimei' },
    });
  });

  it('what the visitor does after the form is known to be his', async () => {
    const lead = await company.submit({ interest: lowIntent, touch: { visitorId: 'browser-2' } });

    await visit('browser-2');

    expect(await company.story(lead.leadId)).toContain('EngagementRecorded');
  });

  it('a visit older than the look-back is nobody’s', async () => {
    await visit('browser-3', { touch: { utm: { medium: 'sem' } } });
    await company.advance('P91D');

    const lead = await company.submit({ interest: lowIntent, touch: { visitorId: 'browser-3' } });

    expect(lead.firstSource.form).toBe('demo-request');
  });

  it('a colleague at the same machine does not get the visits of the first', async () => {
    await company.submit({ interest: lowIntent, touch: { visitorId: 'browser-4' } });
    await visit('browser-4', { kind: 'download' });

    const other = await company.submit({ interest: lowIntent, touch: { visitorId: 'browser-4' } });

    expect(await company.store.touchesOf(other.leadId)).toHaveLength(1);
  });
});
