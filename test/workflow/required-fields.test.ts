// What a stage asks for is known before a lead enters it, whichever way it comes (A1-3, 4.10).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import { goodAnswers } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { accepted, sdr, taken } from '../support/journeys.ts';

const policy = { requiredFields: { READY: ['region'], OPPORTUNITY: ['industry', 'employees'] } };
const bare = { company: { name: 'Bare', region: null } };
const known = { company: { name: 'Known', industry: 'retail' } };
const half = { company: { name: 'Half', employees: null } };
const opening = { amount: 8000, currency: 'CNY', expectedCloseOn: '2026-12-31' };

let company: Company;
beforeAll(async () => {
  company = await openCompany({ policy });
});
afterAll(() => company.close());

function pathsOf({ status, body }: { status: number; body: unknown }) {
  const { code, errors } = body as { code?: string; errors?: { path: string }[] };
  return [status, code, errors?.map(({ path }) => path)];
}

async function unchanged(lead: Pick<Lead, 'leadId' | 'version'>) {
  expect((await company.lead(lead.leadId)).version).toBe(lead.version);
}

describe('READY asks for the region:', () => {
  it('an SDR who does not know it hands nothing over', async () => {
    const lead = await taken(company, bare);

    const answer = await sdr(company, lead, 'qualification', goodAnswers);

    expect(pathsOf(answer)).toEqual([422, 'INVALID', ['region']]);
    await unchanged(lead);
  });

  it('what does not pass BANT is told first, and who does not hand over is asked for nothing', async () => {
    const lead = await taken(company, bare);

    const failing = await sdr(company, lead, 'qualification', { ...goodAnswers, need: 'no' });
    const dropped = await sdr(company, lead, 'qualification', {
      ...goodAnswers,
      verdict: 'notALead',
      reason: 'POOR_FIT',
    });

    expect(pathsOf(failing).slice(0, 2)).toEqual([422, 'BANT_FAILS']);
    expect(dropped.status).toBe(200);
  });

  it('once it is known the lead is handed over', async () => {
    const lead = await taken(company, known);

    expect(await sdr(company, lead, 'qualification', goodAnswers)).toMatchObject({ status: 200 });
  });
});

describe('OPPORTUNITY asks for industry and employees:', () => {
  const missing = [422, 'INVALID', ['industry', 'employees']];

  it('the owner of an accepted lead is told what is missing', async () => {
    const lead = await accepted(company, await taken(company, half));

    const answer = await company.act(
      lead.ownerRepId ?? '',
      'rep',
      `/v1/leads/${lead.leadId}/opportunity`,
      opening,
    );

    expect(pathsOf(answer)).toEqual(missing);
    await unchanged(lead);
  });

  it('a rep who opens straight from his offer has not accepted it either', async () => {
    const lead = await company.handOver(await taken(company, half));
    const offer = await company.offer(lead.leadId);

    const answer = await company.act(
      offer.repId,
      'rep',
      `/v1/leads/${lead.leadId}/opportunity`,
      opening,
    );

    expect(pathsOf(answer)).toEqual(missing);
    expect(await company.offer(lead.leadId)).toMatchObject({ status: 'PENDING' });
    await unchanged(lead);
  });

  it.each(['win', 'cancel'])('a director who opens again after %s needs them too', async (how) => {
    const alone = await openCompany();
    const offer = await alone.offer((await alone.handOver(await taken(alone, half))).leadId);
    const id = await alone.opportunity(offer);
    await alone.act(offer.repId, 'rep', `/v1/opportunities/${id}/${how}`, {
      ...(how === 'win' ? { amount: 8000 } : { reason: 'DUPLICATE' }),
    });
    const { version: _, ...document } = (await alone.ops.get('/v1/policy')).body as {
      version: number;
    };
    await alone.must(
      alone.ops.put('/v1/policy', { ...document, ...policy }, { 'if-match': '"1"' }),
    );

    const answer = await alone.director.post(`/v1/opportunities/${id}/reopen`, { reason: 'r' });

    expect(pathsOf(answer)).toEqual(missing);
    await alone.close();
  });
});

describe('an opportunity is worth something:', () => {
  it.each([0, 0.001, -1])('not %s, neither when it is opened nor later', async (amount) => {
    const lead = await accepted(company, await taken(company, known));
    const rep = company.as(lead.ownerRepId ?? '', 'rep');
    const path = `/v1/leads/${lead.leadId}/opportunity`;
    const atFirst = await rep.post(path, { ...opening, amount });
    const { body } = await company.must(rep.post(path, opening));
    const { opportunityId } = body as { opportunityId: string };

    const later = await rep.patch(`/v1/opportunities/${opportunityId}`, { amount });

    expect(pathsOf(atFirst)).toEqual([422, 'INVALID', ['amount']]);
    expect(pathsOf(later)).toEqual([422, 'INVALID', ['amount']]);
  });
});

describe('the policy', () => {
  it('names only fields that a lead has', async () => {
    const { body } = await company.ops.get('/v1/policy');
    const { version, ...document } = body as { version: number };
    const requiredFields = { READY: ['shoeSize'], OPPORTUNITY: ['amount', 'expectedCloseOn'] };

    const answer = await company.ops.put(
      '/v1/policy',
      { ...document, requiredFields },
      { 'if-match': `"${version}"` },
    );

    expect(pathsOf(answer)).toEqual([422, 'INVALID', ['requiredFields.READY.0']]);
  });
});
