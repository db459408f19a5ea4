import { describe, expect, it } from 'vitest';
import { Instant } from '../../../../functions/leads/instant.ts';
import type { Offer } from '../../../../functions/leads/offer/offer.ts';
import { system } from '../../../../functions/ports.ts';
import { extendDeadlines } from '../../../../functions/use-cases/offer/extend-deadlines.ts';
import { anOffer, anOfferedLead, offerIdFor } from '../../../support/handover-builders.ts';
import { aDeskApi, type DeskApi, told } from './desk-company.ts';

const PUT = 'PUT /v1/calendars/{id}';
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'];

function aCalendarBody(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const blocks = [['09:00', '17:00']];
  return {
    zone: 'UTC',
    weekly: Object.fromEntries(weekdays.map((weekday) => [weekday, blocks])),
    coveredFrom: '2026-01-01',
    coveredUntil: '2026-12-31',
    ...over,
  };
}

function put({ ask }: DeskApi, id: string, body: unknown) {
  return ask({ route: PUT, params: { id }, body });
}

describe('a calendar', () => {
  it('of the company’s own starts at version 1', async () => {
    const api = await aDeskApi();

    const { status, body } = await put(api, 'factory', aCalendarBody());

    expect(status).toBe(200);
    expect(body).toMatchObject({ id: 'factory', version: 1, off: [], on: {} });
    expect(told(await api.eventsOf('calendar_factory'))).toEqual([
      ['CalendarPublished', { calendarId: 'factory', version: 1, coveredUntil: '2026-12-31' }],
    ]);
  });

  it('may be worked by once it is put', async () => {
    const api = await aDeskApi();
    const rep = {
      route: 'PUT /v1/reps/{repId}',
      params: { repId: 'ann' },
      body: {
        name: 'Ann',
        email: 'ann@acme.example',
        department: 'north',
        regions: [],
        productLines: [],
        calendar: 'factory',
      },
    };

    const before = await api.ask(rep);
    await put(api, 'factory', aCalendarBody());
    const after = await api.ask(rep);

    expect(before.body.errors).toMatchObject([{ path: 'calendar' }]);
    expect(after.status).toBe(200);
  });

  it('that is shipped is read until ops replace it, and counts on from version 1', async () => {
    const api = await aDeskApi();
    const read = () => api.ask({ route: 'GET /v1/calendars/{id}', params: { id: 'PLAIN' } });
    const shipped = await read();

    await put(api, 'PLAIN', aCalendarBody({ off: ['2026-09-15'] }));
    const replaced = await read();

    expect(shipped.body).toMatchObject({ id: 'PLAIN', version: 1, off: [] });
    expect(replaced.body).toMatchObject({ id: 'PLAIN', version: 2, off: ['2026-09-15'] });
  });

  it('that is sent again as it is changes nothing', async () => {
    const api = await aDeskApi();
    const { body } = await api.ask({ route: 'GET /v1/calendars/{id}', params: { id: 'CN' } });
    const { id: _id, version: _version, ...document } = body;

    const again = await put(api, 'CN', document);

    expect(again.body.version).toBe(1);
    expect((await api.deps.store.desk()).calendars.size).toBe(0);
  });

  it.each([
    [{ zone: '+08:00' }, 'zone'],
    [{ zone: undefined }, 'zone'],
    [{ weekly: {} }, 'weekly'],
    [{ weekly: { mon: [['18:00', '09:00']] } }, 'weekly.mon.0'],
    [{ weekly: { fun: [] } }, 'weekly.fun'],
    [{ off: ['2026-02-30'] }, 'off.0'],
    [{ on: { tomorrow: [['09:00', '12:00']] } }, 'on.tomorrow'],
    [{ coveredUntil: '2025-01-01' }, 'coveredUntil'],
    [{ version: 9 }, 'version'],
  ])('with %j is refused with the field’s name', async (over, path) => {
    const api = await aDeskApi();

    const { status, body } = await put(api, 'factory', aCalendarBody(over));

    expect([status, body.code]).toEqual([422, 'INVALID']);
    expect(body.errors.map((one: { path: string }) => one.path)).toContain(path);
    expect((await api.deps.store.desk()).calendars.size).toBe(0);
  });

  it.each(['', '-', 'a b', 'a/b', 'x'.repeat(65), '日历'])('cannot be named %j', async (id) => {
    const api = await aDeskApi();

    const { status, body } = await put(api, id, aCalendarBody());

    expect([status, body.errors[0].path]).toEqual([422, 'id']);
  });

  it('that nobody put is not found', async () => {
    const { ask } = await aDeskApi();

    const { status } = await ask({ route: 'GET /v1/calendars/{id}', params: { id: 'MARS' } });

    expect(status).toBe(404);
  });
});

/** Offers of Monday 02:00 UTC on PLAIN: contact is due at 13:00 that day, acceptance on Wednesday at 02:00. */
const due = {
  contactDueAt: '2026-09-14T13:00:00.000Z',
  acceptDueAt: '2026-09-16T02:00:00.000Z',
  expireAt: '2026-09-16T02:01:00.000Z',
};
const tuesdayNoon = Instant.parse('2026-09-15T12:00:00Z');

async function withOffers(...offers: readonly Offer[]): Promise<DeskApi> {
  const api = await aDeskApi();
  await api.withReps('ann');
  for (const offer of offers) {
    await api.deps.store.commit({
      changes: [
        { kind: 'lead', after: anOfferedLead(offer) },
        { kind: 'offer', after: offer },
      ],
    });
  }
  return api;
}

async function extend({ deps }: DeskApi, at = tuesdayNoon, calendar = 'PLAIN') {
  return (await extendDeadlines(deps, system(at, 'relay'), calendar)).moved;
}

describe('an offer that runs while its calendar changes', () => {
  it('gets a day more for a day that was declared off', async () => {
    const api = await withOffers(anOffer(1, due));
    await put(api, 'PLAIN', aCalendarBody({ off: ['2026-09-15'] }));

    const moved = await extend(api);

    const offer = await api.deps.store.offer(offerIdFor(1));
    expect(moved).toEqual([offerIdFor(1)]);
    expect(offer).toMatchObject({
      acceptDueAt: '2026-09-17T02:00:00.000Z',
      expireAt: '2026-09-17T02:01:00.000Z',
      contactDueAt: due.contactDueAt,
      calendar: { id: 'PLAIN', version: 2 },
    });
    const lead = await api.deps.store.lead(offer?.leadId ?? anOffer(1).leadId);
    expect(lead).toMatchObject({ expireAt: offer?.expireAt, nextInstant: offer?.expireAt });
    expect(told(await api.eventsOf(anOffer(1).leadId))).toEqual([
      [
        'DeadlineExtended',
        {
          offerId: offerIdFor(1),
          acceptDueAt: '2026-09-17T02:00:00.000Z',
          contactDueAt: due.contactDueAt,
        },
      ],
    ]);
  });

  it('is reminded by the new window, and not again for what has passed', async () => {
    const reminders = [{ at: Instant.parse('2026-09-15T02:00:00Z'), delivered: true }];
    const api = await withOffers(anOffer(1, { ...due, reminders, reminderAt: [] }));
    await put(api, 'PLAIN', aCalendarBody({ off: ['2026-09-15'] }));

    await extend(api);

    const offer = await api.deps.store.offer(offerIdFor(1));
    expect(offer?.reminderAt.every((at) => at > tuesdayNoon)).toBe(true);
    expect(offer?.reminderAt.length).toBeGreaterThan(0);
    expect(offer?.nextInstant).toBe(due.contactDueAt);
  });

  it('is reminded at once when the new window has no reminder left and none was delivered', async () => {
    const api = await withOffers(anOffer(1, { ...due, reminderAt: [] }));
    await put(api, 'PLAIN', aCalendarBody({ off: ['2026-09-15'] }));
    const wednesday = Instant.parse('2026-09-16T23:59:00Z');

    await extend(api, wednesday);

    expect((await api.deps.store.offer(offerIdFor(1)))?.reminderAt).toEqual([wednesday]);
  });

  it('is never shortened', async () => {
    const api = await withOffers(
      anOffer(1, { ...due, acceptDueAt: '2026-09-20T02:00:00Z', contactDueAt: due.acceptDueAt }),
    );
    await put(api, 'PLAIN', aCalendarBody({ on: { '2026-09-19': [['09:00', '17:00']] } }));

    const moved = await extend(api);

    expect(moved).toEqual([]);
    expect(await api.deps.store.offer(offerIdFor(1))).toMatchObject({ version: 1 });
  });

  it('keeps the first-contact deadline that it was judged by', async () => {
    const late = { contactMissedAt: due.contactDueAt };
    const api = await withOffers(anOffer(1, { ...due, ...late }), anOffer(2, due));
    await put(api, 'PLAIN', aCalendarBody({ off: ['2026-09-14'] }));

    await extend(api);

    const [judged, open] = await Promise.all(
      [1, 2].map((n) => api.deps.store.offer(offerIdFor(n))),
    );
    expect(judged?.contactDueAt).toBe(due.contactDueAt);
    expect(open?.contactDueAt).toBe('2026-09-15T13:00:00.000Z');
    expect(judged?.acceptDueAt).toBe('2026-09-17T00:00:00.000Z');
  });

  it('moves once, however often it is told', async () => {
    const api = await withOffers(anOffer(1, due));
    await put(api, 'PLAIN', aCalendarBody({ off: ['2026-09-15'] }));
    await extend(api);

    const moved = await extend(api);

    expect(moved).toEqual([]);
    expect(await api.eventsOf(anOffer(1).leadId)).toHaveLength(1);
  });

  it('keeps the policy that it was made under', async () => {
    const api = await withOffers(anOffer(1, due));
    await api.ask({
      route: 'PUT /v1/policy',
      body: { clocks: { accept: { duration: 'PT240H' } } },
      headers: { 'If-Match': '0' },
    });
    await put(api, 'PLAIN', aCalendarBody({ off: ['2026-09-15'] }));

    await extend(api);

    expect((await api.deps.store.offer(offerIdFor(1)))?.acceptDueAt).toBe(
      '2026-09-17T02:00:00.000Z',
    );
  });

  it('is left alone when it is settled, or counts by another calendar', async () => {
    const settled = { status: 'ACCEPTED', settledAt: '2026-09-14T03:00:00Z' };
    const api = await withOffers(
      anOffer(1, { ...due, ...settled }),
      anOffer(2, { ...due, acceptDueAt: due.contactDueAt, calendar: { id: 'DE', version: 1 } }),
    );
    await put(api, 'PLAIN', aCalendarBody({ off: ['2026-09-15'] }));

    const moved = await extend(api);

    expect(moved).toEqual([]);
  });

  it('is one of many that are worked off a few at a time, each of them once', async () => {
    const offers = Array.from({ length: 60 }, (_, n) => anOffer(n + 1, due));
    const api = await withOffers(...offers);
    await put(api, 'PLAIN', aCalendarBody({ off: ['2026-09-15'] }));
    const command = system(tuesdayNoon, 'relay');

    const calls = [await extendDeadlines(api.deps, command, 'PLAIN')];
    while (calls.at(-1)?.from !== undefined)
      calls.push(await extendDeadlines(api.deps, command, 'PLAIN', calls.at(-1)?.from));

    expect(calls.map(({ moved }) => moved.length)).toEqual([25, 25, 10]);
    expect(new Set(calls.flatMap(({ moved }) => moved)).size).toBe(60);
    expect(await extend(api)).toEqual([]);
  });
});
