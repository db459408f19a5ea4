// By what figures can be taken apart: one dimension at a time, each value a text (reports.md, 3).

import type { SourceFacts } from '../leads/source/source.ts';
import type { LeadFact } from './facts/lead-fact.ts';

/** Where somebody came from, what the lead is about, and whose it is. */
export const OF_SOURCES = [
  'class',
  'channel',
  'source',
  'key',
  'campaign',
  'term',
  'content',
  'page',
  'author',
] as const;
export const OF_LEADS = ['productLine', 'region', 'industry', 'grade'] as const;
export const OF_STAFF = ['sdr', 'rep', 'department'] as const;
export const DIMENSIONS = [
  ...OF_SOURCES,
  ...OF_LEADS,
  ...OF_STAFF,
  'org',
  'pair',
  'stage',
  'segment',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The value of each dimension; one that is not known stands under `UNKNOWN`. */
export type Values = { readonly [Of in Dimension]?: string | undefined };

export const UNKNOWN = '-';

/** Where somebody came from. */
export function ofSource(source: Partial<SourceFacts>): Values {
  return {
    class: source.class,
    channel: source.channel,
    source: source.utmSource,
    key: source.key,
    campaign: source.campaign,
    term: source.term,
    content: source.content,
    page: source.contentId,
    author: source.author,
  };
}

/** Whose lead it is, what it is about, and where it came from. */
export function ofLead(fact: LeadFact): Values {
  return {
    ...ofSource(fact.source),
    productLine: fact.productLine,
    region: fact.region,
    industry: fact.industry,
    grade: fact.grade,
    sdr: fact.sdrId,
    rep: fact.repId,
    department: fact.department,
  };
}
