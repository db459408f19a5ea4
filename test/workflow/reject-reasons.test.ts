import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';
import { drop } from '../support/journeys.ts';

const MONDAY_TEN = '2026-09-14T02:00:00.000Z';
const TUESDAY_TEN = '2026-09-15T02:00:00.000Z';

describe('every reason of the catalogue', () => {
  let company: Company;
  beforeAll(async () => {
    company = await openCompany({ start: MONDAY_TEN, rosterMonths: ['2026-09'] });
  });
  afterAll(() => company.close());

  const ops = (subject: string) => `group:ops: ${subject}`;
  const NO_TASK = undefined;

  it.each([
    ['NO_NEED', {}, '2027-03-13T02:00:00.000Z', true, NO_TASK],
    ['CHOSE_COMPETITOR', {}, '2027-03-13T02:00:00.000Z', true, NO_TASK],
    ['NO_BUDGET', {}, '2026-12-13T02:00:00.000Z', true, NO_TASK],
    ['TIMING', { date: '2027-03-01' }, '2027-01-29T16:00:00.000Z', false, NO_TASK],
    ['TIMING', { date: '2026-10-01' }, '2026-10-14T02:00:00.000Z', false, NO_TASK],
    ['NOT_DECISION_MAKER', {}, '2026-09-28T02:00:00.000Z', true, NO_TASK],
    ['UNREACHABLE', {}, '2026-09-21T02:00:00.000Z', true, NO_TASK],
    ['BAD_DATA', {}, TUESDAY_TEN, true, NO_TASK],
    [
      'POOR_FIT',
      {},
      '2026-10-14T02:00:00.000Z',
      true,
      'sdr-1: Is this a lead at all? Agree, or find out more',
    ],
    ['DUPLICATE', {}, TUESDAY_TEN, false, ops('A lead may be a duplicate: merge it')],
    [
      'EXISTING_CUSTOMER',
      {},
      TUESDAY_TEN,
      false,
      ops('A lead is from an existing customer: give it to the account owner'),
    ],
    ['CONFLICT', {}, TUESDAY_TEN, false, ops('Two sides claim a lead: decide')],
  ] as const)('%s %j lets the lead rest until %s', async (reason, more, until, quality, task) => {
    const { leadId } = await company.handOver();
    const offer = await company.offer(leadId);
    const before = await company.turns(offer.repId);

    const answer = await company.reject(offer, reason, more);
    await company.runtime.settled();

    expect(answer).toMatchObject({ status: 200, body: { state: 'NURTURE', coolDownUntil: until } });
    expect(await company.lead(leadId)).toMatchObject({
      state: 'NURTURE',
      cycle: 1,
      nurtureReason: reason,
      coolDownUntil: until,
      revisitAt: until,
      engagementFrom: MONDAY_TEN,
      exclusions: [{ repId: offer.repId, cause: 'REJECTED', cycle: 1 }],
    });
    expect((await company.events(leadId)).at(-1)).toMatchObject({
      type: 'Rejected',
      data: { reason, contacted: true, qualityReject: quality },
    });
    expect((await company.sent(leadId)).slice(1)).toEqual([
      'sdr-1: Sales gave a lead back',
      ...(task ? [task] : []),
    ]);
    expect(await company.turns(offer.repId)).toBe(before);
  });

  it('refuses a reject without reason, note or date: 422, and the clock keeps running', async () => {
    const { leadId } = await company.handOver();
    const offer = await company.offer(leadId);

    const answers = await Promise.all([
      company.reject(offer, 'BECAUSE'),
      company.reject(offer, 'NO_BUDGET', { note: ' ' }),
      company.reject(offer, 'NO_BUDGET', { note: undefined }),
      company.reject(offer, 'TIMING'),
      company.reject(offer, 'MISROUTED'),
      company.reject(offer, 'NO_BUDGET', { contacted: undefined }),
    ]);

    const paths = answers.map(
      ({ body }) => (body as { errors: { path: string }[] }).errors[0]?.path,
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(422));
    expect(paths).toEqual(['reason', 'note', 'note', 'date', 'misrouted', 'contacted']);
    expect(await company.offer(leadId)).toEqual(offer);
  });
});

describe('the rest of a rejected lead', () => {
  let company: Company;
  afterEach(() => company.close());

  it('lasts at least a working day: refused on Friday before a working Sunday, it comes back on Sunday', async () => {
    company = await openCompany({ start: '2026-09-18T02:00:00.000Z', rosterMonths: ['2026-09'] });
    const { leadId } = await company.handOver();
    await company.must(company.reject(await company.offer(leadId), 'BAD_DATA'));
    const resting = await company.lead(leadId);

    await company.advance('P1D');
    const onSaturday = await company.lead(leadId);
    await company.advance('P1D');

    expect(resting.coolDownUntil).toBe('2026-09-20T02:00:00.000Z');
    expect(onSaturday.state).toBe('NURTURE');
    expect(await company.lead(leadId)).toMatchObject({ state: 'SDR_WORKING', cycle: 2 });
    expect((await company.story(leadId)).at(-1)).toBe('RevisitDue');
  });

  it('gives the turn back for bad data once the SDR agrees', async () => {
    company = await openCompany({ rosterMonths: ['2026-09'] });
    const { leadId } = await company.handOver();
    const offer = await company.offer(leadId);
    await company.must(company.reject(offer, 'BAD_DATA'));
    const before = await company.turns(offer.repId);
    await company.advance('P1D');

    await company.must(drop(company, { leadId }, 'BAD_DATA'));

    expect([before, await company.turns(offer.repId)]).toEqual([1, 0]);
    expect((await company.lead(leadId)).state).toBe('DISQUALIFIED');
  });

  it('ends the streak of misses: an answer in time is what counts, not which', async () => {
    company = await openCompany({
      rosterMonths: ['2026-09', '2026-10'],
      reps: [{ repId: 'rep-a' }],
    });
    const first = await company.handOver();
    await company.letExpire(await company.offer(first.leadId));
    const second = await company.handOver();
    await company.must(company.reject(await company.offer(second.leadId)));
    const third = await company.handOver();

    await company.letExpire(await company.offer(third.leadId));

    expect((await company.rep('rep-a')).suspensions).toEqual([]);
  });
});

describe('a misrouted lead', () => {
  const reps = [
    { repId: 'rep-north', department: 'North', regions: ['CN-BJ'] },
    { repId: 'rep-east', department: 'East', regions: ['CN-SH'] },
    { repId: 'rep-east-2', department: 'East', regions: ['CN-SH'] },
    { repId: 'rep-cloud', department: 'Cloud', regions: ['CN-SH'], productLines: ['cloud'] },
  ];
  const inEast = reps.map((rep) => ({ productLines: ['core'], ...rep }));
  let company: Company;
  afterEach(() => company.close());
  const open = async () => {
    company = await openCompany({ reps: inEast, rosterMonths: ['2026-09'] });
    const { leadId } = await company.handOver();
    return { leadId, offer: await company.offer(leadId) };
  };

  it('goes at once where its rep says it belongs, without a rest, and the turn comes back', async () => {
    const { leadId, offer } = await open();

    const answer = await company.reject(offer, 'MISROUTED', { misrouted: { region: 'CN-BJ' } });
    await company.runtime.settled();

    expect(answer).toMatchObject({ status: 200, body: { state: 'READY' } });
    expect(answer.body).not.toHaveProperty('coolDownUntil');
    expect(await company.lead(leadId)).toMatchObject({
      state: 'OFFERED',
      cycle: 1,
      region: 'CN-BJ',
      exclusions: [{ repId: offer.repId, cause: 'MISROUTED', cycle: 1 }],
    });
    expect(await company.offers(leadId)).toMatchObject([
      { status: 'REJECTED', reason: 'MISROUTED', creditedBack: true },
      { repId: 'rep-north', status: 'PENDING', seq: 2 },
    ]);
    expect(await company.turns(offer.repId)).toBe(0);
    expect((await company.story(leadId)).slice(-3)).toEqual([
      'OfferMade',
      'Misrouted',
      'OfferMade',
    ]);
  });

  it('does not go back to him when the right region turns out to be his', async () => {
    const { leadId, offer } = await open();

    await company.must(company.reject(offer, 'MISROUTED', { misrouted: { region: 'CN-SH' } }));
    await company.runtime.settled();

    const next = await company.offer(leadId);
    expect(next.repId).not.toBe(offer.repId);
    expect(next.department).toBe('East');
  });

  it('goes to the director the second time in a cycle, and to the router when he is silent', async () => {
    const { leadId, offer } = await open();
    await company.must(company.reject(offer, 'MISROUTED', { misrouted: { region: 'CN-BJ' } }));
    await company.runtime.settled();
    const second = await company.offer(leadId);

    await company.must(company.reject(second, 'MISROUTED', { misrouted: { region: 'CN-SH' } }));
    await company.runtime.settled();

    const waiting = await company.lead(leadId);
    expect(waiting).toMatchObject({
      state: 'READY',
      awaits: 'director',
      directorDueAt: '2026-09-14T07:00:00.000Z',
    });
    expect((await company.sent(leadId)).at(-1)).toBe('group:director: A lead for you to assign');
    await company.advance('PT6H');
    expect(await company.offer(leadId)).toMatchObject({
      status: 'PENDING',
      offeredAt: waiting.directorDueAt,
    });
  });

  it('takes its lock to the other product line, so that its own is free for a new lead', async () => {
    const { leadId, offer } = await open();
    const { personId } = await company.lead(leadId);
    await company.must(company.reject(offer, 'MISROUTED', { misrouted: { productLine: 'cloud' } }));
    await company.runtime.settled();

    const locks = await company.store.locks([`${personId}|core`, `${personId}|cloud`]);
    const asks = (productLine: string) =>
      company.submit({
        person: { email: 'person1@company1.example' },
        interest: { productLine, message: `about ${productLine}` },
      });
    const joined = await asks('cloud');
    const opened = await asks('core');

    expect([...locks.keys()]).toEqual([`${personId}|cloud`]);
    expect((await company.offer(leadId)).repId).toBe('rep-cloud');
    expect(joined.leadId).toBe(leadId);
    expect(opened.leadId).not.toBe(leadId);
  });

  it('stays where it is when a lead of the right product line is open already', async () => {
    const { leadId, offer } = await open();
    await company.submit({
      person: { email: 'person1@company1.example' },
      interest: { productLine: 'cloud' },
    });

    const answer = await company.reject(offer, 'MISROUTED', {
      misrouted: { productLine: 'cloud' },
    });

    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'misrouted.productLine' }] },
    });
    expect(await company.offer(leadId)).toEqual(offer);
  });
});
