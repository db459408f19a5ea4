// What cannot be done now: each refusal says the state and what may be done instead, and changes nothing.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowedEvents, type State } from '../../../functions/leads/states.ts';
import { goodAnswers } from '../../../infra/tools/good-lead.ts';
import { type Api, openApi } from './api.ts';

let api: Api;
let before: unknown;
beforeAll(async () => {
  api = await openApi();
  before = await api.stored();
});
afterAll(() => api.company.close());

async function expectNothingChanged(): Promise<void> {
  expect(await api.stored()).toEqual(before);
  expect(api.company.runtime.failures).toEqual([]);
}

const reason = 'because';
const refusal = { reason: 'NO_BUDGET', note: 'n' };

describe('in the wrong state', () => {
  const wrong: readonly [string, string, (api: Api) => string, string, unknown?][] = [
    ['sdr-1', 'sdr', ({ working }) => working, 'take'],
    ['sdr-1', 'sdr', ({ pending }) => pending.leadId, 'take'],
    ['sdr-1', 'sdr', ({ settled }) => settled.leadId, 'take'],
    ['sdr-1', 'sdr', ({ mql }) => mql, 'qualification', goodAnswers],
    ['sdr-1', 'sdr', ({ pending }) => pending.leadId, 'qualification', goodAnswers],
    ['sdr-1', 'sdr', ({ nurtured }) => nurtured, 'qualification', goodAnswers],
    ['director-1', 'director', ({ mql }) => mql, 'assign', { repId: 'rep-a', reason }],
    ['director-1', 'director', ({ pending }) => pending.leadId, 'assign', { repId: 'x', reason }],
    ['director-1', 'director', ({ nurtured }) => nurtured, 'assign', { repId: 'rep-a', reason }],
    ['director-1', 'director', ({ mql }) => mql, 'send-back', { verdict: 'nurture', reason }],
    [
      'director-1',
      'director',
      ({ settled }) => settled.leadId,
      'send-back',
      { verdict: 'notALead', reason },
    ],
    ['director-1', 'director', ({ mql }) => mql, 'extra-cycle', { approve: true, reason }],
  ];

  it.each(wrong)(
    '%s (%s) gets 409 with what is allowed: %s %s',
    async (sub, group, lead, step, body) => {
      const leadId = lead(api);
      const state: State = (await api.company.lead(leadId)).state;

      const path = `/v1/leads/${leadId}/${step}`;
      const answer = await api.ask('POST', path, { sub, groups: [group], body });

      expect([answer.status, answer.body.code]).toEqual([409, 'ILLEGAL_TRANSITION']);
      expect(answer.body).toMatchObject({ state, allowed: allowedEvents(state) });
      await expectNothingChanged();
    },
  );

  it('a rep cannot return what he has not accepted', async () => {
    const { pending } = api;
    const path = `/v1/leads/${pending.leadId}/return`;

    const answer = await api.ask('POST', path, {
      sub: pending.repId,
      groups: ['rep'],
      body: refusal,
    });

    expect([answer.status, answer.body.code]).toEqual([409, 'ILLEGAL_TRANSITION']);
    expect(answer.body.state).toBe('OFFERED');
    await expectNothingChanged();
  });
});

describe('an offer that is settled', () => {
  it.each([
    ['accept', 'rep', undefined],
    ['reject', 'rep', { ...refusal, contacted: true }],
    ['withdraw', 'director', { reason }],
    ['withdraw', 'sdr', { reason }],
    ['nudge', 'sdr', {}],
  ])('cannot be answered again: %s by %s', async (step, group, body) => {
    const { settled } = api;
    const sub = group === 'rep' ? settled.repId : 'sdr-1';

    const path = `/v1/offers/${settled.offerId}/${step}`;
    const answer = await api.ask('POST', path, { sub, groups: [group], body });

    expect([answer.status, answer.body.code]).toEqual([409, 'OFFER_SETTLED']);
    expect(answer.body).toMatchObject({ state: 'SQL', offerStatus: 'ACCEPTED' });
    await expectNothingChanged();
  });
});

describe('a refusal that says too little', () => {
  it.each([
    ['reason', { reason: 'NO_SUCH_REASON' }],
    ['reason', { reason: '__proto__' }],
    ['reason', { reason: 'constructor' }],
    ['reason', { reason: 'toString' }],
    ['date', { reason: 'TIMING' }],
    ['date', { reason: 'TIMING', date: '2200-01-01' }],
    ['date', { reason: 'TIMING', date: '9999-12-31' }],
    ['date', { reason: 'TIMING', date: '0000-01-01' }],
    ['misrouted', { reason: 'MISROUTED' }],
    ['misrouted', { reason: 'MISROUTED', misrouted: {} }],
    ['misrouted.productLine', { reason: 'MISROUTED', misrouted: { productLine: '__proto__' } }],
  ])('is invalid at %s: %j', async (field, said) => {
    const { pending, settled } = api;

    const rejected = await api.ask('POST', `/v1/offers/${pending.offerId}/reject`, {
      sub: pending.repId,
      groups: ['rep'],
      body: { note: 'n', contacted: true, ...said },
    });
    const returned = await api.ask('POST', `/v1/leads/${settled.leadId}/return`, {
      sub: settled.repId,
      groups: ['rep'],
      body: { note: 'n', ...said },
    });

    for (const { status, body } of [rejected, returned]) {
      expect([status, body.code]).toEqual([422, 'INVALID']);
      expect(body.errors.map(({ path }: { path: string }) => path)).toEqual([field]);
    }
    await expectNothingChanged();
  });
});

describe('BANT', () => {
  it.each([
    [['budget'], { budget: 'none' }],
    [['authority', 'need'], { authority: 'uses', need: 'no' }],
    [['timeline'], { timeline: null }],
    [['timeline'], { timeline: { startWithinMonths: 13 } }],
    [
      ['budget', 'authority', 'need', 'timeline'],
      { budget: 'unknown', authority: 'unknown', need: 'unknown', timeline: null },
    ],
  ])('fails at %j and nothing is saved', async (paths, found) => {
    const answer = await api.ask('POST', `/v1/leads/${api.working}/qualification`, {
      sub: 'sdr-1',
      groups: ['sdr'],
      body: { ...goodAnswers, ...found },
    });

    expect([answer.status, answer.body.code]).toEqual([422, 'BANT_FAILS']);
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(paths);
    await expectNothingChanged();
  });
});

describe('a rest', () => {
  it('keeps an SDR from taking the lead, and says so', async () => {
    const path = `/v1/leads/${api.nurtured}/take`;

    const answer = await api.ask('POST', path, { sub: 'sdr-1', groups: ['sdr'] });

    expect([answer.status, answer.body.code]).toEqual([409, 'RECYCLE_GUARD']);
    expect(answer.body.guards).toEqual(['COOL_DOWN_RUNNING']);
    await expectNothingChanged();
  });
});

// Moves the clock, so it comes last.
describe('an offer that ran out', () => {
  it('is expired to its rep before anybody noticed, and after', async () => {
    const { company, pending } = api;
    const body = { ...refusal, contacted: true };
    const ask = (step: string, sent?: unknown) =>
      api.ask('POST', `/v1/offers/${pending.offerId}/${step}`, {
        sub: pending.repId,
        groups: ['rep'],
        body: sent,
      });
    await company.advanceTo(pending.acceptDueAt);
    await company.advance('PT1S');
    const rows = await api.stored();

    const within = [await ask('accept'), await ask('reject', body)];
    const unchanged = await api.stored();
    await company.advance('P1D');
    const after = [await ask('accept'), await ask('reject', body)];

    const codes = [...within, ...after].map(({ status, body: { code } }) => [status, code]);
    expect(codes).toEqual(Array(4).fill([409, 'OFFER_EXPIRED']));
    expect(unchanged).toEqual(rows);
    expect(company.runtime.failures).toEqual([]);
  });
});
