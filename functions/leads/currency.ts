// Which currency somebody means (4.5, scopes): ISO 4217 codes, and the spellings of them that the policy knows.

import * as z from 'zod';
import { Invalid } from './errors.ts';
import { line } from './fields.ts';
import { inOneSpelling } from './scopes.ts';

/** The codes in use (ISO 4217, 2026), without those of funds, metals and tests. */
const ISO_4217: ReadonlySet<string> = new Set(
  `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP CNY COP
  CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR
  ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
  MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
  SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR
  ZMW ZWG`.split(/\s+/),
);

/** A currency that the policy names. */
export const CurrencyCode = z
  .string()
  .refine((code) => ISO_4217.has(code), 'is no ISO 4217 code such as CNY');

/** `currencyNames` of the policy: what people write for a code, compared without case and outer blanks. */
export const CurrencyNames = z.record(CurrencyCode, z.array(line(20)).max(50));
export type CurrencyNames = z.infer<typeof CurrencyNames>;

/** ¥ is ours to read: a company in Japan gives it to JPY. */
export const DEFAULT_CURRENCY_NAMES: CurrencyNames = {
  CNY: ['RMB', 'CNH', '¥', 'CN¥', 'yuan', 'renminbi', '元', '人民币'],
  EUR: ['€', 'EURO', 'EUROS', '欧元'],
  USD: ['$', 'US$', 'dollar', 'dollars', '美元'],
  GBP: ['£', 'STG', '英镑'],
  JPY: ['JP¥', 'yen', '円', '日元'],
  HKD: ['HK$', '港币', '港元'],
  SGD: ['S$'],
  TWD: ['NT$', 'NTD', '台币', '新台币'],
};

/** The code; undefined when nobody knows what is meant. */
export function currencyIn(text: string, names: CurrencyNames): string | undefined {
  const meant = inOneSpelling(text);
  const code = meant.toUpperCase();
  if (ISO_4217.has(code)) return code;
  const named = Object.entries(names).find(([, spellings]) =>
    spellings.map(inOneSpelling).includes(meant),
  );
  return named?.[0];
}

export const NO_CURRENCY = 'is no currency of ISO 4217; give its code, such as CNY';

/** What was said, with the code of its currency, where somebody can correct it. Throws Invalid on `path`. */
export function inCode<Said extends { readonly currency?: string | undefined }>(
  said: Said,
  names: CurrencyNames,
  path = 'currency',
): Said {
  if (said.currency === undefined) return said;
  const currency = currencyIn(said.currency, names);
  if (currency === undefined) throw new Invalid([{ path, message: NO_CURRENCY }]);
  return { ...said, currency };
}

const digits = new Map<string, number>();

/** How many decimals the currency has: 2 of CNY, 0 of JPY. */
export function decimalsOf(currency: string): number {
  const known = digits.get(currency);
  if (known !== undefined) return known;
  const style = { style: 'currency', currency } as const;
  const found = new Intl.NumberFormat('en', style).resolvedOptions().maximumFractionDigits ?? 2;
  digits.set(currency, found);
  return found;
}
