import { describe, expect, it } from 'vitest';
import { RatesBody } from '../../../functions/leads/desk/desk-bodies.ts';
import { firstOther, homeOf, type Rates } from '../../../functions/leads/rates.ts';

const euro: Rates = {
  currency: 'EUR',
  version: 1,
  rates: [
    { from: '2026-01-01', rate: 7.8 },
    { from: '2026-09-14', rate: 7.5 },
  ],
};
const yen: Rates = { currency: 'JPY', version: 1, rates: [{ from: '2026-01-01', rate: 0.0487 }] };
const known = { own: 'CNY', rates: [euro, yen] };

describe('an amount at home', () => {
  it.each([
    ['2026-01-01', 7.8],
    ['2026-09-13', 7.8],
    ['2026-09-14', 7.5],
    ['2031-12-31', 7.5],
  ])('is by the rate that is in force on %s', (day, rate) => {
    const home = { amount: 1000 * rate, currency: 'CNY', rate };

    expect(homeOf({ amount: 1000, currency: 'EUR' }, day, known)).toEqual(home);
  });

  it('is not known before the first rate, nor of a currency without any: that is not nothing', () => {
    expect(homeOf({ amount: 5, currency: 'EUR' }, '2025-12-31', known)).toBeUndefined();
    expect(homeOf({ amount: 5, currency: 'USD' }, '2026-09-14', known)).toBeUndefined();
  });

  it('of the own currency is what it is, on any day', () => {
    const home = { amount: 8000, currency: 'CNY', rate: 1 };

    expect(homeOf({ amount: 8000, currency: 'CNY' }, '1999-01-01', known)).toEqual(home);
  });

  it('is rounded to what the own currency has: fen, and whole yen', () => {
    const inYen = {
      own: 'JPY',
      rates: [{ ...euro, rates: [{ from: '2026-01-01', rate: 160.3 }] }],
    };

    expect(homeOf({ amount: 1001, currency: 'JPY' }, '2026-02-01', known)?.amount).toBe(48.75);
    expect(homeOf({ amount: 9.99, currency: 'EUR' }, '2026-02-01', inYen)?.amount).toBe(1601);
  });
});

describe('a list of rates that replaces another', () => {
  const with_ = (...rates: Rates['rates']): Rates => ({ ...euro, rates });

  it.each([
    ['adds a later day', with_(...euro.rates, { from: '2026-11-01', rate: 7.4 }), '2026-11-01'],
    [
      'says the same again with another day',
      with_(...euro.rates, { from: '2026-11-01', rate: 7.5 }),
      undefined,
    ],
    ['begins earlier', with_({ from: '2025-06-01', rate: 7.9 }, ...euro.rates), '2025-06-01'],
    ['loses its first day', with_({ from: '2026-09-14', rate: 7.5 }), '2026-01-01'],
    [
      'corrects one in the middle',
      with_({ from: '2026-01-01', rate: 7.8 }, { from: '2026-09-14', rate: 7.6 }),
      '2026-09-14',
    ],
    ['is emptied', with_(), '2026-01-01'],
  ])('that %s says something else from its first other day on', (_, after, day) => {
    expect(firstOther(euro, after)).toBe(day);
  });

  it('in place of none says something new from its first day on', () => {
    expect(firstOther(undefined, euro)).toBe('2026-01-01');
  });
});

describe('rates that are sent', () => {
  it.each([
    [{ rates: [{ from: '2026-13-01', rate: 7 }] }, 'rates.0.from'],
    [{ rates: [{ from: 'today', rate: 7 }] }, 'rates.0.from'],
    [{ rates: [{ from: '2026-01-01', rate: 0 }] }, 'rates.0.rate'],
    [{ rates: [{ from: '2026-01-01', rate: -7 }] }, 'rates.0.rate'],
    [{ rates: [{ from: '2026-01-01', rate: '7,8' }] }, 'rates.0.rate'],
    [{ rates: [{ from: '2026-01-01', rate: 1e12 }] }, 'rates.0.rate'],
    [
      {
        rates: [
          { from: '2026-01-01', rate: 7 },
          { from: '2026-01-01', rate: 8 },
        ],
      },
      'rates.1.from',
    ],
    [{ rates: [{ from: '2026-01-01', rate: 7, to: '2026-02-01' }] }, 'rates.0'],
    [{ rates: 7.8 }, 'rates'],
    [{}, 'rates'],
  ])('%j are refused at the field that is wrong', (sent, path) => {
    const { error } = RatesBody.safeParse(sent);

    expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });
});
