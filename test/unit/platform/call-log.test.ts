import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { body, line } from '../../../functions/leads/fields.ts';
import { OfferSettled } from '../../../functions/leads/offer/offer.ts';
import { api, type Route } from '../../../functions/platform/api.ts';
import type { CallContext } from '../../../functions/platform/call-log.ts';
import { once } from '../../../functions/platform/first-call.ts';
import { JourneyTask, OfferTask, task } from '../../../functions/platform/task.ts';
import type { Deps } from '../../../functions/ports.ts';
import { ask } from '../../support/api-event.ts';
import { anOffer } from '../../support/handover-builders.ts';

const LEAD = 'lead_01K4ZX5G7T0000000000000000';
const OFFER = `${LEAD}-c1-o1`;
const AT = '2026-09-14T02:00:00.000Z';
const PLANTED = ['Li Lei', 'li.lei@acme.example', '+8613800000000'] as const;

let written: string[];
beforeEach(() => {
  written = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

function lines() {
  return written.map((text) => JSON.parse(text));
}

/** A call that takes 42 ms of its 3 seconds. */
function aCall(): CallContext {
  const left = [3000, 2958];
  return {
    functionName: 'SettleOffer',
    awsRequestId: 'call-1',
    getRemainingTimeInMillis: () => left.shift() ?? 0,
  };
}

/** Of all the rest nothing is asked: every rep is on the desk. */
const noDeps = () =>
  ({ store: { rep: async () => ({ active: true }), readAhead() {} } }) as unknown as Deps;

describe('the line of an API call', () => {
  const [name, email, phone] = PLANTED;
  const contact: Route = {
    method: 'POST',
    path: '/v1/offers/{offerId}/reject',
    groups: ['rep'],
    body: body({ name: line(40), email: line(100) }),
    handle: async () => {
      throw new OfferSettled(anOffer(1, { reason: `${name} said ${phone}` }), 'SAL');
    },
  };

  const called = (asked: { readonly params: Record<string, string>; readonly body?: object }) => {
    const handler = once(api([contact]), noDeps);
    return ask((event) => handler(event, aCall()), {
      route: 'POST /v1/offers/{offerId}/reject',
      groups: ['rep'],
      requestId: 'request-1',
      query: { q: phone },
      body: { name, email },
      ...asked,
    });
  };

  it('says what was asked about which lead, how it was refused, and how long it took', async () => {
    await called({ params: { offerId: OFFER } });

    expect(lines()).toMatchObject([
      {
        level: 'INFO',
        route: 'POST /v1/offers/{offerId}/reject',
        outcome: 'refused',
        code: 'OFFER_SETTLED',
        leadId: LEAD,
        offerId: OFFER,
        requestId: 'request-1',
        milliseconds: 42,
      },
    ]);
  });

  it.each([
    ['in the body', { params: { offerId: OFFER } }],
    ['in a body that is refused', { params: { offerId: OFFER }, body: { name, mail: email } }],
    ['in the path', { params: { offerId: email } }],
  ])('has nothing of a person who stands %s', async (_where, asked) => {
    await called(asked);

    expect(lines()).toHaveLength(1);
    for (const planted of PLANTED) expect(written.join()).not.toContain(planted);
  });
});

describe('the line of a task', () => {
  it('has its lead and its execution', async () => {
    const handler = once(
      task(JourneyTask, async () => 'done'),
      noDeps,
    );

    await handler({ leadId: LEAD, execution: `${LEAD}-c1-r2`, at: AT }, aCall());

    expect(lines()).toMatchObject([
      {
        task: 'SettleOffer',
        outcome: 'done',
        leadId: LEAD,
        executionName: `${LEAD}-c1-r2`,
        requestId: 'call-1',
        milliseconds: 42,
      },
    ]);
  });

  it('has the offer’s execution, and of what was thrown its name alone', async () => {
    const failing = task(OfferTask, async () => {
      throw new TypeError(`no phone of ${PLANTED.join()}`);
    });

    const call = once(failing, noDeps)({ leadId: LEAD, offerId: OFFER, at: AT }, aCall());

    await expect(call).rejects.toThrow(TypeError);
    expect(lines()).toMatchObject([
      { outcome: 'failed', code: 'TypeError', offerId: OFFER, executionName: OFFER },
    ]);
    for (const planted of PLANTED) expect(written.join()).not.toContain(planted);
  });

  it('has the lead of a message, and nothing of what it says or to whom', async () => {
    const notify = once(() => async (_event: object) => undefined, noDeps);
    const detail = { id: 'm1', to: PLANTED[1], text: PLANTED.join(), leadId: LEAD };

    await notify({ 'detail-type': 'MessageRequested', detail }, aCall());

    expect(lines()).toMatchObject([{ outcome: 'done', leadId: LEAD }]);
    for (const planted of PLANTED) expect(written.join()).not.toContain(planted);
  });
});
