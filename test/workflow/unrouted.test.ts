import { afterEach, describe, expect, it } from 'vitest';
import { RouteTrace } from '../../functions/leads/routing/routing-trace.ts';
import { type Company, type CompanyOptions, openCompany } from '../support/company.ts';
import { named } from '../support/facts.ts';
import { messagesAbout } from '../support/journeys.ts';

const rosterMonths = ['2026-09', '2026-10'];
const [a, b] = [{ repId: 'rep-a' }, { repId: 'rep-b' }];
const ALARM = 'group:ops: No rep can take a lead';
const open = (options: CompanyOptions = {}) => openCompany({ rosterMonths, reps: [a], ...options });

let company: Company;
afterEach(() => company.close());

async function lastCodes(leadId: string) {
  const told = named(await company.events(leadId), 'NoEligibleRep').at(-1);
  const { candidates } = RouteTrace.parse(told?.data.trace);
  return Object.fromEntries(candidates.map(({ repId, codes }) => [repId, codes]));
}

function absent(repId: string, from: string, to: string) {
  return company.must(company.ops.post(`/v1/reps/${repId}/absences`, { from, to }));
}

describe('a lead without an eligible rep', () => {
  it('is UNROUTED with a code for each rep, and ops hear at once', async () => {
    company = await open({
      reps: [
        a,
        { repId: 'rep-away' },
        { repId: 'rep-full', capacity: 1 },
        { repId: 'rep-north', regions: ['CN-BJ'] },
        { repId: 'rep-cloud', productLines: ['cloud'] },
      ],
    });
    await company.publishRoster('2026-09', ['rep-away', 'rep-full', 'rep-north', 'rep-cloud']);
    await absent('rep-away', '2026-09-01T00:00:00.000Z', '2026-09-30T00:00:00.000Z');
    await company.handOver();

    const { leadId, state } = await company.handOver();

    expect(state).toBe('UNROUTED');
    expect(await lastCodes(leadId)).toEqual({
      'rep-a': ['NOT_ON_ROSTER'],
      'rep-away': ['ABSENT'],
      'rep-full': ['AT_CAPACITY'],
      'rep-north': ['OUT_OF_SCOPE_REGION'],
      'rep-cloud': ['OUT_OF_SCOPE_PRODUCT'],
    });
    expect(await company.sent(leadId)).toEqual([ALARM]);
    expect(await company.offers(leadId)).toEqual([]);
  });

  it('says in its story why nobody can take it, as the message to ops promises', async () => {
    company = await open({ reps: [a, { repId: 'rep-north', regions: ['CN-BJ'] }] });
    await company.publishRoster('2026-09', ['rep-north']);
    const { leadId } = await company.handOver();

    const [message] = await messagesAbout(company, await company.lead(leadId));
    const told = await company.must(company.ops.get(`/v1/leads/${leadId}/timeline?limit=100`));

    expect(message?.text).toContain('see why in its story');
    const { items } = told.body as { items: readonly { type: string; sentence: string }[] };
    expect(items.find(({ type }) => type === 'NoEligibleRep')?.sentence).toBe(
      'No rep can take the lead now (not on the roster of the month: 1 rep; not for this region: 1 rep); ops are told, and the router tries again when somebody is free or back, and once a day.',
    );
  });

  it('is told to ops again each four working hours, in working time only', async () => {
    company = await open({ reps: [] });
    const { leadId } = await company.handOver();

    await company.advance('PT28H');

    const alarms = (await company.events(leadId)).filter(({ type }) =>
      ['NoEligibleRep', 'StillUnrouted'].includes(type),
    );
    expect(alarms.map(({ occurredAt }) => occurredAt)).toEqual([
      '2026-09-14T01:30:00.000Z',
      '2026-09-14T07:00:00.000Z',
      '2026-09-15T02:00:00.000Z',
    ]);
    expect(await company.sent(leadId)).toEqual(Array(alarms.length).fill(ALARM));
  });

  it('is offered the moment a roster names somebody', async () => {
    company = await open({ rosterMonths: [] });
    const { leadId, state } = await company.handOver();
    await company.advance('PT20M');

    await company.publishRoster('2026-09', ['rep-a']);
    await company.runtime.settled();

    expect(state).toBe('UNROUTED');
    expect(await lastCodes(leadId)).toEqual({ 'rep-a': ['NOT_ON_ROSTER'] });
    expect(await company.offer(leadId)).toMatchObject({
      repId: 'rep-a',
      offeredAt: '2026-09-14T01:50:00.000Z',
      acceptDueAt: '2026-09-16T01:50:00.000Z',
    });
  });

  it('is offered the moment a new rep is entered and on the roster', async () => {
    company = await open({ reps: [{ repId: 'rep-north', regions: ['CN-BJ'] }] });
    const { leadId } = await company.handOver();
    await company.advance('PT20M');

    await company.putRep(b);
    await company.publishRoster('2026-09', ['rep-north', 'rep-b']);
    await company.runtime.settled();

    expect(await company.offer(leadId)).toMatchObject({
      repId: 'rep-b',
      offeredAt: '2026-09-14T01:50:00.000Z',
    });
  });

  it('is offered the moment a rep is given its region', async () => {
    company = await open({ reps: [{ repId: 'rep-north', regions: ['CN-BJ'] }] });
    const { leadId } = await company.handOver();

    await company.putRep({ repId: 'rep-north', regions: ['CN-BJ', 'CN-SH'] });
    await company.runtime.settled();

    expect(await company.offer(leadId)).toMatchObject({ repId: 'rep-north', status: 'PENDING' });
  });

  it('is offered once a rep is back for half of the window, at the latest when his absence ends', async () => {
    company = await open();
    await absent('rep-a', '2026-09-10T00:00:00.000Z', '2026-09-15T03:07:00.000Z');
    const { leadId, state } = await company.handOver();

    await company.advanceTo('2026-09-15T03:07:00.000Z');

    expect(state).toBe('UNROUTED');
    expect(await company.offer(leadId)).toMatchObject({ repId: 'rep-a', status: 'PENDING' });
  });

  it('is looked at once a day when nothing but news can help, and when a month brings its roster', async () => {
    company = await open({ rosterMonths: ['2026-10'] });
    const { leadId } = await company.handOver();
    const before = company.runtime.functions.invocations.get('RouteLead') ?? 0;

    await company.advanceTo('2026-09-24T01:30:00.000Z');
    const looked = (company.runtime.functions.invocations.get('RouteLead') ?? 0) - before;
    await company.advanceTo('2026-09-30T16:00:00.000Z');

    // Ten days, and each four working hours of seven working days, when ops are told again.
    expect(looked).toBeLessThanOrEqual(10 + 14);
    expect(await company.offer(leadId)).toMatchObject({ offeredAt: '2026-09-30T16:00:00.000Z' });
  });

  it('goes to a rep as soon as he is free again', async () => {
    company = await open({ reps: [{ repId: 'rep-a', capacity: 1 }] });
    const first = await company.handOver();
    const { leadId, state } = await company.handOver();
    await company.must(company.accept(await company.offer(first.leadId)));
    await company.runtime.settled();

    expect(state).toBe('UNROUTED');
    expect(await company.offer(leadId)).toMatchObject({
      repId: 'rep-a',
      offeredAt: '2026-09-14T01:30:00.000Z',
    });
  });
});

describe('a lead that everyone has turned down', () => {
  it('waits for the director: exclusions are never lifted by themselves', async () => {
    company = await open();
    const { leadId } = await company.handOver();
    await company.letExpire(await company.offer(leadId));

    const told = (await company.events(leadId)).at(-1);

    expect((await company.lead(leadId)).state).toBe('UNROUTED');
    expect(told).toMatchObject({
      type: 'NoEligibleRep',
      data: { trace: { directorReview: true } },
    });
    expect(await lastCodes(leadId)).toEqual({ 'rep-a': ['EXCLUDED_TIMED_OUT'] });
    expect((await company.sent(leadId)).slice(-2)).toEqual([
      ALARM,
      'group:director: Everyone has turned a lead down',
    ]);
    await company.advance('PT6H');
    expect(await company.offers(leadId)).toHaveLength(1);
    const asked = (await company.sent(leadId)).filter((one) => one.includes('turned a lead down'));
    expect(asked).toHaveLength(1);
  });

  it('is no case for the director while somebody is only away', async () => {
    company = await open({ reps: [a, b] });
    await absent('rep-b', '2026-09-01T00:00:00.000Z', '2026-10-30T00:00:00.000Z');
    const { leadId } = await company.handOver();

    await company.letExpire(await company.offer(leadId));

    expect((await company.events(leadId)).at(-1)).toMatchObject({
      type: 'NoEligibleRep',
      data: { trace: { directorReview: false } },
    });
  });

  it('goes back to nurture by the director, and no rep clock runs', async () => {
    company = await open({ reps: [] });
    const { leadId } = await company.handOver();

    const answer = await company.director.post(`/v1/leads/${leadId}/send-back`, {
      verdict: 'nurture',
      reason: 'nobody sells there',
    });
    await company.runtime.settled();

    expect(answer).toMatchObject({ status: 200, body: { state: 'NURTURE' } });
    expect(await company.lead(leadId)).toMatchObject({
      state: 'NURTURE',
      nurtureReason: 'SENT_BACK',
      coolDownUntil: '2026-09-15T01:30:00.000Z',
    });
    expect((await company.story(leadId)).slice(-2)).toEqual(['NoEligibleRep', 'SentBack']);
  });

  it('is dropped by the director for good, and its person may open a new one', async () => {
    company = await open({ reps: [] });
    const { leadId } = await company.handOver();

    await company.must(
      company.director.post(`/v1/leads/${leadId}/send-back`, {
        verdict: 'notALead',
        reason: 'a student',
      }),
    );
    const again = await company.submit({
      person: { email: 'person1@company1.example' },
      interest: { message: 'once more' },
    });

    expect((await company.lead(leadId)).state).toBe('DISQUALIFIED');
    expect(again).toMatchObject({ parentLeadId: leadId });
  });

  it('is sent back only while it is UNROUTED', async () => {
    company = await open();
    const { leadId } = await company.handOver();

    const answer = await company.director.post(`/v1/leads/${leadId}/send-back`, {
      verdict: 'nurture',
      reason: 'too late',
    });

    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'ILLEGAL_TRANSITION', state: 'OFFERED' },
    });
  });
});
