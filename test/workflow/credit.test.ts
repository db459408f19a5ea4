// Whether the SDR's handover counts (4.9, X-1), told in days; the rows of 4.8 about credit and cancellation.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpportunityId } from '../../functions/leads/ids.ts';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import type { Credit } from '../../functions/leads/opportunity/credit.ts';
import { type Company, openCompany } from '../support/company.ts';
import { acceptAll, expectSound } from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

interface Sold {
  readonly offer: Offer;
  readonly id: string;
}

async function sold(): Promise<Sold> {
  const offer = await company.offer((await company.handOver()).leadId);
  return { offer, id: await company.opportunity(offer) };
}

async function credit({ offer }: Pick<Sold, 'offer'>): Promise<Credit> {
  const found = await company.store.credit(offer.offerId);
  if (!found) throw new Error(`no credit for ${offer.offerId}`);
  return found;
}

const cancel = ({ offer, id }: Sold, reason?: string) =>
  company.act(offer.repId, 'rep', `/v1/opportunities/${id}/cancel`, reason ? { reason } : {});
const rule = ({ id }: Sold, approve: boolean, sub = 'ops-1', group: 'ops' | 'director' = 'ops') =>
  company.act(sub, group, `/v1/opportunities/${id}/cancel-ruling`, {
    approve,
    note: 'spoke with the customer',
  });

/** What the sweep and the workflow have done by then; offers of other leads are answered, so that nobody is suspended. */
async function later(by: string): Promise<void> {
  await acceptAll(company);
  await company.advance(by);
}

describe('an accepted handover', () => {
  it('is credited when an opportunity was opened and two weeks have passed', async () => {
    const one = await sold();
    expect(await credit(one)).toMatchObject({ state: 'PENDING', sdrId: 'sdr-1' });

    await later('P14D');

    expect(await credit(one)).toMatchObject({ state: 'CONFIRMED' });
    expect(await company.store.pair(one.offer.repId, 'sdr-1')).toMatchObject({ lateCancels: 0 });
    await expectSound(company, await company.lead(one.offer.leadId));
  });

  it('is credited on the fourteenth day although the deal was won on the third', async () => {
    const one = await sold();
    await later('P3D');
    await company.act(one.offer.repId, 'rep', `/v1/opportunities/${one.id}/win`, { amount: 100 });
    const running = await company.runtime.executions.list(one.offer.leadId);

    await later('P11D');

    expect(running.filter(({ status }) => status === 'RUNNING').map(({ name }) => name)).toEqual([
      one.id,
    ]);
    expect(await credit(one)).toMatchObject({ state: 'CONFIRMED' });
    await expectSound(company, await company.lead(one.offer.leadId));
  });

  it('is not credited when the accepted lead is given back', async () => {
    const offer = await company.offer((await company.handOver()).leadId);
    await company.must(company.accept(offer));

    await company.act(offer.repId, 'rep', `/v1/leads/${offer.leadId}/return`, {
      reason: 'NO_NEED',
      note: 'n',
    });

    expect(await credit({ offer })).toMatchObject({ state: 'VOID_RETURNED' });
  });

  it('4.8, rep deactivated, SAL/SQL without opp: the window restarts at the new acceptance, the earlier one is superseded', async () => {
    const offer = await company.offer((await company.handOver()).leadId);
    await company.must(company.accept(offer));
    await later('P10D');
    await company.putRep({ repId: offer.repId, active: false });
    await company.runtime.settled();
    const next = await company.offer(offer.leadId);
    await company.must(company.accept(next));

    expect(await credit({ offer })).toMatchObject({ state: 'SUPERSEDED' });
    expect(await credit({ offer: next })).toMatchObject({
      state: 'WINDOW_OPEN',
      sdrId: 'sdr-1',
      openedAt: company.now,
    });
    await company.putRep({ repId: offer.repId, active: true });
  });

  it('4.8, SDR leaves mid-credit: the credit keeps him', async () => {
    const one = await sold();
    await company.putSdr('sdr-1', { active: false });

    await later('P14D');

    expect(await credit(one)).toMatchObject({ state: 'CONFIRMED', sdrId: 'sdr-1' });
  });

  it('4.8, agency SDR: the credit names the agency', async () => {
    await company.putSdr('sdr-1', { email: 'sdr-1@agency.example', org: 'Callers Ltd' });

    const one = await sold();

    expect(await credit(one)).toMatchObject({ org: 'Callers Ltd' });
  });
});

describe('a cancelled opportunity', () => {
  it('4.8, without reason on day 3: void, nurture, a call-back, the director sees who', async () => {
    const one = await sold();
    await later('P3D');

    await cancel(one);

    expect(await credit(one)).toMatchObject({ state: 'VOID_CANCELLED' });
    const lead = await company.lead(one.offer.leadId);
    expect(lead).toMatchObject({ state: 'NURTURE', nurtureReason: 'OPP_CANCELLED' });
    expect(await company.sent(one.offer.leadId)).toEqual(
      expect.arrayContaining([
        'group:ops: Call a customer back',
        'group:director: An opportunity was cancelled without a cause',
      ]),
    );
    await expectSound(company, lead);
  });

  it('4.8, reason supplied within 3 working days and approved: pending again with the original day count', async () => {
    const one = await sold();
    const { confirmAt } = await credit(one);
    await later('P3D');
    await cancel(one);

    await cancel(one, 'CUSTOMER_STOPPED_PROJECT');
    await rule(one, true);

    expect(await credit(one)).toMatchObject({ state: 'PENDING', confirmAt });
    await later('P11D');
    expect(await credit(one)).toMatchObject({ state: 'CONFIRMED' });
  });

  it('4.8, the reason comes too late on the fourth working day', async () => {
    const one = await sold();
    await later('P1D');
    await cancel(one);
    await later('P7D');

    const answer = await cancel(one, 'CUSTOMER_STOPPED_PROJECT');

    expect(answer).toMatchObject({ status: 409, body: { opportunityStatus: 'CANCELLED' } });
    expect(await company.story(one.offer.leadId)).toContain('CauseNotGiven');
    expect(await credit(one)).toMatchObject({ state: 'VOID_CANCELLED' });
  });

  it('4.8, with reason on day 3, approved on day 4: stays pending, confirms on day 14', async () => {
    const one = await sold();
    await later('P3D');
    await cancel(one, 'OUT_OF_BUSINESS');
    expect((await company.story(one.offer.leadId)).slice(-2)).toEqual([
      'OppCancelled',
      'CancelRulingAsked',
    ]);
    await later('P1D');

    await company.must(rule(one, true));

    const { confirmAt } = await credit(one);
    expect(await credit(one)).toMatchObject({ state: 'PENDING', nextInstant: confirmAt });
    await later('P10D');
    expect(await credit(one)).toMatchObject({ state: 'CONFIRMED', confirmedAt: confirmAt });
  });

  it('4.8, with reason on day 13 and nobody rules: ops are asked at once, the director after 3 working days, and it stays pending past day 14', async () => {
    const one = await sold();
    await later('P13D');
    await cancel(one, 'OUT_OF_BUSINESS');
    const early = await rule(one, true, 'director-1', 'director');
    await later('P30D');

    const told = await company.sent(one.offer.leadId);

    expect(early).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(told).toContain('group:ops: Rule on a cancellation');
    expect(
      told.filter((one) => one === 'group:director: Ops have not ruled on a cancellation: you may'),
    ).toHaveLength(1);
    expect(await credit(one)).toMatchObject({ state: 'PENDING', awaitsRuling: true });
    expect((await credit(one)).nextInstant).toBeUndefined();
    await expectSound(company, await company.lead(one.offer.leadId));
  });

  it.each([
    [true, 'CONFIRMED'],
    [false, 'VOID_CANCELLED'],
  ] as const)(
    '4.8, with reason on day 13 and ruled on day 43 by the director (%s): %s at that instant',
    async (approve, state) => {
      const one = await sold();
      const voided = (await company.store.pair(one.offer.repId, 'sdr-1'))?.voided ?? 0;
      await later('P13D');
      await cancel(one, 'OUT_OF_BUSINESS');
      await later('P30D');

      await company.must(rule(one, approve, 'director-1', 'director'));

      expect(await credit(one)).toMatchObject({
        state,
        ...(approve ? { confirmedAt: company.now } : {}),
      });
      const pair = await company.store.pair(one.offer.repId, 'sdr-1');
      expect(pair?.voided).toBe(voided + (approve ? 0 : 1));
    },
  );

  it('4.8, a cause that is given late and approved after day 14 confirms at the ruling', async () => {
    const one = await sold();
    await later('P13D');
    await cancel(one);
    await later('P1D');
    await cancel(one, 'OUT_OF_BUSINESS');
    await later('P20D');
    expect(await credit(one)).toMatchObject({ state: 'VOID_CANCELLED' });

    await company.must(rule(one, true));

    expect(await credit(one)).toMatchObject({ state: 'CONFIRMED', confirmedAt: company.now });
  });

  it('4.8, opened again by the director while ops think about it: a window of its own, and nothing to rule on', async () => {
    const one = await sold();
    await later('P13D');
    await cancel(one, 'OUT_OF_BUSINESS');
    await later('PT1H');
    await company.must(
      company.act('director-1', 'director', `/v1/opportunities/${one.id}/reopen`, { reason: 'r' }),
    );

    const ruling = await rule(one, true);

    expect(ruling.status).toBe(409);
    await later('P13D');
    expect(await credit(one)).toMatchObject({ state: 'PENDING' });
    await later('P1D');
    expect(await credit(one)).toMatchObject({ state: 'CONFIRMED' });
  });

  it('4.8, with a listed reason on day 15: stays confirmed, and counts against the pair once ops decline it', async () => {
    const one = await sold();
    const before = (await company.store.pair(one.offer.repId, 'sdr-1'))?.lateCancels ?? 0;
    await later('P15D');
    await cancel(one, 'OUT_OF_BUSINESS');
    const { lateCancels } = (await company.store.pair(one.offer.repId, 'sdr-1')) ?? {};

    await company.must(rule(one, false));

    expect(lateCancels).toBe(before);
    expect(await credit(one)).toMatchObject({ state: 'CONFIRMED' });
    expect(await company.store.pair(one.offer.repId, 'sdr-1')).toMatchObject({
      lateCancels: before + 1,
    });
  });

  it('4.8, with a reason that ops do not accept: void', async () => {
    const one = await sold();
    await later('P3D');
    await cancel(one, 'OUT_OF_BUSINESS');

    await rule(one, false);

    expect(await credit(one)).toMatchObject({ state: 'VOID_CANCELLED' });
  });

  it('is ruled on by nobody who is a party, and once', async () => {
    const one = await sold();
    await cancel(one, 'OUT_OF_BUSINESS');

    const answers = [
      await rule(one, true, one.offer.repId),
      await rule(one, true, 'sdr-1'),
      await rule(one, true),
      await rule(one, false),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 200, 409]);
    expect(answers[0]?.body).toMatchObject({ code: 'PARTY' });
    expect(answers[1]?.body).toMatchObject({ code: 'PARTY' });
  });

  it('4.8, without reason on day 15: stays confirmed, and counts against the pair', async () => {
    const one = await sold();
    const before = await company.store.pair(one.offer.repId, 'sdr-1');
    await later('P15D');

    await cancel(one);

    expect(await credit(one)).toMatchObject({ state: 'CONFIRMED' });
    const pair = await company.store.pair(one.offer.repId, 'sdr-1');
    expect(pair?.lateCancels).toBe((before?.lateCancels ?? 0) + 1);
  });

  it('4.8, the same rep opens a new one before oppDueAt: pending with its own 14 days, one credit for the cycle', async () => {
    const one = await sold();
    await later('P3D');
    await cancel(one);
    await company.advance('PT1H');

    const second = { ...one, id: await company.opportunity(one.offer) };

    const lead = await company.lead(one.offer.leadId);
    expect(lead).toMatchObject({ state: 'OPPORTUNITY', cycle: 1, opportunitySeq: 2 });
    expect((await company.story(lead.leadId)).slice(-2)).toEqual(['Reopened', 'CreditPending']);
    expect(await company.store.creditsOf(lead.leadId)).toHaveLength(1);
    await expectSound(company, lead);
    await later('P13D');
    expect(await credit(second)).toMatchObject({ state: 'PENDING', opportunityId: second.id });
    await later('P1D');
    expect(await credit(second)).toMatchObject({ state: 'CONFIRMED' });
  });

  it('4.8, cancelled with a cause, then opened again: the new one has its own 14 days, and without a cause inside them it is void', async () => {
    const one = await sold();
    await later('P3D');
    await cancel(one, 'OUT_OF_BUSINESS');
    await company.advance('PT1H');
    const second = { ...one, id: await company.opportunity(one.offer) };
    await later('P12D');
    expect(await credit(second)).toMatchObject({ state: 'PENDING', opportunityId: second.id });

    await cancel(second);

    expect(await credit(second)).toMatchObject({ state: 'VOID_CANCELLED' });
  });

  it.each([false, true])(
    '4.8, the ruling on the first opportunity (%s) leaves the credit to the second one',
    async (approve) => {
      const one = await sold();
      await later('P1D');
      await cancel(one);
      await cancel(one, 'OUT_OF_BUSINESS');
      const second = { ...one, id: await company.opportunity(one.offer) };
      if (approve) await cancel(second);
      const { state } = await credit(second);

      await company.must(rule(one, approve));

      expect(state).toBe(approve ? 'VOID_CANCELLED' : 'PENDING');
      expect(await credit(second)).toMatchObject({ state, opportunityId: second.id });
    },
  );

  it('4.8, a cause for the first opportunity, given or not, leaves the lead waiting for the second one', async () => {
    const one = await sold();
    await later('P1D');
    await cancel(one);
    const second = await company.opportunity(one.offer);
    await later('P7D');

    const { nextInstant } = (await company.store.opportunity(OpportunityId.parse(second))) ?? {};

    expect(await company.story(one.offer.leadId)).toContain('CauseNotGiven');
    expect(await company.lead(one.offer.leadId)).toMatchObject({ nextInstant });
    await expectSound(company, await company.lead(one.offer.leadId));
  });

  it('4.8, opp deleted and re-created to dodge the rule: there is no delete, only a cancellation', async () => {
    const one = await sold();

    const answer = await company.runtime.request('DELETE', `/v1/opportunities/${one.id}`, {
      token: company.runtime.token(one.offer.repId, ['rep']),
    });

    expect(answer.status).toBeGreaterThanOrEqual(403);
    expect(await company.store.opportunity(OpportunityId.parse(one.id))).toMatchObject({
      status: 'OPEN',
    });
  });
});

describe('4.8, exactly 14 d 0 s', () => {
  it('is confirmed at the instant itself, although no timer has come', async () => {
    const alone = await openCompany();
    const offer = await alone.offer((await alone.handOver()).leadId);
    const id = await alone.opportunity(offer);
    alone.runtime.faults.stepFunctions = 'off';
    await alone.advance('P14D');
    expect((await alone.store.credit(offer.offerId))?.state).toBe('PENDING');

    await alone.must(alone.as(offer.repId, 'rep').post(`/v1/opportunities/${id}/cancel`, {}));

    expect((await alone.store.credit(offer.offerId))?.state).toBe('CONFIRMED');
    await alone.close();
  });
});

describe('a pair of rep and SDR that cancels late again and again', () => {
  it('is shown to the director at the third of ten', async () => {
    const alone = await openCompany({ reps: [{ repId: 'rep-a' }] });
    for (let n = 0; n < 3; n += 1) {
      const offer = await alone.offer((await alone.handOver()).leadId);
      const id = await alone.opportunity(offer);
      await alone.advance('P15D');
      await alone.must(alone.as('rep-a', 'rep').post(`/v1/opportunities/${id}/cancel`, {}));
      await alone.runtime.settled();
      const told = await alone.sent(offer.leadId);
      expect(told.includes('group:director: Look at a pair of rep and SDR')).toBe(n === 2);
    }
    await alone.close();
  });
});
