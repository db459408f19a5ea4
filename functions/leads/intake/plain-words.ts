// Answers as people and platforms write them, where a form has no script that asks again: yes and no, numbers, ranges, names in two parts.

const YES = new Set('yes y true 1 x on ok ja j oui si sí 是 有 同意 已到 到场'.split(' '));
const NO = new Set('no n false 0 - off nein non 否 无 不同意 未到 缺席'.split(' '));

/** Undefined when it is neither. */
export function yesOrNoIn(text: string): boolean | undefined {
  const word = text.normalize('NFKC').trim().toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
}

/** A number as people write it, with signs between thousands (`1,200`, `1.200`, `1 200`, `1’200`) or decimals after a point. */
export function numberIn(text: string): number | undefined {
  const written = text.normalize('NFKC').trim();
  const digits = /^\d{1,3}(?:[,.\s'’]\d{3})+$/.test(written)
    ? written.replaceAll(/\D/g, '')
    : written;
  return /^\d{1,15}(?:\.\d+)?$/.test(digits) ? Number(digits) : undefined;
}

const AMOUNT = String.raw`\d{1,3}(?:[,.\s'’]\d{3})+|\d+`;
const RANGE = new RegExp(
  String.raw`^(${AMOUNT})\s*[人名]?\s*(?:(?:[-–—~]|to|bis|至|到)\s*(?:${AMOUNT})|\+|以上|(?:or|and) more)\s*\+?(?:\s*(?:employees|people|staff|mitarbeiter|名?员工|人(?:以上)?))?$`,
  'i',
);
const COUNT = new RegExp(
  String.raw`^(${AMOUNT})\s*(?:employees|people|staff|mitarbeiter|名?员工|人)$`,
  'i',
);

/**
 * How many people work there. Of a range (`51-200`, `200+`, `1,001-5,000 employees`) the lower end counts: so many there are for
 * sure, and a company is not taken for larger than it said. A range without a lower end (`under 50`) says nothing.
 */
export function employeesIn(text: string): { count: number; isRange: boolean } | undefined {
  const written = text.normalize('NFKC').trim();
  const [, least] = RANGE.exec(written) ?? [];
  const [, exact = written] = COUNT.exec(written) ?? [];
  const count = numberIn(least ?? exact);
  return count === undefined ? undefined : { count, isRange: least !== undefined };
}

/** One name of two parts; in Chinese, Japanese and Korean the family name goes first, and nothing between. */
export function nameOf(first: string, last: string): string {
  const cjk = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]+$/u;
  if (cjk.test(first) && cjk.test(last)) return `${last}${first}`;
  return `${first} ${last}`.trim();
}
