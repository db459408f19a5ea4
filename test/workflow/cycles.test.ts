import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import { goodAnswers } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany, severalReps } from '../support/company.ts';
import {
  acceptAll,
  afterCoolDown,
  engage,
  expectSound,
  messagesAbout,
  personOf,
  refused,
  sdr,
} from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany({ reps: severalReps(5) });
});
afterEach(() => acceptAll(company));
afterAll(() => company.close());

/** Refused in its first, second and third cycle. */
async function refusedThreeTimes(): Promise<Lead> {
  let lead = await refused(company, 'UNREACHABLE');
  for (let cycle = 2; cycle <= 3; cycle += 1) {
    await afterCoolDown(company, lead);
    await company.call(lead.leadId);
    lead = await refused(company, 'UNREACHABLE', {}, await company.lead(lead.leadId));
  }
  return lead;
}

function rule({ leadId }: Lead, approve: boolean) {
  return company
    .as('director-1', 'director')
    .post(`/v1/leads/${leadId}/extra-cycle`, { approve, reason: 'they have a new budget' });
}

describe('going round again', () => {
  it('goes each time to a rep who has not refused the lead', async () => {
    const lead = await refusedThreeTimes();

    const offers = await company.store.offersOf(lead.leadId);
    expect(new Set(offers.map(({ repId }) => repId)).size).toBe(3);
    expect(offers.map(({ cycle, seq }) => [cycle, seq])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
    await expectSound(company, lead);
  });

  it('a fourth time is for the director to allow: he is asked once, and nobody takes it meanwhile', async () => {
    const lead = await afterCoolDown(company, await refusedThreeTimes());

    const taken = await sdr(company, lead, 'take');
    await company.advance('P20D');

    expect(lead).toMatchObject({ state: 'NURTURE', cycle: 3, extraCycle: 'asked' });
    expect(taken).toMatchObject({
      status: 409,
      body: { code: 'RECYCLE_GUARD', guards: ['CYCLE_LIMIT'] },
    });
    const asked = (await messagesAbout(company, lead)).filter(({ to }) => to === 'group:director');
    expect(asked).toHaveLength(1);
    await expectSound(company, lead);
  });

  it('while resting for the fourth time names both guards', async () => {
    const lead = await refusedThreeTimes();

    const taken = await sdr(company, lead, 'take');

    expect(taken.body).toMatchObject({ guards: ['COOL_DOWN_RUNNING', 'CYCLE_LIMIT'] });
  });

  it('goes on when the director allows it, as far as an offer to a fourth rep', async () => {
    const lead = await afterCoolDown(company, await refusedThreeTimes());
    await company.must(rule(lead, true));
    await company.runtime.settled();
    const back = await company.lead(lead.leadId);
    await company.call(lead.leadId);

    const again = await sdr(company, lead, 'qualification', { ...goodAnswers, note: 'once more' });

    expect(back).toMatchObject({ state: 'SDR_WORKING', cycle: 4 });
    expect(again.status).toBe(200);
    expect((await company.lead(lead.leadId)).state).toBe('OFFERED');
    await expectSound(company, lead);
  });

  it('is allowed once: a fifth time he is asked anew', async () => {
    const lead = await afterCoolDown(company, await refusedThreeTimes());
    await company.must(rule(lead, true));
    await company.runtime.settled();
    await company.call(lead.leadId);

    const fourth = await refused(company, 'UNREACHABLE', {}, await company.lead(lead.leadId));
    const waiting = await afterCoolDown(company, fourth);

    expect(waiting).toMatchObject({ state: 'NURTURE', cycle: 4, extraCycle: 'asked' });
    expect((await company.story(lead.leadId)).at(-1)).toBe('ExtraCycleAsked');
    await expectSound(company, lead);
  });

  it('ends for good when the director declines', async () => {
    const lead = await afterCoolDown(company, await refusedThreeTimes());

    await company.must(rule(lead, false));
    await company.runtime.settled();

    expect((await company.lead(lead.leadId)).state).toBe('DORMANT');
    expect((await company.story(lead.leadId)).slice(-2)).toEqual([
      'ExtraCycleDeclined',
      'WentStale',
    ]);
    await expectSound(company, lead);
  });

  it('cannot be declined while the lead has cycles left', async () => {
    const lead = await refused(company, 'UNREACHABLE');

    const answer = await rule(lead, false);

    expect(answer.status).toBe(409);
    expect((await company.lead(lead.leadId)).state).toBe('NURTURE');
  });

  it('asks the director when a hand is raised for the fourth time, and the approval counts at once', async () => {
    const lead = await refusedThreeTimes();
    await company.submit({ person: await personOf(company, lead) });
    const asked = await company.lead(lead.leadId);

    await company.must(rule(lead, true));
    await company.runtime.settled();

    expect(asked).toMatchObject({ state: 'NURTURE', extraCycle: 'asked' });
    expect(await company.lead(lead.leadId)).toMatchObject({ state: 'SDR_WORKING', cycle: 4 });
    await expectSound(company, lead);
  });

  it('is not entered by interest alone once the cap is reached', async () => {
    const lead = await afterCoolDown(company, await refusedThreeTimes());

    for (const kind of ['event', 'webinar', 'download', 'download'])
      await engage(company, lead, kind);

    expect((await company.lead(lead.leadId)).state).toBe('NURTURE');
    await expectSound(company, lead);
  });
});

describe('a rep who was silent', () => {
  it('is passed over in that cycle and may be offered the lead in the next', async () => {
    const two = await openCompany({ reps: [{ repId: 'rep-a' }, { repId: 'rep-b' }] });
    const { leadId } = await two.handOver();
    const silent = await two.offer(leadId);
    await two.advance('P3D');
    const refusing = await two.offer(leadId);
    await two.must(two.reject(refusing, 'UNREACHABLE'));
    await two.runtime.settled();
    await afterCoolDown(two, await two.lead(leadId));
    await two.call(leadId);

    await two.handOver(await two.lead(leadId));

    const next = await two.offer(leadId);
    expect(refusing.repId).not.toBe(silent.repId);
    expect(next).toMatchObject({ repId: silent.repId, cycle: 2, status: 'PENDING' });
    await expectSound(two, await two.lead(leadId));
    await two.close();
  });
});
