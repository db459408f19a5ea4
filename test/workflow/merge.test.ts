// The merge rows of 4.8: two journeys, two people or two companies turn out to be one, and perhaps not.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OpportunityId } from '../../functions/leads/ids.ts';
import type { Lead } from '../../functions/leads/lead.ts';
import { goodAnswers } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany, severalReps } from '../support/company.ts';
import {
  acceptAll,
  accepted,
  drop,
  engage,
  expectSound,
  lowIntent,
  messagesAbout,
  personOf,
  refused,
  sdr,
  taken,
} from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany({ reps: severalReps(4, { productLines: ['core', 'cloud'] }) });
});
afterEach(() => acceptAll(company));
afterAll(() => company.close());

function merge(lead: Lead, into: Lead, more: object = {}) {
  const path = `/v1/leads/${lead.leadId}/merge`;
  return company.act('ops-1', 'ops', path, { into: into.leadId, ...more });
}

function unmerge({ leadId }: Lead) {
  return company.act('ops-1', 'ops', `/v1/leads/${leadId}/unmerge`, {});
}

async function now({ leadId }: Lead): Promise<Lead> {
  return company.lead(leadId);
}

async function close(lead: Lead): Promise<void> {
  await company.must(drop(company, lead, 'NO_NEED'));
}

describe('account merge, two open journeys, same product line', () => {
  it.each(['into the more advanced', 'into the less advanced'])(
    'the most advanced goes on, whichever way it is asked for: %s',
    async (way) => {
      const young = await company.submit();
      const advanced = await taken(company);

      const answer = await (way === 'into the more advanced'
        ? merge(young, advanced)
        : merge(advanced, young));

      expect(answer).toMatchObject({
        status: 200,
        body: { leadId: young.leadId, mergedInto: advanced.leadId },
      });
      expect(await now(young)).toMatchObject({ state: 'MERGED', mergedInto: advanced.leadId });
      expect(await now(advanced)).toMatchObject({ state: 'SDR_WORKING' });
      expect(await company.story(young.leadId)).toContain('Merged');
      expect(await company.story(advanced.leadId)).toContain('LeadMergedIn');
      await expectSound(company, young, advanced);
    },
  );

  it('of two in the same state the oldest goes on', async () => {
    const older = await company.submit();
    await company.advance('PT1H');
    const younger = await company.submit();

    await merge(older, younger);

    expect((await now(younger)).mergedInto).toBe(older.leadId);
  });

  it('the other’s pending offer is taken back without a miss, and the turn comes back', async () => {
    const goesOn = await accepted(company);
    const ends = await company.handOver();
    const offer = await company.offer(ends.leadId);
    const turns = await company.turns(offer.repId);
    const { openOffers } = await company.rep(offer.repId);

    await merge(goesOn, ends);

    expect(await company.offer(ends.leadId)).toMatchObject({
      status: 'WITHDRAWN',
      reason: 'MERGED',
      creditedBack: true,
    });
    expect(await company.turns(offer.repId)).toBe(turns - 1);
    expect((await company.rep(offer.repId)).openOffers).toBe(openOffers - 1);
    expect(await company.story(ends.leadId)).not.toContain('MissRecorded');
    await expectSound(company, ends, goesOn);
  });

  it('touches are the union by id, the score comes from them and is not a sum, the first source is the earliest', async () => {
    const first = await company.submit({ touch: { utm: { source: 'first' } } });
    await company.advance('PT1H');
    const second = await taken(company, { touch: { utm: { source: 'second' } } });
    await engage(company, first, 'webinar');

    await merge(first, second);

    const after = await now(second);
    const ids = (await company.store.touchesOf(second.leadId)).map(({ touchId }) => touchId);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(3);
    expect(after.firstSource.utm).toEqual({ source: 'first' });
    expect(after.score.engagement).toBeGreaterThan(second.score.engagement);
    expect(after.score.engagement).toBeLessThan(first.score.engagement + second.score.engagement);
  });

  it('exclusions are the union, the rest is the longer one, and the call before the next handover is still due', async () => {
    const rested = await refused(company, 'NO_BUDGET');
    const fresh = await taken(company);

    await merge(rested, fresh);

    const after = await now(fresh);
    expect(after).toMatchObject({
      state: 'SDR_WORKING',
      coolDownUntil: rested.coolDownUntil,
      nurturedAt: rested.nurturedAt,
    });
    expect(after.exclusions).toEqual(rested.exclusions);
    const blocked = await sdr(company, fresh, 'qualification', goodAnswers);
    expect(blocked).toMatchObject({ status: 409, body: { code: 'RECYCLE_GUARD' } });
  });

  it('consent of one person is the strictest, channel by channel', async () => {
    const strict = await company.submit({ consent: { email: false, phone: true } });
    const open = await taken(company, { consent: { email: true, phone: true } });

    await merge(strict, open, { samePerson: true });

    const person = await company.store.person(open.personId);
    expect(person?.consent).toMatchObject({ email: false, phone: true });
    expect((await company.store.person(strict.personId))?.mergedInto).toBe(open.personId);
  });

  it('another person joins the buying group, and both people and both companies find the one that goes on', async () => {
    const ends = await company.submit();
    const goesOn = await taken(company);
    await merge(ends, goesOn);

    const bySame = await company.submit({ person: await personOf(company, ends) });
    const domain = (await personOf(company, ends)).email?.split('@')[1];
    const byColleague = await company.submit({
      person: { name: 'New', email: `new.one@${domain}` },
    });

    expect((await now(goesOn)).buyingGroup).toContain(ends.personId);
    expect([bySame.leadId, byColleague.leadId]).toEqual([goesOn.leadId, goesOn.leadId]);
  });

  it('finds it without a company, too', async () => {
    const ends = await company.submit({ person: { name: 'One', email: 'one.merge@qq.com' } });
    const goesOn = await taken(company, { person: { name: 'Two', email: 'two.merge@qq.com' } });
    await merge(ends, goesOn);

    const again = await company.submit({ person: { name: 'One', email: 'one.merge@qq.com' } });

    expect(again.leadId).toBe(goesOn.leadId);
    await close(goesOn);
    const later = await company.submit({ person: { name: 'One', email: 'one.merge@qq.com' } });
    expect(later.parentLeadId).toBe(goesOn.leadId);
  });

  it('tells the assist and the handover in its facts, and ops of two owners', async () => {
    const one = await accepted(company);
    await company.advance('PT1M');
    const two = await accepted(company);

    await merge(one, two);

    const [merged] = (await company.events(two.leadId)).filter(({ type }) => type === 'Merged');
    const told = (await messagesAbout(company, two)).map(({ to, subject }) => `${to}: ${subject}`);
    expect(merged?.data).toMatchObject({ into: one.leadId, from: two.leadId, sdrId: 'sdr-1' });
    if (one.ownerRepId !== two.ownerRepId)
      expect(told).toContain('group:ops: Two reps own what was merged: decide');
  });

  it('of two opportunities one goes on, the other is closed; the SDR of each is named on the credit', async () => {
    const one = await accepted(company);
    await company.opportunity(await company.offer(one.leadId));
    await company.advance('PT1H');
    const two = await accepted(company);
    const second = await company.opportunity(await company.offer(two.leadId));

    await merge(one, two);

    const closed = await company.store.opportunity(OpportunityId.parse(second));
    const [credit] = await company.store.creditsOf(two.leadId);
    const [kept] = await company.store.creditsOf(one.leadId);
    expect(closed).toMatchObject({ status: 'CANCELLED', cancellation: { reason: 'MERGED' } });
    expect(await now(one)).toMatchObject({ state: 'OPPORTUNITY' });
    expect(credit).toMatchObject({ state: 'SUPERSEDED' });
    // One SDR had both: nobody assists himself.
    expect(kept).toMatchObject({ state: 'PENDING', sdrId: 'sdr-1', assists: [] });
    await expectSound(company, one, two);
  });

  it('is done for every other double of the two companies', async () => {
    const one = await company.submit();
    await company.advance('PT1M');
    const two = await company.submit();
    const cloud = { handRaise: 'demo', productLine: 'cloud' };
    const oneCloud = await company.submit({
      person: await personOf(company, one),
      interest: cloud,
    });
    await company.advance('PT1M');
    const twoCloud = await company.submit({
      person: await personOf(company, two),
      interest: cloud,
    });

    await merge(two, one);

    expect((await now(two)).mergedInto).toBe(one.leadId);
    expect((await now(twoCloud)).mergedInto).toBe(oneCloud.leadId);
    await expectSound(company, one, two, oneCloud, twoCloud);
  });
});

describe('account merge, different product lines', () => {
  it('both journeys go on, and the rep of one is asked first for the other', async () => {
    const core = await accepted(company);
    const cloud = await company.submit({ interest: { productLine: 'cloud' } });

    const answer = await merge(cloud, core);
    await company.handOver(cloud);

    expect(answer).toMatchObject({ status: 200, body: { mergedInto: null } });
    expect(await now(cloud)).toMatchObject({ state: 'OFFERED', offeredTo: core.ownerRepId });
    expect((await company.store.account(cloud.accountId ?? ''))?.mergedInto).toBe(core.accountId);
    await expectSound(company, core, cloud);
  });
});

describe('account merge, one open journey', () => {
  it('moves, and nothing else: the closed one stays closed', async () => {
    const closed = await taken(company);
    await close(closed);
    const open = await company.submit();

    const answer = await merge(open, closed);

    expect(answer.status).toBe(200);
    expect((await now(open)).state).toBe('MQL');
    expect((await now(closed)).state).toBe('DISQUALIFIED');
    expect((await company.store.account(open.accountId ?? ''))?.mergedInto).toBe(closed.accountId);
    await expectSound(company, open, closed);
  });

  it('two closed ones: only the companies are joined', async () => {
    const one = await taken(company);
    await close(one);
    const two = await taken(company);
    await close(two);

    await merge(one, two);

    expect((await company.store.account(one.accountId ?? ''))?.mergedInto).toBe(two.accountId);
  });
});

describe('merge where one is WON', () => {
  it('nothing is merged into it: the open one becomes an expansion of the customer', async () => {
    const won = await accepted(company);
    const id = await company.opportunity(await company.offer(won.leadId));
    const owner = company.as(won.ownerRepId ?? '', 'rep');
    await company.must(owner.post(`/v1/opportunities/${id}/win`, { amount: 7500 }));
    await company.runtime.settled();
    const open = await company.submit();

    const answer = await merge(open, won);

    expect(answer.status).toBe(200);
    expect(await now(open)).toMatchObject({ state: 'MQL', expansion: true });
    expect(await now(won)).toMatchObject({ state: 'WON' });
    expect((await now(won)).expansion).toBeUndefined();
  });
});

describe('what cannot be merged', () => {
  it('a lead with itself, with none, and one that is merged already', async () => {
    const one = await company.submit();
    await company.advance('PT1M');
    const two = await company.submit();

    const itself = await merge(one, one);
    const nobody = await merge(one, {
      ...two,
      leadId: `${one.leadId.slice(0, -1)}Z` as Lead['leadId'],
    });
    await merge(two, one);
    const twice = await merge(two, one);

    expect([itself.status, nobody.status, twice.status]).toEqual([422, 422, 409]);
  });
});

describe('a person or a company that was merged', () => {
  it('has no second open journey when a lost one is opened again (invariant 1)', async () => {
    const lost = await accepted(company);
    const offer = await company.offer(lost.leadId);
    const id = await company.opportunity(offer);
    const path = `/v1/opportunities/${id}`;
    const rep = company.as(offer.repId, 'rep');
    await company.must(rep.post(`${path}/lose`, { reason: 'NO_DECISION' }));
    await company.runtime.settled();
    const open = await company.submit();
    await company.must(merge(lost, open, { samePerson: true }));

    const answer = await company.director.post(`${path}/reopen`, { reason: 'they called' });

    expect(answer).toMatchObject({ status: 409, body: { code: 'COLLISION', leadId: open.leadId } });
    expect(await now(lost)).toMatchObject({ state: 'LOST' });
  });

  it('is not taken into one that is erased: nobody would be left to erase', async () => {
    const erased = await company.submit();
    await close(erased);
    const admin = company.as('admin-1', 'admin');
    await company.must(admin.post(`/v1/leads/${erased.leadId}/erase`, { reason: 'asked' }));
    await company.runtime.settled();
    const lives = await company.submit();

    const answers = [
      await merge(lives, erased, { samePerson: true }),
      await merge(erased, lives, { samePerson: true }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([422, 422]);
    expect((await company.store.person(lives.personId))?.mergedInto).toBeUndefined();
  });
});

describe('undo merge', () => {
  it('gives owner, source and exclusions back to both, and what happened since stays (invariant 15)', async () => {
    const ends = await refused(company, 'NO_BUDGET', {}, await company.submit());
    await company.advance('PT1H');
    const goesOn = await taken(company);
    const [endsBefore, goesOnBefore] = [await now(ends), await now(goesOn)];
    await merge(ends, goesOn);
    await company.call(goesOn.leadId);

    const undone = await unmerge(ends);

    const [endsAfter, goesOnAfter] = [await now(ends), await now(goesOn)];
    const what = ({ ownerRepId, firstSource, exclusions, personId, accountId }: Lead) => ({
      ...{ ownerRepId, firstSource, exclusions, personId, accountId },
    });
    expect(undone.status).toBe(200);
    expect(what(endsAfter)).toEqual(what(endsBefore));
    expect(what(goesOnAfter)).toEqual(what(goesOnBefore));
    expect(goesOnAfter.coolDownUntil).toBeUndefined();
    expect(endsAfter).toMatchObject({ state: 'NURTURE', coolDownUntil: endsBefore.coolDownUntil });
    expect(await company.story(goesOn.leadId)).toContain('ActivityLogged');
    expect(await company.store.touchesOf(goesOn.leadId)).toHaveLength(1);
    await expectSound(company, ends, goesOn);
  });

  it('a journey that had been handed over is routed again in a new execution; its old offer is not revived', async () => {
    const goesOn = await accepted(company);
    const ends = await company.handOver();
    const old = await company.offer(ends.leadId);
    await merge(ends, goesOn);

    await unmerge(ends);

    const offers = await company.offers(ends.leadId);
    expect(await now(ends)).toMatchObject({ state: 'OFFERED' });
    expect(offers).toHaveLength(2);
    expect(offers[0]).toMatchObject({ offerId: old.offerId, status: 'WITHDRAWN' });
    await expectSound(company, ends, goesOn);
  });

  it('people and companies are two again: each finds its own journey', async () => {
    const ends = await company.submit({ consent: { email: false } });
    const goesOn = await taken(company);
    const sender = await personOf(company, ends);
    await merge(ends, goesOn, { samePerson: true });

    await unmerge(goesOn);

    const again = await company.submit({ person: sender });
    const person = await company.store.person(goesOn.personId);
    expect(again.leadId).toBe(ends.leadId);
    expect(person?.consent.email).toBe(true);
    expect(person?.absorbed).toEqual([]);
    await expectSound(company, ends, goesOn);
  });

  it('of a merge of companies only takes the pointer away', async () => {
    const core = await company.submit();
    const cloud = await company.submit({ interest: { productLine: 'cloud', ...lowIntent } });
    await merge(cloud, core);

    await unmerge(cloud);

    expect((await company.store.account(cloud.accountId ?? ''))?.mergedInto).toBeUndefined();
    expect((await company.store.account(core.accountId ?? ''))?.absorbed).toEqual([]);
  });

  it('is refused after 30 days, a second time, and where nothing was merged', async () => {
    const one = await company.submit();
    await company.advance('PT1M');
    const two = await company.submit();
    const late = await company.submit();
    await merge(two, one);
    await unmerge(two);

    const second = await unmerge(two);
    const never = await unmerge(late);
    await merge(late, one);
    await acceptAll(company);
    await company.advance('P31D');
    const tooLate = await unmerge(late);

    expect([second, never, tooLate].map(({ status }) => status)).toEqual([409, 409, 409]);
    expect(tooLate.body).toMatchObject({ code: 'ILLEGAL_TRANSITION' });
  });
});

describe('GET of a merged lead', () => {
  it('shows where it went on', async () => {
    const one = await company.submit();
    await company.advance('PT1M');
    const two = await company.submit();
    await merge(two, one);

    const { body } = await company.must(company.ops.get(`/v1/leads/${two.leadId}`));

    expect(body).toMatchObject({
      state: 'MERGED',
      mergedInto: one.leadId,
      allowed: expect.any(Array),
    });
  });
});
