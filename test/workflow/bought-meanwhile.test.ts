import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Worded } from '../../functions/leads/decision.ts';
import type { Lead } from '../../functions/leads/lead.ts';
import { depsOver } from '../../functions/platform/deps.ts';
import { tellMessages } from '../../functions/use-cases/workflow/tell-messages.ts';
import { environment } from '../../infra/local/project.ts';
import type { FormParts } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { expectSound, notNow, personOf, sdr, taken } from '../support/journeys.ts';

let company: Company;
beforeEach(async () => {
  company = await openCompany();
});
afterEach(() => company.close());

const OTHER = { interest: { productLine: 'cloud' } };

/** Somebody of the company at this domain. */
function of(domain: string, name: string, more: FormParts = {}): FormParts {
  return { ...more, person: { name, email: `${name.toLowerCase()}@${domain}`, ...more.person } };
}

async function lost(form: FormParts = {}): Promise<Lead> {
  const { leadId } = await company.handOver(await company.submit(form));
  const offer = await company.offer(leadId);
  const id = await company.opportunity(offer);
  const lose = `/v1/opportunities/${id}/lose`;
  await company.must(company.act(offer.repId, 'rep', lose, { reason: 'PRICE' }));
  return company.lead(leadId);
}

/** The id of the rep who has won it. */
async function won(form: FormParts): Promise<string> {
  const { leadId } = await company.handOver(await company.submit(form));
  return winOf(leadId);
}

async function winOf(leadId: string): Promise<string> {
  const offer = await company.offer(leadId);
  const id = await company.opportunity(offer);
  const signed = { amount: 8000, currency: 'CNY' };
  await company.must(company.act(offer.repId, 'rep', `/v1/opportunities/${id}/win`, signed));
  return offer.repId;
}

async function resting(form: FormParts = {}): Promise<Lead> {
  const lead = await taken(company, form);
  const start = { timeline: { startWithinMonths: 1 }, revisitAt: '2027-09-01T01:00:00.000Z' };
  await sdr(company, lead, 'qualification', { ...notNow, ...start });
  return company.lead(lead.leadId);
}

const HEARD = 'A customer of yours has an older enquiry';

async function mailsTo({ personId }: Lead): Promise<number> {
  const messages = await company.runtime.outbox.messages();
  return messages.filter(({ to, delivered }) => to === `person:${personId}` && delivered).length;
}

describe('who has bought meanwhile', () => {
  it('is not asked once more after a loss, when a colleague has bought: the account owner is told', async () => {
    const lead = await lost(of('ahorn.example', 'Anna'));
    const owner = await won(of('ahorn.example', 'Bernd'));

    await company.advance('P181D');

    expect(await mailsTo(lead)).toBe(0);
    expect((await company.sent(lead.leadId)).filter((one) => one.includes(HEARD))).toEqual([
      `${owner}: ${HEARD}`,
    ]);
    expect((await company.events(lead.leadId)).at(-1)).toMatchObject({
      type: 'WinBackSkipped',
      data: { reason: 'BOUGHT' },
    });
    await expectSound(company, lead);
  });

  it('gets no nurture mail, whatever product line was bought, and the owner is told once', async () => {
    const lead = await resting(of('ahorn.example', 'Anna'));
    const owner = await won(of('ahorn.example', 'Bernd', OTHER));

    await company.advance('P95D');

    expect(await mailsTo(lead)).toBe(0);
    expect((await company.sent(lead.leadId)).filter((one) => one.includes(HEARD))).toEqual([
      `${owner}: ${HEARD}`,
    ]);
    await expectSound(company, lead);
  });

  it('is found without a company, by his own purchase in another product line', async () => {
    const form = of('gmail.com', 'Anna');
    const lead = await resting(form);
    await won({ ...form, ...OTHER });

    await company.advance('P31D');

    expect(await mailsTo(lead)).toBe(0);
  });

  it('is found in a company that was merged into his', async () => {
    const lead = await resting(of('ahorn.example', 'Anna'));
    const other = await company.submit(of('ahorn-gruppe.example', 'Bernd', OTHER));
    await company.handOver(other);
    await winOf(other.leadId);
    const rest = await company.submit(of('ahorn-gruppe.example', 'Carl'));
    await company.must(company.ops.post(`/v1/leads/${rest.leadId}/merge`, { into: lead.leadId }));
    await company.runtime.settled();

    const before = await mailsTo(lead);
    await company.advance('P31D');

    expect(await mailsTo(lead)).toBe(before);
  });

  it('hears on when the purchase was before his rest began', async () => {
    await won(of('ahorn.example', 'Bernd', OTHER));
    await company.advance('PT1H');
    const lead = await resting(of('ahorn.example', 'Anna'));

    await company.advance('P31D');

    expect(await mailsTo(lead)).toBe(1);
  });

  it('is told to a director when whoever sold to them has left', async () => {
    const lead = await lost(of('ahorn.example', 'Anna'));
    const owner = await won(of('ahorn.example', 'Bernd'));
    await company.putRep({ repId: owner, active: false });

    await company.advance('P181D');

    expect(await company.sent(lead.leadId)).toContain(`group:director: ${HEARD}`);
  });

  it('gets nothing when the sale comes between the decision and the sending', async () => {
    const lead = await resting(of('ahorn.example', 'Anna'));
    await company.advance('P31D');
    const decided = (await company.events(lead.leadId)).filter(
      ({ type }) => type === 'NurtureTouchSent',
    );
    const owner = await won(of('ahorn.example', 'Bernd', OTHER));
    const sent: Worded[] = [];
    const late = depsOver(company.runtime.services, environment, {
      send: async (message) => {
        sent.push(message);
        return { delivered: true };
      },
    });

    for (const event of decided) await tellMessages(late, event);

    expect(sent.map(({ to, subject }) => [to, subject])).toEqual([[owner, HEARD]]);
  });

  it('who has not bought is written to as before', async () => {
    const lead = await lost(of('ahorn.example', 'Anna'));
    const { name } = await personOf(company, lead);

    await company.advance('P181D');

    expect([name, await mailsTo(lead)]).toEqual(['Anna', 1]);
  });
});
