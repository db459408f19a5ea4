// What a form, a partner or an advert may send (api.md, POST /v1/submissions and /v1/engagements).

import { createHash } from 'node:crypto';
import * as z from 'zod';
import {
  body,
  Currency,
  cutText,
  entryName,
  isObject,
  line,
  numberBetween,
  oneOf,
  paragraphs,
  publicBody,
  wholeBetween,
  yesOrNo,
} from '../fields.ts';
import { ENGAGEMENT_KINDS, HAND_RAISES, StartWithinMonths } from '../form-words.ts';
import { NOT_AN_ADDRESS, normaliseEmail, seen } from '../identity/identity.ts';
import { Instant } from '../instant.ts';
import { CameFrom, CameToPage } from '../source/came-from.ts';

/** Letters that nobody sees come along when an address is copied; they are no reason to refuse it (4.2). */
function copied<Schema extends z.ZodType>(schema: Schema): z.ZodPreprocess<Schema> {
  return z.preprocess((sent) => (typeof sent === 'string' ? seen(sent) : sent), schema);
}

const Email = copied(
  line(254).refine((text) => normaliseEmail(text) !== undefined, NOT_AN_ADDRESS),
);
const Phone = copied(line(40));

/** Who it is. */
export const Person = body({
  name: line(200),
  email: Email.exactOptional(),
  phone: Phone.exactOptional(),
  title: line(200).exactOptional(),
  language: line(20)
    .regex(
      /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/,
      'is not a language; give one such as zh-CN or en',
    )
    .exactOptional(),
}).refine(({ email, phone }) => email !== undefined || phone !== undefined, {
  path: ['email'],
  error: 'is missing, and so is phone; give one of them',
  when: isObject,
});

/** The name that was said; undefined where only the address stands for it (read-loosely.ts). */
export function nameSaid({
  name,
  email,
  phone,
}: {
  readonly name: string;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
}): string | undefined {
  return name === email || name === phone ? undefined : name;
}

/** For which company. */
export const Company = body({
  name: line(200).exactOptional(),
  website: line(2000).exactOptional(),
  industry: line(100).exactOptional(),
  employees: wholeBetween(0, 10_000_000).exactOptional(),
  region: line(40).exactOptional(),
});

/** How much may be spent. */
export const Budget = body({
  amount: numberBetween(0, 1e15),
  currency: Currency,
});

/** What is wanted. */
export const Interest = body({
  productLine: entryName(100).exactOptional(),
  handRaise: oneOf(HAND_RAISES).exactOptional(),
  message: paragraphs(4000).exactOptional(),
  startWithinMonths: StartWithinMonths.exactOptional(),
  budget: Budget.exactOptional(),
});

/** The privacy policy that was read, and what each channel may be used for. */
export const Consent = body({
  privacyPolicy: line(50),
  email: yesOrNo().exactOptional(),
  phone: yesOrNo().exactOptional(),
});

/** Body of `POST /v1/submissions`: strict, texts trimmed and NFC, empty texts and null not said. `website2` is a field that people do not see: only robots fill it. */
export const Submission = publicBody({
  form: line(100),
  person: Person,
  company: Company.exactOptional(),
  interest: Interest.exactOptional(),
  consent: Consent,
  touch: CameFrom.exactOptional(),
  website2: cutText(200).exactOptional(),
});
export type Submission = z.infer<typeof Submission>;

/** Body of `POST /v1/engagements`: `seconds` is how long, `occurredAt` an instant (the receipt's when left out). */
export const Engagement = publicBody({
  person: body({
    email: Email.exactOptional(),
    phone: Phone.exactOptional(),
    visitorId: line(100).exactOptional(),
  }).refine((person) => Object.values(person).some((id) => id !== undefined), {
    path: ['email'],
    error: 'is missing, and so are phone and visitorId; give one of them',
    when: isObject,
  }),
  kind: oneOf(ENGAGEMENT_KINDS),
  contentId: line(200).exactOptional(),
  touch: CameToPage.exactOptional(),
  seconds: wholeBetween(0, 86_400).exactOptional(),
  occurredAt: Instant.exactOptional(),
});
export type Engagement = z.infer<typeof Engagement>;

/** SHA-256 in hex of what was sent, whatever the order of its fields: the same within 10 minutes is the same submission (4.8). */
export function submissionHash(sent: object): string {
  return createHash('sha256').update(canonical(sent)).digest('hex');
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    isObject({ value: part })
      ? Object.fromEntries(Object.entries(Object(part)).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
