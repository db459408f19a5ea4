// What staff say of a lead (PATCH /v1/leads/{leadId}): it stands, the lead is weighed by it, and differences are taken over or dropped (4.8; row 16).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import type { LeadView } from '../../functions/use-cases/answers/lead-answers.ts';
import type { RuntimeResponse } from '../../infra/local/runtime.ts';
import { goodForm } from '../../infra/tools/good-lead.ts';
import { type Company, eastAndSouth, openCompany } from '../support/company.ts';
import { accepted, drop, expectSound, personOf, taken } from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany({
    ...eastAndSouth,
    policy: { tags: ['Key account', 'Fair 2026'], productLines: ['core', 'Cloud'] },
  });
  await company.putSdr('sdr-2');
});
afterAll(() => company.close());

function put(
  { leadId }: Lead,
  body: object,
  [sub, group]: readonly [string, string] = ['sdr-1', 'sdr'],
): Promise<RuntimeResponse> {
  return company.as(sub, group).patch(`/v1/leads/${leadId}`, body);
}

describe('what staff say of a lead', () => {
  it('fills what no form said: scored and graded at once, and the region’s department gets it', async () => {
    const lead = await taken(company, {
      person: { title: null },
      company: { employees: null, region: null },
    });

    const answer = await put(lead, {
      region: '广东',
      industry: 'manufacturing',
      employees: 1200,
      language: 'zh',
      tags: ['key ACCOUNT'],
    });
    const offered = await company.handOver(lead);

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ grade: 'HOT', region: 'CN-GD' });
    expect(offered).toMatchObject({ region: 'CN-GD', tags: ['Key account'], offeredTo: 'rep-b' });
    expect(offered.score.fit).toBeGreaterThan(lead.score.fit);
    expect(await company.story(lead.leadId)).toContain('FactsCorrected');
    await expectSound(company, lead);
  });

  it('is where its points come from: those of a form lead to the form, those of staff to what they said', async () => {
    const person = { name: 'Eva Eibe', email: 'eva.eibe@qq.com', title: null };
    const nothing = { employees: null, region: null };
    const interest = { handRaise: 'demo', startWithinMonths: null };
    const lead = await company.submit({ person, company: nothing, interest });
    const site = { name: 'Eibe AG', website: 'https://eibe.example', industry: 'manufacturing' };
    const again = { message: 'with more', startWithinMonths: null };
    const second = await company.must(
      company.runtime.request('POST', '/v1/submissions', {
        body: goodForm({
          person: { ...person, title: 'CIO' },
          company: { ...nothing, ...site, employees: 20 },
          interest: again,
        }),
      }),
    );
    await company.runtime.settled();
    await company.must(company.as('sdr-1', 'sdr').post(`/v1/leads/${lead.leadId}/take`));
    await company.must(put(lead, { employees: 1200 }));

    const { body } = await company.ops.get(`/v1/leads/${lead.leadId}`);
    const story = await company.events(lead.leadId);

    const { submissionId: form } = second.body as { submissionId: string };
    const said = story.find(({ type }) => type === 'FactsCorrected')?.id;
    const { reasons } = (body as LeadView).score;
    const fit = reasons.filter(({ part }) => part === 'fit');
    expect(said).toBeDefined();
    expect(Object.fromEntries(fit.map(({ code, eventId }) => [code, eventId]))).toEqual({
      size: said,
      industry: form,
      role: form,
    });
  });

  it('stands against a later form, which is shown as a difference', async () => {
    const person = { name: 'Anna Ahorn', email: 'anna@ahorn.example' };
    const lead = await taken(company, { person });
    await company.must(put(lead, { employees: 800 }));

    const later = await company.submit({ person, company: { employees: 20 } });

    expect(later.facts.employees).toBe(800);
    expect(later.differences).toMatchObject([{ field: 'employees', value: 20 }]);
  });

  it.each([
    ['another SDR', 'sdr-2', 'sdr', 403],
    ['a rep who has not accepted it', 'rep-b', 'rep', 403],
    ['a director, who has other ways', 'director-1', 'director', 403],
    ['ops', 'ops-1', 'ops', 200],
  ])('is not for everybody to say: %s', async (_who, sub, group, status) => {
    const lead = await taken(company);

    expect((await put(lead, { industry: 'finance' }, [sub, group])).status).toBe(status);
  });

  it('is for its owner to say once he has accepted it', async () => {
    const lead = await accepted(company);

    const answer = await put(lead, { industry: 'finance' }, [lead.ownerRepId ?? '', 'rep']);

    expect(answer.body).toMatchObject({ industry: 'finance' });
  });

  it.each([
    ['a tag that the policy does not list', { tags: ['Nice'] }, 'tags.0'],
    ['a product line that it does not list', { productLine: 'Steam' }, 'productLine'],
    ['a difference that is not there', { takeOver: ['person.phone'] }, 'takeOver.0'],
    ['nothing at all', {}, 'region'],
  ])('is refused and changes nothing: %s', async (_case, body, path) => {
    const lead = await taken(company);

    const answer = await put(lead, body);

    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
    expect(await company.lead(lead.leadId)).toEqual(lead);
  });

  it('is the product line of no second open journey of one company', async () => {
    const person = { name: 'Bernd Birke', email: 'bernd@birke.example' };
    const core = await taken(company, { person });
    const cloud = await company.submit({ person, interest: { productLine: 'Cloud' } });

    const refused = await put(core, { productLine: 'cloud' });

    expect(cloud.leadId).not.toBe(core.leadId);
    expect(refused).toMatchObject({ status: 409, body: { code: 'COLLISION' } });
  });

  it('moves the journey to another product line: the next form of that line is news in it', async () => {
    const person = { name: 'Carla Clematis', email: 'carla@clematis.example' };
    const lead = await taken(company, { person });

    await company.must(put(lead, { productLine: 'CLOUD' }));
    const cloud = await company.submit({ person, interest: { productLine: 'Cloud' } });
    const core = await company.submit({ person });

    expect(cloud.leadId).toBe(lead.leadId);
    expect(core.leadId).not.toBe(lead.leadId);
    await expectSound(company, cloud, core);
  });

  it('is no other product line once the journey is over', async () => {
    const lead = await taken(company);
    await company.must(drop(company, lead));

    expect((await put(lead, { productLine: 'Cloud' })).status).toBe(409);
  });

  it.each([
    ['region', { region: 'CN-GD' }],
    ['product line', { productLine: 'Cloud' }],
    ['language', { language: 'de' }],
  ])(
    'lets no SDR choose the rep by its %s: after an offer of the cycle the director is asked first',
    async (_what, scope) => {
      const lead = await company.handOver();

      await company.must(put(lead, scope));

      expect(await company.lead(lead.leadId)).toMatchObject({ scopeChangedInCycle: 1 });
      expect((await company.offer(lead.leadId)).status).toBe('PENDING');
    },
  );
});

describe('what a later form says otherwise', () => {
  async function withOtherPhone(name: string, phone: string): Promise<Lead> {
    const email = `${name.toLowerCase()}@${name.toLowerCase()}.example`;
    const lead = await taken(company, { person: { name, email, phone: '+8613800001111' } });
    await company.submit({ person: { name, email, phone } });
    return lead;
  }

  it('is taken over: he is reached by the new number, and known by it', async () => {
    const lead = await withOtherPhone('Dora', '+8613800002222');

    const answer = await put(lead, { takeOver: ['person.phone'] });
    const byPhone = await company.submit({
      person: { name: 'Dora', email: null, phone: '+8613800002222' },
    });

    expect(answer.body).toMatchObject({ person: { phone: '+8613800002222' }, differences: [] });
    expect(byPhone.leadId).toBe(lead.leadId);
  });

  it('is dropped: he is reached as before', async () => {
    const lead = await withOtherPhone('Emil', '+8613800003333');

    const answer = await put(lead, { drop: ['person.phone'] });

    expect(answer.body).toMatchObject({ person: { phone: '+8613800001111' }, differences: [] });
  });

  it('goes with the person when he is erased', async () => {
    const lead = await withOtherPhone('Fritz', '+8613800004444');
    await company.must(put(lead, { tags: ['Fair 2026'], takeOver: ['person.phone'] }));

    await company.must(
      company.as('admin-1', 'admin').post(`/v1/leads/${lead.leadId}/erase`, { reason: 'asked' }),
    );
    await company.runtime.settled();

    expect(await company.lead(lead.leadId)).toMatchObject({ differences: [] });
    const events = JSON.stringify(await company.events(lead.leadId));
    expect(events).not.toContain('8613800004444');
    expect(await personOf(company, lead)).not.toHaveProperty('phone');
  });

  it('is joined by a merge, tags too, and apart again when that is undone', async () => {
    const [one, other] = [
      await withOtherPhone('Gerd', '+8613800005555'),
      await withOtherPhone('Hanna', '+8613800006666'),
    ];
    await company.must(put(one, { tags: ['Fair 2026'] }));
    await company.must(put(other, { tags: ['Key account'] }));
    const merge = (path: string, body: object) =>
      company.must(company.act('ops-1', 'ops', `/v1/leads/${other.leadId}/${path}`, body));

    await merge('merge', { into: one.leadId });
    // They are as old as each other: either may be the one that goes on.
    const { mergedInto = one.leadId } = await company.lead(one.leadId);
    const joined = await company.lead(mergedInto);
    await merge('unmerge', {});

    expect(joined.tags.toSorted()).toEqual(['Fair 2026', 'Key account']);
    expect((await company.lead(one.leadId)).tags).toEqual(['Fair 2026']);
    expect((await company.lead(other.leadId)).tags).toEqual(['Key account']);
  });
});
