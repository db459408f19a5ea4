import { afterEach, describe, expect, it } from 'vitest';
import { type Company, type CompanyOptions, openCompany, severalReps } from '../support/company.ts';

const rosterMonths = ['2026-09'];
const reps = severalReps(4);
const byDirector = { East: { regions: [], mode: 'director', directorSub: 'director-1' } } as const;
const open = (options: CompanyOptions = {}) =>
  openCompany({
    rosterMonths,
    reps,
    departments: { East: { ...byDirector.East, regions: [] } },
    ...options,
  });

let company: Company;
afterEach(() => company.close());

describe('a department whose director names the rep (X-8)', () => {
  it('asks him with the three least served, and gives the lead to his choice', async () => {
    company = await open();
    const lead = await company.handOver();
    const [choice = ''] = lead.directorChoices ?? [];

    const answer = await company.assign(lead.leadId, choice);
    await company.runtime.settled();

    expect(lead).toMatchObject({
      state: 'READY',
      awaits: 'director',
      directorDueAt: '2026-09-14T07:00:00.000Z',
    });
    expect(lead.directorChoices).toHaveLength(3);
    expect((await company.sent(lead.leadId))[0]).toBe('director-1: A lead for you to assign');
    expect(answer).toMatchObject({ status: 200, body: { state: 'OFFERED' } });
    const offer = await company.offer(lead.leadId);
    expect(offer).toMatchObject({
      repId: choice,
      usesTurn: true,
      trace: {
        rung: 'named',
        chosenBy: { as: 'director', by: 'director-1', reason: 'agreed by phone' },
        choices: lead.directorChoices,
      },
    });
    expect((await company.story(lead.leadId)).slice(-2)).toEqual(['DirectorAsked', 'OfferMade']);
    await company.advance('PT8H');
    expect(await company.offers(lead.leadId)).toHaveLength(1);
  });

  it('does not show him who was served last', async () => {
    company = await open();
    const first = await company.handOver();
    const [served = ''] = first.directorChoices ?? [];
    await company.must(company.assign(first.leadId, served));

    const second = await company.handOver();

    expect(second.directorChoices).toHaveLength(3);
    expect(second.directorChoices).not.toContain(served);
  });

  it('calls the choice of somebody else an override', async () => {
    company = await open();
    const lead = await company.handOver();
    const other = reps.find(({ repId }) => !lead.directorChoices?.some((one) => one === repId));

    await company.must(company.assign(lead.leadId, other?.repId ?? ''));

    expect((await company.offer(lead.leadId)).trace).toMatchObject({
      chosenBy: { as: 'override', by: 'director-1' },
    });
  });

  it('lets the router act when he is silent for four working hours', async () => {
    company = await open();
    const lead = await company.handOver();

    await company.advanceTo('2026-09-14T07:00:00.000Z');

    const offer = await company.offer(lead.leadId);
    expect(offer).toMatchObject({
      offeredAt: '2026-09-14T07:00:00.000Z',
      acceptDueAt: '2026-09-16T07:00:00.000Z',
      trace: { chosenBy: { as: 'router' } },
    });
    expect(lead.directorChoices?.[0]).toBe(offer.repId);
    expect(await company.assign(lead.leadId, 'rep-a')).toMatchObject({
      status: 409,
      body: { code: 'ILLEGAL_TRANSITION', state: 'OFFERED' },
    });
  });

  it('refuses the choice of somebody who may not have it', async () => {
    company = await open();
    const lead = await company.handOver();
    await company.publishRoster('2026-09', ['rep-a', 'rep-b', 'rep-c']);

    const answers = [
      await company.assign(lead.leadId, 'rep-d'),
      await company.assign(lead.leadId, 'nobody'),
    ];

    expect(answers).toMatchObject([
      { status: 422, body: { errors: [{ path: 'repId' }] } },
      { status: 422, body: { errors: [{ path: 'repId' }] } },
    ]);
    expect((await company.lead(lead.leadId)).state).toBe('READY');
  });

  it('asks him once about a lead that nobody could take before, and waits for him', async () => {
    company = await open({ reps: [{ repId: 'rep-a' }], rosterMonths: [] });
    const { leadId, state } = await company.handOver();
    await company.publishRoster('2026-09', ['rep-a']);
    await company.runtime.settled();
    const waiting = await company.lead(leadId);

    await company.advanceTo(waiting.directorDueAt ?? '');

    expect(state).toBe('UNROUTED');
    expect(waiting).toMatchObject({ awaits: 'director', directorChoices: ['rep-a'] });
    expect((await company.story(leadId)).slice(-3)).toEqual([
      'NoEligibleRep',
      'DirectorAsked',
      'OfferMade',
    ]);
    expect(await company.offer(leadId)).toMatchObject({
      repId: 'rep-a',
      offeredAt: waiting.directorDueAt,
    });
  });
});

describe('a lead that three reps let lie in one cycle', () => {
  it('goes to the director for four working hours, then the router acts', async () => {
    company = await open({ departments: {} });
    const { leadId } = await company.handOver();
    for (let timeout = 1; timeout <= 3; timeout += 1)
      await company.letExpire(await company.offer(leadId));
    const waiting = await company.lead(leadId);

    await company.advanceTo(waiting.directorDueAt ?? '');

    const offers = await company.offers(leadId);
    expect(waiting).toMatchObject({ state: 'READY', awaits: 'director', timeouts: 3 });
    expect(offers.map(({ status }) => status)).toEqual([
      'TIMED_OUT',
      'TIMED_OUT',
      'TIMED_OUT',
      'PENDING',
    ]);
    expect(new Set(offers.map(({ repId }) => repId)).size).toBe(4);
    expect(waiting.directorChoices).toEqual([offers[3]?.repId]);
    expect(offers[3]?.offeredAt).toBe(waiting.directorDueAt);
    expect((await company.sent(leadId)).filter((one) => one.endsWith('to assign'))).toEqual([
      'group:director: A lead for you to assign',
    ]);
  });
});

describe("a manager's override", () => {
  it('uses a turn, sets scope and capacity aside, and never roster or suspension', async () => {
    company = await openCompany({
      rosterMonths,
      reps: [
        { repId: 'rep-full', regions: ['CN-BJ'], capacity: 1 },
        { repId: 'rep-off', regions: ['CN-BJ'] },
      ],
    });
    await company.publishRoster('2026-09', ['rep-full']);
    const { leadId, state } = await company.handOver();

    const off = await company.assign(leadId, 'rep-off');
    const full = await company.assign(leadId, 'rep-full');
    await company.runtime.settled();

    expect(state).toBe('UNROUTED');
    expect(off.status).toBe(422);
    expect(full.status).toBe(200);
    expect(await company.turns('rep-full')).toBe(1);
    expect(await company.offer(leadId)).toMatchObject({ repId: 'rep-full', usesTurn: true });
  });

  it('is not for SDRs, reps or ops', async () => {
    company = await openCompany({ rosterMonths, reps: [] });
    const { leadId } = await company.handOver();
    const body = { repId: 'rep-a', reason: 'a friend' };

    const answers = await Promise.all(
      ['sdr', 'rep', 'ops'].map((group) =>
        company.as('somebody', group).post(`/v1/leads/${leadId}/assign`, body),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });
});
