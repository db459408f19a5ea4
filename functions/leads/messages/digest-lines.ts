// What a digest may say, line by line: ids, instants, codes and numbers. The words are put in when it leaves, as those of every message.

import type { LeadId } from '../ids.ts';
import type { Instant } from '../instant.ts';

/** Sections, in the order in which they are read. */
export const digestSections = [
  'answer',
  'contact',
  'window',
  'silent',
  'qualify',
  'queue',
  'choose',
  'dispute',
  'standing',
  'agenda',
  'figures',
] as const;
export type SectionName = (typeof digestSections)[number];

/** As in sayings.ts; `lead` is whom it is of, `list` are texts. */
type LineFact = 'lead' | 'due' | 'when' | 'who' | 'code' | 'text' | 'list';

export const digestLines = {
  answer: { lead: 'lead', dueAt: 'due' },
  contact: { lead: 'lead', dueAt: 'due' },
  window: { lead: 'lead', dueAt: 'due' },
  silent: { lead: 'lead', repId: 'who', stage: 'text', since: 'when' },
  qualify: { lead: 'lead', grade: 'text', since: 'when' },
  queue: { lead: 'lead', grade: 'text', since: 'when' },
  choose: { lead: 'lead', dueAt: 'due' },
  dispute: { lead: 'lead', repId: 'who', dueAt: 'due' },
  misses: { misses: 'text', most: 'text' },
  suspended: { until: 'due' },
  rejected: { lead: 'lead', reason: 'code', repId: 'who', sdrId: 'who', dispute: 'code' },
  returned: { lead: 'lead', reason: 'code', repId: 'who', sdrId: 'who', dispute: 'code' },
  funnel: { mql: 'text', sal: 'text', opportunity: 'text', won: 'text', report: 'text' },
  inTime: { percent: 'text', of: 'text', report: 'text' },
  tooFewInTime: { count: 'text', of: 'text', report: 'text' },
  openCredits: { pending: 'text', windowOpen: 'text', report: 'text' },
  forecast: { amounts: 'list', report: 'text' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, LineFact>>>>;
type LineName = keyof typeof digestLines;

type ValueOf<Kind> = Kind extends 'due' | 'when'
  ? Instant
  : Kind extends 'lead'
    ? LeadId
    : Kind extends 'list'
      ? readonly string[]
      : string;

export type DigestLine = {
  readonly [Name in LineName]: { readonly name: Name } & {
    readonly [Fact in keyof (typeof digestLines)[Name]]: ValueOf<(typeof digestLines)[Name][Fact]>;
  };
}[LineName];

export interface Section {
  readonly name: SectionName;
  readonly lines: readonly DigestLine[];
  /** How many more there are than lines. */
  readonly more: number;
}

/** One language's words for them. */
export interface DigestWords {
  readonly headings: Readonly<Record<SectionName, string>>;
  readonly lines: Readonly<Record<LineName, string>>;
  readonly more: (count: number) => string;
  /** Under all of it: where the rest is to be seen. */
  readonly page: (link: string) => string;
}

/** Whose leads a digest names. */
export function leadsIn(sections: readonly Section[]): readonly LeadId[] {
  return sections.flatMap(({ lines }) =>
    lines.flatMap((line) => ('lead' in line ? line.lead : [])),
  );
}
