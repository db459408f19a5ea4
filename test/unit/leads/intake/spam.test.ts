import { describe, expect, it } from 'vitest';
import {
  DEFAULT_SPAM_POLICY,
  SpamPolicy,
  spamScore,
} from '../../../../functions/leads/intake/spam.ts';
import type { Submission } from '../../../../functions/leads/intake/submission.ts';

interface Telling {
  readonly name?: string;
  readonly email?: string;
  readonly message?: string;
  readonly website2?: string;
}

function submission({ name = 'Li Lei', email = 'li@acme.example', message, website2 }: Telling) {
  return {
    form: 'contact',
    person: { name, email },
    interest: { ...(message !== undefined && { message }) },
    consent: { privacyPolicy: '2026-01' },
    ...(website2 !== undefined && { website2 }),
  } satisfies Submission;
}

function codes(telling: Telling): readonly string[] {
  return spamScore(submission(telling), DEFAULT_SPAM_POLICY).reasons.map(({ code }) => code);
}

describe('spam', () => {
  it.each([
    ['hiddenFieldFilled', { website2: 'https://pills.example' }],
    ['linkInName', { name: 'Win now https://pills.example' }],
    ['nameWithoutLetters', { name: '12345 !!!' }],
    ['randomName', { name: 'aaaaaaa' }],
    ['randomName', { name: 'TjXkZqbKvWsQp' }],
    ['randomName', { name: 'sdfghjklqwr' }],
    ['disposableEmail', { email: 'x@Mailinator.com' }],
    ['markupInMessage', { message: 'buy <a href="x">here</a>' }],
    ['manyLinksInMessage', { message: 'http://a.cn http://b.cn www.c.cn' }],
  ])('is suspected for %s: %j', (code, telling) => {
    expect(codes(telling)).toEqual([code]);
  });

  it.each([
    '李雷',
    'Jean-Luc MacDonald',
    'Krzysztof Brzęczyszczykiewicz',
    "Siobhán O'Brien-McGrath",
    'Ng',
    'Łukasz',
    'محمد',
  ])('is not suspected for the name %s', (name) => {
    expect(codes({ name })).toEqual([]);
  });

  it.each(['www.ilex.example', 'https://ilex.example', 'Ilex GmbH (www.ilex.example)'])(
    'is not suspected for a company that is called %s',
    (name) => {
      const honest = { ...submission({ name: '李' }), company: { name } };

      expect(spamScore(honest, DEFAULT_SPAM_POLICY).reasons).toEqual([]);
    },
  );

  it('counts an address with https:// and www. as one link', () => {
    const message = 'see https://www.a.example and https://www.b.example';

    expect(codes({ message })).toEqual([]);
  });

  it('is not suspected for a message that shows one link', () => {
    expect(codes({ message: 'as on https://leadloop.example/pricing, for two plants' })).toEqual(
      [],
    );
  });

  it('needs two of the weaker signs for quarantine', () => {
    const markup = '[url=x]y[/url]';

    const one = spamScore(submission({ message: markup }), DEFAULT_SPAM_POLICY);
    const two = spamScore(
      submission({ message: `${markup} http://a.cn http://b.cn http://c.cn` }),
      DEFAULT_SPAM_POLICY,
    );

    expect(one).toMatchObject({ score: 40, suspected: false });
    expect(two).toMatchObject({ score: 80, suspected: true });
  });

  it('is suspected from the threshold on', () => {
    const found = spamScore(submission({ email: 'x@yopmail.com' }), DEFAULT_SPAM_POLICY);

    expect(found).toMatchObject({ score: DEFAULT_SPAM_POLICY.quarantineAt, suspected: true });
  });

  it('explains each point in words, and never counts more than 100', () => {
    const worst = submission({ website2: 'x', name: 'www.pills.example', email: 'x@yopmail.com' });

    const found = spamScore(worst, DEFAULT_SPAM_POLICY);

    expect(found.score).toBe(100);
    expect(found.reasons).toContainEqual({
      code: 'disposableEmail',
      points: 60,
      text: 'the e-mail address is a throw-away one',
    });
  });

  it('leaves out a rule that the policy turned off', () => {
    const points = { ...DEFAULT_SPAM_POLICY.points, randomName: 0 };

    const found = spamScore(submission({ name: 'aaaaaaa' }), { ...DEFAULT_SPAM_POLICY, points });

    expect(found).toEqual({ score: 0, suspected: false, reasons: [] });
  });

  it('has defaults that its own schema accepts', () => {
    expect(SpamPolicy.parse(DEFAULT_SPAM_POLICY)).toEqual(DEFAULT_SPAM_POLICY);
  });
});
