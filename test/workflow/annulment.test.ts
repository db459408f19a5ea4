import { afterEach, describe, expect, it } from 'vitest';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import { type Company, openCompany } from '../support/company.ts';

let company: Company;
afterEach(() => company.close());

/** `rep-a` let this many leads lie that came together; his month is running from the second on. */
async function silentOn(leads: number): Promise<readonly Offer[]> {
  company = await openCompany({
    reps: [{ repId: 'rep-a' }],
    rosterMonths: ['2026-09', '2026-10'],
  });
  const offers: Offer[] = [];
  for (let lead = 0; lead < leads; lead += 1) {
    const { leadId } = await company.handOver();
    offers.push(await company.offer(leadId));
  }
  if (offers[0]) await company.letExpire(offers[0]);
  return offers.toSorted((one, other) => (one.offerId < other.offerId ? -1 : 1));
}

function annul(offer: Offer | undefined, groups = 'director') {
  return company
    .as('director-1', groups)
    .post(`/v1/reps/rep-a/strikes/${offer?.offerId}/annul`, { reason: 'he was in hospital' });
}

describe('a director annuls a miss', () => {
  it('within ten working days: the suspension ends at that instant, and waiting leads go to him at once', async () => {
    const [, second] = await silentOn(2);
    const waiting = await company.handOver();
    await company.advance('PT20M');

    const answer = await annul(second);
    await company.runtime.settled();

    const at = '2026-09-16T01:51:00.000Z';
    expect(waiting.state).toBe('UNROUTED');
    expect(answer).toMatchObject({ status: 200, body: { annulledAt: at, suspendedUntil: null } });
    expect((await company.rep('rep-a')).suspensions).toMatchObject([
      { from: '2026-09-16T01:31:00.000Z', until: at },
    ]);
    expect(await company.offer(waiting.leadId)).toMatchObject({ repId: 'rep-a', offeredAt: at });
    expect(await company.store.offer(second?.offerId as Offer['offerId'])).toMatchObject({
      status: 'TIMED_OUT',
      annulled: { at, by: 'director-1', reason: 'he was in hospital' },
    });
  });

  it('leaves the other miss: one more in a row and he is out again', async () => {
    const [, second] = await silentOn(2);
    await company.must(annul(second));
    const { leadId } = await company.handOver();
    const third = await company.offer(leadId);

    await company.letExpire(third);

    const { suspensions } = await company.rep('rep-a');
    expect(suspensions).toHaveLength(2);
    expect(suspensions[1]).toMatchObject({ until: '2026-10-18T01:31:00.000Z' });
  });

  it('does not end a suspension that two others of three misses still cause', async () => {
    const [first] = await silentOn(3);

    const answer = await annul(first);

    expect(answer).toMatchObject({
      status: 200,
      body: { suspendedUntil: '2026-10-16T01:30:00.000Z' },
    });
    expect((await company.rep('rep-a')).suspensions).toHaveLength(1);
  });

  it('once: 409 the second time', async () => {
    const [first] = await silentOn(1);
    await company.must(annul(first));

    const again = await annul(first);

    expect(again).toMatchObject({
      status: 409,
      body: { code: 'ILLEGAL_TRANSITION', refusal: 'ALREADY_ANNULLED' },
    });
  });

  it('up to ten working days after it was settled, and not a second later', async () => {
    const [first, second] = await silentOn(2);
    // From Wed 16 Sep: Sun 20 Sep counts, Fri 25 Sep does not.
    await company.advanceTo('2026-09-30T01:31:00.000Z');
    const inTime = await annul(first);
    await company.advance('PT1S');

    const late = await annul(second);

    expect(inTime.status).toBe(200);
    expect(late).toMatchObject({ status: 409, body: { refusal: 'TOO_LATE' } });
  });

  it('only where there is one: an answered offer, a stranger and another group are refused', async () => {
    company = await openCompany({ reps: [{ repId: 'rep-a' }], rosterMonths: ['2026-09'] });
    const { leadId } = await company.handOver();
    const offer = await company.offer(leadId);
    await company.must(company.accept(offer));

    const answered = await annul(offer);
    const byOps = await annul(offer, 'ops');

    expect(answered).toMatchObject({ status: 409, body: { refusal: 'NOT_A_MISS' } });
    expect(byOps.status).toBe(403);
  });
});
