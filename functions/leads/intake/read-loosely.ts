// A form of a machine, or of a page that no script watches (4.8, what cannot be read in a form): nobody there reads a refusal, so what can
// be read goes in, the rest is kept as `unread`, and only who cannot be reached at all is put aside.

import type * as z from 'zod';
import { type CurrencyNames, currencyIn, NO_CURRENCY } from '../currency.ts';
import { isObject, shown } from '../fields.ts';
import { HAND_RAISES } from '../form-words.ts';
import { type IdentityOptions, identityKeys, identityProblems } from '../identity/identity.ts';
import { present } from '../present.ts';
import { employeesIn, nameOf, numberIn, yesOrNoIn } from './plain-words.ts';
import { Budget, Company, Consent, Interest, Person, Submission } from './submission.ts';
import { bounded, plainText, type Unread, unread } from './unread.ts';

/** What stands in the field of that path; undefined when nothing does. */
export type Said = (path: string) => unknown;

export interface LooseOptions extends IdentityOptions {
  readonly currencyNames: CurrencyNames;
  /** What the form is called when it does not say. */
  readonly form: string;
}

/** A form that goes in, or somebody who cannot be reached, with all that he wrote. */
export type Loose =
  | { readonly submission: Submission; readonly unread: readonly Unread[] }
  | {
      readonly unreachable: readonly Unread[];
      readonly form: string;
      /** By path, what could be read, and where it came from. */
      readonly said: Readonly<Record<string, unknown>>;
    };

/** A text's value; undefined when it is none. `note` says what was lost of it. */
type Reader = (
  text: string,
  options: LooseOptions,
) => { readonly value: unknown; readonly note?: string; readonly lost?: string } | undefined;

interface Field {
  readonly schema: z.ZodType;
  readonly read: Reader;
}

const asItIs: Reader = (text) => ({ value: text });
const number: Reader = (text) => ({ value: numberIn(text) });
const yesOrNo: Reader = (text) => ({ value: yesOrNoIn(text) });

/** A text that people write freely: its control characters are blanks, and it is cut rather than lost. */
function words(longest: number, keeps = /(?!)/): Reader {
  return (text) => {
    const clean = text
      .toWellFormed()
      .replaceAll(/\p{Cc}/gu, (sign) => (keeps.test(sign) ? sign : ' '))
      .normalize('NFC')
      .trim();
    const value = clean
      .slice(0, longest)
      .replace(/[\uD800-\uDBFF]$/, '')
      .trim();
    const lost = clean.slice(value.length).trim();
    return lost === ''
      ? { value }
      : { value, lost, note: `is longer than ${longest} characters; this was cut` };
  };
}

const employees: Reader = (text) => {
  const read = employeesIn(text);
  if (!read?.isRange) return { value: read?.count };
  return { value: read.count, lost: text, note: 'is a range; its lower end counts' };
};

/** `Demo` and `call me` are meant as they are written in ours. */
const handRaise: Reader = (text) => {
  const plain = text.toLowerCase().replaceAll(/[\s_-]/g, '');
  return { value: HAND_RAISES.find((word) => word.toLowerCase() === plain) };
};

const currency: Reader = (text, { currencyNames }) => ({ value: currencyIn(text, currencyNames) });

/** Every field of a form but its tracking, which costs nothing anyway (came-from.ts). */
const FIELDS: Readonly<Record<string, Field>> = {
  form: { schema: Submission.out.shape.form, read: words(100) },
  'person.name': { schema: Person.shape.name, read: words(200) },
  'person.email': { schema: Person.shape.email, read: asItIs },
  'person.phone': { schema: Person.shape.phone, read: asItIs },
  'person.title': { schema: Person.shape.title, read: words(200) },
  'person.language': {
    schema: Person.shape.language,
    read: (text) => ({ value: text.replaceAll('_', '-') }),
  },
  'company.name': { schema: Company.shape.name, read: words(200) },
  'company.website': { schema: Company.shape.website, read: asItIs },
  'company.industry': { schema: Company.shape.industry, read: words(100) },
  'company.employees': { schema: Company.shape.employees, read: employees },
  'company.region': { schema: Company.shape.region, read: asItIs },
  'interest.productLine': { schema: Interest.shape.productLine, read: asItIs },
  'interest.handRaise': { schema: Interest.shape.handRaise, read: handRaise },
  'interest.message': { schema: Interest.shape.message, read: words(4000, /[\n\r\t]/) },
  'interest.startWithinMonths': { schema: Interest.shape.startWithinMonths, read: number },
  'interest.budget.amount': { schema: Budget.shape.amount, read: number },
  'interest.budget.currency': { schema: Budget.shape.currency, read: currency },
  'consent.privacyPolicy': { schema: Consent.shape.privacyPolicy, read: words(50) },
  'consent.email': { schema: Consent.shape.email, read: yesOrNo },
  'consent.phone': { schema: Consent.shape.phone, read: yesOrNo },
  website2: { schema: Submission.out.shape.website2, read: asItIs },
};

/** The parts of a name, where a form asks for them apart. */
export const NAME_PARTS = ['person.firstName', 'person.lastName'] as const;

/** Nobody is lost for what he did not say of himself. */
const NO_POLICY = 'not stated';

/** The form as far as it can be read. */
export function readLoosely(said: Said, options: LooseOptions): Loose {
  const notes: Unread[] = notObjects(said);
  const values = new Map<string, unknown>();
  for (const path of Object.keys(FIELDS)) {
    const { value, note } = readField(path, said(path), options);
    if (value !== undefined) values.set(path, value);
    if (note) notes.push(note);
  }
  oneName(values, said, options, notes);
  wholeBudget(values, notes);
  const address = reachable(values, options, notes);
  const form = String(values.get('form') ?? options.form);
  const touch = said('touch');
  if (!address) {
    const cameFrom = Submission.out.shape.touch.safeParse(touch).data;
    return {
      unreachable: bounded([...notes, ...asWritten(values)]),
      form,
      said: { ...Object.fromEntries(values), ...present({ touch: cameFrom }) },
    };
  }
  const standIns = [
    ['person.name', address.text, 'is missing; the address stands for it'],
    ['consent.privacyPolicy', NO_POLICY, 'is missing; nobody knows which one was read'],
  ] as const;
  for (const [path, standIn, why] of standIns) {
    if (values.has(path)) continue;
    values.set(path, standIn);
    if (!notes.some((note) => note.path === path)) notes.push(unread(path, '', why));
  }
  // In the one spelling, too, so that whoever reads it sees what the name is.
  if (values.get('person.name') === address.text) values.set(address.path, address.text);
  values.set('form', form);
  if (touch !== undefined) values.set('touch', touch);
  return { submission: Submission.parse(nested(values)), unread: bounded(notes) };
}

function readField(
  path: string,
  value: unknown,
  options: LooseOptions,
): { readonly value?: unknown; readonly note?: Unread } {
  const text = plainText(value);
  const field = FIELDS[path];
  if (!field || text?.trim() === '') return {};
  if (text === undefined) return { note: unread(path, value, 'is no text') };
  const read = field.read(text.trim(), options);
  const parsed = field.schema.safeParse(read?.value);
  if (!parsed.success || parsed.data === undefined)
    return { note: unread(path, text, whyNot(path, parsed.error, read?.value)) };
  return {
    value: parsed.data,
    ...present({ note: read?.note ? unread(path, read.lost, read.note) : undefined }),
  };
}

/** The schema's own words, without what was written: that stands beside them. */
function whyNot(path: string, error: z.ZodError | undefined, value: unknown): string {
  if (path === 'interest.budget.currency') return NO_CURRENCY;
  const message = error?.issues[0]?.message ?? 'cannot be read';
  if (message.startsWith(MISSING)) return `is not ${message.slice(MISSING.length)}`;
  const start = `${shown(value)} `;
  return message.startsWith(start) ? message.slice(start.length) : message;
}

/** How a schema says that it got nothing, as when no reader made anything of the text. */
const MISSING = 'is missing; give ';

/** A section that is a word, such as `person: "Li Lei"`. */
function notObjects(said: Said): Unread[] {
  return ['person', 'company', 'interest', 'interest.budget', 'consent'].flatMap((section) => {
    const value = said(section);
    const isSection = value === undefined || value === null || isObject({ value });
    return isSection || plainText(value)?.trim() === ''
      ? []
      : [unread(section, value, 'is no object with fields')];
  });
}

/** First and last name apart are one name, unless the whole one was said. */
function oneName(
  values: Map<string, unknown>,
  said: Said,
  options: LooseOptions,
  notes: Unread[],
): void {
  if (values.has('person.name')) return;
  const [first = '', last = ''] = NAME_PARTS.map((path) => plainText(said(path))?.trim());
  const { value, note } = readField('person.name', nameOf(first, last), options);
  if (value !== undefined) values.set('person.name', value);
  if (note) notes.push(note);
}

/** An amount without its currency is none, and the other way round. */
function wholeBudget(values: Map<string, unknown>, notes: Unread[]): void {
  const parts = ['interest.budget.amount', 'interest.budget.currency'];
  const [half, more] = parts.filter((path) => values.has(path));
  if (half === undefined || more !== undefined) return;
  const why = 'is half a budget; an amount and a currency belong together';
  notes.push(unread(half, values.get(half), why));
  values.delete(half);
}

/** The address or number, in one spelling, by which somebody can be written to or called; others are none. */
function reachable(
  values: Map<string, unknown>,
  options: LooseOptions,
  notes: Unread[],
): { readonly path: string; readonly text: string } | undefined {
  // Codec: the schemas of these fields made them texts.
  const [email, phone, region] = ['person.email', 'person.phone', 'company.region'].map(
    (path) => values.get(path) as string | undefined,
  );
  const from = { person: { email, phone }, company: { region } };
  const problems = identityProblems(from, options);
  for (const { path, message } of problems) {
    notes.push(unread(path, values.get(path), message));
    values.delete(path);
  }
  const keys = identityKeys(from, options);
  if (keys.email) return { path: 'person.email', text: keys.email };
  return keys.phone ? { path: 'person.phone', text: keys.phone } : undefined;
}

/** What stands beside that which could be read. */
export const AS_WRITTEN = 'was said';

/** Of somebody who cannot be reached, all that was said: whoever reads it may know more than we do. */
function asWritten(values: ReadonlyMap<string, unknown>): readonly Unread[] {
  return [...values]
    .filter(([path]) => path !== 'form' && path !== 'consent.privacyPolicy')
    .map(([path, value]) => unread(path, value, AS_WRITTEN));
}

function nested(values: ReadonlyMap<string, unknown>): unknown {
  const whole: Record<string, unknown> = { person: {}, consent: {} };
  for (const [path, value] of values) put(whole, path.split('.'), value);
  return whole;
}

/** Sets the value at a path, with the objects on the way. */
export function put(into: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const inner = into[name];
  const next: Record<string, unknown> =
    typeof inner === 'object' && inner !== null ? { ...inner } : {};
  put(next, rest, value);
  into[name] = next;
}

/** What stands in an object at a path of its own fields. */
export function saidIn(whole: unknown): Said {
  return (path) =>
    path
      .split('.')
      .reduce<unknown>(
        (at, name) =>
          isObject({ value: at }) && Object.hasOwn(Object(at), name)
            ? Reflect.get(Object(at), name)
            : undefined,
        whole,
      );
}
