import { describe, expect, it } from 'vitest';
import { Instant } from '../../../../functions/leads/instant.ts';
import type { Lead } from '../../../../functions/leads/lead.ts';
import {
  absorb,
  areOneJourney,
  inOrder,
  joinAccounts,
  joinPeople,
} from '../../../../functions/leads/merging/merge.ts';
import type { Account, Person, Touch } from '../../../../functions/leads/person.ts';
import { defaultPolicy } from '../../../../functions/leads/policy.ts';
import { rulesOf } from '../../../../functions/leads/rules.ts';
import { anOffer, anOfferedLead } from '../../../support/handover-builders.ts';

const at = Instant.parse('2026-09-14T01:30:00.000Z');
const later = Instant.parse('2026-09-15T01:30:00.000Z');

function lead(state: Lead['state'], over: Partial<Lead> = {}): Lead {
  // The rule looks at these fields only.
  return { leadId: `lead_${state}`, state, productLine: 'core', openedAt: at, ...over } as Lead;
}

function person(personId: string, over: Partial<Person> = {}): Person {
  return {
    personId,
    version: 1,
    name: personId,
    consent: { privacyPolicy: '2026-01' },
    formerAccountIds: [],
    keys: [`key-${personId}`],
    absorbed: [],
    joined: [],
    differences: [],
    consents: [],
    unsubscribed: {},
    leads: {},
    createdAt: at,
    ...over,
  };
}

function account(accountId: string, over: Partial<Account> = {}): Account {
  const domain = `${accountId}.example`;
  return { accountId, version: 1, domain, absorbed: [], createdAt: at, ...over };
}

describe('which of two open journeys goes on', () => {
  it.each([
    ['OPPORTUNITY', 'SQL'],
    ['SQL', 'SAL'],
    ['SAL', 'OFFERED'],
    ['OFFERED', 'READY'],
    ['READY', 'SDR_WORKING'],
    ['SDR_WORKING', 'MQL'],
    ['MQL', 'NURTURE'],
    ['NURTURE', 'MAL'],
  ] as const)('%s before %s, in either order', (more, less) => {
    const [one, other] = [lead(more, { openedAt: later }), lead(less)];

    expect(inOrder(one, other)[0]).toBe(one);
    expect(inOrder(other, one)[0]).toBe(one);
  });

  it('the oldest of two in one state', () => {
    const [old, young] = [lead('MQL'), lead('MQL', { openedAt: later })];

    expect(inOrder(young, old)).toEqual([old, young]);
  });
});

describe('journeys that are one', () => {
  it('are open and about the same product line', () => {
    expect(areOneJourney(lead('MQL'), lead('SAL'))).toBe(true);
    expect(areOneJourney(lead('MQL'), lead('SAL', { productLine: 'cloud' }))).toBe(false);
    expect(areOneJourney(lead('MQL'), lead('WON'))).toBe(false);
  });
});

describe('two people who are one', () => {
  it.each([
    [true, true, true],
    [true, false, false],
    [false, undefined, false],
    [true, undefined, undefined],
    [undefined, undefined, undefined],
  ])('consent %s and %s is %s', (one, other, both) => {
    const consent = (email: boolean | undefined) => ({ privacyPolicy: '2026-01', email });

    const { person: joined } = joinPeople(
      person('one', { consent: consent(one) }),
      person('other', { consent: consent(other) }),
      at,
    );

    expect(joined.consent.email).toBe(both);
  });

  it('keep a goodbye of either, and fill each other’s gaps', () => {
    const { person: joined, other } = joinPeople(
      person('one', { email: 'one@a.example' }),
      person('other', { phone: '+8613800000000', unsubscribed: { email: at } }),
      later,
    );

    expect(joined).toMatchObject({
      name: 'one',
      email: 'one@a.example',
      phone: '+8613800000000',
      unsubscribed: { email: at },
      keys: ['key-one', 'key-other'],
      absorbed: ['other'],
    });
    expect(other.mergedInto).toBe('one');
  });

  it('show what the other is called and reached by beside what is kept', () => {
    const { person: joined } = joinPeople(
      person('one', { email: 'one@a.example', title: 'CTO' }),
      person('other', { email: 'other@a.example', title: 'CTO' }),
      later,
    );

    expect(joined.email).toBe('one@a.example');
    expect(joined.differences).toEqual([
      { field: 'name', value: 'other', at: later },
      { field: 'email', value: 'other@a.example', at: later },
    ]);
  });
});

describe('two companies that are one', () => {
  it('are a customer since the first deal of either, and the owner of the one that goes on stays', () => {
    const { account: joined } = joinAccounts(
      account('one', { customerSince: later, ownerRepId: 'rep-a' }),
      account('other', { customerSince: at, ownerRepId: 'rep-b', absorbed: ['third'] }),
    );

    expect(joined).toMatchObject({
      customerSince: at,
      ownerRepId: 'rep-a',
      domain: 'one.example',
      absorbed: ['other', 'third'],
    });
  });
});

describe('what a merge brings', () => {
  it('of five hundred touches is each of them, in events that hold two hundred', () => {
    const survivor = anOfferedLead(anOffer(1));
    const ended = anOfferedLead(anOffer(2));
    const touches = Array.from({ length: 500 }, (_, nth) => ({
      ...{ touchId: `touch_${nth}`, leadId: ended.leadId, personId: ended.personId, at },
      ...{ kinds: ['download'], source: { class: 'MARKETING' } },
    })) as unknown as readonly Touch[];
    const rules = rulesOf({ version: 1, document: defaultPolicy() }, new Map());

    const { events } = absorb(survivor, ended, {
      ...{ at, rules, touches, mergeId: 'merge_1', samePerson: true },
    });

    const told = events.flatMap(({ data }) => [Object(data).touches ?? []]);
    expect(events.map(({ type }) => type).slice(0, 3)).toEqual([
      'LeadMergedIn',
      'TouchesMergedIn',
      'TouchesMergedIn',
    ]);
    expect(told.map(({ length }) => length).slice(0, 3)).toEqual([200, 200, 100]);
    expect(new Set(told.flat().map(({ touchId }: Touch) => touchId)).size).toBe(500);
  });
});
