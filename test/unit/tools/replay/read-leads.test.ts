import { describe, expect, it } from 'vitest';
import { instantOn, LeadFileError, readLeads } from '../../../../infra/tools/replay/read-leads.ts';

const HEADER = 'mql_id,first_contact_date,landing_page_id,origin';

function file(...rows: string[]): string {
  return [HEADER, ...rows].join('\n');
}

describe('a file of real leads', () => {
  it('is sent in order of the instants, whatever the order of the rows', () => {
    const { rows } = readLeads(file('b,2018-03-02,page,social', 'a,2018-03-01,page,email'));

    expect(rows.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(rows[0]).toMatchObject({ landingPage: 'page', origin: 'email' });
  });

  it('spreads a day over its working hours, each id at its own moment', () => {
    const moments = Array.from({ length: 500 }, (_, n) => instantOn('2018-03-03', `lead ${n}`));

    expect(new Set(moments).size).toBe(500);
    expect(moments.every((at) => at >= '2018-03-03T09:00' && at < '2018-03-03T17:00')).toBe(true);
    expect(moments.filter((at) => at < '2018-03-03T13:00').length).toBeGreaterThan(200);
    expect(instantOn('2018-03-03', 'lead 1')).toBe(moments[1]);
  });

  it('takes an instant as it is', () => {
    const { rows } = readLeads(file('a,2018-03-01T23:15:00+08:00,page,email'));

    expect(rows[0]?.at).toBe('2018-03-01T15:15:00.000Z');
  });

  it('keeps a lead without origin or landing page, and says how many there are', () => {
    const { rows, blemishes } = readLeads(file('a,2018-03-01,,', 'b,2018-03-01,page,unknown'));

    expect(rows).toHaveLength(2);
    expect(rows.find(({ id }) => id === 'a')).toEqual({ id: 'a', at: expect.any(String) });
    expect(Object.fromEntries(blemishes)).toEqual({
      'no origin': 1,
      'no landing_page_id': 1,
      'origin "unknown"': 1,
    });
  });

  it.each([
    ['2018-02-30', 'no usable first_contact_date (left out)'],
    ['01/03/2018', 'no usable first_contact_date (left out)'],
    ['', 'no usable first_contact_date (left out)'],
  ])('leaves out a row of the date "%s"', (date, blemish) => {
    const { rows, blemishes } = readLeads(file(`a,${date},page,email`, 'b,2018-03-01,page,email'));

    expect(rows.map(({ id }) => id)).toEqual(['b']);
    expect(blemishes.get(blemish)).toBe(1);
  });

  it('leaves out a second row of the same id, and a row without one', () => {
    const twice = file('a,2018-03-01,p,email', 'a,2018-03-02,p,email', ',2018-03-02,p,email');

    const { rows, blemishes } = readLeads(twice);

    expect(rows).toHaveLength(1);
    expect(blemishes.get('mql_id seen before (left out)')).toBe(1);
    expect(blemishes.get('no usable mql_id (left out)')).toBe(1);
  });

  it('takes the first rows of the file when it is limited', () => {
    const three = file('c,2018-03-03,p,x', 'b,2018-03-02,p,x', 'a,2018-03-01,p,x');

    expect(readLeads(three, 2).rows.map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('reads what a spreadsheet writes: byte order mark, other columns, quotes, spaces', () => {
    const text = `\uFEFForigin,"mql_id",extra,landing_page_id,first_contact_date\r\n"a, b", x1 ,9,page,2018-03-01\r\n`;

    expect(readLeads(text).rows[0]).toMatchObject({
      id: 'x1',
      origin: 'a, b',
      landingPage: 'page',
    });
  });

  it.each([
    ['another table', 'seller_id,won_date\n1,2018-01-01', 'has no column mql_id'],
    ['a header alone', HEADER, 'no rows under its header'],
    ['nothing', '', 'no rows under its header'],
    ['no usable row', file('a,never,p,x'), 'no row that can be used'],
    ['an open quote', `${HEADER}\n"a,2018-01-01,p,x`, 'is no CSV'],
  ])('refuses %s in one line', (_name, text, message) => {
    expect(() => readLeads(text)).toThrow(LeadFileError);
    expect(() => readLeads(text)).toThrow(message);
  });
});
