import { afterEach, describe, expect, it } from 'vitest';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import { type Company, type CompanyOptions, openCompany } from '../support/company.ts';

/** One rep, Monday at 10:00: a first contact is due at 15:30, the answer on Wednesday. */
const options: CompanyOptions = {
  start: '2026-09-14T02:00:00.000Z',
  rosterMonths: ['2026-09', '2026-10'],
  reps: [{ repId: 'rep-a' }],
};
const counts = { strikes: { contactMissCounts: true } };
const open = (policy: CompanyOptions['policy'] = counts) => openCompany({ ...options, policy });

let company: Company;
afterEach(() => company.close());

async function offered(): Promise<Offer> {
  const { leadId } = await company.handOver();
  return company.offer(leadId);
}

/** Accepted at once, and then nobody calls the customer in time. */
async function acceptedUncalled(): Promise<Offer> {
  const offer = await offered();
  await company.must(company.accept(offer));
  await company.advanceTo(offer.contactDueAt);
  return offer;
}

function call(offer: Offer, more: object = {}) {
  const body = { kind: 'call', direction: 'outbound', connected: false, note: 'rang', ...more };
  return company.must(
    company.act(offer.repId, 'rep', `/v1/leads/${offer.leadId}/activities`, body),
  );
}

async function misses(): Promise<unknown> {
  const { body } = await company.ops.get('/v1/reps');
  return (body as { items: { misses: number }[] }).items[0]?.misses;
}

async function outcomes() {
  return (await company.store.record('rep-a'))?.contacts?.map(({ outcome }) => outcome);
}

async function missesTold(...offers: Offer[]) {
  const stories = await Promise.all(offers.map(({ leadId }) => company.events(leadId)));
  return stories.flat().flatMap((event) => (event.type === 'MissRecorded' ? [event.data] : []));
}

describe('a first contact that is missed, where the policy counts it (X-18)', () => {
  it('costs nothing by itself, and with the next in a row it is one miss', async () => {
    company = await open();
    const first = await acceptedUncalled();
    const afterOne = await misses();
    const second = await acceptedUncalled();

    expect([afterOne, await misses()]).toEqual([0, 1]);
    expect(await missesTold(first, second)).toEqual([
      { repId: 'rep-a', offerId: second.offerId, contacts: [first.offerId, second.offerId] },
    ]);
    expect((await company.story(second.leadId)).slice(-2)).toEqual([
      'ContactMissed',
      'MissRecorded',
    ]);
  });

  it('costs nothing as long as the policy does not say so', async () => {
    company = await open({});
    const offers = [await acceptedUncalled(), await acceptedUncalled()];

    expect(await misses()).toBe(0);
    expect(await missesTold(...offers)).toEqual([]);
    expect(await company.store.record('rep-a')).not.toHaveProperty('contacts');
  });

  it('suspends with a second miss before a timely answer, takes other offers back, and a director may annul it', async () => {
    company = await open();
    const offers = [await offered(), await offered(), await offered(), await offered()];
    const last = offers.at(-1) as Offer;
    const other = await (async () => {
      await company.advance('PT3H');
      return offered();
    })();

    await company.advanceTo(last.contactDueAt);
    const { suspensions } = await company.rep('rep-a');
    const taken = (await company.offers(other.leadId))[0];
    const answer = await company.director.post(`/v1/reps/rep-a/strikes/${last.offerId}/annul`, {
      reason: 'the telephones were down',
    });
    await company.runtime.settled();

    expect(suspensions).toMatchObject([
      { from: last.contactDueAt, until: '2026-10-14T07:30:00.000Z' },
    ]);
    expect(taken).toMatchObject({ status: 'WITHDRAWN', reason: 'REP_SUSPENDED' });
    const told = await company.sent(last.leadId);
    expect(told).toContain('rep-a: You get no marketing leads for a while');
    expect(answer).toMatchObject({ status: 200, body: { suspendedUntil: null } });
    expect(await misses()).toBe(1);
  });

  it('is not in a row with one that was made in time between them', async () => {
    company = await open();
    await acceptedUncalled();
    await company.advance('PT1H');
    const called = await offered();
    await call(called);
    await company.must(company.accept(called));
    await acceptedUncalled();

    expect(await outcomes()).toEqual(['missed', 'made', 'missed']);
    expect(await misses()).toBe(0);
  });

  it('is not cured by a call that is said afterwards to have been in time', async () => {
    company = await open();
    await acceptedUncalled();
    const second = await acceptedUncalled();
    await company.advance('PT10M');

    await call(second, { at: second.offeredAt });

    expect(await misses()).toBe(1);
  });

  it('is excused when its reminder could not be delivered (A3-3), before and after the acceptance', async () => {
    company = await open();
    await company.failDelivery(true);
    const pending = await offered();
    await company.advanceTo(pending.contactDueAt);
    await acceptedUncalled();

    expect(await outcomes()).toEqual(['excused', 'excused']);
    expect(await misses()).toBe(0);
  });

  it('is excused of a rep whose absence, recorded in time, covers most of the hours to call in', async () => {
    company = await open();
    const offer = await offered();
    await company.must(company.accept(offer));
    const away = { from: company.now, to: offer.contactDueAt };
    await company.must(company.ops.post('/v1/reps/rep-a/absences', away));
    await company.advanceTo(offer.contactDueAt);

    expect(await outcomes()).toEqual(['excused']);
  });

  it('may cost with silence on the same offer, and one annulment takes both', async () => {
    company = await open();
    await acceptedUncalled();
    const silent = await offered();
    await company.letExpire(silent);

    const { suspensions } = await company.rep('rep-a');
    await company.must(
      company.director.post(`/v1/reps/rep-a/strikes/${silent.offerId}/annul`, { reason: 'ill' }),
    );

    expect(suspensions).toMatchObject([{ causeOfferIds: [silent.offerId, silent.offerId] }]);
    expect((await company.rep('rep-a')).suspensions).toMatchObject([{ until: company.now }]);
    expect(await misses()).toBe(0);
  });
});
