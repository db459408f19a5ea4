// Which touch is of which class, channel and means (A0-17, A2-7): a table that marketing changes. Every row is a default of ours.

import * as z from 'zod';
import { body, line, oneOf, wholeBetween } from '../fields.ts';
import { CHANNELS, MEANS, ORIGINS, SOURCE_CLASSES } from './source.ts';

const Words = z.array(line(100).toLowerCase()).min(1).max(100);

/** All that are given must hold; of each list any word. A word may end in `*`: whatever begins so. */
const When = body({
  /** `utm.source` and `utm.medium`. */
  source: Words.exactOptional(),
  medium: Words.exactOptional(),
  /** The name of a click id, such as `gclid`. */
  clickId: Words.exactOptional(),
  /** Host of the referrer, or one above it; `google.*` is Google in every country, `*` any page that is not ours. */
  referrer: Words.exactOptional(),
  /** Name of the form; for an engagement its kind. */
  form: Words.exactOptional(),
}).refine((when) => Object.values(when).some((words) => words !== undefined), {
  error: 'names nothing; give source, medium, clickId, referrer or form',
});

const Kind = {
  class: oneOf(SOURCE_CLASSES),
  channel: oneOf(CHANNELS).exactOptional(),
  means: oneOf(MEANS).exactOptional(),
  origin: oneOf(ORIGINS),
};

/** Section `sources` of the policy. */
export const SourcePolicy = body({
  /** The first row that holds names the source. */
  rules: z.array(body({ when: When, ...Kind })).max(200),
  /** When no row holds: somebody who came by himself. */
  otherwise: body(Kind),
  /** Our own sites: coming from there is no source. */
  ownHosts: z.array(line(253).toLowerCase()).max(50),
  /** The three or four UTM parameters that tell one source from another (A1-9). */
  identifiedBy: z
    .array(oneOf(['source', 'medium', 'campaign', 'content', 'term']))
    .min(3, 'names less than 3 parameters, which tell no source from another (A1-9)')
    .max(4, 'names more than 4 parameters; take the 3 or 4 that tell sources apart (A1-9)'),
  /** What a visitor did so many days before he left his name is his (4.8); 0: nothing is kept of strangers. */
  visitorLookBackDays: wholeBetween(0, 400),
});
export type SourcePolicy = z.infer<typeof SourcePolicy>;

const marketing = { class: 'MARKETING', origin: 'passive' } as const;
const digital = { ...marketing, channel: 'digitalMedia' } as const;
const atAnEvent = {
  class: 'MARKETING',
  channel: 'offline',
  means: 'event',
  origin: 'active',
} as const;
const byPartner = { class: 'PARTNER', means: 'referral', origin: 'passive' } as const;

/** The ways of A2-7 besides the site and the media: the customer calls, a tender is published, an agent tells; or we went to see him. */
const byPhone = { class: 'MARKETING', means: 'phone', origin: 'passive' } as const;
const byTender = { class: 'MARKETING', means: 'tender', origin: 'passive' } as const;
const inPerson = {
  class: 'MARKETING',
  channel: 'offline',
  means: 'meeting',
  origin: 'active',
} as const;

/** Medium before click id before form before referrer: from what marketing wrote itself to what the browser gives away. */
export const DEFAULT_SOURCE_POLICY: SourcePolicy = {
  rules: [
    {
      when: { medium: ['exec', 'executive', 'board'] },
      class: 'EXEC',
      means: 'referral',
      origin: 'active',
    },
    {
      when: { medium: ['partner', 'reseller', 'isv', 'agent', 'channel', '代理', '渠道'] },
      channel: 'channelEcosystem',
      ...byPartner,
    },
    {
      when: { medium: ['alliance', 'co-marketing', 'association'] },
      channel: 'strategicPartnership',
      ...byPartner,
    },
    {
      when: { medium: ['affiliate'] },
      ...marketing,
      channel: 'channelEcosystem',
      means: 'affiliate',
    },
    {
      when: { medium: ['sem', 'cpc', 'ppc', 'paidsearch', 'paid-search', 'paid_search'] },
      ...digital,
      means: 'sem',
    },
    {
      when: { medium: ['feed', 'feeds', 'infeed', 'in-feed', 'native'] },
      ...digital,
      means: 'feeds',
    },
    {
      when: { medium: ['social', 'smo', 'sns', 'paid-social', 'paid_social', 'paidsocial', 'kol'] },
      ...digital,
      means: 'smo',
    },
    { when: { medium: ['appstore', 'app-store', 'app_store'] }, ...digital, means: 'appStore' },
    { when: { medium: ['aso'] }, ...digital, means: 'aso' },
    { when: { medium: ['email', 'e-mail', 'edm', 'newsletter'] }, ...digital, means: 'email' },
    {
      when: {
        medium: ['display', 'banner', 'cpm', 'video', 'ott', 'streaming', 'app', 'podcast'],
      },
      ...digital,
    },
    {
      when: {
        medium: ['event', 'fair', 'expo', 'exhibition', 'conference', 'seminar', 'roadshow'],
      },
      ...atAnEvent,
    },
    {
      when: { medium: ['article', 'content', 'advertorial', 'pr', 'media'] },
      ...marketing,
      channel: 'contentPlacement',
    },
    {
      when: { medium: ['outdoor', 'ooh', 'billboard', 'elevator'] },
      ...marketing,
      channel: 'outdoor',
    },
    {
      when: { medium: ['tv', 'radio', 'print', 'magazine', 'newspaper'] },
      ...marketing,
      channel: 'traditionalMedia',
    },
    { when: { medium: ['phone', 'call', 'hotline', '电话'] }, ...byPhone },
    { when: { medium: ['tender', 'bid', 'rfp', 'rfq', 'rfi', '招标'] }, ...byTender },
    {
      when: { medium: ['meeting', 'exchange', 'technical-session', 'company-visit'] },
      ...inPerson,
    },
    { when: { medium: ['organic', 'seo'] }, ...digital, means: 'seo' },
    { when: { medium: ['referral'] }, ...digital, means: 'referral' },
    {
      when: { clickId: ['gclid', 'gbraid', 'wbraid', 'msclkid', 'bd_vid', 'qhclickid', 'sogouid'] },
      ...digital,
      means: 'sem',
    },
    {
      when: { clickId: ['fbclid', 'li_fat_id', 'ttclid', 'twclid', 'gdt_vid', 'qz_gdt'] },
      ...digital,
      means: 'smo',
    },
    {
      when: { form: ['event', 'event-*', 'webinar', 'webinar-*', 'fair-*', 'card', 'card-*'] },
      ...atAnEvent,
    },
    { when: { form: ['google-ads'] }, ...digital, means: 'sem' },
    { when: { form: ['meta-ads'] }, ...digital, means: 'smo' },
    {
      when: {
        form: ['partner', 'partner-*', 'agent', 'agent-*', 'reseller', 'reseller-*', '代理*'],
      },
      channel: 'channelEcosystem',
      ...byPartner,
    },
    {
      when: { form: ['phone', 'phone-*', 'call', 'call-*', 'hotline', 'hotline-*', '电话*'] },
      ...byPhone,
    },
    { when: { form: ['tender', 'tender-*', 'rfp', 'rfp-*', '招标*'] }, ...byTender },
    {
      when: {
        form: [
          'meeting',
          'meeting-*',
          'exchange',
          'exchange-*',
          'technical-session',
          'company-visit',
          '拜访*',
        ],
      },
      ...inPerson,
    },
    {
      when: {
        referrer: [
          'google.*',
          'baidu.com',
          'bing.com',
          'sogou.com',
          'so.com',
          'sm.cn',
          'yandex.*',
          'duckduckgo.com',
          'yahoo.*',
          'naver.com',
        ],
      },
      ...digital,
      means: 'seo',
    },
    {
      when: {
        referrer: [
          'weixin.qq.com',
          'weibo.com',
          'zhihu.com',
          'xiaohongshu.com',
          'douyin.com',
          'bilibili.com',
          'linkedin.com',
          'lnkd.in',
          'facebook.com',
          'x.com',
          't.co',
          'youtube.com',
        ],
      },
      ...digital,
      means: 'smo',
    },
    { when: { referrer: ['*'] }, ...digital, means: 'referral' },
  ],
  otherwise: { ...digital, means: 'direct' },
  ownHosts: [],
  identifiedBy: ['source', 'campaign', 'content', 'term'],
  visitorLookBackDays: 90,
};
