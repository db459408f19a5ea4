// What another system sends in its own words becomes a form or a CRM update: which of its fields is which of ours stands in the policy.

import * as z from 'zod';
import { body, line, oneOf, wholeBetween } from '../fields.ts';
import { present } from '../present.ts';
import { put } from './read-loosely.ts';
import { Consent } from './submission.ts';
import { plainText, type Unread, unread } from './unread.ts';

/** Fields that are numbers with us, whatever they are with them. */
const NUMBERS: ReadonlySet<string> = new Set([
  'company.employees',
  'interest.startWithinMonths',
  'interest.budget.amount',
  'amount',
]);

const Path = line(200).regex(
  /^[\w-]+(\.[\w-]+)*$/,
  'is not a path; write it such as field_data.email',
);

/** Lead forms of advertising platforms, as Meta lists answers (`field_data: [{name, values}]`) and as Google does (`user_column_data: [{column_id, string_value}]`), or plain fields. */
const AD_FIELDS = {
  'person.name': ['field_data.full_name', 'user_column_data.FULL_NAME', 'name'],
  'person.firstName': ['field_data.first_name', 'user_column_data.FIRST_NAME', 'first_name'],
  'person.lastName': ['field_data.last_name', 'user_column_data.LAST_NAME', 'last_name'],
  'person.email': [
    'field_data.email',
    'field_data.work_email',
    'user_column_data.WORK_EMAIL',
    'user_column_data.EMAIL',
    'email',
  ],
  'person.phone': [
    'field_data.phone_number',
    'field_data.work_phone_number',
    'user_column_data.PHONE_NUMBER',
    'user_column_data.WORK_PHONE',
    'phone',
    'mobile',
  ],
  'person.title': ['field_data.job_title', 'user_column_data.JOB_TITLE', 'title'],
  'company.name': ['field_data.company_name', 'user_column_data.COMPANY_NAME', 'company'],
  'company.employees': ['field_data.number_of_employees', 'employees'],
  'company.region': ['region'],
  'interest.productLine': ['product_line'],
  'interest.message': ['field_data.message', 'message'],
  'touch.utm.source': ['utm_source', 'platform'],
  'touch.utm.medium': ['utm_medium'],
  'touch.utm.campaign': ['utm_campaign', 'campaign_name', 'campaign_id'],
  'touch.utm.content': ['utm_content', 'adset_name', 'adgroup_id'],
  'touch.utm.term': ['utm_term', 'ad_name', 'creative_id'],
  'touch.clickIds.gclid': ['gcl_id', 'gclid'],
};

/** Section `inbound` of the policy, by the source's name in `POST /v1/inbound/{source}`. */
export const InboundPolicy = z.record(
  z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'is not a name of a source such as ad-form'),
  z.preprocess(
    inPresentWords,
    body({
      /** How we know that a call is theirs: our signature, Google's key in the body, or Meta's signature. */
      kind: oneOf(['hmac', 'google', 'meta']),
      /** What a signed call brings; platforms bring forms. */
      brings: oneOf(['submission', 'opportunity']).default('submission'),
      /** Our field to theirs: the first that holds something counts. In a list of named values a part is a name. */
      fields: z.record(Path, z.array(Path).min(1).max(10)).default(AD_FIELDS),
      /** What is not in what they send; of a form its name. */
      form: line(100).exactOptional(),
      /** Number of its secret, 1 when left out: one that leaked is replaced by raising it. */
      key: wholeBetween(1, 1000).exactOptional(),
      /** The number before, while the sender still signs with it. */
      formerKey: wholeBetween(1, 1000).exactOptional(),
      /** What people agreed to on that form, unless a field says otherwise. */
      consent: Consent.exactOptional(),
    }),
  ),
);
export type InboundPolicy = z.infer<typeof InboundPolicy>;
export type InboundSource = InboundPolicy[string];

/** A policy from before platforms had kinds of their own said as its kind what the source brings. */
function inPresentWords(sent: unknown): unknown {
  const { kind } = Object(sent);
  return kind === 'submission' || kind === 'opportunity'
    ? { ...Object(sent), kind: 'hmac', brings: kind }
    : sent;
}

const adverts = { brings: 'submission', fields: AD_FIELDS } as const;

const sameName = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, [name]]));

/** `ad-form`: adverts by a relay that signs. `google` and `meta`: their own calls. `crm`: our own words. */
export const DEFAULT_INBOUND_POLICY: InboundPolicy = {
  'ad-form': {
    ...adverts,
    kind: 'hmac',
    form: 'ad-form',
    consent: { privacyPolicy: 'ad-form' },
  },
  /** Lead forms of Google Ads: its key comes in the body. */
  google: {
    ...adverts,
    kind: 'google',
    form: 'google-ads',
    consent: { privacyPolicy: 'google-ads' },
  },
  /** Lead forms of Meta: its call names the lead only, and the answers are fetched. */
  meta: { ...adverts, kind: 'meta', form: 'meta-ads', consent: { privacyPolicy: 'meta-ads' } },
  crm: {
    kind: 'hmac',
    brings: 'opportunity',
    fields: sameName(
      'opportunityId',
      'leadId',
      'externalId',
      'stage',
      'amount',
      'currency',
      'expectedCloseOn',
      'outcome',
      'reason',
      'pocFailReason',
      'at',
    ),
  },
};

/** What they sent in our words, for the schema of its kind to judge. What no field names is left out. */
export function inOurWords(sent: unknown, { fields, form, consent }: InboundSource): unknown {
  const ours: Record<string, unknown> = present({ form, consent: consent && { ...consent } });
  for (const [field, theirs] of Object.entries(fields)) {
    const value = theirs.map((path) => found(sent, path.split('.'))).find(isSomething);
    if (value !== undefined) put(ours, field.split('.'), asOurs(field, value));
  }
  return ours;
}

function found(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (Array.isArray(value)) return found(answerOf(value, name), rest);
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return found(Reflect.get(value, name), rest);
}

/** Lists of answers: `{name, values: […]}`, `{column_id, string_value}`, `{key, value}`. */
const FormAnswer = z.looseObject({
  name: z.string().optional(),
  column_id: z.string().optional(),
  key: z.string().optional(),
  values: z.array(z.unknown()).optional(),
  string_value: z.unknown().optional(),
  value: z.unknown().optional(),
});

function answerOf(list: readonly unknown[], name: string): unknown {
  for (const one of list) {
    const { data } = FormAnswer.safeParse(one);
    if (data && namesOf(data).includes(name)) return answerIn(data);
  }
  return undefined;
}

function namesOf({ name, column_id, key }: z.infer<typeof FormAnswer>): readonly string[] {
  return [name, column_id, key].filter((one) => one !== undefined);
}

/** Of several answers to one question all: they are one text for us. */
function answerIn({ values, string_value, value }: z.infer<typeof FormAnswer>): unknown {
  const [only, ...more] = values ?? [];
  return (more.length > 0 ? values : only) ?? string_value ?? value;
}

/** Answers in lists that no field of ours takes: questions that the company made up for its advert. They are shown as they were given. */
export function otherAnswers(sent: unknown, { fields }: InboundSource): readonly Unread[] {
  const taken = new Set(Object.values(fields).flat());
  const lists = Object.entries(Object(sent)).filter(([, list]) => Array.isArray(list));
  return lists.flatMap(([list, answers]) =>
    z
      .array(z.unknown())
      .parse(answers)
      .flatMap((one) => {
        const { data } = FormAnswer.safeParse(one);
        const [name, ...more] = data ? namesOf(data) : [];
        if (!data || name === undefined) return [];
        if ([name, ...more].some((each) => taken.has(`${list}.${each}`))) return [];
        const value = answerIn(data);
        return plainText(value)?.trim() === ''
          ? []
          : [
              unread(
                name,
                value,
                'is a question of the sender; the policy gives it no field of ours',
              ),
            ];
      }),
  );
}

function isSomething(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** They send numbers as text and yes as `true`; what cannot be read stays as it is, and the schema names it. */
function asOurs(field: string, value: unknown): unknown {
  if (NUMBERS.has(field) && typeof value === 'string' && /^\s*\d+(\.\d+)?\s*$/.test(value))
    return Number(value);
  if (typeof value === 'number' && !NUMBERS.has(field)) return String(value);
  return value;
}
