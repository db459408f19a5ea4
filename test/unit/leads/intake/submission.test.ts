import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { fieldProblems } from '../../../../functions/leads/fields.ts';
import {
  Engagement,
  Submission,
  submissionHash,
} from '../../../../functions/leads/intake/submission.ts';

const least = {
  form: 'demo-request',
  person: { name: 'Li Lei', email: 'li.lei@acme.example' },
  consent: { privacyPolicy: '2026-01' },
};

const ofTheContract = {
  ...least,
  person: { ...least.person, phone: '+8613800000000', title: 'IT Director', language: 'zh-CN' },
  company: {
    name: 'Acme',
    website: 'acme.example',
    industry: 'manufacturing',
    employees: 500,
    region: 'CN-SH',
  },
  interest: {
    productLine: 'core',
    handRaise: 'demo',
    message: '…',
    startWithinMonths: 2,
    budget: { amount: 200000, currency: 'CNY' },
  },
  consent: { privacyPolicy: '2026-01', email: true, phone: true },
  touch: {
    utm: {
      source: 'baidu',
      medium: 'sem',
      campaign: 'plan-a',
      term: 'metadata',
      content: 'unit-3',
    },
    clickIds: { bd_vid: '12345', gclid: 'abc' },
    referrer: '…',
    landingPage: '…',
    contentId: '…',
  },
};

function problemsOf(schema: z.ZodType, body: unknown): Record<string, string> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return {};
  return Object.fromEntries(fieldProblems(parsed.error).map((one) => [one.path, one.message]));
}

describe('a submission', () => {
  it('is taken as the contract shows it', () => {
    expect(Submission.parse(ofTheContract)).toEqual(ofTheContract);
  });

  it('needs no more than a form, a name, an address and the privacy policy', () => {
    expect(Submission.parse(least)).toEqual(least);
  });

  it('may give a phone instead of an e-mail address', () => {
    const person = { name: 'Li Lei', phone: '138 0000 0000' };

    expect(problemsOf(Submission, { ...least, person })).toEqual({});
  });

  it('may say that nobody raised a hand', () => {
    expect(problemsOf(Submission, { ...least, interest: { handRaise: null } })).toEqual({});
  });

  it('with an address that is empty has none', () => {
    const person = { name: 'Li Lei', email: '' };

    expect(problemsOf(Submission, { ...least, person })).toEqual({
      'person.email': 'is missing, and so is phone; give one of them',
    });
  });

  it('names every missing field at once', () => {
    expect(problemsOf(Submission, { person: {}, consent: {} })).toEqual({
      form: 'is missing; give text',
      'person.name': 'is missing; give text',
      'person.email': 'is missing, and so is phone; give one of them',
      'consent.privacyPolicy': 'is missing; give text',
    });
  });

  it('refuses unknown fields by their own path, with the known ones', () => {
    const body = { ...least, vip: true, person: { ...least.person, nick: 'Lei' } };

    const problems = problemsOf(Submission, body);

    expect(Object.keys(problems).toSorted()).toEqual(['person.nick', 'vip']);
    expect(problems['person.nick']).toContain('use one of name, email, phone, title, language');
  });

  it.each([
    ['form', { form: '\u00A0' }],
    ['person.name', { person: { ...least.person, name: 'x'.repeat(201) } }],
    ['person.name', { person: { ...least.person, name: 'Li\u0000Lei' } }],
    ['person.name', { person: { ...least.person, name: 'Li\nLei' } }],
    ['person.name', { person: { ...least.person, name: 'Li \ud800' } }],
    ['person.email', { person: { ...least.person, email: 'li.lei at acme' } }],
    ['person.language', { person: { ...least.person, language: 'Chinese!' } }],
    ['company.employees', { company: { employees: 2.5 } }],
    ['company.employees', { company: { employees: '500' } }],
    ['interest.handRaise', { interest: { handRaise: 'lunch' } }],
    ['interest.startWithinMonths', { interest: { startWithinMonths: 121 } }],
    ['interest.budget.amount', { interest: { budget: { amount: -1, currency: 'CNY' } } }],
    ['interest.message', { interest: { message: 'x'.repeat(4001) } }],
    ['consent.email', { consent: { ...least.consent, email: 'yes' } }],
    ['person', { person: 'Li Lei' }],
    ['', []],
  ])('names %s when it is bad, and says what to do', (path, changed) => {
    const body = Array.isArray(changed) ? changed : { ...least, ...changed };

    const problems = problemsOf(Submission, body);

    expect(Object.keys(problems)).toEqual([path]);
    expect(problems[path]).toMatch(/; \w+/);
  });

  it('is trimmed and composed', () => {
    const person = { ...least.person, name: '  Ame\u0301lie ' };

    expect(Submission.parse({ ...least, person }).person.name).toBe('Am\u00e9lie');
  });

  it('keeps the line breaks of a message', () => {
    const interest = { message: 'two plants,\n\ta third next year' };

    expect(Submission.parse({ ...least, interest }).interest).toEqual(interest);
  });

  it('is not lost for what only the browser added: such text is cleaned and cut', () => {
    const touch = { landingPage: `https://x.example/?a=\u0000${'b'.repeat(3000)}` };

    const parsed = Submission.parse({ ...least, touch });

    expect(parsed.touch?.landingPage).toMatch(/^https:\/\/x\.example\/\?a=b+$/);
    expect(parsed.touch?.landingPage).toHaveLength(2000);
  });

  it.each<[string, object, object | undefined]>([
    ['null and empty texts', { utm: { source: null, medium: '' }, referrer: null }, {}],
    ['a list', { utm: { source: ['baidu', 'google'] } }, { utm: { source: 'baidu' } }],
    ['a number', { utm: { term: 2026 } }, { utm: { term: '2026' } }],
    ['other parameters', { utm: { id: '7', source: 'baidu' } }, { utm: { source: 'baidu' } }],
    ['names in capitals', { utm: { UTM_SOURCE: 'baidu' } }, { utm: { source: 'baidu' } }],
    ['no object', { utm: 'baidu', clickIds: [1] }, {}],
    [
      'no click id',
      { clickIds: { _gl: '1*x', '1 x': 'a', gclid: 'b' } },
      { clickIds: { gclid: 'b' } },
    ],
    ['a field that we do not know', { sessionId: 'x', visitorId: 'v-1' }, { visitorId: 'v-1' }],
    ['a long id of a browser', { visitorId: 'v'.repeat(101) }, { visitorId: 'v'.repeat(100) }],
  ])('is not lost for tracking that cannot be read, such as %s', (_what, touch, kept) => {
    expect(Submission.parse({ ...least, touch }).touch).toEqual(kept);
  });

  it('is not lost for tracking that is no object at all', () => {
    expect(Submission.parse({ ...least, touch: 'baidu' }).touch).toEqual({});
  });

  it('keeps ten click ids, those that tell of adverts before others', () => {
    const ids = Array.from({ length: 11 }, (_, n) => [`id${n}`, 'x'] as const);
    const touch = { clickIds: Object.fromEntries([...ids, ['gclid', 'y']]) };

    const kept = Submission.parse({ ...least, touch }).touch?.clickIds ?? {};

    expect(Object.keys(kept)).toHaveLength(10);
    expect(kept.gclid).toBe('y');
  });

  it('says nothing where a field is empty or null, as forms send what nobody filled in', () => {
    const filled = {
      ...least,
      person: { ...least.person, phone: '', title: null, language: ' ' },
      company: { name: '', employees: null },
      interest: { handRaise: '', message: '', budget: null },
      consent: { ...least.consent, email: null },
    };

    expect(Submission.parse(filled)).toEqual({ ...least, company: {}, interest: {} });
  });

  it('can be published as JSON Schema that accepts what we accept', () => {
    const schema = z.toJSONSchema(Submission, { io: 'input' });

    expect(schema.required).toEqual(['form', 'person', 'consent']);
    expect(JSON.stringify(schema)).toContain('"maxLength":4000');
  });
});

describe('the hash of a submission', () => {
  const first = Submission.parse(ofTheContract);

  it('is the same whatever the order of the fields', () => {
    const clickIds = { gclid: 'abc', bd_vid: '12345' };
    const turned = Object.fromEntries(
      Object.entries({ ...first, touch: { ...first.touch, clickIds } }).toReversed(),
    );

    expect(submissionHash(Submission.parse(turned))).toBe(submissionHash(first));
    expect(submissionHash(first)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('differs when an answer deep inside differs', () => {
    const other = Submission.parse({
      ...ofTheContract,
      interest: { ...ofTheContract.interest, budget: { amount: 200001, currency: 'CNY' } },
    });

    expect(submissionHash(other)).not.toBe(submissionHash(first));
  });
});

describe('an engagement', () => {
  it('may name its person by the visitor id alone', () => {
    const body = { person: { visitorId: 'v-1' }, kind: 'pageView', seconds: 40 };

    expect(Engagement.parse(body)).toEqual(body);
  });

  it('stores its instant in UTC', () => {
    const body = {
      person: { email: 'li.lei@acme.example' },
      kind: 'webinar',
      occurredAt: '2026-09-14T10:00:00+08:00',
    };

    expect(Engagement.parse(body).occurredAt).toBe('2026-09-14T02:00:00.000Z');
  });

  it('needs a person and a known kind, and names all that is bad', () => {
    const problems = problemsOf(Engagement, {
      person: {},
      kind: 'submission',
      occurredAt: 'today',
    });

    expect(Object.keys(problems).toSorted()).toEqual(['kind', 'occurredAt', 'person.email']);
  });
});
