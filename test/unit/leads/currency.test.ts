import { describe, expect, it } from 'vitest';
import {
  CurrencyNames,
  currencyIn,
  DEFAULT_CURRENCY_NAMES,
  inCode,
} from '../../../functions/leads/currency.ts';

describe('a currency', () => {
  it.each([
    ['CNY', 'CNY'],
    ['cny', 'CNY'],
    [' Rmb ', 'CNY'],
    ['￥', 'CNY'],
    ['人民币', 'CNY'],
    ['US$', 'USD'],
    ['EURO', 'EUR'],
    ['€', 'EUR'],
    ['ＵＳＤ', 'USD'],
    ['R\u200bMB', 'CNY'],
  ])('%s is %s', (text, code) => {
    expect(currencyIn(text, DEFAULT_CURRENCY_NAMES)).toBe(code);
  });

  it.each(['XXX', 'DEM', 'shells', '', 'C NY', 'toString'])('%s is none', (text) => {
    expect(currencyIn(text, DEFAULT_CURRENCY_NAMES)).toBeUndefined();
  });

  it('has the names that the policy gives it, for codes that there are', () => {
    expect(currencyIn('kuai', { CNY: ['Kuai'] })).toBe('CNY');
    expect(CurrencyNames.safeParse({ RMB: ['CNY'] }).success).toBe(false);
    expect(CurrencyNames.parse(DEFAULT_CURRENCY_NAMES)).toEqual(DEFAULT_CURRENCY_NAMES);
  });

  it('that nobody knows is refused where people can correct it', () => {
    const said = { amount: 1, currency: 'shells' };

    expect(() => inCode(said, DEFAULT_CURRENCY_NAMES, 'budget.currency')).toThrow(
      'budget.currency: is no currency of ISO 4217; give its code, such as CNY',
    );
  });
});
