import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailboxOf } from '../../../../functions/leads/identity/identity.ts';
import { namesAgree } from '../../../../functions/leads/identity/names-agree.ts';
import { knownByPhone } from '../../../../functions/leads/identity/who-is-who.ts';

const anna = { name: 'Anna Ahorn' };
const annaByMail = { name: 'Anna Ahorn', email: 'anna@ahorn.example' };
const bernd = { name: 'Bernd Birke' };
const nameless = { name: '' };

describe('a phone', () => {
  it.each([
    [
      'who agrees in the name, and has no e-mail',
      { name: 'Anna Ahorn', email: 'a@b.example' },
      [anna],
      0,
    ],
    [
      'who agrees in the name, when no e-mail was sent',
      { name: 'ahorn, anna', email: undefined },
      [annaByMail],
      0,
    ],
    [
      'who agrees, beside somebody of another name',
      { name: 'Anna Ahorn', email: undefined },
      [bernd, annaByMail],
      1,
    ],
    ['the only holder, when no name was sent', { name: undefined, email: undefined }, [anna], 0],
    ['a holder without a name', { name: 'Bernd Birke', email: undefined }, [nameless], 0],
  ])('identifies %s', (_why, sent, holders, which) => {
    expect(knownByPhone(sent, holders)).toBe(holders[which]);
  });

  it.each([
    ['of another name', { name: 'Bernd Birke', email: undefined }, [anna]],
    [
      'with another e-mail, whatever his name',
      { name: 'Anna Ahorn', email: 'a@b.example' },
      [annaByMail],
    ],
    [
      'of a name that two holders have',
      { name: 'Anna Ahorn', email: undefined },
      [anna, annaByMail],
    ],
    [
      'when no name was sent and there are two',
      { name: undefined, email: undefined },
      [anna, bernd],
    ],
    [
      'beside one without a name, who might be him',
      { name: 'Anna Ahorn', email: undefined },
      [nameless, anna],
    ],
    ['whom nobody knows', { name: 'Anna Ahorn', email: undefined }, []],
  ])('identifies nobody %s', (_why, sent, holders) => {
    expect(knownByPhone(sent, holders)).toBeUndefined();
  });
});

describe('names', () => {
  it.each([
    ['Anna Ahorn', 'AHORN, Anna'],
    ['Anna Ahorn', '  Dr.  anna  ahorn '],
    ['Frau Prof. Dr. Anna Ahorn', 'Anna Ahorn, PhD'],
    ['Dipl.-Ing. Bernd Birke', 'Herr Bernd Birke'],
    ['Müller', 'Mueller'],
    ['Jürgen Müller', 'JURGEN MULLER'],
    ['Anna-Lena Weiß', 'anna lena weiss'],
    ['李雷', '李 雷'],
    ['李雷先生', '李雷'],
    ['李雷经理', ' 李　雷 '],
    ['ＬＩ　Ｌｅｉ', 'Lei Li'],
    ['LiLei', 'Lei Li'],
    ['An\u200Bna Ahorn', 'Anna Ahorn'],
    ['José', 'Jose'],
    ['', 'Anna Ahorn'],
    ['-', 'Anna Ahorn'],
    // What stands for a name that nobody gave.
    ['+862164180005', 'Anna Ahorn'],
    ['anna@ahorn.example', 'Bernd Birke'],
  ])('%j and %j agree', (one, other) => {
    expect([namesAgree(one, other), namesAgree(other, one)]).toEqual([true, true]);
  });

  it.each([
    ['Anna Ahorn', 'Bernd Birke'],
    ['Anna Ahorn', 'Anna'],
    ['Anna Ahorn', 'A. Ahorn'],
    ['Herr Müller', 'Frau Müller'],
    ['王先生', '王女士'],
    ['王先生', '王伟'],
    ['李雷', '李磊'],
    ['李雷', 'Li Lei'],
    ['Anna Ahorn', 'Anna Ahorn-Birke'],
    ['constructor', 'toString'],
  ])('%j and %j do not', (one, other) => {
    expect([namesAgree(one, other), namesAgree(other, one)]).toEqual([false, false]);
  });

  it('agree with themselves and with themselves turned around, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        expect(namesAgree(`${one} ${other}`, `${other} ${one}`)).toBe(true);
        expect(namesAgree(one, other)).toBe(namesAgree(other, one));
      }),
    );
  });
});

describe('the mailbox behind an address', () => {
  it.each([
    ['lu.min@gmail.com', 'lumin@gmail.com'],
    ['l.u.m.i.n+fair@googlemail.com', 'lumin@gmail.com'],
    ['lu.min+fair@mail.example', 'lu.min@mail.example'],
    ['lu.min@mail.example', 'lu.min@mail.example'],
    ['+49301234567@mail.example', '+49301234567@mail.example'],
  ])('%s is %s', (address, mailbox) => {
    expect(mailboxOf(address)).toBe(mailbox);
    expect(mailboxOf(mailbox)).toBe(mailbox);
  });
});
