import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  companyDomain,
  countryOf,
  identityKeys,
  identityProblems,
  isFreeMail,
  keyHash,
  normaliseEmail,
  normalisePhone,
} from '../../../../functions/leads/identity/identity.ts';

const inChina = { defaultCountry: 'CN' };

describe('an e-mail address', () => {
  it.each([
    [' Li.Lei@ACME.Example ', 'li.lei@acme.example'],
    ['li+trial@acme.example', 'li+trial@acme.example'],
    ['ｌｉ＠ａｃｍｅ．ｅｘａｍｐｌｅ', 'li@acme.example'],
    ['li@acme。example', 'li@acme.example'],
    ['李雷@公司.cn', '李雷@xn--55qx5d.cn'],
    // Letters that nobody sees come along when an address is copied (4.2).
    ['lu.min\u200B@mail.example', 'lu.min@mail.example'],
    ['\uFEFFlu.min@mail.example', 'lu.min@mail.example'],
    ['lu.min@mail\u00AD.example\u200E', 'lu.min@mail.example'],
    ['\u2066lu.min@mail.example\u2069', 'lu.min@mail.example'],
  ])('%j has one spelling', (typed, spelling) => {
    expect(normaliseEmail(typed)).toBe(spelling);
  });

  it.each([
    '',
    'li',
    '@acme.example',
    'li@acme',
    'li@@acme.example',
    'a b@acme.example',
    'li@1.2.3.4',
    'li@-.cn',
    'li@acme..cn',
  ])('%j is none', (typed) => {
    expect(normaliseEmail(typed)).toBeUndefined();
  });

  it('does not change when it is normalised again', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.emailAddress(),
          fc.string({ unit: 'binary' }).map((s) => `${s}@acme.cn`),
        ),
        (typed) => {
          const once = normaliseEmail(typed);

          expect(once && normaliseEmail(once)).toBe(once);
        },
      ),
    );
  });
});

describe('a phone number', () => {
  it.each([
    ['138 0000 0000', 'CN', '+8613800000000'],
    ['０１３８-００００-００００', 'XX', undefined],
    ['＋８６ 138 0000 0000', 'DE', '+8613800000000'],
    ['0086 138 0000 0000', 'CN', '+8613800000000'],
    ['021-62345678', 'CN', '+862162345678'],
    ['010 1234 5678 ext 12', 'CN', '+861012345678;ext=12'],
    // An extension is part of a phone, however it is written (4.2).
    ['021-64180005转801', 'CN', '+862164180005;ext=801'],
    ['021-64180005-801', 'CN', '+862164180005;ext=801'],
    ['+86 21 64180005 分机：801', 'CN', '+862164180005;ext=801'],
    ['(021) 6418 0005 / 801', 'CN', '+862164180005;ext=801'],
    ['030 1234567 Apparat 12', 'DE', '+49301234567;ext=12'],
    ['030/1234567-89', 'DE', '+4930123456789'],
    // Signs of direction around it, and what an address book or an advert writes before it.
    ['\u202A+8613800000000\u202C', 'CN', '+8613800000000'],
    ['138\u200B00000000', 'CN', '+8613800000000'],
    ['p:+8613800000000', 'CN', '+8613800000000'],
    ['tel: 138-0000-0000', 'CN', '+8613800000000'],
    ['+1 415 555 2671', 'CN', '+14155552671'],
    ['123', 'CN', undefined],
    ['000000000', 'CN', undefined],
    ['call me on 13800000000', 'CN', undefined],
    ['13800000000/13900000000', 'CN', undefined],
  ])('%j in %s is %s', (typed, country, number) => {
    expect(normalisePhone(typed, country)).toBe(number);
  });

  it('does not change when it is normalised again, in whatever country', () => {
    const digits = fc.stringMatching(/^\+?[0-9]{5,14}$/);
    fc.assert(
      fc.property(digits, fc.constantFrom('CN', 'DE', 'US', 'XX'), (typed, country) => {
        const once = normalisePhone(typed, 'CN');

        expect(once && normalisePhone(once, country)).toBe(once);
      }),
    );
  });
});

describe('a company domain', () => {
  it.each([
    ['https://www.Acme.example/products?x=1', 'acme.example'],
    ['acme.example:8080', 'acme.example'],
    ['HTTP://WWW.ACME.EXAMPLE./', 'acme.example'],
    ['http:\\\\www.acme.example\\products', 'acme.example'],
    ['ｗｗｗ．ａｃｍｅ．ｅｘａｍｐｌｅ', 'acme.example'],
    ['ｈｔｔｐ：／／acme。example', 'acme.example'],
    ['www.acme.example', 'acme.example'],
    ['//www.acme.example', undefined],
    ['li@acme.com.cn', 'acme.com.cn'],
    ['shop.acme.example', 'shop.acme.example'],
    ['www.公司.cn', 'xn--55qx5d.cn'],
    ['n/a', undefined],
    ['none', undefined],
    ['https://www.linkedin.com/company/acme', undefined],
    ['li@qq.com', undefined],
    ['li@mailinator.com', undefined],
  ])('of %j is %s', (text, domain) => {
    expect(companyDomain(text)).toBe(domain);
  });

  it('is its own domain', () => {
    fc.assert(
      fc.property(fc.webUrl(), (url) => {
        const once = companyDomain(url);

        expect(once && companyDomain(once)).toBe(once);
      }),
    );
  });
});

describe('the keys of a submission', () => {
  it('are address, number and company', () => {
    const keys = identityKeys(
      { person: { email: 'Li@Acme.example', phone: '13800000000' }, company: {} },
      inChina,
    );

    expect(keys).toEqual({
      email: 'li@acme.example',
      phone: '+8613800000000',
      domain: 'acme.example',
    });
  });

  it('take the company from the website when the mail is free', () => {
    const from = { person: { email: 'li@163.com' }, company: { website: 'www.acme.example' } };

    expect(identityKeys(from, inChina)).toEqual({ email: 'li@163.com', domain: 'acme.example' });
  });

  it.each([
    ['www.ilex.example', 'ilex.example'],
    ['http://Ilex.example./kontakt', 'ilex.example'],
    ['ＷＷＷ．ＩＬＥＸ．ＥＸＡＭＰＬＥ', 'ilex.example'],
    ['www.linkedin.com/company/ilex', undefined],
    ['Dr.Oetker', undefined],
    ['Ilex GmbH', undefined],
  ])('take a company that is called %s for that of %s', (name, domain) => {
    const person = { name: 'Li Lei', phone: '+86 21 6418 0000' };

    const keys = identityKeys({ person, company: { name } }, { defaultCountry: 'CN' });

    expect(keys.domain).toBe(domain);
  });

  it('give no account to free mail without a website', () => {
    expect(identityKeys({ person: { email: 'li@gmail.com' } }, inChina)).toEqual({
      email: 'li@gmail.com',
    });
  });

  it('read the phone in the country of the region before the default one', () => {
    const from = { person: { phone: '030 901820' }, company: { region: 'DE-BE' } };

    expect(identityKeys(from, inChina)).toEqual({ phone: '+4930901820' });
  });

  it('leave out a phone that cannot be read, and say so at person.phone', () => {
    const from = { person: { email: 'li@acme.example', phone: 'ask my office' } };

    expect(identityKeys(from, inChina).phone).toBeUndefined();
    expect(identityProblems(from, inChina)).toEqual([
      { path: 'person.phone', message: expect.stringContaining('give it with its country code') },
    ]);
  });

  it('read a phone without + as that of the country that the region means', () => {
    const from = { person: { phone: '020 7946 0000' }, company: { region: 'UK' } };

    expect(identityKeys(from, inChina).phone).toBe('+442079460000');
  });

  it('raise no problem when all can be read', () => {
    expect(identityProblems({ person: { email: 'li@acme.example' } }, inChina)).toEqual([]);
  });
});

describe('the country of a region', () => {
  it.each([
    ['CN-SH', 'CN'],
    ['de', 'DE'],
    ['cn_sh', 'CN'],
    // No code of ISO 3166, and what everybody writes.
    ['UK', 'GB'],
    ['uk-lnd', 'GB'],
    ['EL', 'GR'],
    ['EMEA', undefined],
    ['North', undefined],
    [undefined, undefined],
  ])('%s is %s', (region, country) => {
    expect(countryOf(region)).toBe(country);
  });
});

describe('the hash of a key', () => {
  it('differs by kind, value and pepper, and shows none of them', () => {
    const hashes = [
      keyHash('email', 'li@acme.example', 'pepper'),
      keyHash('domain', 'li@acme.example', 'pepper'),
      keyHash('email', 'lu@acme.example', 'pepper'),
      keyHash('email', 'li@acme.example', 'salt'),
    ];

    expect(new Set(hashes).size).toBe(4);
    expect(hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
  });

  it('refuses an empty pepper', () => {
    expect(() => keyHash('email', 'li@acme.example', '')).toThrow(RangeError);
  });
});

it('knows the free mail of China and of the world', () => {
  expect(['qq.com', '163.com', 'gmail.com', 'outlook.com', 'yahoo.com'].every(isFreeMail)).toBe(
    true,
  );
  expect(isFreeMail('acme.example')).toBe(false);
});
