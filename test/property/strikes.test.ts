import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addWorkingDays } from '../../functions/leads/calendar/clocks.ts';
import type { HandledOffer } from '../../functions/leads/desk/desk.ts';
import { instantOf, millisOf } from '../../functions/leads/instant.ts';
import { strikeRecord } from '../../functions/leads/offer/strikes.ts';
import { thinHandled } from '../../functions/leads/offer/thin-record.ts';
import { defaultPolicy } from '../../functions/leads/policy.ts';
import { StrikePolicy } from '../../functions/leads/routing/routing-policy.ts';
import { rulesOf } from '../../functions/leads/rules.ts';
import { monthLater, NOW } from '../support/routing-builders.ts';

const HOUR = 3_600_000;
const policy = StrikePolicy.parse({});

const rules = rulesOf({ version: 1, document: defaultPolicy() }, new Map());

/** Offers over some months, several at the same hour, some settled after others that fell due later. */
const offers = listOf({ length: 30, hours: 2000 });

function listOf({ length, hours }: { readonly length: number; readonly hours: number }) {
  const one = fc.record({
    hour: fc.integer({ min: 0, max: hours }),
    lag: fc.integer({ min: 0, max: 15 }),
    outcome: fc.constantFrom('missed', 'missed', 'answered', 'excused', 'withdrawn'),
    annulled: fc.boolean(),
  });
  const size = length > 100 ? { minLength: length, maxLength: length } : { maxLength: length };
  return fc.array(one, size).map((list) =>
    list.map(({ hour, lag, outcome, annulled }, index): HandledOffer => {
      const effectiveAt = instantOf(millisOf(NOW) + hour * HOUR);
      return {
        offerId: `o${String(index).padStart(3, '0')}`,
        leadId: `lead_${index}`,
        outcome,
        effectiveAt,
        settledAt: instantOf(millisOf(effectiveAt) + lag * 60_000),
        window: { from: instantOf(millisOf(effectiveAt) - 48 * HOUR), until: effectiveAt },
        ...(annulled && outcome === 'missed' && index % 5 === 0 && { annulledAt: NOW }),
      };
    }),
  );
}

/** The same offer so many hours later, by another name. */
function moved(one: HandledOffer, hours: number): HandledOffer {
  const later = (instant: HandledOffer['settledAt']) => instantOf(millisOf(instant) + hours * HOUR);
  const window = { from: later(one.window.from), until: later(one.window.until) };
  const [effectiveAt, settledAt] = [later(one.effectiveAt), later(one.settledAt)];
  return { ...one, offerId: `later-${one.offerId}`, effectiveAt, settledAt, window };
}

function byDue(a: HandledOffer, b: HandledOffer): number {
  return `${a.effectiveAt}${a.offerId}` < `${b.effectiveAt}${b.offerId}` ? -1 : 1;
}

describe('strikes', () => {
  it('put two consecutive unexcused misses behind every suspension (4.12, 5)', () => {
    fc.assert(
      fc.property(offers, (handled) => {
        const { suspensions } = strikeRecord(handled, policy, monthLater);

        for (const { causeOfferIds, from, until } of suspensions) {
          const causes = handled.filter((one) => causeOfferIds.includes(one.offerId)).sort(byDue);
          expect(causes.map((one) => [one.outcome, one.annulledAt])).toEqual([
            ['missed', undefined],
            ['missed', undefined],
          ]);
          const [first, second] = causes;
          const between = handled.filter(
            (one) =>
              one.outcome === 'answered' &&
              first !== undefined &&
              second !== undefined &&
              byDue(first, one) < 0 &&
              byDue(one, second) < 0,
          );
          expect(between).toEqual([]);
          expect(until).toBe(second && monthLater(second.effectiveAt));
          expect(causes.every((one) => one.settledAt <= from)).toBe(true);
        }
      }),
    );
  });

  it('take a suspension away with any of its misses (4.12, 5)', () => {
    fc.assert(
      fc.property(offers, fc.nat(), (handled, pick) => {
        const causes = strikeRecord(handled, policy, monthLater).suspensions.flatMap(
          (one) => one.causeOfferIds,
        );
        fc.pre(causes.length > 0);
        const annulled = causes[pick % causes.length];

        const after = strikeRecord(
          handled.map((one) => (one.offerId === annulled ? { ...one, annulledAt: NOW } : one)),
          policy,
          monthLater,
        );

        expect(after.suspensions.flatMap((one) => one.causeOfferIds)).not.toContain(annulled);
      }),
    );
  });

  it('do not depend on the order in which offers were settled (4.12, 13)', () => {
    const shuffled = offers.chain((handled) =>
      fc.tuple(
        fc.constant(handled),
        fc.shuffledSubarray(handled, { minLength: handled.length, maxLength: handled.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([handled, other]) => {
        expect(strikeRecord(other, policy, monthLater)).toEqual(
          strikeRecord(handled, policy, monthLater),
        );
      }),
    );
  });

  it('never let suspensions of a rep overlap, and never leave two misses uncounted', () => {
    fc.assert(
      fc.property(offers, (handled) => {
        const { suspensions, streak } = strikeRecord(handled, policy, monthLater);

        const causes = suspensions.map((one) => one.causeOfferIds);
        expect(new Set(causes.flat()).size).toBe(causes.flat().length);
        expect(streak.length).toBeLessThan(policy.missesToSuspend);
        for (const [index, one] of suspensions.entries()) {
          const next = suspensions[index + 1];
          expect(next === undefined || one.until <= next.from).toBe(true);
        }
      }),
    );
  });

  it('are the same from a long record that was thinned, whatever comes or is annulled afterwards', () => {
    const later = fc.tuple(listOf({ length: 150, hours: 3000 }), listOf({ length: 8, hours: 900 }));
    fc.assert(
      fc.property(later, fc.nat(), ([before, coming], pick) => {
        const at = instantOf(millisOf(NOW) + 3001 * HOUR);
        const after = coming.map((one) => moved(one, 3001));
        const record = strikeRecord(before, policy, monthLater);
        const thin = thinHandled({ handled: before }, record, { at, rules });
        const annullable = before.filter(
          (one) =>
            one.outcome === 'missed' && at <= addWorkingDays(rules.calendar, one.settledAt, 10),
        );
        const annulled = annullable[pick % Math.max(1, annullable.length)]?.offerId;

        const standing = (handled: readonly HandledOffer[]) => {
          const all = [...handled, ...after].map((one) =>
            one.offerId === annulled ? { ...one, annulledAt: at } : one,
          );
          const { suspensions, streak } = strikeRecord(all, policy, monthLater);
          return { streak, suspensions: suspensions.filter(({ until }) => until > at) };
        };
        expect(thin.length).toBeLessThan(before.length);
        expect(standing(thin)).toEqual(standing(before));
      }),
      { numRuns: 50 },
    );
  });
});
