// Whether a submission looks like spam: a few rules that can be explained to whoever was quarantined (4.3, row 2).

import type * as z from 'zod';
import { body, wholeBetween } from '../fields.ts';
import { DISPOSABLE_MAIL_DOMAINS } from '../identity/free-mail-domains.ts';
import { normaliseEmail } from '../identity/identity.ts';
import { nameSaid, type Submission } from './submission.ts';

const Points = wholeBetween(0, 100);

/** Section `spam` of the policy: points per rule (0 turns it off) and the sum from which a submission is quarantined. */
export const SpamPolicy = body({
  quarantineAt: wholeBetween(1, 100),
  points: body({
    hiddenFieldFilled: Points,
    linkInName: Points,
    nameWithoutLetters: Points,
    randomName: Points,
    disposableEmail: Points,
    markupInMessage: Points,
    manyLinksInMessage: Points,
  }),
});
export type SpamPolicy = z.infer<typeof SpamPolicy>;

type Code = keyof SpamPolicy['points'];

/** Ours ("default" in domain.md): one sure sign is enough, links and markup in a message need each other. */
export const DEFAULT_SPAM_POLICY: SpamPolicy = {
  quarantineAt: 60,
  points: {
    hiddenFieldFilled: 100,
    linkInName: 60,
    nameWithoutLetters: 60,
    randomName: 40,
    disposableEmail: 60,
    markupInMessage: 40,
    manyLinksInMessage: 40,
  },
};

/** Sum of the reasons' points, at most 100; at or above the policy's `quarantineAt` the submission is suspected. */
export interface SpamScore {
  readonly score: number;
  readonly suspected: boolean;
  readonly reasons: readonly {
    readonly code: Code;
    readonly points: number;
    readonly text: string;
  }[];
}

const MANY_LINKS = 3;
/** An address with `https://` and `www.` is one link. */
const LINK = /https?:\/\/(?:www\.)?|\bwww\./gi;

const RULES: readonly (readonly [Code, string, (submission: Submission) => boolean])[] = [
  ['hiddenFieldFilled', 'the field that people do not see is filled', (s) => Boolean(s.website2)],
  ['linkInName', 'a name or title holds a link', (s) => names(s).some(holdsLink)],
  [
    'nameWithoutLetters',
    "the person's name has no letter",
    ({ person }) => !/\p{L}/u.test(nameSaid(person) ?? 'none'),
  ],
  ['randomName', "the person's name looks typed at random", (s) => looksRandom(s.person.name)],
  ['disposableEmail', 'the e-mail address is a throw-away one', hasDisposableEmail],
  ['markupInMessage', 'the message holds link markup', (s) => /<a\s|\[(url|link)\b/i.test(said(s))],
  [
    'manyLinksInMessage',
    `the message holds ${MANY_LINKS} links or more`,
    (s) => (said(s).match(LINK)?.length ?? 0) >= MANY_LINKS,
  ],
];

/** How much a submission looks like spam, and why. Suspected ones are quarantined, never dropped (4.1, principle 6). */
export function spamScore(submission: Submission, policy: SpamPolicy): SpamScore {
  const reasons = RULES.filter(
    ([code, , applies]) => policy.points[code] > 0 && applies(submission),
  ).map(([code, text]) => ({ code, points: policy.points[code], text }));
  const score = Math.min(
    100,
    reasons.reduce((sum, { points }) => sum + points, 0),
  );
  return { score, suspected: score >= policy.quarantineAt, reasons };
}

/** Not the company's: people who are asked for it give its website (identity.ts takes it as that). */
function names({ person }: Submission): readonly string[] {
  return [person.name, person.title ?? ''];
}

function said({ interest }: Submission): string {
  return interest?.message ?? '';
}

function holdsLink(text: string): boolean {
  return text.search(LINK) >= 0;
}

function hasDisposableEmail({ person }: Submission): boolean {
  const domain = person.email && normaliseEmail(person.email)?.split('@')[1];
  return domain !== undefined && DISPOSABLE_MAIL_DOMAINS.has(domain);
}

// One letter again and again; ten Latin letters without a vowel; or capitals all over one word, as in TjXkZqbKvW.
function looksRandom(name: string): boolean {
  return (
    /^(\p{L})\1{3,}$/iu.test(name) ||
    /[b-df-hj-np-tv-xz]{10}/i.test(name) ||
    name.split(/\s/).some((word) => (word.match(/\p{Ll}\p{Lu}/gu)?.length ?? 0) >= 4)
  );
}
