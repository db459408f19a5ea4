import { assert, describe, expect, it } from 'vitest';
import { DEFAULT_CURRENCY_NAMES } from '../../../../functions/leads/currency.ts';
import {
  type Loose,
  readLoosely,
  saidIn,
} from '../../../../functions/leads/intake/read-loosely.ts';
import type { Submission } from '../../../../functions/leads/intake/submission.ts';
import type { Unread } from '../../../../functions/leads/intake/unread.ts';

const options = { defaultCountry: 'CN', currencyNames: DEFAULT_CURRENCY_NAMES, form: 'ad-form' };
const anna = { name: 'Anna', email: 'anna@ahorn.example' };

function read(sent: object): Loose {
  return readLoosely(
    saidIn({ form: 'f', consent: { privacyPolicy: '2026-01' }, ...sent }),
    options,
  );
}

function taken(sent: object): { submission: Submission; unread: readonly Unread[] } {
  const loose = read(sent);
  assert('submission' in loose, 'nobody could be reached');
  return loose;
}

describe('a form that nobody watches goes in', () => {
  it.each<[string, object, string, string]>([
    ['a phone that is none', { person: { ...anna, phone: 'call me' } }, 'person.phone', 'call me'],
    [
      'an e-mail beside a phone',
      { person: { name: 'A', email: 'anna at ahorn', phone: '+8613800000000' } },
      'person.email',
      'anna at ahorn',
    ],
    ['words for a number', { company: { employees: 'many' } }, 'company.employees', 'many'],
    ['a number below none', { company: { employees: -5 } }, 'company.employees', '-5'],
    ['half a person', { company: { employees: 2.5 } }, 'company.employees', '2.5'],
    [
      'a start in words',
      { interest: { startWithinMonths: 'next spring' } },
      'interest.startWithinMonths',
      'next spring',
    ],
    [
      'a start far away',
      { interest: { startWithinMonths: '500' } },
      'interest.startWithinMonths',
      '500',
    ],
    [
      'a wish that we do not know',
      { interest: { handRaise: 'lunch' } },
      'interest.handRaise',
      'lunch',
    ],
    [
      'a budget in no currency',
      { interest: { budget: { amount: 5, currency: 'shells' } } },
      'interest.budget.currency',
      'shells',
    ],
    [
      'a budget without its currency',
      { interest: { budget: { amount: '200,000' } } },
      'interest.budget.amount',
      '200000',
    ],
    [
      'a budget that is a word',
      { interest: { budget: 'about 2 million' } },
      'interest.budget',
      'about 2 million',
    ],
    [
      'a region that is a story',
      { company: { region: 'x'.repeat(41) } },
      'company.region',
      'x'.repeat(41),
    ],
    [
      'a language in words',
      { person: { ...anna, language: 'Chinese!' } },
      'person.language',
      'Chinese!',
    ],
    [
      'a product line that every object has',
      { interest: { productLine: 'constructor' } },
      'interest.productLine',
      'constructor',
    ],
    ['a company that is a word', { company: 'Ahorn' }, 'company', 'Ahorn'],
    [
      'an answer that is an object',
      { person: { ...anna, title: { a: 1 } } },
      'person.title',
      'an object',
    ],
    [
      'consent in words',
      { consent: { privacyPolicy: 'p', email: 'perhaps' } },
      'consent.email',
      'perhaps',
    ],
  ])('without %s, which is kept as it was written', (_what, sent, path, text) => {
    const { submission, unread } = taken({ person: anna, ...sent });

    expect(unread.map((one) => [one.path, one.text])).toContainEqual([path, text]);
    for (const { why } of unread) expect(why).toMatch(/^\S.+/);
    expect(saidIn(submission)(path)).toBeUndefined();
  });

  it.each<[string, object, string, unknown]>([
    ['a number as text', { company: { employees: '1,200' } }, 'company.employees', 1200],
    [
      'a number with its unit',
      { company: { employees: '500 employees' } },
      'company.employees',
      500,
    ],
    ['a text as a number', { person: { ...anna, title: 7 } }, 'person.title', '7'],
    [
      'several answers',
      { company: { industry: ['steel', 'paper'] } },
      'company.industry',
      'steel, paper',
    ],
    ['yes in words', { consent: { privacyPolicy: 'p', email: 'on' } }, 'consent.email', true],
    ['no in words', { consent: { privacyPolicy: 'p', phone: 'Nein' } }, 'consent.phone', false],
    [
      'a wish in other letters',
      { interest: { handRaise: 'Call Me' } },
      'interest.handRaise',
      'callMe',
    ],
    [
      'a currency by its name',
      { interest: { budget: { amount: 5, currency: 'RMB' } } },
      'interest.budget.currency',
      'CNY',
    ],
    [
      'a language with an underscore',
      { person: { ...anna, language: 'zh_CN' } },
      'person.language',
      'zh-CN',
    ],
    [
      'a name with a line break',
      { person: { ...anna, name: 'Anna\nAhorn' } },
      'person.name',
      'Anna Ahorn',
    ],
    [
      'a name in two parts',
      { person: { firstName: 'Anna', lastName: 'Ahorn', email: anna.email } },
      'person.name',
      'Anna Ahorn',
    ],
    [
      'a Chinese name in two parts',
      { person: { firstName: '蕾', lastName: '李', email: anna.email } },
      'person.name',
      '李蕾',
    ],
    [
      'one part of a name',
      { person: { lastName: 'Ahorn', email: anna.email } },
      'person.name',
      'Ahorn',
    ],
  ])('with %s, read as it is meant', (_what, sent, path, value) => {
    const { submission, unread } = taken({ person: anna, ...sent });

    expect(saidIn(submission)(path)).toBe(value);
    expect(unread).toEqual([]);
  });

  it.each([
    ['51-200', 51],
    ['51–200', 51],
    ['200+', 200],
    ['1,001-5,000 employees', 1001],
    ['1.001 bis 5.000 Mitarbeiter', 1001],
    ['10 001+', 10_001],
    ['500人以上', 500],
  ])('with %s employees: the lower end counts, and the range is shown', (text, count) => {
    const { submission, unread } = taken({ person: anna, company: { employees: text } });

    expect(submission.company?.employees).toBe(count);
    expect(unread).toMatchObject([{ path: 'company.employees', text }]);
  });

  it.each(['under 50', '<50', '50人以下', '50 or fewer', 'n/a'])(
    'with %s employees unread: there is no lower end',
    (text) => {
      const { submission, unread } = taken({ person: anna, company: { employees: text } });

      expect(submission.company).toBeUndefined();
      expect(unread).toMatchObject([{ path: 'company.employees', text }]);
    },
  );

  it('with a message of 4,001 characters cut, and the rest shown beside it', () => {
    const { submission, unread } = taken({
      person: anna,
      interest: { message: `${'x'.repeat(4000)}y` },
    });

    expect(submission.interest?.message).toBe('x'.repeat(4000));
    expect(unread).toMatchObject([{ path: 'interest.message', text: 'y' }]);
  });

  it('without a name, a form or a policy: the address, the source and a word stand for them', () => {
    const { submission, unread } = taken({
      form: '',
      person: { phone: '+8613800000000' },
      consent: {},
    });

    expect(submission).toMatchObject({
      form: 'ad-form',
      person: { name: '+8613800000000' },
      consent: { privacyPolicy: 'not stated' },
    });
    expect(unread.map(({ path }) => path)).toEqual(['person.name', 'consent.privacyPolicy']);
  });

  it('without a name by its e-mail address before its phone, in one spelling', () => {
    const { submission } = taken({
      person: { email: 'Anna@AHORN.example', phone: '+8613800000000' },
    });

    expect(submission.person).toMatchObject({
      ...{ name: 'anna@ahorn.example', email: 'anna@ahorn.example', phone: '+8613800000000' },
    });
  });

  it('with names that are no field dropped, whatever every object has', () => {
    const sent = JSON.parse(
      '{"person":{"name":"A","email":"a@b.example","vip":1},"__proto__":{"x":1}}',
    );

    const { submission, unread } = taken(sent);

    expect(submission.person).toEqual({ name: 'A', email: 'a@b.example' });
    expect(unread).toEqual([]);
  });

  it('with what is kept bounded, however much was sent', () => {
    const { unread } = taken({ person: { ...anna, phone: 'y'.repeat(9000) } });

    expect(unread[0]?.text).toHaveLength(500);
  });
});

describe('somebody who cannot be reached', () => {
  it.each<[string, object]>([
    ['gave nothing', {}],
    ['gave a name only', { person: { name: 'Anna' } }],
    [
      'gave an address and a number that are none',
      { person: { name: 'A', email: 'a@', phone: '12' } },
    ],
  ])('%s: all that was said is kept', (_what, sent) => {
    const loose = read({ ...sent, interest: { message: 'call us' } });

    assert('unreachable' in loose);
    expect(loose.unreachable.map(({ text }) => text)).toContain('call us');
  });
});
