import { describe, expect, it } from 'vitest';
import { DEFAULT_CHANNEL_POLICY } from '../../../../functions/leads/desk/channel-policy.ts';
import { deliveryOf } from '../../../../functions/leads/desk/channels.ts';
import { Instant } from '../../../../functions/leads/instant.ts';
import { Person } from '../../../../functions/leads/person.ts';

const at = Instant.parse('2026-09-14T01:30:00.000Z');

function person(over: object = {}): Person {
  return Person.parse({
    ...{ personId: 'pers_1', version: 1, name: 'Anna', email: 'anna@ahorn.example' },
    ...{ consent: { privacyPolicy: 'p', email: true }, leads: {}, createdAt: at, ...over },
  });
}

const mails = {
  ...DEFAULT_CHANNEL_POLICY,
  ways: { ...DEFAULT_CHANNEL_POLICY.ways, customers: 'mail' as const },
  mail: { from: 'us@leadloop.example' },
};
const nobody = { reps: [], sdrs: [], departments: [] };

function deliver(to: Person | undefined, more: object = {}) {
  const message = { id: 'm', to: 'person:pers_1', subject: 's', text: 't', ...more };
  // A message as the relay words it; what matters here is whom it asks.
  return deliveryOf(message as never, { person: to, staff: nobody, policy: mails });
}

const NO = { consent: { privacyPolicy: 'p', email: false } };
const GONE = { ...NO, unsubscribed: { email: at } };
const said = (says: string) => [{ channel: 'email', says, at, where: 'form', by: 'pers_1' }];

describe('a customer', () => {
  it.each([
    ['who said yes', {}, 'mail'],
    ['who said no', NO, 'NO_CONSENT'],
    ['who has unsubscribed', GONE, 'UNSUBSCRIBED'],
    [
      'whose form says yes after a goodbye',
      { ...GONE, consents: said('unconfirmed') },
      'UNSUBSCRIBED',
    ],
    ['without an address', { email: undefined }, 'NO_EMAIL'],
    ['who was erased', { erasedAt: at }, 'ERASED'],
  ])('%s is written to, or not', (_who, over, expected) => {
    expect(Object.values(deliver(person(over)))).toContain(expected);
  });

  it.each([
    ['who said no, once', NO, 'mail'],
    ['whose form says yes after a goodbye', { ...GONE, consents: said('unconfirmed') }, 'mail'],
    ['who has unsubscribed and whose form says nothing', GONE, 'UNSUBSCRIBED'],
    ['who has unsubscribed since', { ...GONE, consents: said('no') }, 'UNSUBSCRIBED'],
    ['without an address', { ...NO, email: undefined }, 'NO_EMAIL'],
    ['who was erased', { ...NO, erasedAt: at }, 'ERASED'],
  ])('%s is asked whether he may be, or not', (_who, over, expected) => {
    const delivery = deliver(person(over), { asksForConsent: true });

    expect(Object.values(delivery)).toContain(expected);
  });

  it('whom nobody knows is not written to', () => {
    expect(deliver(undefined)).toEqual({ channel: 'refused', reason: 'UNKNOWN_PERSON' });
  });
});

describe('the director of a department', () => {
  it('hears by the way of directors, though he is named by himself', () => {
    const departments = [
      { departmentId: 'East', regions: [], mode: 'director', directorSub: 'dora', version: 1 },
    ] as never;
    const policy = {
      ...mails,
      chats: { board: { kind: 'slack' as const } },
      ways: { ...mails.ways, 'group:director': 'board' },
    };
    const message = { id: 'm', to: 'dora', subject: 's', text: 't' } as never;

    const delivery = deliveryOf(message, {
      person: undefined,
      staff: { ...nobody, departments },
      policy,
    });

    expect(delivery).toMatchObject({ channel: 'chat', chat: 'board' });
  });
});
