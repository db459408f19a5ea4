// Do two company names look the same? A suggestion for people, never who somebody is: identity is exact (identity.ts, 4.8).

import { jaroWinkler } from '@skyra/jaro-winkler';

/** Legal forms and what companies add to their names, as words of the normalised name. */
const FORMS = new Set(
  (
    'inc incorporated corp corporation co company ltd limited llc llp lp plc pte pty bhd sdn gmbh ag kg ohg mbh se sa sas sarl ' +
    'srl spa bv nv ab as asa oy oyj aps kk group holding holdings international intl the and und et gruppe'
  ).split(' '),
);

/** The same in Chinese, longest first: 股份有限公司 must not leave 股份. */
const CHINESE_FORMS = [
  '股份有限责任公司',
  '股份有限公司',
  '有限责任公司',
  '集团有限公司',
  '有限公司',
  '集团',
  '公司',
  '控股',
];

/** Places in front of Chinese names: there are many 上海 companies. */
const PLACES =
  /^(?:中国|北京|上海|天津|重庆|广州|深圳|杭州|南京|苏州|成都|武汉|西安|青岛|宁波|厦门|长沙|大连|广东|江苏|浙江|山东|四川|福建|湖北|湖南|河南|河北|香港)市?/;

const SHOWN_TOKENS = 3;

/** A name without case and accents: `Müller` and `MULLER` are the same. */
export function withoutCaseAndAccents(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/ß/g, 'ss');
}

/** The name without legal form, accents, case and punctuation: `Müller & Söhne GmbH` gives `muller sohne`; empty when nothing is left. */
export function plainName(name: string): string {
  const written = withoutCaseAndAccents(name)
    .replace(/[(（][^)）]*[)）]/g, ' ')
    .replace(/(?<=\p{L})\.(?=\p{L}\b)/gu, '');
  const chinese = CHINESE_FORMS.reduce((text, form) => text.replaceAll(form, ' '), written);
  const words = chinese
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !FORMS.has(word))
    .join(' ');
  const placeless = words.replace(PLACES, '').trim();
  return placeless === '' ? words : placeless;
}

/**
 * The keys under which a name is stored and looked for: names that share none are never compared. Of words, the first
 * consonants as they sound (`Acme` and `Akme` meet); of Chinese names, each pair of characters among the first four.
 */
export function blocksOf(name: string): readonly string[] {
  const plain = plainName(name);
  const han = /\p{Script=Han}/u.test(plain);
  const keys = han ? pairs(plain.replaceAll(' ', '')) : plain.split(' ').map(sound);
  return [...new Set(keys.filter((one) => one !== ''))].slice(0, SHOWN_TOKENS);
}

/** From 0 to 1, and why. Word order does not matter; one name that begins the other counts nearly as the same. */
export function likeness(
  one: string,
  other: string,
): { readonly score: number; readonly because: string } {
  const [a, b] = [plainName(one), plainName(other)];
  if (a === '' || b === '') return { score: 0, because: 'a name is missing' };
  if (a === b) return { score: 1, because: 'the same but for the legal form' };
  const [x, y] = [sorted(a), sorted(b)];
  if (x === y) return { score: 0.99, because: 'the same words in another order' };
  const begins = (long: string, short: string) => long.startsWith(`${short} `);
  if (begins(a, b) || begins(b, a)) return { score: 0.93, because: 'one name begins the other' };
  const score = Math.max(jaroWinkler(a, b), jaroWinkler(x, y));
  return { score: Math.round(score * 100) / 100, because: 'spelt almost the same' };
}

function sorted(words: string): string {
  return words.split(' ').toSorted().join(' ');
}

function pairs(text: string): string[] {
  const characters = [...text].slice(0, 4);
  if (characters.length < 2) return characters.map((one) => `z:${one}`);
  return characters.slice(1).map((second, index) => `z:${characters[index]}${second}`);
}

function sound(word: string): string {
  const skeleton = word
    .replace(/ph/g, 'f')
    .replace(/[ckqx]+/g, 'k')
    .replace(/[sz]+/g, 's')
    .replace(/(?<=.)[aeiouyhw]/gu, '')
    .replace(/(.)\1+/gu, '$1')
    .replace(/^[aeiouy]/, 'a');
  return skeleton === '' ? '' : `s:${skeleton.slice(0, 3)}`;
}
