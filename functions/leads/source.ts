// Where a lead comes from (A0-17, A2-7, 4.2): the class that revenue is shared by, the channel, the means, and who moved first.

/** Whose lead it is in the reports (A1-4, 4.2). */
export const SOURCE_CLASSES = ['MARKETING', 'SELF', 'EXEC', 'PARTNER'] as const;
export type SourceClass = (typeof SOURCE_CLASSES)[number];

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
export type Channel = (typeof CHANNELS)[number];

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
] as const;
export type Means = (typeof MEANS)[number];

/** Passive: the customer came by himself; active: we went to him (A2-7). */
export const ORIGINS = ['passive', 'active'] as const;
export type Origin = (typeof ORIGINS)[number];
