import { describe, expect, it } from 'vitest';
import { plus } from '../../../../functions/leads/instant.ts';
import { inboundSecret, isSigned } from '../../../../functions/leads/intake/signed-request.ts';
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
