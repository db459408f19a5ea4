import { describe, expect, it } from 'vitest';
import { DEFAULT_CURRENCY_NAMES } from '../../../../functions/leads/currency.ts';
import { amountIn } from '../../../../functions/leads/source/written-amount.ts';

const read = (text: string, currency = 'CNY') => amountIn(text, currency, DEFAULT_CURRENCY_NAMES);

describe('an amount', () => {
  it.each([
    ['1234.50', 1234.5],
    ['1,234.50', 1234.5],
    ['1.234,50', 1234.5],
    ['1 234', 1234],
    ['1 234,5', 1234.5],
    ['1\u00a0234,50', 1234.5],
    ['1\u202f234\u202f567', 1_234_567],
    ["1'234'567.05", 1_234_567.05],
    ['1,234', 1234],
    ['1,234,567', 1_234_567],
    ['1.234.567', 1_234_567],
    ['1.234.567,89', 1_234_567.89],
    ['1234,5', 1234.5],
    ['1234,50', 1234.5],
    ['12,34', 12.34],
    ['0', 0],
    ['0.00', 0],
    ['0,5', 0.5],
    ['1234.500', 1234.5],
    ['¥1,234.50', 1234.5],
    ['1.234,50 元', 1234.5],
    ['CNY 5', 5],
    ['１２３４．５', 1234.5],
    ['1000000000000', 1e12],
  ])('written as %s is one number', (text, amount) => {
    expect(read(text)).toEqual({ amount });
  });

  it.each([
    ['1.234', 'may be 1234'],
    ['-5', 'negative'],
    ['(1,234.00)', 'negative'],
    ['5-', 'negative'],
    ['¥-5', 'negative'],
    ['1,23,456', 'groups of three'],
    ['1,2345.6', 'groups of three'],
    ['12 34', 'groups of three'],
    ['1234.567', 'more decimals'],
    ['1e5', 'no amount'],
    ['=1+1', 'no amount'],
    ['n/a', 'no amount'],
    ['.', 'no amount'],
    ['1.2.3', 'groups of three'],
    ['$5', 'is in USD, and the row is in CNY'],
    ['2,000,000,000,000', 'more than'],
    ['9'.repeat(400), 'more than'],
    ['--', 'no amount'],
  ])('%s is refused with what to do', (text, why) => {
    expect(read(text)).toEqual({ wrong: expect.stringContaining(why) });
  });

  it('of a currency with three decimals may have three, and then a comma is in doubt', () => {
    expect(read('1.234', 'KWD')).toEqual({ amount: 1.234 });
    expect(read('1,234', 'KWD')).toEqual({
      wrong: expect.stringContaining('may be 1234 or 1.234'),
    });
  });

  it('of a currency without decimals has none', () => {
    expect(read('1,234', 'JPY')).toEqual({ amount: 1234 });
    expect(read('12.50', 'JPY')).toEqual({ wrong: expect.stringContaining('has 0') });
    expect(read('12.00', 'JPY')).toEqual({ amount: 12 });
  });
});
