// Who wrote, and for which company: the keys under which people and accounts are found again.

import { createHmac } from 'node:crypto';
import { domainToASCII } from 'node:url';
import {
  type CountryCode,
  isSupportedCountry,
  type MetadataJson,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/core';
import type { FieldProblem } from '../errors.ts';
import {
  DISPOSABLE_MAIL_DOMAINS,
  FREE_MAIL_DOMAINS,
  SHARED_SITE_DOMAINS,
} from './free-mail-domains.ts';
import { PHONES } from './phones/metadata.ts';

let metadata: MetadataJson | undefined;

/** The library's own data, of which infra/phones/generate.ts leaves out what shows numbers. */
export function phoneMetadata(): MetadataJson {
  metadata ??= JSON.parse(PHONES) as MetadataJson;
  return metadata;
}

/** Normalised keys of one person and the company: e-mail, the mailbox behind it where that is another, phone in E.164, company domain. */
export interface IdentityKeys {
  readonly email?: string;
  readonly mailbox?: string;
  readonly phone?: string;
  readonly domain?: string;
}

/** What submissions and engagements tell of a person. */
export interface Identifiable {
  readonly person: { readonly email?: string | undefined; readonly phone?: string | undefined };
  readonly company?:
    | {
        readonly name?: string | undefined;
        readonly website?: string | undefined;
        readonly region?: string | undefined;
      }
    | undefined;
}

/** `defaultCountry`: ISO 3166 code for phones written without +, used when the region names no country. */
export interface IdentityOptions {
  readonly defaultCountry: string;
}

export type KeyKind = 'email' | 'mailbox' | 'phone' | 'domain' | 'visitor' | 'name';

/** Letters that nobody sees: zero-width spaces, directions, fillers, marks at the start of a file (4.2). They tell nobody apart. */
const UNSEEN = /[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\uFEFF]/gu;

const LOCAL_PART = /^[^\s@"(),:;<>[\]\\\p{Cc}]{1,64}$/u;
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * The address in one spelling, undefined when it is none. Both parts go to lower case: no provider in use tells people
 * apart by case. Plus tags and dots stay: only some providers ignore them, and joining two people is worse than splitting one.
 */
export function normaliseEmail(text: string): string | undefined {
  const parts = plain(text).split('@');
  const [local = '', host = ''] = parts;
  const domain = normaliseHost(host);
  const address = `${local.toLowerCase().normalize('NFC')}@${domain}`;
  if (parts.length !== 2 || !LOCAL_PART.test(local) || !domain || address.length > 254)
    return undefined;
  return address;
}

/** Where dots in the name of a mailbox count for nothing, and by which name it goes (4.2). */
const DOTLESS: Readonly<Record<string, string>> = {
  'gmail.com': 'gmail.com',
  'googlemail.com': 'gmail.com',
};

/**
 * Where mail to this address most likely ends: without a plus tag, Gmail's without dots. Others may read tags and dots as letters,
 * so that one mailbox is a suggestion and no identity.
 */
export function mailboxOf(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  const plain = local.replace(/(?<=.)\+.*$/s, '');
  const dotless = DOTLESS[domain];
  return dotless ? `${plain.replaceAll('.', '')}@${dotless}` : `${plain}@${domain}`;
}

/** How people write an extension where the library does not expect it, the last resort being what stands behind a dash. */
const EXTENSIONS = [
  /(?:转|轉|分机|分機|内线|內線|apparat|app\.?|durchwahl|poste)[\s.:]*(\d{1,7})$/i,
  /[-/]\s*(\d{1,6})$/,
] as const;

/**
 * The number in E.164, undefined when it is none. An extension stays (`+861012345678;ext=12`), or everybody behind one
 * switchboard would be one person. Only lengths are checked: tables of number ranges age faster than this code.
 */
export function normalisePhone(text: string, country: string): string | undefined {
  const home = supported(country);
  // Advertising platforms and address books put a label before it: `p:+86…`, `tel:…`.
  const typed = plain(text).replace(/^[a-z]{1,10}\s*:\s*/i, '');
  const ways = [typed, ...EXTENSIONS.map((mark) => typed.replace(mark, ';ext=$1'))];
  const number = ways.map((way) => readPhone(way, home)).find((read) => read !== undefined);
  // 000000000 would lose a zero each time it is read: no number, whatever its length says.
  return number !== undefined && readPhone(number) === number ? number : undefined;
}

/** Codes that people use for a country and ISO 3166 does not. */
const ALSO_KNOWN_AS: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };

/** The country that a region names (`CN-SH` and `cn_sh` give `CN`, `UK` gives `GB`), undefined when it names none. */
export function countryOf(region: string | undefined): string | undefined {
  const [code = ''] = /^[a-z]{2}(?=[-_]|$)/i.exec(plain(region ?? '')) ?? [];
  const country = code.toUpperCase();
  return supported(ALSO_KNOWN_AS[country] ?? country);
}

/**
 * The domain by which an account is known, of a website or an e-mail address; undefined for free mail and shared sites.
 * Only `www.` is taken off: without a list of public suffixes, cutting more would join companies that share a host.
 */
export function companyDomain(websiteOrEmail: string): string | undefined {
  const host = plain(websiteOrEmail)
    .replace(/^[a-z][a-z0-9+.-]*:[/\\]{2}/i, '')
    .replace(/[/\\?#].*$/s, '')
    .replace(/^.*@/s, '')
    .replace(/:\d*$/, '');
  const domain = normaliseHost(host)?.replace(/^www\.(?=.*\.)/, '');
  return domain && !saysNothing(domain) ? domain : undefined;
}

/** True when an address at this domain gives no account: free or throw-away mail. */
export function isFreeMail(domain: string): boolean {
  return FREE_MAIL_DOMAINS.has(domain) || DISPOSABLE_MAIL_DOMAINS.has(domain);
}

/**
 * The keys of a submission or an engagement. A phone that cannot be read gives no key (`identityProblems` tells the sender).
 * The e-mail's domain goes before the website: the one was reached, the other only typed.
 */
export function identityKeys(from: Identifiable, options: IdentityOptions): IdentityKeys {
  const email = from.person.email && normaliseEmail(from.person.email);
  const phone = from.person.phone && phoneOf(from, options);
  const domain =
    (email && companyDomain(email)) ||
    websites(from)
      .map(companyDomain)
      .find((site) => site !== undefined);
  // An address that is its own mailbox is found by its own key.
  const mailbox = email && mailboxOf(email) !== email && mailboxOf(email);
  return {
    ...(email && { email }),
    ...(mailbox && { mailbox }),
    ...(phone && { phone }),
    ...(domain && { domain }),
  };
}

/** Of the company, the best first: people who are asked for its name give its website, too. A name such as Dr.Oetker is no address. */
function websites({ company }: Identifiable): readonly string[] {
  const { website, name } = company ?? {};
  const isAddress = /^(?:https?:|www\.)/i.test(plain(name ?? ''));
  return [website, isAddress ? name : undefined].filter((one) => one !== undefined);
}

/** What makes a well-formed submission unusable as an identity: 422 `INVALID` at `person.phone` or `person.email`. */
export function identityProblems(
  from: Identifiable,
  options: IdentityOptions,
): readonly FieldProblem[] {
  const { email, phone } = from.person;
  const problems: FieldProblem[] = [];
  if (email !== undefined && normaliseEmail(email) === undefined) {
    problems.push({ path: 'person.email', message: NOT_AN_ADDRESS });
  }
  if (phone !== undefined && phoneOf(from, options) === undefined) {
    problems.push({
      path: 'person.phone',
      message: 'is not a phone number; give it with its country code, such as +8613800000000',
    });
  }
  return problems;
}

export const NOT_AN_ADDRESS = 'is not an e-mail address; give one such as li.lei@acme.example';

/** HMAC-SHA-256 in hex: what stands in table keys instead of an address. Throws RangeError on an empty pepper. */
export function keyHash(kind: KeyKind, value: string, pepper: string): string {
  if (pepper === '')
    throw new RangeError('the pepper is empty; set it, or keys can be guessed by trying addresses');
  return createHmac('sha256', pepper).update(`${kind}:${value}`).digest('hex');
}

/** A key as it stands in the table, and what it is of. */
export interface HashedKey {
  readonly kind: KeyKind;
  readonly hash: string;
}

const KEY_KINDS = [
  'email',
  'mailbox',
  'phone',
  'domain',
  'visitor',
] as const satisfies readonly KeyKind[];

/** The keys that are known, hashed. Throws RangeError on an empty pepper. */
export function hashedKeys(
  found: { readonly [Kind in KeyKind]?: string | undefined },
  pepper: string,
): readonly HashedKey[] {
  return KEY_KINDS.flatMap((kind) => {
    const value = found[kind];
    return value === undefined ? [] : [{ kind, hash: keyHash(kind, value, pepper) }];
  });
}

function plain(text: string): string {
  return seen(text.normalize('NFKC')).trim();
}

/** The text without letters that nobody sees. */
export function seen(text: string): string {
  return text.replaceAll(UNSEEN, '');
}

function readPhone(text: string, home?: CountryCode): string | undefined {
  const options = { ...(home && { defaultCountry: home }), extract: false };
  const phone = parsePhoneNumberFromString(text, options, phoneMetadata());
  return phone?.isPossible() ? phone.format('RFC3966').replace('tel:', '') : undefined;
}

function phoneOf(from: Identifiable, options: IdentityOptions): string | undefined {
  const country = countryOf(from.company?.region) ?? options.defaultCountry;
  return from.person.phone === undefined ? undefined : normalisePhone(from.person.phone, country);
}

function supported(country: string | undefined): CountryCode | undefined {
  return country !== undefined && isCountry(country) ? country : undefined;
}

// Lower case, punycode for 公司.cn, and 。read as a dot; undefined when no such host can exist on the internet.
function normaliseHost(host: string): string | undefined {
  const ascii = domainToASCII(host.replace(/\.$/, ''));
  const labels = ascii.split('.');
  const named = labels.length >= 2 && labels.every((label) => LABEL.test(label));
  return named && !/^\d+$/.test(labels.at(-1) ?? '') && ascii.length <= 253 ? ascii : undefined;
}

function saysNothing(domain: string): boolean {
  return isFreeMail(domain) || SHARED_SITE_DOMAINS.has(domain);
}

function isCountry(text: string): text is CountryCode {
  // Codec: the library's type of its argument says what it finds out.
  return isSupportedCountry(text as CountryCode, phoneMetadata());
}
