import { assert, describe, expect, it } from 'vitest';
import { DEFAULT_CURRENCY_NAMES } from '../../../../functions/leads/currency.ts';
import { Invalid } from '../../../../functions/leads/errors.ts';
import { ImportBody, readCards } from '../../../../functions/leads/intake/card-file.ts';

const mapping = { Name: 'person.name', Mail: 'person.email' } as const;

function read(csv: string, more: object = {}) {
  const sent = ImportBody.parse({
    ...{ name: 'fair', form: 'event-fair', csv, mapping },
    consent: { privacyPolicy: '2026-01' },
    ...more,
  });
  return readCards(sent, { defaultCountry: 'CN', currencyNames: DEFAULT_CURRENCY_NAMES });
}

function refusedFor(csv: string, more: object = {}): string {
  try {
    read(csv, more);
  } catch (error) {
    assert(error instanceof Invalid);
    return error.message;
  }
  throw new Error('the file was taken');
}

describe('a file of cards', () => {
  it.each<[string, string, object?]>([
    ['commas', 'Name,Mail\nLi Lei,li@a.example\n'],
    ['semicolons and a BOM', '\uFEFFName;Mail\r\nLi Lei;li@a.example\r\n'],
    ['tabs', 'Name\tMail\nLi Lei\tli@a.example'],
    ['the line by which Excel names its delimiter', 'sep=;\r\nName;Mail\r\nLi Lei;li@a.example'],
    [
      'a line break in a header',
      '"Name\n(full)","Mail","Second\r\nline"\nLi Lei,li@a.example,',
      { 'Name (full)': 'person.name', Mail: 'person.email' },
    ],
    ['a comma at the end of every row', 'Name,Mail,\nLi Lei,li@a.example,'],
    ['a comma at the end of every row but the header', 'Name,Mail\nLi Lei,li@a.example,,'],
    ['a header twice that nobody asked for', 'Name,Mail,Note,Note\nLi Lei,li@a.example,a,b'],
    ['quotes, and a comma in a cell', '"Name","Mail","Note, long"\n"Li Lei","li@a.example","a, b"'],
  ])('is read with %s', (_what, csv, columns: object = mapping) => {
    const { cards, bad } = read(csv, { mapping: columns });

    expect(bad).toEqual([]);
    expect(cards.map(({ submission }) => submission.person)).toEqual([
      { name: 'Li Lei', email: 'li@a.example' },
    ]);
  });

  it('counts lines as the file has them, the one with the delimiter too', () => {
    const { bad } = read('sep=;\nName;Mail\nLi Lei;none');

    expect(bad).toMatchObject([{ line: 3, column: 'Mail' }]);
  });

  it('with a header of 40,000 columns is read as quickly as its length says', () => {
    const wide = Array.from({ length: 40_000 }, (_, index) => `c${index}`).join(',');

    expect(refusedFor(`${wide}\n${wide}`)).toMatch(/mapping\.Name: is no column/);
  });

  it('names by line and column who cannot be reached, and what of the others could not be read', () => {
    const csv = [
      'Name,Mail,Phone,Staff,Came',
      'Li Lei,li@a.example,,"1,200",yes',
      ',nobody@a.example,,,',
      'Han,not-an-address,,,',
      '"Two',
      'lines",two@a.example,,many,',
      'Wu,wu@a.example,12,,perhaps',
      'Short,short@a.example',
      'Long,long@a.example,,,,and more',
    ].join('\n');

    const { rows, cards, bad, unread } = read(csv, {
      mapping: {
        ...mapping,
        ...{ Phone: 'person.phone', Staff: 'company.employees', Came: 'attended' },
      },
    });

    expect(rows).toBe(7);
    expect(cards).toMatchObject([
      { line: 2, attended: true, submission: { company: { employees: 1200 } } },
      { line: 3, submission: { person: { name: 'nobody@a.example' } } },
      { line: 5, submission: { person: { name: 'Two lines' } } },
      { line: 7, submission: { person: { name: 'Wu' } } },
      { line: 8, submission: { person: { name: 'Short' } } },
    ]);
    const places = (cells: typeof bad) => cells.map(({ line, column }) => `${line} ${column}`);
    expect(places(bad)).toEqual(['4 Mail', '9 ']);
    expect(bad.at(-1)?.reason).toContain('has 6 cells and the header 5');
    expect(places(unread)).toEqual(['3 Name', '5 Staff', '7 Phone', '7 Came']);
    expect(JSON.stringify([bad, unread])).not.toMatch(/not-an-address|many|perhaps/);
  });

  it('keeps what could not be read with the card, not with the report', () => {
    const { cards } = read('Name,Mail,Phone\nWu,wu@a.example,12', {
      mapping: { ...mapping, Phone: 'person.phone' },
    });

    expect(cards[0]?.unread).toMatchObject([{ path: 'person.phone', text: '12' }]);
  });

  it('takes first and last names from columns of their own', () => {
    const { cards } = read('Vorname,Nachname,Mail\nAnna,Ahorn,a@a.example', {
      mapping: {
        ...{ Vorname: 'person.firstName', Nachname: 'person.lastName', Mail: 'person.email' },
      },
    });

    expect(cards[0]?.submission.person.name).toBe('Anna Ahorn');
  });

  it('reads no consent into a cell that nobody can read, whatever holds for the others', () => {
    const { cards } = read('Name,Mail,Mailing\nA,a@a.example,rather not', {
      mapping: { ...mapping, Mailing: 'consent.email' },
      consent: { privacyPolicy: '2026-01', email: true },
    });

    expect(cards[0]?.submission.consent.email).toBeUndefined();
    expect(cards[0]?.unread).toMatchObject([{ path: 'consent.email', text: 'rather not' }]);
  });

  it.each<[string, string, object, RegExp]>([
    ['GBK read as UTF-8', 'Name,Mail\n\uFFFD\uFFFD,a@a.example', {}, /not UTF-8 \(line 2\).*GBK/],
    ['UTF-16', 'N\0a\0', {}, /not UTF-8/],
    ['too many rows', `Name,Mail${'\nLi,li@a.example'.repeat(10_001)}`, {}, /10001 rows.*10000/],
    ['an open quote', 'Name,Mail\n"Li,li@a.example', {}, /cannot be read as CSV.*quotes/i],
    [
      'a column that it does not have',
      'Name,E-Mail\nLi,li@a.example',
      {},
      /mapping\.Mail: is no column of the file, which has Name, E-Mail/,
    ],
    ['a column twice', 'Name,Mail,Mail\nLi,a,b', {}, /column Mail twice/],
    [
      'no column for the address',
      'Name\nLi',
      { mapping: { Name: 'person.name' } },
      /person\.email or person\.phone/,
    ],
    [
      'two columns for one field',
      'Name,Mail,M2\nLi,a,b',
      { mapping: { ...mapping, M2: 'person.email' } },
      /several columns for person\.email/,
    ],
  ])('is refused as a whole for %s', (_what, csv, more, said) => {
    expect(refusedFor(csv, more)).toMatch(said);
  });

  it('keeps the consent that was given where the card was left, unless a column says otherwise', () => {
    const { cards } = read('Name,Mail,Mailing\nA,a@a.example,no\nB,b@a.example,', {
      mapping: { ...mapping, Mailing: 'consent.email' },
      consent: { privacyPolicy: '2026-01', email: true },
    });

    expect(cards.map(({ submission }) => submission.consent.email)).toEqual([false, true]);
  });
});
