import { describe, expect, it } from 'vitest';
import type { RepRecord } from '../../../../functions/leads/desk/desk.ts';
import { Instant } from '../../../../functions/leads/instant.ts';
import {
  anOffer,
  anOfferedLead,
  leadIdFor,
  offerIdFor,
} from '../../../support/handover-builders.ts';
import { aHandledOffer } from '../../../support/routing-builders.ts';
import { aDeskApi, type DeskApi, told } from './desk-company.ts';

const ANNUL = 'POST /v1/reps/{repId}/strikes/{offerId}/annul';
const director = { groups: ['director'] as const, sub: 'dora', at: '2026-09-16T02:00:00Z' };

/** ann let two offers lie and is out until 15 October. */
async function annIsOut(): Promise<DeskApi> {
  const api = await aDeskApi();
  await api.withReps('ann', 'bob');
  const rep = await api.deps.store.rep('ann');
  if (!rep) throw new Error('ann was put');
  const misses = [
    aHandledOffer(offerIdFor(1), 'missed', '2026-09-14T02:00:00Z', { leadId: leadIdFor(1) }),
    aHandledOffer(offerIdFor(2), 'missed', '2026-09-15T02:00:00Z', { leadId: leadIdFor(2) }),
  ];
  const record: RepRecord = { repId: 'ann', version: 0, handled: misses };
  const suspension = {
    suspensionId: 's1',
    from: Instant.parse('2026-09-15T02:00:00Z'),
    until: Instant.parse('2026-10-15T02:00:00Z'),
    causeOfferIds: [offerIdFor(1), offerIdFor(2)],
  };
  const settled = { status: 'TIMED_OUT', settledAt: '2026-09-15T02:00:00Z' };
  await api.deps.store.commit({
    changes: [
      { kind: 'rep', before: rep, after: { ...rep, suspensions: [suspension] } },
      { kind: 'record', after: record },
      { kind: 'offer', after: anOffer(1, settled) },
      { kind: 'offer', after: anOffer(2, settled) },
    ],
  });
  return api;
}

function annul(n: number) {
  return {
    ...director,
    route: ANNUL,
    params: { repId: 'ann', offerId: offerIdFor(n) },
    body: { reason: 'The mail was down' },
  };
}

describe('a strike', () => {
  it('shows in the list of reps until when it keeps the rep out', async () => {
    const { ask } = await annIsOut();

    const { body } = await ask({ route: 'GET /v1/reps', ...director });

    expect(body.items[0]).toMatchObject({
      repId: 'ann',
      ruleState: 'out until 15 Oct',
      suspendedUntil: '2026-10-15T02:00:00.000Z',
    });
  });

  it('taken back by a director ends the suspension that stood on it', async () => {
    const { ask, deps, eventsOf } = await annIsOut();

    const { status, body } = await ask(annul(1));
    const reps = await ask({ route: 'GET /v1/reps', ...director });

    expect(status).toBe(200);
    expect(body).toEqual({
      repId: 'ann',
      offerId: offerIdFor(1),
      annulledAt: '2026-09-16T02:00:00.000Z',
      suspendedUntil: null,
    });
    expect(reps.body.items[0]).toMatchObject({
      misses: 1,
      ruleState: '1 miss; next miss before a timely answer = suspension',
    });
    expect(told((await eventsOf('rep_ann')).slice(1))).toEqual([
      ['StrikeAnnulled', { repId: 'ann', offerId: offerIdFor(1) }],
      ['SuspensionEnded', { repId: 'ann', suspensionId: 's1', until: '2026-09-16T02:00:00.000Z' }],
    ]);
    expect((await deps.store.offer(offerIdFor(1)))?.annulled).toEqual({
      at: '2026-09-16T02:00:00.000Z',
      by: 'dora',
      reason: 'The mail was down',
    });
  });

  it('names the day on which the next miss would end, while an offer runs', async () => {
    const { ask, deps } = await annIsOut();
    const offer = anOffer(3, { acceptDueAt: '2026-09-18T02:00:00Z' });
    await ask(annul(1));
    await deps.store.commit({
      changes: [
        { kind: 'lead', after: anOfferedLead(offer) },
        { kind: 'offer', after: offer },
      ],
    });

    const { body } = await ask({ route: 'GET /v1/reps', ...director });

    expect(body.items[0].ruleState).toBe(
      '1 miss; next miss before a timely answer = out until 18 Oct',
    );
  });

  it('is taken back once: the second time is refused', async () => {
    const { ask } = await annIsOut();
    await ask(annul(1));

    const { status, body } = await ask(annul(1));

    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'ILLEGAL_TRANSITION', refusal: 'ALREADY_ANNULLED' });
  });

  it('is answered the same again when the same key is sent again', async () => {
    const { ask } = await annIsOut();
    const once = { ...annul(1), headers: { 'Idempotency-Key': 'k1' } };
    const first = await ask(once);

    const again = await ask({ ...once, requestId: 'another' });

    expect(again).toEqual(first);
  });

  it('stands after ten working days', async () => {
    const { ask } = await annIsOut();

    const inTime = await ask({ ...annul(2), at: '2026-09-29T02:00:00Z' });
    const late = await ask({ ...annul(1), at: '2026-09-29T02:00:00Z' });

    expect(inTime.status).toBe(200);
    expect(late).toMatchObject({ status: 409, body: { refusal: 'TOO_LATE' } });
  });

  it.each([
    ['a rep nobody entered', { repId: 'zoe', offerId: offerIdFor(1) }, 404],
    ['an offer to somebody else', { repId: 'bob', offerId: offerIdFor(1) }, 404],
    ['an offer that is not there', { repId: 'ann', offerId: offerIdFor(9) }, 404],
    ['an id that is none', { repId: 'ann', offerId: 'offer 1' }, 422],
    ['an id without end', { repId: 'ann', offerId: `${offerIdFor(1)}${'1'.repeat(2000)}` }, 422],
  ])('is not found for %s', async (_, params, expected) => {
    const { ask } = await annIsOut();

    const { status } = await ask({ ...annul(1), params });

    expect(status).toBe(expected);
  });

  it.each(['rep', 'sdr', 'ops', 'admin'] as const)('is not for %s to take back', async (group) => {
    const { ask } = await annIsOut();

    const { status, body } = await ask({ ...annul(1), groups: [group] });

    expect([status, body.code]).toEqual([403, 'FORBIDDEN']);
  });
});
