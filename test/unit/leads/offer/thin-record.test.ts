import { describe, expect, it } from 'vitest';
import type { HandledOffer, JudgedContact } from '../../../../functions/leads/desk/desk.ts';
import { instantOf, millisOf, plus } from '../../../../functions/leads/instant.ts';
import { missesByContact } from '../../../../functions/leads/offer/missed-contacts.ts';
import { strikesOf } from '../../../../functions/leads/offer/rep-record.ts';
import { thinContacts, thinHandled } from '../../../../functions/leads/offer/thin-record.ts';
import { defaultPolicy } from '../../../../functions/leads/policy.ts';
import { rulesOf } from '../../../../functions/leads/rules.ts';
import { aHandledOffer, NOW } from '../../../support/routing-builders.ts';

const rules = rulesOf({ version: 1, document: defaultPolicy() }, new Map());
const HOUR = 3_600_000;

/** One offer an hour that was answered, but for those that were not. */
function answered(count: number, but: Record<number, HandledOffer['outcome']> = {}) {
  return Array.from({ length: count }, (_, n) =>
    aHandledOffer(
      `o${String(n).padStart(4, '0')}`,
      but[n] ?? 'answered',
      instantOf(millisOf(NOW) + n * HOUR),
    ),
  );
}

function thin(handled: readonly HandledOffer[], at = plus(NOW, 'P179D')) {
  return thinHandled({ handled }, strikesOf({ repId: 'ann', version: 1, handled }, rules), {
    at,
    rules,
  }).map(({ offerId }) => offerId);
}

describe('a record of half a year', () => {
  it('keeps the last of thousands of answers', () => {
    expect(thin(answered(4000))).toEqual(['o3999']);
  });

  it('is kept whole while it is short', () => {
    expect(thin(answered(100))).toHaveLength(100);
  });

  it('keeps misses behind a suspension, those that stand, and what is a day old', () => {
    const but = { 500: 'missed', 501: 'missed', 900: 'missed', 3990: 'missed' } as const;

    const kept = thin(answered(4000, but), plus(NOW, 'P167D'));

    expect(kept).toEqual(expect.arrayContaining(['o0500', 'o0501', 'o3990', 'o3999']));
    expect(kept).not.toContain('o0900');
    expect(kept.length).toBeLessThan(40);
  });

  it('keeps a miss for as long as it can be annulled, and the answer before it', () => {
    const kept = thin(answered(3000, { 2950: 'missed' }), plus(NOW, 'P130D'));

    expect(kept).toEqual(['o2949', 'o2950', 'o2999']);
  });

  it('has of contacts the pairs that are misses, and the last that was made', () => {
    const contacts = answered(400, { 50: 'missed', 90: 'missed', 91: 'missed' }).map(
      ({ offerId, leadId, effectiveAt, settledAt, outcome }): JudgedContact => ({
        offerId,
        leadId,
        offeredAt: effectiveAt,
        effectiveAt,
        settledAt,
        outcome: outcome === 'missed' ? 'missed' : 'made',
      }),
    );

    const kept = thinContacts(contacts, { at: plus(NOW, 'P170D') });

    expect(kept.map(({ offerId }) => offerId)).toEqual(['o0089', 'o0090', 'o0091', 'o0399']);
    expect(missesByContact(kept)).toEqual(missesByContact(contacts));
  });
});
