// Row 16: an SDR takes an offer back, and the lead moves to nobody else by it, in whatever order he acts.

import { afterEach, describe, expect, it } from 'vitest';
import { goodCall } from '../../infra/tools/good-lead.ts';
import { type Company, type CompanyOptions, openCompany } from '../support/company.ts';
import { drop, expectSound, notNow } from '../support/journeys.ts';

let company: Company;
afterEach(() => company.close());

async function offered(options: CompanyOptions = {}) {
  company = await openCompany(options);
  const { leadId } = await company.handOver();
  return { leadId, offer: await company.offer(leadId) };
}

async function recall(offerId: string, body: object = { reason: 'CUSTOMER_CALLED' }) {
  return company.act('sdr-1', 'sdr', `/v1/offers/${offerId}/withdraw`, body);
}

async function again(leadId: string) {
  await company.handOver(await company.lead(leadId));
  return company.offer(leadId);
}

describe('a recall', () => {
  it('before contact puts the lead on the SDR’s desk; the next offer is the same rep’s and uses no further turn', async () => {
    const { leadId, offer } = await offered();
    // Two others are served less than he is: by turn it would be one of them.
    const recalled = await recall(offer.offerId, {
      reason: 'CUSTOMER_CALLED',
      note: 'wants it next week',
    });
    expect(recalled).toMatchObject({ status: 200, body: { state: 'SDR_WORKING' } });
    expect(await company.offer(leadId)).toMatchObject({
      status: 'WITHDRAWN',
      reason: 'CUSTOMER_CALLED',
      note: 'wants it next week',
      creditedBack: false,
    });
    expect(await company.turns(offer.repId)).toBe(1);

    const next = await again(leadId);

    expect(next).toMatchObject({
      repId: offer.repId,
      seq: 2,
      usesTurn: false,
      turnOf: offer.offerId,
      trace: { rung: 'recalled' },
    });
    expect(await company.turns(offer.repId)).toBe(1);
    await expectSound(company, await company.lead(leadId));
  });

  it('after contact goes to sales again at once, to the same rep', async () => {
    const { leadId, offer } = await offered();
    await company.act(offer.repId, 'rep', `/v1/leads/${leadId}/activities`, goodCall);

    await recall(offer.offerId);

    expect(await company.offer(leadId)).toMatchObject({ repId: offer.repId, status: 'PENDING' });
    expect(await company.turns(offer.repId)).toBe(1);
  });

  it('that is the second of a cycle goes to the director at once, who sees the rep who had it first', async () => {
    const { leadId, offer } = await offered();
    await recall(offer.offerId);
    const second = await again(leadId);

    const answer = await recall(second.offerId);

    expect(answer).toMatchObject({ status: 200, body: { state: 'READY' } });
    const lead = await company.lead(leadId);
    expect(lead).toMatchObject({ state: 'READY', awaits: 'director', recalls: 2 });
    expect(lead.directorChoices?.[0]).toBe(offer.repId);
    await expectSound(company, lead);
    await company.must(company.assign(leadId, offer.repId));
    expect(await company.turns(offer.repId)).toBe(1);
    expect(await company.offer(leadId)).toMatchObject({ repId: offer.repId, usesTurn: false });
  });

  it('after which the director is silent leaves the lead with the rep who had it', async () => {
    const { leadId, offer } = await offered();
    await recall(offer.offerId);
    await recall((await again(leadId)).offerId);

    await company.advanceTo((await company.lead(leadId)).directorDueAt ?? company.now);

    expect(await company.offer(leadId)).toMatchObject({ repId: offer.repId, status: 'PENDING' });
  });

  it('after which the director names another gives the turn back to who had it', async () => {
    const { leadId, offer } = await offered();
    await recall(offer.offerId);
    await recall((await again(leadId)).offerId);
    const other = offer.repId === 'rep-a' ? 'rep-b' : 'rep-a';

    await company.must(company.assign(leadId, other));

    expect([await company.turns(offer.repId), await company.turns(other)]).toEqual([0, 1]);
    expect((await company.offers(leadId))[0]).toMatchObject({ creditedBack: true });
  });

  it.each([
    ['is away', (repId: string) => absent(repId)],
    ['is deactivated', (repId: string) => company.putRep({ repId, active: false })],
    [
      'is off the roster',
      () => company.publishRoster('2026-09', ['rep-a', 'rep-b', 'rep-c'].filter(isNot)),
    ],
  ])('of a rep who %s meanwhile credits his turn back, and the router acts', async (_, out) => {
    const { leadId, offer } = await offered();
    gone = offer.repId;
    await recall(offer.offerId);
    await out(offer.repId);
    await company.runtime.settled();

    const next = await again(leadId);

    expect(next.repId).not.toBe(offer.repId);
    expect(next).toMatchObject({ usesTurn: true });
    expect(await company.turns(offer.repId)).toBe(0);
    expect(await company.turns(next.repId)).toBe(1);
    expect(await company.story(leadId)).toContain('TurnCreditedBack');
    await expectSound(company, await company.lead(leadId));
  });

  it('followed by "not now" moves the lead to nobody else in the next cycle either', async () => {
    const { leadId, offer } = await offered();
    await recall(offer.offerId);
    await company.must(
      company.act('sdr-1', 'sdr', `/v1/leads/${leadId}/qualification`, {
        ...notNow,
        timeline: { startWithinMonths: 3 },
      }),
    );
    const { revisitAt } = await company.lead(leadId);
    await company.advanceTo(revisitAt ?? company.now);
    await company.call(leadId);

    const next = await again(leadId);

    expect(next).toMatchObject({ cycle: 2, repId: offer.repId, usesTurn: false });
    expect(await company.turns(offer.repId)).toBe(1);
    expect((await company.lead(leadId)).recalls).toBeUndefined();
  });

  it('followed by the lead’s being dropped gives the turn back', async () => {
    const { leadId, offer } = await offered();
    await recall(offer.offerId);

    await company.must(drop(company, { leadId: offer.leadId }));

    expect(await company.turns(offer.repId)).toBe(0);
    expect((await company.story(leadId)).slice(-2)).toEqual(['NotALead', 'TurnCreditedBack']);
  });

  it('followed by the lead’s end in a merge gives the turn back, once, also when that is undone', async () => {
    const { leadId, offer } = await offered();
    const into = (await company.handOver()).leadId;
    await company.must(company.accept(await company.offer(into)));
    await recall(offer.offerId);

    await company.must(company.act('ops-1', 'ops', `/v1/leads/${leadId}/merge`, { into }));

    expect((await company.lead(leadId)).state).toBe('MERGED');
    expect(await company.turns(offer.repId)).toBe(0);
    await company.must(company.act('ops-1', 'ops', `/v1/leads/${leadId}/unmerge`, {}));
    expect((await company.lead(leadId)).recalled).toBeUndefined();
    expect(await company.turns(offer.repId)).toBe(0);
  });

  it('followed by an erasure gives the turn back, and leaves no word of why', async () => {
    const { leadId, offer } = await offered();
    await recall(offer.offerId, { reason: 'CUSTOMER_CALLED', note: 'his wife is ill' });

    const path = `/v1/leads/${leadId}/erase`;
    await company.must(company.act('admin-1', 'admin', path, { reason: 'asked' }));

    expect(await company.turns(offer.repId)).toBe(0);
    const kept = [await company.offers(leadId), await company.events(leadId)];
    expect(JSON.stringify(kept)).not.toContain('his wife');
    expect(await company.offer(leadId)).toMatchObject({ reason: 'CUSTOMER_CALLED' });
  });

  it('whose repeated offer is misrouted gives back the one turn it had', async () => {
    const { leadId, offer } = await offered();
    await recall(offer.offerId);
    const next = await again(leadId);

    await company.must(company.reject(next, 'MISROUTED', { misrouted: { language: 'de' } }));
    await company.runtime.settled();

    expect(await company.turns(offer.repId)).toBe(0);
    expect((await company.offers(leadId))[0]).toMatchObject({ creditedBack: true });
  });

  it('is told to the director, and by whom', async () => {
    const { leadId, offer } = await offered();

    await recall(offer.offerId);

    expect(await company.sent(leadId)).toContain('group:director: An SDR took an offer back');
    const told = (await company.events(leadId)).find(({ type }) => type === 'Recalled');
    expect(told?.data).toMatchObject({ recalledBy: 'sdr-1', creditedBack: false });
  });

  it('needs one of the policy’s reasons', async () => {
    const { leadId, offer } = await offered({
      policy: { recallReasons: ['FOUND_OUT_MORE'] as never },
    });

    const refused = await recall(offer.offerId, { reason: 'CUSTOMER_CALLED' });

    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'reason', message: expect.stringContaining('FOUND_OUT_MORE') }] },
    });
    expect((await company.offer(leadId)).status).toBe('PENDING');
    expect((await recall(offer.offerId, { reason: 'FOUND_OUT_MORE' })).status).toBe(200);
  });

  it('comes too late once the answer was due: silence stays silence', async () => {
    const { leadId, offer } = await offered();
    await company.advanceTo(offer.acceptDueAt);
    await company.advance('PT30S');

    const late = await recall(offer.offerId);
    await company.letExpire(offer);

    expect(late).toMatchObject({ status: 409, body: { code: 'OFFER_EXPIRED' } });
    expect((await company.offers(leadId))[0]).toMatchObject({ status: 'TIMED_OUT' });
  });

  it('is what a director’s withdrawal is who is the SDR of the lead', async () => {
    const { leadId, offer } = await offered();

    const answer = await company.act('sdr-1', 'director', `/v1/offers/${offer.offerId}/withdraw`, {
      reason: 'CUSTOMER_CALLED',
    });

    expect(answer).toMatchObject({ status: 200, body: { state: 'SDR_WORKING' } });
    expect((await again(leadId)).repId).toBe(offer.repId);
  });

  it('of an offer that a director had named goes to the rep whom he named, whatever his scope', async () => {
    company = await openCompany({
      reps: [{ repId: 'rep-a' }, { repId: 'rep-b', regions: ['CN-BJ'] }],
    });
    const { leadId } = await company.handOver(
      await company.submit({ company: { region: 'CN-SH' } }),
    );
    const first = await company.offer(leadId);
    await company.must(
      company.act('director-1', 'director', `/v1/offers/${first.offerId}/withdraw`, {
        reason: 'x',
      }),
    );
    const { offerId } = await company.offer(leadId);
    await company.must(
      company.reject(await company.offer(leadId), 'MISROUTED', { misrouted: { language: 'de' } }),
    );
    await company.runtime.settled();
    await company.must(company.assign(leadId, 'rep-b'));
    const named = await company.offer(leadId);
    expect(named.offerId).not.toBe(offerId);

    await recall(named.offerId);
    const next = await again(leadId);

    expect(next.repId).toBe('rep-b');
  });
});

describe('a lead whose scope was changed after an offer of the cycle', () => {
  it('goes to the director before the router', async () => {
    const { leadId, offer } = await offered();
    await recall(offer.offerId);
    const before = await company.lead(leadId);
    const after = { ...before, region: 'CN-BJ', scopeChangedInCycle: 1 };
    await company.store.commit({ changes: [{ kind: 'lead', before, after }] });

    const lead = await company.handOver(await company.lead(leadId));

    expect(lead).toMatchObject({ state: 'READY', awaits: 'director' });
    await company.must(company.assign(leadId, offer.repId));
    expect((await company.lead(leadId)).scopeChangedInCycle).toBeUndefined();
  });
});

let gone = '';
const isNot = (repId: string) => repId !== gone;

async function absent(repId: string) {
  const body = { from: company.now, to: '2026-09-30T00:00:00Z' };
  await company.must(company.ops.post(`/v1/reps/${repId}/absences`, body));
}
