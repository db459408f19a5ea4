// Every business number, in one versioned document (domain.md 4.13): a customer changes it, and what starts after that follows.

import * as z from 'zod';
import { Zone } from './calendar/calendar.ts';
import { ClockPolicy } from './calendar/clock-policy.ts';
import { CurrencyCode, CurrencyNames, DEFAULT_CURRENCY_NAMES } from './currency.ts';
import { ChannelPolicy, DEFAULT_CHANNEL_POLICY } from './desk/channel-policy.ts';
import { DigestPolicy } from './digest/digest-policy.ts';
import { line, WebAddress } from './fields.ts';
import { IdentityPolicy } from './identity/identity-policy.ts';
import { ElapsedDuration } from './instant.ts';
import { DEFAULT_INBOUND_POLICY, InboundPolicy } from './intake/inbound.ts';
import { DEFAULT_SPAM_POLICY, SpamPolicy } from './intake/spam.ts';
import { DEFAULT_NURTURE_POLICY, NurturePolicy } from './nurture/nurture-policy.ts';
import { RecyclePolicy } from './nurture/recycle.ts';
import { RecallReasons } from './offer/recall-policy.ts';
import { OpportunityPolicy } from './opportunity/opportunity-policy.ts';
import { RequiredFields } from './required-fields.ts';
import { RoutingPolicy, StrikePolicy } from './routing/routing-policy.ts';
import { DEFAULT_REGION_NAMES, ProductLines, RegionNames } from './scopes.ts';
import { DEFAULT_GRADE_POLICY, GradePolicy } from './scoring/grade.ts';
import { DEFAULT_SCORING_POLICY, ScoringPolicy } from './scoring/scoring-policy.ts';
import { DEFAULT_SOURCE_POLICY, SourcePolicy } from './source/source-policy.ts';
import { VOCABULARIES } from './vocabulary.ts';

/** Zone of months and days, and the calendar of those who have none of their own: UTC and PLAIN when empty. */
const Tenant = z.strictObject({
  zone: Zone.default('UTC'),
  calendar: z.string().min(1).max(64).default('PLAIN'),
  /** In which reports tell all money besides, by the rates that ops put (`PUT /v1/rates/{currency}`). */
  currency: CurrencyCode.default('CNY'),
  /** Of messages to whoever has no language of his own that we have; English where we have none of it. */
  language: line(35).default('en'),
});

const Intake = z.strictObject({
  /** ISO country for phones written without a country, when the region names none. */
  defaultCountry: z
    .string()
    .regex(/^[A-Z]{2}$/, 'not an ISO country such as CN')
    .default('CN'),
  /** The same payload within this time is the same submission (4.8). Elapsed. */
  sameWithin: ElapsedDuration.default('PT10M'),
  /** The SDR checks by phone what is quarantined for so long; without an e-mail address at once (4.8). Elapsed. */
  checkByPhoneAfter: ElapsedDuration.default('P1D'),
  /** A quarantined person is asked once more after this, and the lead is closed after `quarantineClosesAfter` (2, 2a). Elapsed. */
  optInReminderAfter: ElapsedDuration.default('PT48H'),
  quarantineClosesAfter: ElapsedDuration.default('P30D'),
});

const Desk = z.strictObject({
  /** Calendar months without hand-raise, engagement or staff activity after which a lead is dormant (A2-4, row 27). */
  staleAfterMonths: z.int().min(1).max(60).default(12),
  /** A lead nobody can take is tried again this often. Elapsed. */
  retryUnroutedEvery: ElapsedDuration.default('P1D'),
  /** Reasons for which a lead is dropped for good (A2-5, row 6). */
  notALeadReasons: z
    .array(z.string().regex(/^[A-Z][A-Z_]{1,39}$/, 'not a reason such as POOR_FIT'))
    .min(1)
    .default(['POOR_FIT', 'NO_NEED', 'STUDENT', 'COMPETITOR', 'JUNK', 'DUPLICATE', 'BAD_DATA']),
});

/** A website by its origin. */
const Site = z
  .string()
  .max(300)
  .regex(
    /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/,
    'not the origin of a website such as https://www.acme.example',
  );

const Tags = z
  .array(line(40))
  .max(200)
  .refine((tags) => new Set(tags).size === tags.length, 'names a tag twice');

export const Policy = z.strictObject({
  tenant: Tenant.prefault({}),
  /** whether accepting stamps SQL at once, only when the SDR's qualification passes the five criteria, or never. */
  acceptImpliesSql: z.enum(['whenQualified', 'always', 'never']).default('whenQualified'),
  /** by whose words leads are called in views; states stay what they are. */
  vocabulary: z.enum(VOCABULARIES).default('A0'),
  clocks: ClockPolicy.prefault({}),
  routing: RoutingPolicy.prefault({}),
  strikes: StrikePolicy.prefault({}),
  recycle: RecyclePolicy.prefault({}),
  opportunity: OpportunityPolicy.prefault({}),
  nurture: NurturePolicy.default(DEFAULT_NURTURE_POLICY),
  scoring: ScoringPolicy.default(DEFAULT_SCORING_POLICY),
  grade: GradePolicy.default(DEFAULT_GRADE_POLICY),
  spam: SpamPolicy.default(DEFAULT_SPAM_POLICY),
  sources: SourcePolicy.default(DEFAULT_SOURCE_POLICY),
  channels: ChannelPolicy.default(DEFAULT_CHANNEL_POLICY),
  inbound: InboundPolicy.default(DEFAULT_INBOUND_POLICY),
  intake: Intake.prefault({}),
  desk: Desk.prefault({}),
  identity: IdentityPolicy.prefault({}),
  digest: DigestPolicy.prefault({}),
  recallReasons: RecallReasons,
  /** What people write for a region: code to spellings (4.5, scopes). */
  regionNames: RegionNames.default(DEFAULT_REGION_NAMES),
  /** What is sold; while none is listed, what the reps sell (4.5, scopes). */
  productLines: ProductLines.default([]),
  /** Pages to which a plain form may send its browser on: 303 (api.md, Public). */
  redirectPages: z.array(WebAddress).max(100).default([]),
  /** Websites whose pages send forms: others' the offline target refuses. */
  origins: z.array(Site).max(100).default([]),
  /** The one list of tags of marketing and sales (A3-15): staff set them, lists and reports filter by them. */
  tags: Tags.default([]),
  requiredFields: RequiredFields.prefault({}),
  /** What people write for a currency: code to spellings (4.5, scopes). */
  currencyNames: CurrencyNames.default(DEFAULT_CURRENCY_NAMES),
});

/** The policy document. Durations are ISO-8601; which clock each runs on is said at its section. */
export type Policy = z.infer<typeof Policy>;

let defaults: Policy | undefined;

/** What holds while a company has stored no policy. Made when first asked for: most cold starts read a stored one. */
export function defaultPolicy(): Policy {
  defaults ??= Policy.parse({});
  return defaults;
}

/** The policy as stored: one row, whose version every offer, credit and score names (4.1, principle 4). */
export const VersionedPolicy = z.object({
  version: z.int(),
  document: z.preprocess(withSafeLinks, Policy),
});
export type VersionedPolicy = z.infer<typeof VersionedPolicy>;

/** One of an earlier release may let links in mails begin with http://, which nobody may store any more. */
function withSafeLinks(document: unknown): unknown {
  const { channels } = Object(document);
  const { mail } = Object(channels);
  const { baseUrl } = Object(mail);
  if (typeof baseUrl !== 'string' || !baseUrl.startsWith('http://')) return document;
  const safe = baseUrl.replace(/^http:/, 'https:');
  return { ...Object(document), channels: { ...channels, mail: { ...mail, baseUrl: safe } } };
}
