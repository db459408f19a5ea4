import { describe, expect, it } from 'vitest';
import { Instant } from '../../../../functions/leads/instant.ts';
import { chinese } from '../../../../functions/leads/messages/chinese.ts';
import { english } from '../../../../functions/leads/messages/english.ts';
import { type Saying, sayings } from '../../../../functions/leads/messages/sayings.ts';
import {
  languageFor,
  type Reader,
  reworded,
  wordsOf,
} from '../../../../functions/leads/messages/wording.ts';

const at = Instant.parse('2026-09-14T01:30:00Z');
const inShanghai: Reader = {
  language: english,
  zone: 'Asia/Shanghai',
  at,
  nameOf: (sub) => (sub === 'rep-chen' ? 'Chen Jie' : sub),
};
const liLei = { person: 'Li Lei', company: 'Acme', link: 'https://leads.example/?lead=lead_1' };
const offer: Saying = {
  name: 'offerMade',
  contactDueAt: Instant.parse('2026-09-14T07:00:00Z'),
  acceptDueAt: Instant.parse('2026-09-15T16:00:00Z'),
};

describe('a message', () => {
  it('says times as people in Shanghai do, and whom and which page it is about', () => {
    expect(wordsOf(offer, inShanghai, liLei)).toEqual({
      subject: 'A lead for you',
      text: [
        'Contact the customer by Monday 14 Sep 15:00; accept or reject by the end of Tuesday 15 Sep.',
        '',
        'Li Lei, Acme',
        'https://leads.example/?lead=lead_1',
      ].join('\n'),
    });
  });

  it('says the same in Chinese', () => {
    expect(wordsOf(offer, { ...inShanghai, language: chinese }, liLei).text).toBe(
      [
        '请在 9月14日周一 15:00 前联系客户；在 9月15日周二 24:00 前接受或拒绝。',
        '',
        'Li Lei（Acme）',
        'https://leads.example/?lead=lead_1',
      ].join('\n'),
    );
  });

  it('says the same moment otherwise in Berlin, where it is no midnight', () => {
    expect(wordsOf(offer, { ...inShanghai, zone: 'Europe/Berlin' }, undefined).text).toBe(
      'Contact the customer by Monday 14 Sep 09:00; accept or reject by Tuesday 15 Sep 18:00.',
    );
  });

  it('gives the year of a day that is not in this one', () => {
    const late: Saying = { name: 'unrouted', since: Instant.parse('2025-12-31T02:00:00Z') };

    expect(wordsOf(late, inShanghai, undefined).text).toContain(
      'since Wednesday 31 Dec 2025 10:00',
    );
  });

  it('calls staff by name and codes by their words', () => {
    const asked: Saying = { name: 'nameRep', directorDueAt: at, choices: ['rep-chen', 'rep-x'] };
    const refused: Saying = { name: 'refused', reason: 'NO_BUDGET' };

    expect(wordsOf(asked, inShanghai, undefined).text).toContain(': Chen Jie, rep-x.');
    expect(wordsOf(refused, inShanghai, undefined).text).toContain('refused: no budget.');
    expect(wordsOf(refused, { ...inShanghai, language: chinese }, undefined).text).toContain(
      '没有预算',
    );
  });

  it.each([
    [
      english,
      'Wang Fang (CTO) wrote about core and asks for a demo. What the form says otherwise than is known: phone, company name.',
    ],
    [chinese, 'Wang Fang（CTO）就 core 来信，希望看演示。表单所写与已知不同：电话、公司名称。'],
  ])('says who wrote, what he wants, and what differs (%#)', (language, words) => {
    const news = {
      submissionId: 'sub_1',
      productLine: 'core',
      asks: 'demo',
      differs: ['phone', 'companyName'],
    } as const;
    const reader = { ...inShanghai, language, sender: { name: 'Wang Fang', title: 'CTO' } };

    expect(wordsOf({ name: 'colleagueWrote', news }, reader, undefined).text).toContain(words);
  });

  it.each([
    [english, 'Somebody wrote.', 'Somebody came to fair;'],
    [chinese, '有人来信。', '有人参加了 fair；'],
  ])(
    'of a release before, which said nothing of what came, is still said (%#)',
    (language, wrote, came) => {
      const reader = { ...inShanghai, language };
      const of = (says: object) => wordsOf(says as Saying, reader, undefined).text;

      expect(of({ name: 'customerWroteAgain' })).toContain(wrote);
      expect(of({ name: 'cameToEvent', form: 'fair' })).toContain(came);
    },
  );

  it('of a release before, whose words are fixed, has its instants said as people say them', () => {
    const old = { subject: 'A lead for you', text: 'Accept by 2026-09-15T16:00:00.000Z.' };

    expect(reworded(old, inShanghai, undefined).text).toBe('Accept by the end of Tuesday 15 Sep.');
  });
});

describe('the language of a message', () => {
  it.each([
    [['zh-CN'], chinese],
    [['ZH_cn', 'en'], chinese],
    [['de', 'en'], english],
    [['ja', 'zh'], chinese],
    [[undefined, 'zh'], chinese],
    [['xx'], english],
    [[''], english],
    [[], english],
  ])('for %j', (codes, language) => {
    expect(languageFor(codes)).toBe(language);
  });

  it.each([
    ['English', english],
    ['Chinese', chinese],
  ])(
    '%s has a sentence for everything that is said, with no fact that the saying has not',
    (_name, { sentences }) => {
      const named = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

      for (const [name, facts] of Object.entries(sayings)) {
        const { subject, text } = sentences[name as keyof typeof sayings];
        expect([subject.length > 0, named(subject)]).toEqual([true, []]);
        // The link to confirm is put in for its one reader.
        const said = named(text).filter((fact) => fact !== 'optInToken');
        expect(said.filter((fact) => !Object.hasOwn(facts, fact ?? ''))).toEqual([]);
        expect(Object.keys(facts).filter((fact) => !said.includes(fact))).toEqual([]);
      }
      expect(Object.keys(sentences).toSorted()).toEqual(Object.keys(sayings).toSorted());
    },
  );
});
