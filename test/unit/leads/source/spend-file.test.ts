import { describe, expect, it } from 'vitest';
import { DEFAULT_CURRENCY_NAMES } from '../../../../functions/leads/currency.ts';
import { DEFAULT_SOURCE_POLICY } from '../../../../functions/leads/source/source-policy.ts';
import { readSpend } from '../../../../functions/leads/source/spend-file.ts';

const options = {
  sources: DEFAULT_SOURCE_POLICY,
  currencyNames: DEFAULT_CURRENCY_NAMES,
  thisMonth: '2026-09',
};
const HEAD = 'month,channel,campaign,amount,currency';
const read = (text: string) => readSpend(text, options);
const rows = (...lines: readonly string[]) => read([HEAD, ...lines].join('\n'));

function whole(text: string): unknown {
  try {
    return read(text);
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a file of spend', () => {
  it.each([
    ['as it should be', `${HEAD}\n2026-09,baidu,Autumn,1234.50,CNY`],
    [
      'with a byte order mark and Windows lines',
      `\uFEFF${HEAD}\r\n2026-09,baidu,Autumn,1234.50,CNY\r\n`,
    ],
    [
      'of a German Excel',
      'Monat;Kanal;Kampagne;Betrag;Währung\n09/2026;Baidu Ads;Autumn;1.234,50;CNY',
    ],
    [
      'with what Excel says first',
      `sep=;\n${HEAD.replaceAll(',', ';')}\n2026/9;baidu;Autumn;1 234,5;RMB`,
    ],
    ['of tabs', `${HEAD.replaceAll(',', '\t')}\n202609\tBAIDU\tAutumn\t1,234.50\tcny`],
    [
      'in quotes',
      `"Month","Channel","Campaign","Amount","Currency"\n"2026-09","baidu","Autumn","1,234.50","CNY"`,
    ],
    ['in Chinese', '月份,渠道,推广计划,花费,币种\n2026年9月,百度推广,Autumn,"¥1,234.50",人民币'],
    [
      'in another order, with more columns',
      'Clicks,Cost,Currency Code,Platform,Campaign_Name,Month\n17,1234.5,CNY,baidu,Autumn,2026-09-01',
    ],
  ])('%s is read', (_, text) => {
    expect(read(text)).toMatchObject({
      rows: 1,
      bad: [],
      good: [{ month: '2026-09', class: 'MARKETING', channel: 'digitalMedia', platform: 'baidu' }],
    });
    const [{ amount, currency, campaign } = {}] = read(text).good;
    expect([amount, currency, campaign]).toEqual([1234.5, 'CNY', 'Autumn']);
  });

  it.each([
    ['2027-01,baidu,a,5,CNY', 'month', '2027-01', 'lies ahead'],
    ['2026-10,baidu,a,5,CNY', 'month', '2026-10', 'lies ahead'],
    ['2026-13,baidu,a,5,CNY', 'month', '2026-13', 'no month'],
    ['Sep-26,baidu,a,5,CNY', 'month', 'Sep-26', 'no month'],
    ['2026-09-14,baidu,a,5,CNY', 'month', '2026-09-14', 'no month'],
    ['1926-09,baidu,a,5,CNY', 'month', '1926-09', 'before 2000-01'],
    ['Total,,,99,CNY', 'month', 'Total', 'no month'],
    [',baidu,a,5,CNY', 'month', '', 'missing'],
    ['2026-09,the moon,a,5,CNY', 'channel', 'the moon', 'sources.rules'],
    ['2026-09,__proto__,a,5,CNY', 'channel', '__proto__', 'sources.rules'],
    ['2026-09,constructor,a,5,CNY', 'channel', 'constructor', 'sources.rules'],
    ['2026-09,baidu,a,-5,CNY', 'amount', '-5', 'negative'],
    ['2026-09,baidu,a,,CNY', 'amount', '', 'missing'],
    ['2026-09,baidu,a,much,CNY', 'amount', 'much', 'no amount'],
    ['2026-09,baidu,a,5,XXX', 'currency', 'XXX', 'ISO 4217'],
    ['2026-09,baidu,a,5', 'currency', '', 'missing'],
    [`2026-09,baidu,${'x'.repeat(201)},5,CNY`, 'campaign', 'x'.repeat(100), 'longer than 200'],
    ['2026-09,baidu,a,1,234.50,CNY', '', '2026-09 | baidu', 'in quotes'],
  ])('keeps %s out, and says why', (text, column, value, reason) => {
    const { good, bad } = rows('2026-09,google,a,5,CNY', text);

    expect(good).toHaveLength(1);
    expect(bad[0]).toMatchObject({
      line: 3,
      column,
      value: expect.stringContaining(value),
      reason: expect.stringContaining(reason),
    });
  });

  it('names each cell of a row that is wrong', () => {
    const { bad } = rows('soon,the moon,a,5,shells');

    expect(bad.map(({ column }) => column)).toEqual(['month', 'channel', 'currency']);
  });

  it('takes the first of two rows of the same, however they are spelled, and names the other', () => {
    const { good, bad } = rows(
      '2026-09,Baidu,Autumn,5,CNY',
      '2026/09,百度推广, AUTUMN ,7,RMB',
      '2026-09,baidu,Autumn,5,USD',
      '2026-09,google,Autumn,5,CNY',
      '2026-09,sem,Autumn,5,CNY',
      '2026-09,digital media,Autumn,5,CNY',
      '2026-09,digital media,,5,CNY',
    );

    expect(good).toHaveLength(6);
    expect(new Set(good.map(({ spendId }) => spendId)).size).toBe(6);
    expect(bad).toMatchObject([{ line: 3, reason: expect.stringContaining('line 2') }]);
  });

  it('knows the seven channels of A0-17, and the policy’s own words', () => {
    const channels = [
      'outdoor',
      '户外',
      'Traditional Media',
      'content-placement',
      'channelEcosystem',
    ];
    const { good, bad } = rows(
      ...channels.map((one, index) => `2026-0${index + 1},${one},c${index},1,CNY`),
      '2026-09,newsletter,,1,CNY',
      '2026-09,微信,,1,CNY',
      '2026-09,Facebook Ads,,1,CNY',
      '2026-09,tender,,1,CNY',
    );

    expect(bad).toEqual([]);
    expect(
      good.map(({ class: whose, channel, platform, means }) => [whose, channel, platform ?? means]),
    ).toEqual([
      ['MARKETING', 'outdoor', undefined],
      ['MARKETING', 'outdoor', undefined],
      ['MARKETING', 'traditionalMedia', undefined],
      ['MARKETING', 'contentPlacement', undefined],
      ['PARTNER', 'channelEcosystem', undefined],
      ['MARKETING', 'digitalMedia', 'email'],
      ['MARKETING', 'digitalMedia', 'wechat'],
      ['MARKETING', 'digitalMedia', 'facebook'],
      ['MARKETING', undefined, 'tender'],
    ]);
  });

  it.each([
    ['', 'has no row'],
    ['\n\n', 'has no row'],
    ['2026-09,baidu,a,5,CNY', 'has no column month'],
    ['month;channel,campaign', 'has no column'],
    [`${HEAD},amount\n`, 'has two columns for amount'],
    ['month,channel,campaign,cost,spend,currency\n', 'has two columns for amount: cost, spend'],
    [`${HEAD}\n2026-09,"baidu,a,5,CNY`, 'cannot be read as CSV'],
    [`${HEAD}\n2026-09,b\uFFFDidu,a,5,CNY`, 'is not UTF-8 (line 2)'],
    [`${HEAD}\n${'2026-09,baidu,a,5,CNY\n'.repeat(10_001)}`, 'at most 10000'],
  ])('that is no such file is refused as a whole (%#)', (text, why) => {
    expect(whole(text)).toContain(why);
  });

  it('of ten thousand rows is read in a second', () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => `2026-09,baidu,c${index},1,CNY`);

    expect(rows(...lines).good).toHaveLength(10_000);
  });
});
