import { afterEach, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';

const reps = [{ repId: 'rep-a' }, { repId: 'rep-b' }];
const FRESH = { offeredAt: '2026-09-14T07:00:00.000Z', acceptDueAt: '2026-09-16T07:00:00.000Z' };

let company: Company;
afterEach(() => company.close());

/** An offer made on Monday at 09:30; it is 15:00 now, and its rep has had his reminder about contact only. */
async function pendingSinceMorning(options: object = {}) {
  company = await openCompany({ reps, rosterMonths: ['2026-09'], ...options });
  const { leadId } = await company.handOver();
  await company.advanceTo('2026-09-14T07:00:00.000Z');
  return { leadId, offer: await company.offer(leadId) };
}

async function absent(repId: string, from: string, to: string) {
  await company.must(company.as(repId, 'rep').post(`/v1/reps/${repId}/absences`, { from, to }));
  await company.runtime.settled();
}

async function record(repId: string) {
  return (await company.store.record(repId))?.handled.map(({ outcome }) => outcome);
}

describe('an offer is taken back, without a miss and with its turn,', () => {
  it('when its rep goes on leave for more than half of the window, recorded before it is due', async () => {
    const { leadId, offer } = await pendingSinceMorning();

    await absent(offer.repId, '2026-09-14T10:00:00.000Z', '2026-09-21T00:00:00.000Z');

    const [withdrawn, next] = await company.offers(leadId);
    expect(withdrawn).toMatchObject({
      status: 'WITHDRAWN',
      reason: 'REP_ABSENT',
      creditedBack: true,
    });
    expect(next).toMatchObject({ status: 'PENDING', seq: 2, ...FRESH });
    expect(next?.repId).not.toBe(offer.repId);
    expect(await record(offer.repId)).toEqual(['withdrawn']);
    expect([await company.turns('rep-a'), await company.turns('rep-b')].toSorted()).toEqual([0, 1]);
    expect((await company.lead(leadId)).exclusions).toEqual([
      { repId: offer.repId, cause: 'ABSENT', cycle: 1 },
    ]);
    expect((await company.story(leadId)).slice(-3)).toEqual([
      'ContactMissed',
      'Withdrawn',
      'OfferMade',
    ]);
    expect(await company.sent(leadId)).toContain(`${offer.repId}: An offer was taken back`);
  });

  it('when its rep is deactivated', async () => {
    const { leadId, offer } = await pendingSinceMorning();

    await company.putRep({ repId: offer.repId, active: false });
    await company.runtime.settled();

    expect(await company.offers(leadId)).toMatchObject([
      { status: 'WITHDRAWN', reason: 'REP_INACTIVE', creditedBack: true },
      { status: 'PENDING', ...FRESH },
    ]);
    expect(await record(offer.repId)).toEqual(['withdrawn']);
    expect(await company.accept(offer)).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN' },
    });
  });

  it('when a director takes it back; the router may give it to the same rep again', async () => {
    const { leadId, offer } = await pendingSinceMorning({ reps: [{ repId: 'rep-a' }] });

    const answer = await company.director.post(`/v1/offers/${offer.offerId}/withdraw`, {
      reason: 'talk first',
    });
    await company.runtime.settled();

    expect(answer).toMatchObject({ status: 200, body: { state: 'READY' } });
    expect(await company.offers(leadId)).toMatchObject([
      { status: 'WITHDRAWN', reason: 'talk first', creditedBack: true },
      { repId: 'rep-a', status: 'PENDING', ...FRESH },
    ]);
    expect(await company.turns('rep-a')).toBe(1);
  });
});

describe('an offer stays with its rep', () => {
  it('when his leave takes less than half of the window', async () => {
    const { leadId, offer } = await pendingSinceMorning();

    await absent(offer.repId, '2026-09-15T14:00:00.000Z', '2026-09-21T00:00:00.000Z');

    expect(await company.offer(leadId)).toMatchObject({
      offerId: offer.offerId,
      status: 'PENDING',
    });
  });

  it('when the leave is recorded after it was due: the miss stands until a director annuls it', async () => {
    const { leadId, offer } = await pendingSinceMorning();
    await company.advanceTo(offer.acceptDueAt);
    await company.advance('PT30S');

    await absent(offer.repId, '2026-09-14T02:00:00.000Z', '2026-09-21T00:00:00.000Z');
    await company.letExpire(offer);

    expect((await company.offers(leadId))[0]).toMatchObject({ status: 'TIMED_OUT' });
    expect(await record(offer.repId)).toEqual(['missed']);
    const annulled = await company.director.post(
      `/v1/reps/${offer.repId}/strikes/${offer.offerId}/annul`,
      { reason: 'he was ill' },
    );
    expect(annulled).toMatchObject({ status: 200, body: { suspendedUntil: null } });
  });

  it('when he was deactivated and is active again before anybody looked', async () => {
    const { leadId, offer } = await pendingSinceMorning();
    company.runtime.faults.stepFunctions = 'off';
    await company.putRep({ repId: offer.repId, active: false });
    await company.putRep({ repId: offer.repId, active: true });

    company.runtime.faults.stepFunctions = 'on';
    await company.runtime.settled();

    expect(await company.offer(leadId)).toMatchObject({
      offerId: offer.offerId,
      status: 'PENDING',
    });
  });

  it('when it is settled: nothing is taken back twice', async () => {
    const { offer } = await pendingSinceMorning();
    const body = { reason: 'talk first' };
    await company.must(company.director.post(`/v1/offers/${offer.offerId}/withdraw`, body));

    const again = await company.director.post(`/v1/offers/${offer.offerId}/withdraw`, body);

    expect(again).toMatchObject({ status: 409, body: { code: 'OFFER_SETTLED' } });
    expect(await company.turns(offer.repId)).toBe(0);
  });
});
