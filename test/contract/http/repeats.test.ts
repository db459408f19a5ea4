// The same request again, and two requests at once: one of them counts, and each caller learns which.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Offer } from '../../../functions/leads/offer/offer.ts';
import { goodAnswers } from '../../../infra/tools/good-lead.ts';
import { type Answered, type Api, openApi } from './api.ts';
import { closeSound } from './close.ts';

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => closeSound(api));

let people = 0;
function aForm(over: object = {}): Readonly<Record<string, unknown>> {
  people += 1;
  return {
    form: 'demo-request',
    person: { name: 'Li Lei', email: `li${people}@firm${people}.example` },
    interest: { handRaise: 'demo' },
    consent: { privacyPolicy: '2026-01', email: true },
    ...over,
  };
}

const keyed = (key: string) => ({ 'idempotency-key': key });
const answerOf = ({ status, body }: Answered) => [status, body];
const codeOf = ({ status, body }: Answered) => [status, body.code];

async function anOffer(): Promise<Offer> {
  const { leadId } = await api.company.handOver();
  return api.company.offer(leadId);
}

function answer(offer: Offer, step: 'accept' | 'reject', headers = {}): Promise<Answered> {
  const body = step === 'reject' ? { reason: 'NO_BUDGET', note: 'n', contacted: true } : undefined;
  const path = `/v1/offers/${offer.offerId}/${step}`;
  return api.ask('POST', path, { sub: offer.repId, groups: ['rep'], headers, body });
}

describe('an idempotency key', () => {
  it('gives the stored answer again, and nothing happens twice', async () => {
    const offer = await anOffer();
    const first = await answer(offer, 'accept', keyed('once'));
    await api.company.runtime.settled();
    const before = await api.stored();

    const again = await answer(offer, 'accept', keyed('once'));

    expect(answerOf(again)).toEqual(answerOf(first));
    expect(again.status).toBe(200);
    expect(await api.stored()).toEqual(before);
  });

  it('is honoured on every POST that succeeds, of the public too', async () => {
    const { working } = api;
    const mql = (await api.company.submit()).leadId;
    const offer = await anOffer();
    const known = { email: 'person1@company1.example' };
    const note = { kind: 'call', direction: 'outbound', connected: true, note: 'n' };
    const posts = [
      ['/v1/submissions', aForm()],
      ['/v1/engagements', { person: known, kind: 'download' }],
      ['/v1/engagements', { person: { email: 'nobody@known.example' }, kind: 'download' }],
      [`/v1/leads/${mql}/take`, undefined],
      [`/v1/leads/${working}/activities`, note],
      [
        `/v1/leads/${working}/qualification`,
        { ...goodAnswers, verdict: 'notNow', reason: 'later' },
      ],
      [`/v1/offers/${offer.offerId}/withdraw`, { reason: 'CUSTOMER_CALLED' }],
    ] as const;

    for (const [index, [path, body]] of posts.entries()) {
      const asked = { sub: 'sdr-1', groups: ['sdr'], headers: keyed(`every-${index}`), body };
      const first = await api.ask('POST', path, asked);
      await api.company.runtime.settled();
      const before = await api.stored();
      const again = await api.ask('POST', path, asked);
      expect(first.status, path).toBeLessThan(300);
      expect(answerOf(again), path).toEqual(answerOf(first));
      expect(await api.stored(), path).toEqual(before);
    }
  });

  it('cannot be used for something else', async () => {
    const [one, other] = [await anOffer(), await anOffer()];
    const log = (leadId: string, note: string) =>
      api.ask('POST', `/v1/leads/${leadId}/activities`, {
        sub: 'sdr-1',
        groups: ['sdr'],
        headers: keyed('k-else'),
        body: { kind: 'call', direction: 'inbound', connected: true, note },
      });
    await log(one.leadId, 'first');
    await api.company.runtime.settled();
    const before = await api.stored();

    const otherBody = await log(one.leadId, 'second');
    const otherLead = await log(other.leadId, 'first');

    expect([codeOf(otherBody), codeOf(otherLead)]).toEqual([
      [409, 'IDEMPOTENCY_REUSED'],
      [409, 'IDEMPOTENCY_REUSED'],
    ]);
    expect(await api.stored()).toEqual(before);
  });

  it('is the caller’s and the route’s own', async () => {
    const offer = await anOffer();
    const headers = keyed('shared');
    const note = { kind: 'call', direction: 'outbound', connected: true, note: 'n' };
    const path = `/v1/leads/${offer.leadId}/activities`;
    const log = (sub: string, group: string) =>
      api.ask('POST', path, { sub, groups: [group], headers, body: note });

    const bySdr = await log('sdr-1', 'sdr');
    const byRep = await log(offer.repId, 'rep');
    const accepted = await answer(offer, 'accept', headers);

    expect([bySdr.status, byRep.status, accepted.status]).toEqual([201, 201, 200]);
    expect(byRep.body.activityId).not.toBe(bySdr.body.activityId);
  });

  it.each([' ', 'with space', '安', 'x'.repeat(256), 'a\u0000b', ''])(
    'cannot be %j',
    async (key) => {
      const asked = { headers: keyed(key), body: aForm() };

      const refused = await api.ask('POST', '/v1/submissions', asked);

      expect(codeOf(refused)).toEqual([422, 'INVALID']);
      expect(refused.body.errors[0].path).toBe('Idempotency-Key');
    },
  );

  it('does not keep a refusal: corrected, the request goes through', async () => {
    const headers = keyed('corrected');
    const bad = await api.ask('POST', '/v1/submissions', { headers, body: { form: 'x' } });

    const good = await api.ask('POST', '/v1/submissions', { headers, body: aForm() });

    expect([bad.status, good.status]).toEqual([422, 202]);
  });
});

describe('a key with an engagement of nobody we know', () => {
  it('is kept all the same, or its answer would tell who is known', async () => {
    const engage = (kind: string) =>
      api.ask('POST', '/v1/engagements', {
        headers: keyed('of-nobody'),
        body: { person: { email: 'nobody@at-all.example' }, kind },
      });

    const first = await engage('download');
    const again = await engage('download');
    const other = await engage('webinar');

    expect(answerOf(again)).toEqual(answerOf(first));
    expect(codeOf(other)).toEqual([409, 'IDEMPOTENCY_REUSED']);
  });
});

describe('at once', () => {
  it('two acceptances are one: the other is told that it is settled', async () => {
    const offer = await anOffer();

    const both = await Promise.all([answer(offer, 'accept'), answer(offer, 'accept')]);

    expect(both.map(codeOf).toSorted()).toEqual([
      [200, undefined],
      [409, 'OFFER_SETTLED'],
    ]);
    const story = await api.company.story(offer.leadId);
    expect(story.filter((type) => type === 'Accepted')).toHaveLength(1);
  });

  it('two acceptances with one key get one answer', async () => {
    const offer = await anOffer();
    const once = () => answer(offer, 'accept', keyed(offer.leadId));

    const [one, other] = await Promise.all([once(), once()]);

    expect(answerOf(one)).toEqual(answerOf(other));
    expect(one.status).toBe(200);
    const story = await api.company.story(offer.leadId);
    expect(story.filter((type) => type === 'Accepted')).toHaveLength(1);
  });

  it('an acceptance and a rejection: one counts', async () => {
    const offer = await anOffer();

    const both = await Promise.all([answer(offer, 'accept'), answer(offer, 'reject')]);

    expect(both.map(codeOf).toSorted()).toEqual([
      [200, undefined],
      [409, 'OFFER_SETTLED'],
    ]);
    const story = await api.company.story(offer.leadId);
    expect(story.filter((type) => type === 'Accepted' || type === 'Rejected')).toHaveLength(1);
  });

  it('two SDRs take a lead: one has it', async () => {
    const { leadId } = await api.company.submit();
    const take = (sub: string) =>
      api.ask('POST', `/v1/leads/${leadId}/take`, { sub, groups: ['sdr'] });

    const both = await Promise.all([take('sdr-1'), take('sdr-2')]);

    expect(both.map(codeOf).toSorted()).toEqual([
      [200, undefined],
      [409, 'ILLEGAL_TRANSITION'],
    ]);
    const story = await api.company.story(leadId);
    expect(story.filter((type) => type === 'SdrTook')).toHaveLength(1);
  });

  it('two withdrawals are one', async () => {
    const offer = await anOffer();
    const withdraw = (sub: string) =>
      api.ask('POST', `/v1/offers/${offer.offerId}/withdraw`, {
        sub,
        groups: ['director'],
        body: { reason: 'r' },
      });

    const both = await Promise.all([withdraw('dora'), withdraw('dirk')]);

    expect(both.map(codeOf).toSorted()).toEqual([
      [200, undefined],
      [409, 'OFFER_SETTLED'],
    ]);
  });

  it.each([
    ['without a key', {}],
    ['with one', keyed('form')],
  ])('the same submission twice is one, %s', async (_, headers) => {
    const body = aForm();
    const send = () => api.ask('POST', '/v1/submissions', { body, headers });

    const all = await Promise.all([send(), send(), send()]);
    await api.company.runtime.settled();

    const ids = new Set(all.map(({ body: { submissionId } }) => submissionId));
    expect(all.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(ids.size).toBe(1);
    const submission = await api.company.store.submission([...ids][0]);
    const touches = await api.company.store.touchesOf(
      (await api.company.lead(submission?.leadId ?? '')).leadId,
    );
    expect(touches).toHaveLength(1);
  });

  it('two colleagues of a new company join one journey', async () => {
    const [one, other] = [aForm(), aForm()];
    const person = (name: string) => ({ name, email: `${name}@newfirm.example` });

    const both = await Promise.all([
      api.ask('POST', '/v1/submissions', { body: { ...one, person: person('ann') } }),
      api.ask('POST', '/v1/submissions', { body: { ...other, person: person('bob') } }),
    ]);
    await api.company.runtime.settled();

    const found = await Promise.all(
      both.map(({ body }) => api.company.store.submission(body.submissionId)),
    );
    expect(both.map(({ status }) => status)).toEqual([202, 202]);
    expect(new Set(found.map((submission) => submission?.leadId)).size).toBe(1);
  });
});

describe('a stranger', () => {
  it('gets the same answer whether the address is new, known, in spam or from a robot', async () => {
    const known = aForm();
    await api.ask('POST', '/v1/submissions', { body: known });
    await api.company.runtime.settled();
    const again = { ...known, interest: { handRaise: 'visit', message: 'again' } };
    const spam = aForm({ website2: 'http://spam.example', interest: { message: 'viagra casino' } });
    const refused = aForm({ consent: { privacyPolicy: '1', email: false } });

    const answers = [];
    for (const body of [aForm(), again, known, spam, refused])
      answers.push(await api.ask('POST', '/v1/submissions', { body }));

    const shapes = answers.map(({ status, headers, body }) => ({
      status,
      headers: Object.keys(headers).toSorted(),
      fields: Object.keys(body),
      id: String(body.submissionId).replace(/[0-9A-Z]{26}/, 'ULID'),
      receivedAt: body.receivedAt,
    }));
    expect(shapes).toEqual(shapes.map(() => shapes[0]));
    expect(shapes[0]).toMatchObject({ status: 202, id: 'sub_ULID' });
  });

  it('learns nothing by an engagement either', async () => {
    const known = aForm();
    await api.ask('POST', '/v1/submissions', { body: known });
    const engage = (email: string) =>
      api.ask('POST', '/v1/engagements', { body: { person: { email }, kind: 'pageView' } });

    const ofKnown = await engage(`li${people}@firm${people}.example`);
    const ofNobody = await engage('nobody@nowhere.example');

    expect(answerOf(ofKnown)).toEqual(answerOf(ofNobody));
  });
});

// Moves the clock, so it comes last.
describe('later', () => {
  it('the same payload is the same submission for ten minutes, to the second', async () => {
    const body = aForm();
    const send = (headers = {}) => api.ask('POST', '/v1/submissions', { body, headers });
    const first = await send();
    await api.company.runtime.settled();

    await api.company.advance('PT10M');
    const atTen = await send(keyed('ten'));
    await api.company.advance('PT1S');
    const keptByKey = await send(keyed('ten'));
    const after = await send();

    expect(answerOf(atTen)).toEqual(answerOf(first));
    expect(answerOf(keptByKey)).toEqual(answerOf(first));
    expect(after.body.submissionId).not.toBe(first.body.submissionId);
  });

  it('a key is kept for 24 hours, and then it is free', async () => {
    const headers = keyed('one-day');
    const [one, other] = [aForm(), aForm()];
    const send = (body: unknown) => api.ask('POST', '/v1/submissions', { body, headers });
    const first = await send(one);

    await api.company.advance('P1D');
    const kept = await send(one);
    const reused = await send(other);
    await api.company.advance('PT1S');
    const free = await send(other);

    expect(answerOf(kept)).toEqual(answerOf(first));
    expect(codeOf(reused)).toEqual([409, 'IDEMPOTENCY_REUSED']);
    expect(free.status).toBe(202);
    expect(free.body.submissionId).not.toBe(first.body.submissionId);
  });
});
