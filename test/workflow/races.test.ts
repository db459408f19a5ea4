import { afterEach, describe, expect, it } from 'vitest';
import { create } from '../../functions/handlers/staff-api.ts';
import { type Instant, minus } from '../../functions/leads/instant.ts';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import { depsOver } from '../../functions/platform/deps.ts';
import { settleOffer } from '../../functions/use-cases/offer/settle-offer.ts';
import { environment } from '../../infra/local/project.ts';
import { ask } from '../support/api-event.ts';
import { type Company, openCompany } from '../support/company.ts';

const ENDS = ['Accepted', 'Rejected', 'TimedOut', 'Withdrawn', 'Recalled'];
const rosterMonths = ['2026-09'];

let company: Company;
afterEach(() => company.close());

async function pending(): Promise<Offer> {
  company = await openCompany({ rosterMonths, tickEvery: 'PT1M' });
  const { leadId } = await company.handOver();
  return company.offer(leadId);
}

async function ends({ leadId, offerId }: Offer) {
  const events = await company.events(leadId);
  return events.filter(
    ({ type, data }) => ENDS.includes(type) && 'offerId' in data && data.offerId === offerId,
  );
}

/** What the rep sent in the last second, handled by a function that is only now at it. */
function acceptInTheLastSecond({ offerId, repId, acceptDueAt }: Offer) {
  const deps = depsOver(company.runtime.services, environment, {
    send: async () => ({ delivered: true }),
  });
  return {
    answer: () =>
      ask(create(deps), {
        route: 'POST /v1/offers/{offerId}/accept',
        params: { offerId },
        sub: repId,
        groups: ['rep'],
        at: minus(acceptDueAt, 'PT1S'),
      }),
    timeOut: (at: Instant) =>
      settleOffer(deps, { by: { kind: 'system', sub: 'system' }, at, requestId: 'late' }, offerId),
  };
}

describe('two who want the same offer at once', () => {
  it('acceptance against timeout: one wins, and the other changes nothing', async () => {
    const offer = await pending();
    await company.advanceTo(offer.acceptDueAt);
    await company.advance('PT59S');
    const both = acceptInTheLastSecond(offer);

    const [answer] = await Promise.all([both.answer(), both.timeOut(offer.expireAt)]);
    await company.advance('PT1H');

    const [end, ...more] = await ends(offer);
    expect(more).toEqual([]);
    expect(end?.type).toBe(answer.status === 200 ? 'Accepted' : 'TimedOut');
    if (answer.status !== 200) expect(answer.body).toMatchObject({ code: 'OFFER_EXPIRED' });
    expect((await company.store.record(offer.repId))?.handled).toHaveLength(1);
    expect((await company.lead(offer.leadId)).state).toBe(
      answer.status === 200 ? 'SQL' : 'OFFERED',
    );
  });

  it('accept, reject, withdrawal and deactivation: one wins', async () => {
    const offer = await pending();

    const answers = await Promise.all([
      company.accept(offer),
      company.reject(offer),
      company.director.post(`/v1/offers/${offer.offerId}/withdraw`, { reason: 'mine' }),
      company.putRep({ repId: offer.repId, active: false }),
    ]);
    await company.runtime.settled();

    expect(await ends(offer)).toHaveLength(1);
    expect(answers.slice(0, 3).filter(({ status }) => status === 200).length).toBeLessThanOrEqual(
      1,
    );
    expect((await company.rep(offer.repId)).openOffers).toBe(0);
  });

  it('two directors who name a rep for the same lead: one offer', async () => {
    company = await openCompany({
      rosterMonths,
      departments: { East: { regions: [], mode: 'director' } },
    });
    const { leadId } = await company.handOver();

    const answers = await Promise.all([
      company.assign(leadId, 'rep-a'),
      company.assign(leadId, 'rep-b'),
    ]);

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await company.offers(leadId)).toHaveLength(1);
    const turns = await Promise.all(['rep-a', 'rep-b'].map((repId) => company.turns(repId)));
    expect(turns.toSorted()).toEqual([0, 1]);
  });

  it('nine leads handed over at once: turns stay even', async () => {
    company = await openCompany({ rosterMonths });
    const leads = [];
    for (let lead = 0; lead < 9; lead += 1) leads.push(await company.submit());

    await Promise.all(leads.map((lead) => company.handOver(lead)));
    await company.advance('PT1M');

    const turns = await Promise.all(['rep-a', 'rep-b', 'rep-c'].map((id) => company.turns(id)));
    expect(turns).toEqual([3, 3, 3]);
  });
});

describe('wakes that come twice, late or never', () => {
  it('twice: the same story, and nothing twice', async () => {
    const offer = await pending();
    company.runtime.faults.duplicateWakes = true;

    await company.letExpire(offer);
    await company.must(company.accept(await company.offer(offer.leadId)));
    await company.runtime.settled();

    expect((await company.story(offer.leadId)).slice(5)).toEqual([
      'OfferMade',
      'ContactReminded',
      'ContactMissed',
      'RepReminded',
      'RepReminded',
      'RepReminded',
      'TimedOut',
      'MissRecorded',
      'OfferMade',
      'Accepted',
      'SalesQualified',
      'CreditWindowOpened',
    ]);
    expect(await company.offers(offer.leadId)).toHaveLength(2);
  });

  it('never: an acceptance counts although nobody woke the execution', async () => {
    const offer = await pending();
    company.runtime.faults.loseWakes = true;
    await company.must(company.accept(offer));

    await company.advance('P3D');

    expect(await ends(offer)).toMatchObject([{ type: 'Accepted' }]);
    expect((await company.lead(offer.leadId)).state).toBe('SQL');
  });

  it('never, with Step Functions down: the sweep reminds, lets run out and routes on', async () => {
    const offer = await pending();
    company.runtime.faults.stepFunctions = 'off';

    await company.letExpire(offer);
    await company.advance('PT5M');

    const [silent, next] = await company.offers(offer.leadId);
    expect(silent).toMatchObject({ status: 'TIMED_OUT' });
    expect(silent?.reminders.map(({ delivered }) => delivered)).toEqual([true, true, true]);
    expect(next).toMatchObject({ status: 'PENDING' });
    expect((await company.store.record(offer.repId))?.handled).toMatchObject([
      { outcome: 'missed', effectiveAt: offer.acceptDueAt },
    ]);
  });
});
