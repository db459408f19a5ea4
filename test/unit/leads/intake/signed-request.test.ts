import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plus } from '../../../../functions/leads/instant.ts';
import {
  inboundReceiptId,
  inboundSecret,
  isSigned,
} from '../../../../functions/leads/intake/signed-request.ts';
import { at } from '../../../support/routing-builders.ts';
import { signatureOf } from '../../../support/signed.ts';

const now = at('2026-09-14T01:30:00.000Z');
const seconds = 1789349400;
const secret = inboundSecret('ad-form', 1, 'pepper');
const body = '{"name":"安"}';
const header = signatureOf(body, seconds, secret);

describe('a signed request', () => {
  it('is the sender’s for five minutes either way, to the second', () => {
    const signedAt = (by: string) => isSigned({ header, body }, plus(now, by), secret);

    expect([signedAt('PT0S'), signedAt('PT5M'), signedAt('PT5M1S')]).toEqual([true, true, false]);
    expect(isSigned({ header, body }, at('2026-09-14T01:25:00.000Z'), secret)).toBe(true);
    expect(isSigned({ header, body }, at('2026-09-14T01:24:59.000Z'), secret)).toBe(false);
  });

  it.each<[string, string | undefined, string]>([
    ['another body', header, '{"name":"b"}'],
    ['another instant', header.replace('1789349400', '1789349401'), body],
    ['no header', undefined, body],
    ['an empty signature', 't=1789349400,v1=', body],
    ['half a signature', header.slice(0, -32), body],
    ['words', 't=now,v1=sure', body],
    ['zeros', `t=1789349400,v1=${'0'.repeat(64)}`, body],
  ])('is not with %s', (_what, given, text) => {
    expect(isSigned({ header: given, body: text }, now, secret)).toBe(false);
  });

  it('of one source is not of another', () => {
    expect(isSigned({ header, body }, now, inboundSecret('crm', 1, 'pepper'))).toBe(false);
  });
});

describe('a copy of a signed request', () => {
  const [time = '', mac = ''] = header.split(',');
  const upper = mac.slice(3).toUpperCase();

  it.each([
    ['0xA0 before and after it', `\u00a0${header}\u00a0`],
    ['white space of other kinds', `\u3000\t${header} \u2003\ufeff`],
    ['white space within', `${time} ,\u00a0${mac}`],
    ['its parts the other way round', `${mac},${time}`],
    ['capitals', `${time},v1=${upper}`],
  ])('with %s has the receipt of the first', (_what, copied) => {
    expect(inboundReceiptId('crm', body, copied)).toBe(inboundReceiptId('crm', body, header));
  });

  it.each([
    ['sent twice in one header', `${header},${header}`],
    ['sent as two headers that were joined', `${header}, ${header}`],
    ['with a second signature', `${header},v1=${'0'.repeat(64)}`],
    ['with a second time', `${header},t=1789349400`],
    ['with a number of another spelling', header.replace('t=', 't=0')],
    ['with digits of another script', header.replace('1789349400', '１７８９３４９４００')],
    ['with a sign', header.replace('t=', 't=+')],
    ['with a comma behind it', `${header},`],
  ])('%s is none', (_what, copied) => {
    expect(isSigned({ header: copied, body }, now, secret)).toBe(false);
  });

  it('never is a request of its own, whatever is written around and into it', () => {
    const blanks = fc.string({
      unit: fc.constantFrom(' ', '\t', '\u00a0', '\u3000', '\u200b', ',', '0', '+', 'T'),
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(blanks, { minLength: 5, maxLength: 5 }), ([a, b, c, d, e]) => {
        const copied = `${a}t=${b}${seconds}${c},${d}v1=${upper}${e}`;

        if (isSigned({ header: copied, body }, now, secret))
          expect(inboundReceiptId('crm', body, copied)).toBe(inboundReceiptId('crm', body, header));
      }),
    );
  });

  it('of a form has the receipt of its body alone: a platform signs anew when it sends again', () => {
    expect(inboundReceiptId('ad-form', body)).not.toBe(inboundReceiptId('ad-form', body, header));
  });
});
