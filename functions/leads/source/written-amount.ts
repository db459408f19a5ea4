// An amount as programs and people of any country write it: 1,234.50 and 1.234,50 and 1 234,5 are one. What could mean two is refused.

import { type CurrencyNames, currencyIn, decimalsOf } from '../currency.ts';

export type AmountRead = { readonly amount: number } | { readonly wrong: string };

/** A sign or word of a currency may stand on either side; blanks and apostrophes part thousands in some countries. */
const WRITTEN =
  /^(?<before>[^\d.,+\-()']*?)(?<number>[\d.,' ]*\d[\d.,' ]*)(?<after>[^\d.,+\-()']*)$/;
const MOST = 1e12;

/** Zero or more of the currency. */
export function amountIn(text: string, currency: string, names: CurrencyNames): AmountRead {
  const plain = text.normalize('NFKC').replaceAll(/\s/g, ' ').trim();
  if (/^[-(]|^[^\d]*-\s*\d|-$/.test(plain) && /\d/.test(plain))
    return { wrong: 'is negative; give what was paid, and leave out what came back' };
  const { before = '', number = '', after = '' } = WRITTEN.exec(plain)?.groups ?? {};
  if (number === '') return { wrong: 'is no amount; give a number such as 1234.50' };
  for (const sign of [before.trim(), after.trim()]) {
    const said = sign === '' ? currency : currencyIn(sign, names);
    if (said === undefined) return { wrong: 'is no amount; give a number such as 1234.50' };
    if (said !== currency) return { wrong: `is in ${said}, and the row is in ${currency}` };
  }
  return within(numberIn(number.trim(), decimalsOf(currency)), currency);
}

function within(read: AmountRead, currency: string): AmountRead {
  if ('wrong' in read) return read;
  return read.amount <= MOST ? read : { wrong: `is more than ${MOST} ${currency}; check it` };
}

/** Digits in groups of three, and decimals behind another sign. */
const GROUPED = /^\d{1,3}(?<group>[.,' ])\d{3}(?:\k<group>\d{3})*$/;

function numberIn(number: string, decimals: number): AmountRead {
  const at = Math.max(number.lastIndexOf('.'), number.lastIndexOf(','));
  const behind = at < 0 ? '' : number.slice(at + 1);
  const isOnce = at >= 0 && number.split(number[at] ?? '').length === 2;
  // 1.234 is a thousand in Germany and one and a bit to a program; 1,234 is a thousand to all who have no mills.
  if (isOnce && GROUPED.test(number) && decimals !== 3 && number[at] === '.')
    return {
      wrong: `may be ${number.replace('.', '')} or a little more than ${number.slice(0, at)}; write it without a sign between the thousands`,
    };
  if (isOnce && GROUPED.test(number) && decimals === 3 && number[at] === ',')
    return {
      wrong: `may be ${number.replace(',', '')} or ${number.replace(',', '.')}; write the latter with a point, or no sign between the thousands`,
    };
  const isWhole = at < 0 || (GROUPED.test(number) && (number[at] === ',' || !isOnce));
  const whole = isWhole ? number : number.slice(0, at);
  const part = isWhole ? '' : behind;
  if (!/^\d+$/.test(whole) && !GROUPED.test(whole))
    return {
      wrong:
        'is no amount: its thousands are not in groups of three; give a number such as 1234.50',
    };
  if (!/^\d*$/.test(part)) return { wrong: 'is no amount; give a number such as 1234.50' };
  if (part.replace(/0+$/, '').length > decimals)
    return { wrong: `has more decimals than the currency, which has ${decimals}; round it` };
  return { amount: Number(`${whole.replaceAll(/\D/g, '')}.${part || '0'}`) };
}
