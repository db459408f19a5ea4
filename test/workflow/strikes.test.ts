import { afterEach, describe, expect, it } from 'vitest';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import { type Company, type CompanyOptions, openCompany } from '../support/company.ts';

const rosterMonths = ['2026-08', '2026-09', '2026-10', '2026-11'];
const [a, b] = [{ repId: 'rep-a' }, { repId: 'rep-b' }];
/** Ops hear less often of who waits: months have to pass quickly. */
const policy = { routing: { unroutedAlarmEvery: 'PT40H' } };
const open = (options: CompanyOptions = {}) =>
  openCompany({ rosterMonths, reps: [a], policy, ...options });

let company: Company;
afterEach(() => company.close());

async function offered(): Promise<Offer> {
  const { leadId } = await company.handOver();
  return company.offer(leadId);
}

async function outcomes(repId = 'rep-a') {
  return (await company.store.record(repId))?.handled.map(({ outcome }) => outcome);
}

async function pendingOf(repId: string): Promise<readonly Offer[]> {
  return (await company.store.offersOfRep(repId, 'PENDING', { limit: 100 })).items;
}

async function ruleState(repId: string) {
  const { body } = await company.ops.get('/v1/reps');
  const { items } = body as { items: { repId: string; ruleState: string }[] };
  return items.find((one) => one.repId === repId)?.ruleState;
}

describe('silence twice in a row', () => {
  it('costs a month of leads, from the second timeout to a month after its deadline', async () => {
    company = await open();
    await company.letExpire(await offered());
    const warned = await ruleState('rep-a');
    const second = await offered();

    await company.letExpire(second);

    expect(warned).toBe('1 miss; next miss before a timely answer = suspension');
    expect((await company.rep('rep-a')).suspensions).toMatchObject([
      { from: '2026-09-18T01:32:00.000Z', until: '2026-10-18T01:31:00.000Z' },
    ]);
    expect(await ruleState('rep-a')).toBe('out until 18 Oct');
    expect((await company.story(second.leadId)).slice(-4)).toEqual([
      'TimedOut',
      'MissRecorded',
      'RepSuspended',
      'NoEligibleRep',
    ]);
  });

  it('ends a month after the deadline, clamped to the end of a shorter month (X-11)', async () => {
    company = await open({ start: '2026-08-25T01:30:00.000Z' });
    await company.letExpire(await offered());
    const second = await offered();

    await company.letExpire(second);

    expect(second.acceptDueAt).toBe('2026-08-31T01:31:00.000Z');
    expect((await company.rep('rep-a')).suspensions).toMatchObject([
      { from: '2026-08-31T01:32:00.000Z', until: '2026-09-30T01:31:00.000Z' },
    ]);
  });

  it('counts two offers that run out together as two misses', async () => {
    company = await open();
    const offers = [await offered(), await offered()];

    await company.letExpire(offers[0] as Offer);

    const { suspensions } = await company.rep('rep-a');
    expect(await outcomes()).toEqual(['missed', 'missed']);
    expect(suspensions).toMatchObject([
      { from: '2026-09-16T01:31:00.000Z', until: '2026-10-16T01:30:00.000Z' },
    ]);
    expect(suspensions[0]?.causeOfferIds.toSorted()).toEqual(
      offers.map(({ offerId }) => offerId).toSorted(),
    );
  });

  it('suspends once when a third runs out with them, whatever the order in which they are settled', async () => {
    company = await open();
    const offers = [await offered(), await offered(), await offered(), await offered()];

    await company.letExpire(offers[0] as Offer);

    const { suspensions } = await company.rep('rep-a');
    const firstTwo = offers
      .map(({ offerId }) => offerId)
      .toSorted()
      .slice(0, 2);
    expect(suspensions).toMatchObject([
      {
        from: '2026-09-16T01:31:00.000Z',
        until: '2026-10-16T01:30:00.000Z',
        causeOfferIds: firstTwo,
      },
    ]);
    const stories = await Promise.all(offers.map(({ leadId }) => company.story(leadId)));
    expect(stories.flat().filter((type) => type === 'RepSuspended')).toHaveLength(1);
    expect(stories.flat()).not.toContain('SuspensionEnded');
    expect(await outcomes()).toEqual(Array(4).fill('missed'));
  });

  it('counts misses whose windows overlap once, where the policy says so', async () => {
    company = await open({ policy: { ...policy, strikes: { coalesceOverlapping: true } } });
    const first = await offered();
    await offered();

    await company.letExpire(first);

    expect(await outcomes()).toEqual(['missed', 'missed']);
    expect((await company.rep('rep-a')).suspensions).toEqual([]);
  });

  it('is not silence twice in a row when he answers another offer in between', async () => {
    company = await open({ reps: [a, b] });
    const first = await company.handOver();
    const silent = await company.offer(first.leadId);
    await company.letExpire(silent);
    const again = await company.handOver();
    const between = await company.offer(again.leadId);
    const answered =
      between.repId === silent.repId
        ? between
        : await company.offer((await company.handOver()).leadId);
    await company.must(company.accept(answered));
    const third = await company.handOver();
    const fourth = await company.handOver();
    const mine = [await company.offer(third.leadId), await company.offer(fourth.leadId)].find(
      ({ repId }) => repId === silent.repId,
    );

    await company.letExpire(mine as Offer);

    expect(answered.repId).toBe(silent.repId);
    expect(await outcomes(silent.repId)).toEqual(['missed', 'answered', 'missed']);
    expect((await company.rep(silent.repId)).suspensions).toEqual([]);
  });

  it('takes his other offers back without a miss, and gives them to somebody else with a fresh 48 hours', async () => {
    company = await open();
    const first = await offered();
    const second = await offered();
    await company.advance('P1D');
    const other = await offered();
    const turns = await company.turns('rep-a');
    await company.putRep(b);
    await company.publishRoster('2026-09', ['rep-a', 'rep-b']);

    await company.letExpire(first);

    const [withdrawn, next] = await company.offers(other.leadId);
    expect(withdrawn).toMatchObject({
      status: 'WITHDRAWN',
      reason: 'REP_SUSPENDED',
      settledAt: first.expireAt,
      creditedBack: true,
    });
    expect(next).toMatchObject({
      repId: 'rep-b',
      status: 'PENDING',
      offeredAt: first.expireAt,
      acceptDueAt: '2026-09-18T01:31:00.000Z',
    });
    expect(await outcomes()).toEqual(['missed', 'missed', 'withdrawn']);
    expect([turns, await company.turns('rep-a')]).toEqual([3, 2]);
    expect((await company.offer(second.leadId)).repId).toBe('rep-b');
    expect((await company.story(other.leadId)).slice(-2)).toEqual(['Withdrawn', 'OfferMade']);
    expect(await company.sent(other.leadId)).toContain('rep-a: An offer was taken back');
  });

  it('leaves him what he accepted before', async () => {
    company = await open();
    const accepted = await offered();
    await company.must(company.accept(accepted));
    await offered();
    await company.letExpire(await offered());

    expect((await company.rep('rep-a')).suspensions).toHaveLength(1);
    expect(await company.lead(accepted.leadId)).toMatchObject({
      state: 'SQL',
      ownerRepId: 'rep-a',
    });
  });
});

describe('a suspension', () => {
  async function suspend(): Promise<Offer> {
    await offered();
    const second = await offered();
    await company.letExpire(second);
    return second;
  }

  it('wins over the roster of the next month (X-10); a lead that waits is offered the moment it ends', async () => {
    company = await open();
    await suspend();
    const { suspensions } = await company.rep('rep-a');
    await company.advanceTo('2026-10-12T01:00:00.000Z');
    const during = await company.handOver();

    await company.advanceTo('2026-10-16T01:30:00.000Z');

    expect(suspensions[0]?.until).toBe('2026-10-16T01:30:00.000Z');
    expect(during.state).toBe('UNROUTED');
    expect(await company.offer(during.leadId)).toMatchObject({
      repId: 'rep-a',
      status: 'PENDING',
      offeredAt: '2026-10-16T01:30:00.000Z',
    });
  });

  it('is followed by a fresh month when he is silent twice more: the counter starts at 0', async () => {
    company = await open();
    await suspend();
    await company.advanceTo('2026-10-19T01:30:00.000Z');
    const offers = [await offered()];
    await company.letExpire(offers[0] as Offer);
    const afterOne = (await company.rep('rep-a')).suspensions.length;
    offers.push(await offered());

    await company.letExpire(offers[1] as Offer);

    expect(afterOne).toBe(1);
    expect((await company.rep('rep-a')).suspensions).toMatchObject([
      { until: '2026-10-16T01:30:00.000Z' },
      {
        from: '2026-10-23T01:32:00.000Z',
        until: '2026-11-23T01:31:00.000Z',
        causeOfferIds: offers.map(({ offerId }) => offerId),
      },
    ]);
  });

  it('lets him back in at the level of the others: no burst, no drought', async () => {
    company = await open({ reps: [a, b] });
    const silentOf = 'rep-a';
    const share = async (leads: number) => {
      let his = 0;
      for (let lead = 0; lead < leads; lead += 1) {
        const offer = await offered();
        if (offer.repId === silentOf) his += 1;
        else await company.must(company.accept(offer));
      }
      return his;
    };
    await share(4);
    await company.advanceTo('2026-09-16T01:31:00.000Z');
    for (const { offerId } of await pendingOf('rep-b'))
      await company.as('rep-b', 'rep').post(`/v1/offers/${offerId}/accept`);
    const whileOut = await share(4);
    await company.advanceTo('2026-10-19T01:30:00.000Z');

    const back = await share(4);

    expect([whileOut, back]).toEqual([0, 2]);
  });
});

describe('silence that is excused', () => {
  it('is no miss when no reminder could be delivered (A3-3); the lead still goes on', async () => {
    company = await open({ reps: [a, b] });
    const offer = await offered();
    await company.failDelivery(true);

    await company.letExpire(offer);

    expect(await company.offers(offer.leadId)).toMatchObject([
      { status: 'TIMED_OUT', excused: 'NOT_REMINDED' },
      { status: 'PENDING' },
    ]);
    expect(await outcomes(offer.repId)).toEqual(['excused']);
    const story = await company.story(offer.leadId);
    expect(story).not.toContain('MissRecorded');
    expect(story.filter((type) => type === 'RepReminded')).toHaveLength(3);
  });

  it('is a miss when one of the reminders arrived', async () => {
    company = await open();
    const offer = await offered();
    await company.failDelivery(true);
    await company.advance('P1D');
    await company.failDelivery(false);

    await company.letExpire(offer);

    expect((await company.offer(offer.leadId)).reminders.map(({ delivered }) => delivered)).toEqual(
      [false, true, true, true],
    );
    expect(await outcomes()).toEqual(['missed']);
  });

  it('does not end a streak either: a miss, an excused one and a miss are two in a row', async () => {
    company = await open();
    await company.letExpire(await offered());
    await company.failDelivery(true);
    await company.letExpire(await offered());
    await company.failDelivery(false);
    await company.letExpire(await offered());

    expect(await outcomes()).toEqual(['missed', 'excused', 'missed']);
    expect((await company.rep('rep-a')).suspensions).toHaveLength(1);
  });

  it('is no miss when our outage settles it later than 15 minutes after it ran out', async () => {
    company = await open({ reps: [a, b], tickEvery: 'PT1H' });
    const offer = await offered();
    await company.advanceTo(offer.acceptDueAt);
    company.runtime.faults.stepFunctions = 'off';
    await company.advance('PT20M');

    company.runtime.faults.stepFunctions = 'on';
    await company.runtime.settled();

    expect(await company.offers(offer.leadId)).toMatchObject([
      { status: 'TIMED_OUT', excused: 'OUR_OUTAGE' },
      { status: 'PENDING' },
    ]);
    expect(await outcomes(offer.repId)).toEqual(['excused']);
  });

  it('is a miss when Step Functions is down but the sweep settles it in time', async () => {
    company = await open({ reps: [a, b] });
    const offer = await offered();
    await company.advanceTo(offer.acceptDueAt);
    company.runtime.faults.stepFunctions = 'off';

    await company.advance('PT20M');

    const [silent, next] = await company.offers(offer.leadId);
    expect(silent).toMatchObject({ status: 'TIMED_OUT' });
    expect(silent?.excused).toBeUndefined();
    expect(next).toMatchObject({ status: 'PENDING' });
    expect(await outcomes(offer.repId)).toEqual(['missed']);
    company.runtime.faults.stepFunctions = 'on';
    await company.runtime.settled();
    await company.must(company.accept(next as Offer));
    expect((await company.lead(offer.leadId)).state).toBe('SQL');
  });
});
