import { describe, expect, it } from 'vitest';
import { shippedCalendar } from '../../../../functions/leads/calendar/shipped-calendars.ts';
import { Instant, minus, plus } from '../../../../functions/leads/instant.ts';
import type { Offer } from '../../../../functions/leads/offer/offer.ts';
import { Activity } from '../../../../functions/leads/person.ts';
import {
  type Known,
  nextHumanAction,
  type People,
} from '../../../../infra/tools/replay/people-model.ts';
import { anOffer, anOfferedLead } from '../../../support/handover-builders.ts';
import { isWorking } from '../../leads/calendar/calendars.ts';

const MONDAY = Instant.parse('2018-03-05T10:00:00.000Z');
const people: People = { seed: 'any', model: 'answers', sdrs: 3, reps: 4 };
const eager: People = { ...people, model: 'accept-all' };
const PERSON = { name: 'Ana Lima', email: 'ana.lima@company-x.example' };

function offered(n: number, over: object = {}): Offer {
  const offer = { offeredAt: MONDAY, acceptDueAt: plus(MONDAY, 'PT48H'), ...over };
  return anOffer(n, offer);
}

function known(n: number, over: object = {}, more: Partial<Known> = {}): Known {
  const offer = more.offer ?? offered(n);
  const row = { enteredAt: MONDAY, sdrId: 'sdr-2', ...over };
  return { lead: anOfferedLead(offer, row), person: PERSON, calls: [], ...more, offer };
}

function call(n: number, over: object): Activity {
  const at = plus(MONDAY, `PT${n}H`);
  return Activity.parse({
    activityId: `act_${n}`,
    leadId: known(1).lead.leadId,
    by: 'sdr-2',
    group: 'sdr',
    kind: 'call',
    direction: 'outbound',
    connected: false,
    at,
    loggedAt: at,
    note: 'x',
    ...over,
  });
}

function each(count: number, of: (n: number) => Known, who = people) {
  return Array.from({ length: count }, (_, n) => nextHumanAction(who, of(n + 1)));
}

describe('people in a replay', () => {
  it('decide the same whenever they are asked, and otherwise under another seed', () => {
    const again = each(50, (n) => known(n));

    expect(each(50, (n) => known(n))).toEqual(again);
    expect(each(50, (n) => known(n), { ...people, seed: 'other' })).not.toEqual(again);
  });

  it('take a new lead within a working day', () => {
    const takes = each(50, (n) => known(n, { state: 'MQL', sdrId: undefined }));

    expect(new Set(takes.map((take) => take?.path.split('/').at(-1)))).toEqual(new Set(['take']));
    expect(takes.every((take) => take && isWorking(shippedCalendar('PLAIN'), take.at))).toBe(true);
    expect(takes.every((take) => take && take.at > MONDAY)).toBe(true);
    expect(new Set(takes.map((take) => take && take.who !== 'customer' && take.who.sub)).size).toBe(
      3,
    );
  });

  it('call before they judge', () => {
    const working = { state: 'SDR_WORKING' };

    const first = nextHumanAction(people, known(1, working));
    const after = nextHumanAction(
      people,
      known(1, working, { calls: [call(1, { connected: true })] }),
    );

    expect(first?.path).toMatch(/activities$/);
    expect(after?.path).toMatch(/qualification$/);
  });

  it('stop calling after three attempts in a cycle', () => {
    const tries = [call(1, {}), call(2, {}), call(3, {})];
    const before = { ...call(1, { connected: true }), at: minus(MONDAY, 'P1D') };

    const judged = nextHumanAction(people, known(1, { state: 'SDR_WORKING' }, { calls: tries }));
    const next = nextHumanAction(people, known(1, { state: 'SDR_WORKING' }, { calls: [before] }));

    expect(judged?.body).toMatchObject({ verdict: 'notNow', reason: 'not reached' });
    expect(next?.key).toMatch(/call-1$/);
  });

  it('correct the address of a lead that was refused as BAD_DATA before they hand it over again', () => {
    const refused = {
      state: 'SDR_WORKING',
      cycle: 2,
      nurtureReason: 'BAD_DATA',
      nurturedAt: plus(MONDAY, 'P0D'),
    };
    const calls = [call(1, { connected: true })];

    const first = nextHumanAction(people, known(1, refused, { calls }));
    const then = { ...refused, contactChangedAt: plus(MONDAY, 'PT2H') };

    expect(first).toMatchObject({ method: 'PUT', path: expect.stringMatching(/contact$/) });
    expect(nextHumanAction(people, known(1, then, { calls }))?.path).toMatch(/qualification$/);
  });

  it('accept, refuse by the catalogue, or stay silent', () => {
    const contacted = (n: number) => known(n, {}, { offer: offered(n, { contactedAt: MONDAY }) });

    const answers = each(400, contacted).map((act) => act?.path.split('/').at(-1) ?? 'silence');

    const count = (what: string) => answers.filter((one) => one === what).length;
    expect(count('accept')).toBeGreaterThan(200);
    expect(count('reject')).toBeGreaterThan(40);
    expect(count('silence')).toBeGreaterThan(20);
    expect(count('accept') + count('reject') + count('silence')).toBe(400);
  });

  it('answer in time when they answer', () => {
    const late = each(400, (n) => known(n, {}, { offer: offered(n, { contactedAt: MONDAY }) }));

    expect(late.every((act) => !act || act.at < '2018-03-07T10:00:00.000Z')).toBe(true);
  });

  it('accept every offer promptly by the other model, and every SDR says yes', () => {
    const calls = [call(1, { connected: true })];
    const ready = each(60, (n) => known(n, { state: 'SDR_WORKING' }, { calls }), eager);
    const contacted = (n: number) => known(n, {}, { offer: offered(n, { contactedAt: MONDAY }) });

    expect(ready.every((act) => Object(act?.body).verdict === 'ready')).toBe(true);
    expect(each(60, contacted, eager).every((act) => act?.path.endsWith('/accept'))).toBe(true);
  });

  it('let some customers ask again while their lead rests', () => {
    const resting = each(200, (n) => known(n, { state: 'NURTURE', stay: 1 }));

    const asked = resting.filter((act) => act?.path === '/v1/submissions');
    expect(asked.length).toBeGreaterThan(25);
    expect(asked.length).toBeLessThan(90);
    expect(asked[0]).toMatchObject({ who: 'customer', body: { person: PERSON } });
  });

  it('rule on another cycle after they were asked', () => {
    const extraCycleAskedAt = plus(MONDAY, 'P14D');
    const asked = known(1, { state: 'NURTURE', extraCycle: 'asked' }, { extraCycleAskedAt });

    const ruling = nextHumanAction(people, asked);

    expect(ruling?.path).toMatch(/extra-cycle$/);
    expect(ruling && ruling.at > extraCycleAskedAt).toBe(true);
  });

  it('leave closed leads alone', () => {
    expect(nextHumanAction(people, known(1, { state: 'DORMANT' }))).toBeUndefined();
  });
});
