import { afterEach, describe, expect, it } from 'vitest';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import { type Company, openCompany } from '../support/company.ts';

let company: Company;
afterEach(() => company.close());

/** Offered on Monday at 10:00: first contact is due at 15:30, the answer on Wednesday at 10:00. */
async function offeredAtTen(options: object = {}): Promise<Offer> {
  company = await openCompany({
    start: '2026-09-14T02:00:00.000Z',
    rosterMonths: ['2026-09'],
    ...options,
  });
  const { leadId } = await company.handOver();
  return company.offer(leadId);
}

const call = { kind: 'call', direction: 'outbound', connected: false, note: 'rang' };

function log({ repId, leadId }: Offer, more: object = {}) {
  return company.as(repId, 'rep').post(`/v1/leads/${leadId}/activities`, { ...call, ...more });
}

async function type(offer: Offer, wanted: string) {
  return (await company.events(offer.leadId)).filter((event) => event.type === wanted);
}

describe('first contact within four working hours (A3-10)', () => {
  it('is an outbound attempt by the rep; contacting is not accepting (X-7)', async () => {
    const offer = await offeredAtTen();
    await company.advanceTo(offer.contactDueAt);

    await company.must(log(offer));
    await company.runtime.settled();

    expect(offer.contactDueAt).toBe('2026-09-14T07:30:00.000Z');
    expect(await type(offer, 'FirstContact')).toHaveLength(1);
    expect(await company.offer(offer.leadId)).toMatchObject({
      status: 'PENDING',
      contactedAt: '2026-09-14T07:30:00.000Z',
      acceptDueAt: offer.acceptDueAt,
    });
    await company.letExpire(offer);
    expect((await company.offers(offer.leadId))[0]?.status).toBe('TIMED_OUT');
  });

  it('is missed at the deadline, and a later one stays late', async () => {
    const offer = await offeredAtTen();
    await company.advanceTo(offer.contactDueAt);
    await company.advance('PT10M');

    await company.must(log(offer));
    await company.advance('PT2H');

    expect(await type(offer, 'ContactMissed')).toMatchObject([
      { occurredAt: offer.contactDueAt, data: { repId: offer.repId } },
    ]);
    expect(await company.offer(offer.leadId)).toMatchObject({
      status: 'PENDING',
      contactedAt: '2026-09-14T07:40:00.000Z',
      contactMissedAt: offer.contactDueAt,
    });
  });

  it('is not missed when it was made in time', async () => {
    const offer = await offeredAtTen();
    await company.advance('PT1H');
    await company.must(log(offer));

    await company.advance('P1D');

    expect(await type(offer, 'ContactMissed')).toEqual([]);
  });

  it('is the earliest attempt, whatever the order in which attempts are logged', async () => {
    const offer = await offeredAtTen();
    await company.advance('PT3H');
    await company.must(log(offer));

    await company.must(log(offer, { at: '2026-09-14T03:00:00.000Z', kind: 'email' }));
    await company.must(log(offer, { at: '2026-09-14T04:00:00.000Z' }));

    expect(await company.offer(offer.leadId)).toMatchObject({
      contactedAt: '2026-09-14T03:00:00.000Z',
    });
  });

  it('is never before the offer nor in the future: a logged instant is a claim', async () => {
    const offer = await offeredAtTen();
    await company.advance('PT1H');

    const future = await company.must(log(offer, { at: '2026-09-14T09:00:00.000Z' }));
    const past = await company.must(log(offer, { at: '2026-09-11T02:00:00.000Z' }));

    expect(future.body).toMatchObject({ at: '2026-09-14T03:00:00.000Z' });
    expect(past.body).toMatchObject({ at: offer.offeredAt });
  });

  it('is not a call by the customer, nor one by the SDR', async () => {
    const offer = await offeredAtTen();
    await company.must(log(offer, { direction: 'inbound', connected: true }));
    await company.call(offer.leadId);

    await company.advanceTo(offer.contactDueAt);

    expect(await type(offer, 'ContactMissed')).toHaveLength(1);
    expect((await company.offer(offer.leadId)).contactedAt).toBeUndefined();
  });

  it('stays on watch after the acceptance', async () => {
    const offer = await offeredAtTen();
    await company.must(company.accept(offer));
    const watched = await company.lead(offer.leadId);

    await company.advanceTo(offer.contactDueAt);

    expect(watched.nextInstant).toBe(offer.contactRemindAt);
    expect(await type(offer, 'ContactMissed')).toMatchObject([
      { occurredAt: offer.contactDueAt, data: { repId: offer.repId } },
    ]);
    expect(await company.lead(offer.leadId)).toMatchObject({ state: 'SQL' });
  });

  it('ends the watch after the acceptance when it is made in time', async () => {
    const offer = await offeredAtTen();
    await company.must(company.accept(offer));
    await company.must(log(offer));

    await company.advance('P1D');

    expect(await type(offer, 'FirstContact')).toHaveLength(1);
    expect(await type(offer, 'ContactMissed')).toEqual([]);
  });

  it('is preceded by a reminder before it is missed, and then told to the rep and to the director once (X-7, X-18)', async () => {
    const offer = await offeredAtTen();

    await company.advance('P1D');

    const told = (await company.sent(offer.leadId)).slice(1, 4);
    expect(told).toEqual([
      `${offer.repId}: The customer still waits for your call`,
      `${offer.repId}: A first contact is overdue`,
      'group:director: A first contact was missed',
    ]);
    expect(await type(offer, 'ContactReminded')).toMatchObject([
      { occurredAt: '2026-09-14T06:30:00.000Z' },
    ]);
  });

  it('is reminded of after the acceptance, too, and told once', async () => {
    const offer = await offeredAtTen();
    await company.must(company.accept(offer));

    await company.advance('P2D');

    const told = await company.sent(offer.leadId);
    expect(told.slice(1)).toEqual([
      `${offer.repId}: The customer still waits for your call`,
      `${offer.repId}: A first contact is overdue`,
      'group:director: A first contact was missed',
    ]);
    expect(await type(offer, 'ContactReminded')).toMatchObject([
      { occurredAt: '2026-09-14T06:30:00.000Z' },
    ]);
  });

  it('is not reminded of when it was made before the reminder', async () => {
    const offer = await offeredAtTen();
    await company.must(log(offer));

    await company.advance('P1D');

    expect(await type(offer, 'ContactReminded')).toEqual([]);
  });

  it('is not reminded of twice when it is accepted after the reminder', async () => {
    const offer = await offeredAtTen();
    await company.advance('PT5H');
    await company.must(company.accept(offer));

    await company.advance('P1D');

    expect(await type(offer, 'ContactReminded')).toHaveLength(1);
    expect(await type(offer, 'ContactMissed')).toHaveLength(1);
  });

  it('follows the half-day rule where the policy says so (X-5)', async () => {
    const offer = await offeredAtTen({ policy: { clocks: { contact: { clock: 'halfDay' } } } });

    expect(offer.contactDueAt).toBe('2026-09-14T10:00:00.000Z');
  });

  it('is nothing that another rep can log', async () => {
    const offer = await offeredAtTen();

    const answer = await log({
      ...offer,
      repId: (offer.repId === 'rep-a' ? 'rep-b' : 'rep-a') as Offer['repId'],
    });

    expect(answer).toMatchObject({ status: 403, body: { code: 'NOT_YOUR_LEAD' } });
  });
});

describe('reminders to answer (A3-3)', () => {
  it('come at half and three quarters of the window and four working hours before its end, and none at night', async () => {
    const offer = await offeredAtTen();
    await company.letExpire(offer);

    const reminded = await type(offer, 'RepReminded');

    expect(reminded.map(({ occurredAt }) => occurredAt)).toEqual([
      '2026-09-15T02:00:00.000Z',
      '2026-09-15T07:00:00.000Z',
      '2026-09-16T01:00:00.000Z',
    ]);
  });

  it('are copied to the SDR with the last one, and he hears that his lead ran out (X-19)', async () => {
    const offer = await offeredAtTen();

    await company.letExpire(offer);

    const told = await company.sent(offer.leadId);
    const toSdr = told.filter((one) => one.startsWith('sdr-1: '));
    expect(toSdr).toEqual([
      'sdr-1: The last reminder about a lead of yours',
      'sdr-1: A lead of yours ran out',
    ]);
  });

  it('stop with the answer', async () => {
    const offer = await offeredAtTen();
    await company.advance('P1D');
    await company.must(company.accept(offer));

    await company.advance('P3D');

    expect(await type(offer, 'RepReminded')).toHaveLength(1);
  });
});
