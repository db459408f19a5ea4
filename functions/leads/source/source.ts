// Where a lead comes from (A0-17, A2-7, 4.2): the class that revenue is shared by, the channel, the means, and who moved first.

import * as z from 'zod';
import { Instant } from '../instant.ts';
import { id, ours } from '../kept.ts';
import { present } from '../present.ts';

/** Whose lead it is in the reports (A1-4, 4.2). */
export const SOURCE_CLASSES = ['MARKETING', 'SELF', 'EXEC', 'PARTNER'] as const;

/** The seven classes of media of A0-17, in its order. */
export const CHANNELS = [
  'traditionalMedia',
  'digitalMedia',
  'outdoor',
  'contentPlacement',
  'strategicPartnership',
  'offline',
  'channelEcosystem',
] as const;

/** How people are brought from there (A0-17), and the ways that need no medium. */
export const MEANS = [
  'seo',
  'sem',
  'smo',
  'feeds',
  'appStore',
  'aso',
  'affiliate',
  'email',
  'event',
  'referral',
  'direct',
  'phone',
  'tender',
  'meeting',
] as const;

/** Passive: the customer came by himself; active: we went to him (A2-7). */
export const ORIGINS = ['passive', 'active'] as const;

/** Where a touch came from: what the form sent of it, and what the policy makes of that (source-of.ts). */
export const Source = z.object({
  touchId: id,
  at: Instant,
  form: ours,
  class: z.enum(SOURCE_CLASSES).default('MARKETING'),
  channel: z.enum(CHANNELS).optional(),
  means: z.enum(MEANS).optional(),
  origin: z.enum(ORIGINS).optional(),
  /** The three or four parameters that tell one source from another (A1-9). */
  key: ours.optional(),
  utm: z.record(ours, ours).optional(),
  clickIds: z.record(z.string(), z.string()).optional(),
  referrer: z.string().optional(),
  landingPage: z.string().optional(),
  contentId: ours.optional(),
  /** Who wrote that content, and when it came out (A1-11). */
  author: ours.optional(),
  publishedOn: ours.optional(),
});
export type Source = z.infer<typeof Source>;

/** What reports count by and the bus may know of a source: no page and no click id, which may tell who it was. Made when asked for. */
export const sourceFactsSchema = () =>
  Source.pick({ class: true, channel: true, means: true, origin: true, key: true }).extend({
    /** Of the five parameters the one that says from where. */
    utmSource: ours.optional(),
    campaign: ours.optional(),
    term: ours.optional(),
    content: ours.optional(),
    contentId: ours.optional(),
    author: ours.optional(),
  });
export type SourceFacts = Readonly<z.infer<ReturnType<typeof sourceFactsSchema>>>;

/** The facts of a source. */
export function sourceFacts(source: Source | Omit<Source, 'touchId' | 'at'>): SourceFacts {
  const { class: whose, channel, means, origin, key, utm, contentId, author } = source;
  const { source: utmSource, campaign, term, content } = utm ?? {};
  return present({
    class: whose,
    channel,
    means,
    origin,
    key,
    utmSource,
    campaign,
    term,
    content,
    contentId,
    author,
  });
}
