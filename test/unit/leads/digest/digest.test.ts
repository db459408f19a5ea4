import { describe, expect, it } from 'vitest';
import { Rep } from '../../../../functions/leads/desk/desk.ts';
import {
  type Accepted,
  digestOf,
  silentOnes,
  waitsForDirector,
  waitsForRep,
  waitsForSdr,
} from '../../../../functions/leads/digest/digest.ts';
import { recipientsOf } from '../../../../functions/leads/digest/recipients.ts';
import { type Instant, plus } from '../../../../functions/leads/instant.ts';
import { chinese } from '../../../../functions/leads/messages/chinese.ts';
import { digestLines, digestSections } from '../../../../functions/leads/messages/digest-lines.ts';
import { english } from '../../../../functions/leads/messages/english.ts';
import { type Reader, wordsOf } from '../../../../functions/leads/messages/wording.ts';
import type { Dispute } from '../../../../functions/leads/offer/dispute.ts';
import type { Opportunity } from '../../../../functions/leads/opportunity/opportunity.ts';
import { defaultPolicy } from '../../../../functions/leads/policy.ts';
import { rulesOf } from '../../../../functions/leads/rules.ts';
import { anOffer, anOfferedLead, leadIdFor } from '../../../support/handover-builders.ts';
import { aDepartment, aHandledOffer, aRep, NOW } from '../../../support/routing-builders.ts';

const rules = rulesOf({ version: 0, document: defaultPolicy() }, new Map());
const now = { at: NOW, rules };
const rep = Rep.parse({ ...aRep('ann'), email: 'ann@leadloop.example', version: 1 });
const most = { most: 10 };
const nothing = { pending: [], accepted: [], opportunities: [], rep, record: undefined };

function anAccepted(n: number, over: object = {}): Accepted {
  return anOfferedLead(anOffer(n), { state: 'SAL', ...over }) as Accepted;
}

function anOpportunity(over: Partial<Opportunity>): Opportunity {
  return { leadId: leadIdFor(1), ownerRepId: 'ann', stage: 'DEMO', ...over } as Opportunity;
}

function said(entries: ReturnType<typeof waitsForRep>): readonly unknown[] {
  return entries.map(([section, line]) => [
    section,
    'lead' in line ? Number(line.lead.slice('lead_'.length)) : line.name,
    ...('dueAt' in line ? [line.dueAt] : []),
  ]);
}

describe('what waits for a rep', () => {
  it('are offers to answer, and customers whom nobody has contacted', () => {
    const contacted = anOffer(2, { contactedAt: NOW });
    const missed = anOffer(3, { contactMissedAt: NOW });

    const entries = waitsForRep({ ...nothing, pending: [anOffer(1), contacted, missed] }, now);

    expect(said(entries)).toEqual([
      ['answer', 1, plus(NOW, 'PT48H')],
      ['answer', 2, plus(NOW, 'PT48H')],
      ['answer', 3, plus(NOW, 'PT48H')],
      ['contact', 1, plus(NOW, 'PT4H')],
    ]);
  });

  it('is nothing whose time is over: that goes to others at this moment', () => {
    const over = anOffer(1, { acceptDueAt: NOW, contactDueAt: NOW });
    const closing = anAccepted(2, { oppDueAt: NOW });

    expect(waitsForRep({ ...nothing, pending: [over], accepted: [closing] }, now)).toEqual([]);
  });

  it('are accepted leads that he has not called, and those whose window ends within the week', () => {
    const accepted = [
      anAccepted(1, { contactDueAt: plus(NOW, 'PT4H') }),
      anAccepted(2, { oppDueAt: plus(NOW, 'P7D') }),
      anAccepted(3, { oppDueAt: plus(NOW, 'P7DT1S') }),
      anAccepted(4, { oppDueAt: plus(NOW, 'P1D'), windowClosedAt: NOW }),
    ];

    expect(said(waitsForRep({ ...nothing, accepted }, now))).toEqual([
      ['contact', 1, plus(NOW, 'PT4H')],
      ['window', 2, plus(NOW, 'P7D')],
    ]);
  });

  it('are opportunities for whose next step he was asked', () => {
    const opportunities = [anOpportunity({}), anOpportunity({ stalledAt: NOW })];

    expect(said(waitsForRep({ ...nothing, opportunities }, now))).toEqual([['silent', 1]]);
  });

  it('is said together with how he stands', () => {
    const miss = aHandledOffer('offer-1', 'missed', NOW);
    const record = { repId: 'ann', version: 1, handled: [miss] };
    const suspension = { suspensionId: 's', from: NOW, until: plus(NOW, 'P1D'), causeOfferIds: [] };
    const out = { ...rep, suspensions: [suspension] };

    expect(waitsForRep({ ...nothing, record }, now)).toEqual([
      ['standing', { name: 'misses', misses: '1', most: '2' }],
    ]);
    expect(waitsForRep({ ...nothing, rep: out, record }, now)).toEqual([
      ['standing', { name: 'suspended', until: suspension.until }],
    ]);
  });
});

describe('a digest', () => {
  it('is none where nothing waits', () => {
    expect(digestOf([], 'daily', most)).toBeUndefined();
    expect(digestOf([], 'weekly', most)).toBeUndefined();
  });

  it('is not sent each morning for a miss alone, but once a week', () => {
    const miss = [['standing', { name: 'misses', misses: '1', most: '2' }]] as const;

    expect(digestOf(miss, 'daily', most)).toBeUndefined();
    expect(digestOf(miss, 'weekly', most)).toHaveLength(1);
  });

  it('has so many lines a section, those first that are due first, and says how many are left', () => {
    const dueIn = (hours: number) => ({ acceptDueAt: plus(NOW, `PT${hours}H`), contactedAt: NOW });
    const pending = Array.from({ length: 33 }, (_, index) => anOffer(index + 1, dueIn(40 - index)));

    const sections = digestOf(waitsForRep({ ...nothing, pending }, now), 'daily', most);

    expect(sections).toMatchObject([{ name: 'answer', more: 23 }]);
    expect(sections?.[0]?.lines).toHaveLength(10);
    expect(sections?.[0]?.lines[0]).toMatchObject({
      lead: leadIdFor(33),
      dueAt: plus(NOW, 'PT8H'),
    });
  });

  it('keeps the queue’s own order', () => {
    const queue = [3, 1, 2].map((n) => anOfferedLead(anOffer(n), { state: 'MQL' }));

    expect(digestOf(waitsForSdr([], queue), 'daily', most)?.[0]?.lines).toMatchObject(
      [3, 1, 2].map((n) => ({ lead: leadIdFor(n) })),
    );
  });

  it('tells once what somebody sees as a rep and as the director', () => {
    const silent = silentOnes([anOpportunity({ stalledAt: NOW })]);

    expect(digestOf([...silent, ...silent], 'daily', most)?.[0]?.lines).toHaveLength(1);
  });
});

describe('who gets a digest', () => {
  const sdr = { ...rep, sdrId: 'sam', regions: [], productLines: [], languages: [] };
  const staff = { reps: [rep], sdrs: [sdr], departments: [] };
  const names = (desk: Parameters<typeof recipientsOf>[0]) =>
    recipientsOf(desk, rules).map(({ to, parts }) => [to, ...parts.map(({ kind }) => kind)]);

  it('are reps, SDRs, and the directors as a group where a department names none', () => {
    expect(names(staff)).toEqual([
      ['ann', 'rep'],
      ['sam', 'sdr'],
      ['group:director', 'director'],
    ]);
  });

  it('is one person once, whatever he is', () => {
    const departments = ['north', 'south'].map((one) => ({
      ...aDepartment(one, { directorSub: 'ann' }),
      version: 1,
    }));

    expect(names({ ...staff, departments })).toEqual([
      ['ann', 'rep', 'director', 'director'],
      ['sam', 'sdr'],
    ]);
  });

  it('is nobody who works here no more', () => {
    const gone = { ...rep, active: false };

    expect(names({ reps: [gone], sdrs: [{ ...sdr, active: false }], departments: [] })).toEqual([
      ['group:director', 'director'],
    ]);
  });
});

const lead = anOffer(1).leadId;
const dueAt = '2026-09-15T16:00:00.000Z' as Instant;
const since = '2026-09-14T01:30:00.000Z' as Instant;
const report = '/v1/reports/x';
const whole = [
  { name: 'answer', lines: [{ name: 'answer', lead, dueAt }], more: 23 },
  { name: 'contact', lines: [{ name: 'contact', lead, dueAt: since }], more: 0 },
  { name: 'window', lines: [{ name: 'window', lead, dueAt }], more: 0 },
  {
    name: 'silent',
    lines: [{ name: 'silent', lead, repId: 'ann', stage: 'DEMO', since }],
    more: 0,
  },
  { name: 'qualify', lines: [{ name: 'qualify', lead, grade: 'HOT', since }], more: 0 },
  { name: 'queue', lines: [{ name: 'queue', lead, grade: '-', since }], more: 0 },
  { name: 'choose', lines: [{ name: 'choose', lead, dueAt: since }], more: 0 },
  { name: 'dispute', lines: [{ name: 'dispute', lead, repId: 'ann', dueAt }], more: 0 },
  {
    name: 'standing',
    lines: [
      { name: 'misses', misses: '1', most: '2' },
      { name: 'suspended', until: dueAt },
    ],
    more: 0,
  },
  {
    name: 'agenda',
    lines: [
      { name: 'rejected', lead, reason: 'NO_BUDGET', repId: 'ann', sdrId: 'sam', dispute: 'none' },
      { name: 'returned', lead, reason: 'TIMING', repId: 'ann', sdrId: '-', dispute: 'overturned' },
    ],
    more: 0,
  },
  {
    name: 'figures',
    lines: [
      { name: 'funnel', mql: '4', sal: '3', opportunity: '2', won: '1', report },
      { name: 'inTime', percent: '83', of: '12', report },
      { name: 'tooFewInTime', count: '2', of: '3', report },
      { name: 'openCredits', pending: '5', windowOpen: '7', report },
      { name: 'forecast', amounts: ['CNY 2,000.00', 'JPY 300'], report },
    ],
    more: 0,
  },
] as const;

describe('the words of a digest', () => {
  const reader: Reader = {
    language: english,
    zone: 'Asia/Shanghai',
    at: NOW,
    nameOf: (sub) => ({ ann: 'Chen Jie', sam: 'Fang Min' })[sub] ?? sub,
    subjectOf: () => ({ person: 'Li Lei', company: 'Acme' }),
    page: 'https://leads.example/',
  };

  it.each([
    ['en', english],
    ['zh-CN', chinese],
  ])('in %s', async (code, language) => {
    const { subject, text } = wordsOf(
      { name: 'weeklyDigest', sections: whole },
      { ...reader, language },
      undefined,
    );

    await expect(`${subject}\n\n${text}\n`).toMatchFileSnapshot(`digest.${code}.golden.txt`);
  });

  it('name nobody on the bus, and say a deadline in the reader’s own zone', () => {
    const bus = { ...reader, subjectOf: undefined, zone: 'America/New_York' };
    const says = { name: 'dailyDigest', sections: whole.slice(0, 1) } as const;

    expect(wordsOf(says, bus, undefined).text).toContain(`- ${lead}: by Tuesday 15 Sep 12:00`);
  });

  it.each([
    ['English', english],
    ['Chinese', chinese],
  ])('in %s have all facts of all lines and no others', (_name, { digest }) => {
    const named = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

    for (const [name, facts] of Object.entries(digestLines))
      expect(named(digest.lines[name as keyof typeof digestLines]).toSorted()).toEqual(
        Object.keys(facts).toSorted(),
      );
    expect(Object.keys(digest.headings).toSorted()).toEqual([...digestSections].toSorted());
  });
});

describe('what waits for a director', () => {
  it('are leads that he is to assign, and disputes', () => {
    const asked = { state: 'READY', awaits: 'director', directorDueAt: dueAt, directorChoices: [] };
    const dispute = { leadId: lead, repId: 'ann', callBackDueAt: dueAt } as unknown as Dispute;

    const entries = waitsForDirector([anOfferedLead(anOffer(2), asked)], [dispute]);

    expect(said(entries)).toEqual([
      ['choose', 2, dueAt],
      ['dispute', 1, dueAt],
    ]);
  });
});
