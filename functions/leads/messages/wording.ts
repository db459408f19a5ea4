// What a message says to whom it goes to: in his language, in his zone, and of whom (4.4).

import { Temporal } from 'temporal-polyfill';
import { dateEndingAt } from '../calendar/local-dates.ts';
import type { LeadId } from '../ids.ts';
import { type Instant, millisOf } from '../instant.ts';
import { chinese } from './chinese.ts';
import { type DigestLine, digestLines, type Section } from './digest-lines.ts';
import { english } from './english.ts';
import {
  type Day,
  type Language,
  type News,
  type Saying,
  type Sender,
  sayings,
} from './sayings.ts';

/** By the first part of a language's code; whoever speaks none of them reads English. */
const languages: ReadonlyMap<string, Language> = new Map([
  ['en', english],
  ['zh', chinese],
]);

/** The first of these languages in which there are messages. Codes are compared without case and country: `zh-CN`, `ZH_cn`, `zh`. */
export function languageFor(codes: readonly (string | undefined)[]): Language {
  const known = codes.map((code = '') => languages.get(code.toLowerCase().split(/[-_]/)[0] ?? ''));
  return known.find((language) => language !== undefined) ?? english;
}

/** Who reads, when, and what people are called. */
export interface Reader {
  readonly language: Language;
  readonly zone: string;
  readonly at: Instant;
  readonly nameOf: (sub: string) => string;
  /** Who sent the form that it tells of. */
  readonly sender?: Sender | undefined;
  /** Whom the leads of a digest are of, where that may be said; and the page on which all of it is to be seen. */
  readonly subjectOf?: ((leadId: LeadId) => Omit<Subject, 'link'> | undefined) | undefined;
  readonly page?: string | undefined;
}

/** Whom the message is about, and where he is to be seen. */
export interface Subject {
  readonly person: string;
  readonly company?: string | undefined;
  readonly link: string;
  /** What somebody of staff wrote with it. */
  readonly note?: string | undefined;
}

interface Words {
  readonly subject: string;
  readonly text: string;
}

/** A saying in the reader's words, with name, company and link of the lead below it. */
export function wordsOf(says: Saying, reader: Reader, about: Subject | undefined): Words {
  const { subject, text } = reader.language.sentences[says.name];
  const said = filled(text, { facts: says, kinds: sayings[says.name] }, reader);
  return { subject, text: withSubject(said, reader, about) };
}

/** Whom of the staff it names. */
export function staffIn(says: Saying): readonly string[] {
  const kinds: Filling['kinds'] = sayings[says.name];
  const named = Object.entries(kinds).filter(([, kind]) => kind === 'who' || kind === 'whos');
  return named.flatMap(([fact]) => Reflect.get(says, fact) ?? []).map(String);
}

interface Filling {
  readonly facts: object;
  readonly kinds: Readonly<Record<string, string>>;
}

/** The text with its facts in the places that it has for them. */
function filled(text: string, { facts, kinds }: Filling, reader: Reader): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    name in kinds ? written(Reflect.get(facts, name), kinds[name], reader) : placeholder,
  );
}

/** Words that a release before ours, or a company's own policy, wrote: instants in them are said as people say them. */
export function reworded({ subject, text }: Words, reader: Reader, about: Subject | undefined) {
  const said = text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (at) =>
    // Codec: the shape says that it is one.
    due(at as Instant, reader),
  );
  return { subject, text: withSubject(said, reader, about) };
}

function withSubject(text: string, { language }: Reader, about: Subject | undefined): string {
  if (!about) return text;
  const { person, company, link, note } = about;
  return [text, ...(note ? [note] : []), `${language.about(person, company)}\n${link}`].join(
    '\n\n',
  );
}

function written(fact: unknown, kind: string | undefined, reader: Reader): string {
  switch (kind) {
    // Codec: what is stored as an instant is one.
    case 'due':
      return due(fact as Instant, reader);
    case 'when':
      return moment(fact as Instant, reader);
    case 'who':
      return reader.nameOf(String(fact));
    case 'whos':
      return reader.language.listed((fact as readonly string[]).map(reader.nameOf));
    case 'code':
      return inWords(String(fact), reader.language);
    case 'sender':
      return reader.language.sender(reader.sender);
    case 'news':
      return newsOf(fact as News | undefined, reader);
    case 'digest':
      return digestOf(fact as readonly Section[], reader);
    case 'lead':
      return whomOf(fact as LeadId, reader);
    case 'list':
      return reader.language.listed(fact as readonly string[]);
    default:
      return String(fact);
  }
}

function newsOf(news: News | undefined, { language, sender }: Reader): string {
  const differs = (news?.differs ?? []).map((field) => inWords(field, language));
  return language.news(language.sender(sender), news, differs);
}

/** Section by section, line by line; the page under them. */
function digestOf(sections: readonly Section[], reader: Reader): string {
  const { headings, lines: words, more, page } = reader.language.digest;
  const lineOf = (line: DigestLine) =>
    `- ${filled(words[line.name], { facts: line, kinds: digestLines[line.name] }, reader)}`;
  const told = sections.map((section) =>
    [
      headings[section.name],
      ...section.lines.map(lineOf),
      ...(section.more > 0 ? [`- ${more(section.more)}`] : []),
    ].join('\n'),
  );
  return [...told, ...(reader.page ? [page(reader.page)] : [])].join('\n\n');
}

/** By name and company; by its id on the bus, and when nobody is known any more. */
function whomOf(leadId: LeadId, { language, subjectOf }: Reader): string {
  const subject = subjectOf?.(leadId);
  return subject ? language.about(subject.person, subject.company) : leadId;
}

/** Codes are written A_B or aB. */
function inWords(code: string, { codes }: Language): string {
  const words = code.replace(/([a-z])([A-Z])/g, '$1 $2');
  return codes[code] ?? words.toLowerCase().replaceAll('_', ' ');
}

function moment(at: Instant, reader: Reader): string {
  const local = Temporal.Instant.fromEpochMilliseconds(millisOf(at)).toZonedDateTimeISO(
    reader.zone,
  );
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  return reader.language.moment(dayOf(local.toPlainDate(), reader), time);
}

/** One that falls on a midnight is the end of the day before (4.4). */
function due(at: Instant, reader: Reader): string {
  const ending = dateEndingAt(reader.zone, at);
  if (ending === undefined) return moment(at, reader);
  return reader.language.endOf(dayOf(Temporal.PlainDate.from(ending), reader));
}

function dayOf({ dayOfWeek, day, month, year }: Temporal.PlainDate, { zone, at }: Reader): Day {
  const now = Temporal.Instant.fromEpochMilliseconds(millisOf(at)).toZonedDateTimeISO(zone);
  return { weekday: dayOfWeek, day, month, year: year === now.year ? undefined : year };
}
