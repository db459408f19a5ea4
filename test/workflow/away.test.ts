// Who is away, who says so, and what becomes of his offers and leads (4.7; 4.8, SDR deactivated, leave after the offer).

import { afterEach, describe, expect, it } from 'vitest';
import { type Company, type CompanyOptions, openCompany, severalReps } from '../support/company.ts';
import { expectSound, refused, taken } from '../support/journeys.ts';

let company: Company;
afterEach(() => company.close());

async function absence(by: string, group: string, whose: string, from: string, to: string) {
  const answer = await company.as(by, group).post(`/v1/${whose}/absences`, { from, to });
  await company.runtime.settled();
  return answer;
}

async function offered(options: CompanyOptions = {}) {
  company = await openCompany(options);
  const { leadId } = await company.handOver();
  return { leadId, offer: await company.offer(leadId) };
}

async function handled(repId: string) {
  return (await company.store.record(repId))?.handled.map(({ outcome }) => outcome);
}

describe('an absence that a rep records himself counts from the moment of recording (4.7):', () => {
  it('one from the offer on, recorded a minute before its end, undoes no silence', async () => {
    const { leadId, offer } = await offered();
    await company.advanceTo('2026-09-16T01:29:00.000Z');

    const answer = await absence(
      offer.repId,
      'rep',
      `reps/${offer.repId}`,
      offer.offeredAt,
      '2026-09-16T01:31:00.000Z',
    );
    await company.letExpire(offer);

    expect(answer).toMatchObject({ status: 201, body: { from: '2026-09-16T01:29:00.000Z' } });
    const [first, second] = await company.offers(leadId);
    expect(first).toMatchObject({ status: 'TIMED_OUT' });
    expect(first?.excused).toBeUndefined();
    expect(second?.repId).not.toBe(offer.repId);
    expect(await handled(offer.repId)).toEqual(['missed']);
  });

  it.each(['ops', 'director'])('in the group %s, too', async (group) => {
    const { leadId, offer } = await offered();
    await company.advanceTo('2026-09-16T01:29:00.000Z');

    await absence(
      offer.repId,
      group,
      `reps/${offer.repId}`,
      offer.offeredAt,
      '2026-09-16T01:31:00.000Z',
    );

    expect((await company.offers(leadId)).map(({ status }) => status)).toEqual(['PENDING']);
  });

  it('several that overlap undo no more than one', async () => {
    const { leadId, offer } = await offered();
    await company.advanceTo('2026-09-15T01:30:01.000Z');

    for (const from of [offer.offeredAt, '2026-09-14T12:00:00Z', '2026-09-15T02:00:00Z'])
      await absence(offer.repId, 'rep', `reps/${offer.repId}`, from, '2026-09-30T00:00:00Z');

    expect((await company.offers(leadId)).map(({ status }) => status)).toEqual(['PENDING']);
  });

  it('one that is over already is refused, with a word on who may record it', async () => {
    const { offer } = await offered();
    await company.advance('PT2H');

    const answer = await absence(
      offer.repId,
      'rep',
      `reps/${offer.repId}`,
      offer.offeredAt,
      '2026-09-14T02:00:00Z',
    );

    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'to', message: expect.stringContaining('ops or a director') }] },
    });
  });

  it.each([
    ['ops-1', 'ops'],
    ['director-1', 'director'],
  ])('of another, %s may say what was before', async (sub, group) => {
    const { leadId, offer } = await offered();
    await company.advanceTo('2026-09-16T01:29:00.000Z');

    const answer = await absence(
      sub,
      group,
      `reps/${offer.repId}`,
      offer.offeredAt,
      '2026-09-20T00:00:00Z',
    );

    expect(answer).toMatchObject({ status: 201, body: { from: offer.offeredAt } });
    expect((await company.offers(leadId))[0]).toMatchObject({
      status: 'WITHDRAWN',
      reason: 'REP_ABSENT',
    });
  });
});

describe('who is withdrawn by an absence', () => {
  it('is passed over for this lead in this cycle, though he is back at once', async () => {
    const { leadId, offer } = await offered({ reps: severalReps(1) });

    await absence(
      'ops-1',
      'ops',
      `reps/${offer.repId}`,
      offer.offeredAt,
      '2026-09-15T02:00:00.000Z',
    );
    await company.advanceTo('2026-09-15T04:00:00.000Z');

    expect(await company.lead(leadId)).toMatchObject({
      state: 'UNROUTED',
      exclusions: [{ repId: 'rep-a', cause: 'ABSENT', cycle: 1 }],
    });
    expect(await company.offers(leadId)).toHaveLength(1);
    expect((await company.assign(leadId, 'rep-a', true)).status).toBe(200);
  });

  it('gets the leads of others, and this one in its next cycle', async () => {
    const { leadId, offer } = await offered({ reps: severalReps(2) });
    await absence('ops-1', 'ops', `reps/${offer.repId}`, offer.offeredAt, '2026-09-15T02:00:00Z');
    const second = await company.offer(leadId);
    await company.must(company.reject(second, 'UNREACHABLE'));
    await company.runtime.settled();

    const { coolDownUntil = company.now } = await company.lead(leadId);
    await company.advanceTo(coolDownUntil);
    await company.call(leadId);
    await company.handOver(await company.lead(leadId));

    expect(await company.offer(leadId)).toMatchObject({ repId: offer.repId, cycle: 2 });
  });

  it('is shown to the director with the offers that ran', async () => {
    const { offer } = await offered();

    await absence(
      offer.repId,
      'rep',
      `reps/${offer.repId}`,
      '2026-09-20T00:00:00Z',
      '2026-09-21T00:00:00Z',
    );

    const { body } = await company.director.get('/v1/reps');
    const { items } = body as { items: { repId: string; absences: object[] }[] };
    expect(items.find(({ repId }) => repId === offer.repId)?.absences).toMatchObject([
      { whileOffered: [offer.offerId] },
    ]);
    const messages = await company.runtime.outbox.messages();
    expect(messages.filter(({ to }) => to === 'group:director')).toMatchObject([
      { subject: 'An absence was recorded while offers ran' },
    ]);
  });
});

describe('an SDR who is not there', () => {
  it('and is deactivated gives his leads back to their places in the queue', async () => {
    company = await openCompany();
    await company.putSdr('sdr-2');
    const first = await taken(company);
    await company.advance('PT10M');
    const second = await company.submit();

    await company.putSdr('sdr-1', { active: false });
    await company.runtime.settled();

    const { body } = await company.as('sdr-2', 'sdr').get('/v1/leads?state=MQL');
    const { items } = body as { items: { leadId: string }[] };
    expect(items.map(({ leadId }) => leadId)).toEqual([first.leadId, second.leadId]);
    const back = await company.lead(first.leadId);
    expect(back).toMatchObject({ state: 'MQL', queuedAt: first.stamps.MQL });
    expect(back.sdrId).toBeUndefined();
    await expectSound(company, back, second);
    const again = await company.as('sdr-2', 'sdr').post(`/v1/leads/${first.leadId}/take`);
    expect(again).toMatchObject({ status: 200, body: { sdrId: 'sdr-2' } });
  });

  it('leaves what rests to whoever wakes it, and what sales have to sales', async () => {
    company = await openCompany();
    await company.putSdr('sdr-2');
    const resting = await refused(company, 'UNREACHABLE');
    const { leadId } = await company.handOver();
    await company.putSdr('sdr-1', { active: false });
    await company.runtime.settled();

    const { coolDownUntil = company.now } = resting;
    await company.advanceTo(coolDownUntil);

    expect((await company.lead(resting.leadId)).sdrId).toBeUndefined();
    expect(await company.lead(leadId)).toMatchObject({ state: 'OFFERED', sdrId: 'sdr-1' });
  });

  it('for longer than the timer of his lead gives it back at once; a shorter absence leaves it', async () => {
    company = await openCompany();
    const { leadId } = await taken(company);
    const { nudgeAt = company.now } = await company.lead(leadId);

    await absence('sdr-1', 'sdr', 'sdrs/sdr-1', company.now, nudgeAt);
    expect((await company.lead(leadId)).state).toBe('SDR_WORKING');

    await absence('sdr-1', 'sdr', 'sdrs/sdr-1', company.now, '2026-09-16T00:00:00Z');
    const back = await company.lead(leadId);
    expect(back).toMatchObject({ state: 'MQL' });
    await expectSound(company, back);
  });

  it('when the timer of his lead comes is not reminded: the lead goes back', async () => {
    company = await openCompany();
    const { leadId } = await taken(company);
    const { nudgeAt = company.now } = await company.lead(leadId);
    await absence('ops-1', 'ops', 'sdrs/sdr-1', nudgeAt, '2026-09-16T00:00:00Z');
    expect((await company.lead(leadId)).state).toBe('SDR_WORKING');

    await company.advanceTo(nudgeAt);

    const back = await company.lead(leadId);
    expect(back.state).toBe('MQL');
    expect(await company.story(leadId)).not.toContain('SdrReminded');
    await expectSound(company, back);
  });

  it('records no absence of another', async () => {
    company = await openCompany();
    await company.putSdr('sdr-2');

    const answer = await absence('sdr-2', 'sdr', 'sdrs/sdr-1', company.now, '2026-09-16T00:00:00Z');

    expect(answer).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  });
});

describe('a director hands a lead over', () => {
  const reason = 'he knows the customer';
  const handOver = (leadId: string, sdrId: string, sub = 'director-1') =>
    company.act(sub, 'director', `/v1/leads/${leadId}/hand-over`, { sdrId, reason });

  it('from the queue, from an SDR’s desk, and after the handover to sales', async () => {
    company = await openCompany();
    await company.putSdr('sdr-2');
    const queued = await company.submit();
    const working = await taken(company);
    const offered = await company.handOver();

    for (const { leadId } of [queued, working, offered])
      expect(await handOver(leadId, 'sdr-2')).toMatchObject({
        status: 200,
        body: { sdrId: 'sdr-2' },
      });

    const states = await Promise.all(
      [queued, working, offered].map(async ({ leadId }) => (await company.lead(leadId)).state),
    );
    expect(states).toEqual(['SDR_WORKING', 'SDR_WORKING', 'OFFERED']);
    expect(await company.sent(queued.leadId)).toContain('sdr-2: A lead is yours now');
    await expectSound(company, queued, working, offered);
  });

  it('to nobody who is not on the desk, and not to himself', async () => {
    company = await openCompany();
    const { leadId } = await taken(company);
    await company.putSdr('sdr-2', { active: false });

    expect(await handOver(leadId, 'sdr-9')).toMatchObject({ status: 422 });
    expect(await handOver(leadId, 'sdr-2')).toMatchObject({ status: 422 });
    expect(await handOver(leadId, 'sdr-1', 'sdr-1')).toMatchObject({
      status: 403,
      body: { code: 'PARTY' },
    });
  });

  it('none that is closed', async () => {
    company = await openCompany();
    const { leadId } = await taken(company);
    await company.as('sdr-1', 'sdr').post(`/v1/leads/${leadId}/qualification`, {
      verdict: 'notALead',
      reason: 'POOR_FIT',
      budget: 'none',
      authority: 'uses',
      need: 'no',
      timeline: null,
      process: 'no',
      role: 'user',
      note: 'no',
    });

    expect(await handOver(leadId, 'sdr-1')).toMatchObject({
      status: 409,
      body: { code: 'ILLEGAL_TRANSITION' },
    });
  });
});
