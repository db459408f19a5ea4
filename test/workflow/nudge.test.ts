import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import { type Company, openCompany } from '../support/company.ts';
import { messagesAbout } from '../support/journeys.ts';

let company: Company;
let offer: Offer;
beforeEach(async () => {
  company = await openCompany({ start: '2026-09-14T02:00:00.000Z' });
  const { leadId } = await company.handOver();
  offer = await company.offer(leadId);
});
afterEach(() => company.close());

function nudge(body: object = {}, sub = 'sdr-1') {
  return company.act(sub, 'sdr', `/v1/offers/${offer.offerId}/nudge`, body);
}

async function reminders() {
  return (await company.offer(offer.leadId)).reminders;
}

describe('an SDR who nudges (X-19)', () => {
  it('has the rep reminded at once, with what he wrote, and it counts as a reminder', async () => {
    await company.advance('PT1H');

    const answer = await company.must(nudge({ note: 'The customer asked when we call.' }));

    expect(answer).toMatchObject({
      status: 200,
      body: { offerId: offer.offerId, leadId: offer.leadId, nudgedAt: company.now },
    });
    expect(await reminders()).toEqual([{ at: company.now, delivered: true }]);
    const told = (await messagesAbout(company, await company.lead(offer.leadId))).at(-1);
    expect(told).toMatchObject({ to: offer.repId, subject: 'The SDR asks for your answer' });
    expect(told?.text).toContain('sdr-1 asks you about this lead');
    expect(told?.text).toContain('The customer asked when we call.');
    expect(await company.story(offer.leadId)).toContain('RepNudged');
  });

  it('may do so once an offer, and needs to write nothing', async () => {
    await company.must(nudge());

    expect(await nudge()).toMatchObject({ status: 409, body: { code: 'ILLEGAL_TRANSITION' } });
    expect(await reminders()).toHaveLength(1);
  });

  it('makes silence a miss although no reminder of the machine was delivered', async () => {
    await company.must(nudge());
    await company.failDelivery(true);

    await company.letExpire(offer);

    const { handled } = (await company.store.record(offer.repId)) ?? { handled: [] };
    expect(handled).toMatchObject([{ offerId: offer.offerId, outcome: 'missed' }]);
  });

  it('does not make it one when the nudge could not be delivered', async () => {
    await company.failDelivery(true);
    await company.must(nudge());

    await company.letExpire(offer);

    const { handled } = (await company.store.record(offer.repId)) ?? { handled: [] };
    expect(handled).toMatchObject([{ outcome: 'excused' }]);
  });

  it('leaves the reminders of the machine and the deadline as they were', async () => {
    const before = offer.reminderAt;
    await company.must(nudge());

    expect(await company.offer(offer.leadId)).toMatchObject({
      reminderAt: before,
      acceptDueAt: offer.acceptDueAt,
    });
  });

  it('is refused when it is not his lead, and when the offer is over', async () => {
    await company.must(
      company.ops.put('/v1/sdrs/sdr-2', {
        ...{ name: 'sdr-2', email: 'sdr-2@leadloop.example', department: 'Marketing' },
        ...{ regions: [], productLines: [], calendar: 'CN' },
      }),
    );

    expect(await nudge({}, 'sdr-2')).toMatchObject({
      status: 403,
      body: { code: 'NOT_YOUR_LEAD' },
    });
    expect(
      (await company.act(offer.repId, 'rep', `/v1/offers/${offer.offerId}/nudge`, {})).status,
    ).toBe(403);
    expect((await nudge({ note: '' })).status).toBe(422);
    await company.must(company.accept(offer));
    expect(await nudge()).toMatchObject({ status: 409, body: { code: 'OFFER_SETTLED' } });
  });

  it('is nothing for an offer that has run out, or that there is not', async () => {
    await company.advanceTo(offer.acceptDueAt);
    await company.advance('PT30S');

    expect(await nudge()).toMatchObject({ status: 409, body: { code: 'OFFER_EXPIRED' } });
    const unknown = `/v1/offers/${offer.leadId}-c9-o9/nudge`;
    expect((await company.act('sdr-1', 'sdr', unknown, {})).status).toBe(404);
  });

  it('leaves nothing of what he wrote when the person is erased', async () => {
    await company.must(nudge({ note: 'Ask for Li Lei.' }));
    const admin = company.as('admin-1', 'admin');

    await company.must(admin.post(`/v1/leads/${offer.leadId}/erase`, { reason: 'asked' }));
    await company.runtime.settled();

    const kept = JSON.stringify([
      await company.offers(offer.leadId),
      await company.events(offer.leadId),
    ]);
    expect(kept).toContain('RepNudged');
    expect(kept).not.toContain('Ask for Li Lei.');
  });
});
