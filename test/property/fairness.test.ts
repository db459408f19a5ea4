import fc from 'fast-check';
import { assert, describe, expect, it } from 'vitest';
import { creditBack, type Pool } from '../../functions/leads/routing/fairness.ts';
import { decideRoute } from '../../functions/leads/routing/routing.ts';
import type { RouteInput } from '../../functions/leads/routing/routing-field.ts';
import { anExclusion, aRep, aRouteInput, at } from '../support/routing-builders.ts';

/** Deals one lead after the other and keeps the pools. */
function company(reps: RouteInput['reps']) {
  const pools = new Map<string, Pool>();
  let leads = 0;
  return {
    pools,
    deal(over: Partial<RouteInput> = {}) {
      leads += 1;
      const now = at(`2026-09-14T00:00:${String(leads % 60).padStart(2, '0')}Z`);
      const leadId = `lead_${leads}`;
      const route = decideRoute(
        aRouteInput({ reps, leadId, now, pools: [...pools.values()], ...over }),
      );
      if (route.kind === 'offer') {
        for (const pool of [route.pool, ...route.alsoWrite]) pools.set(pool.department, pool);
      }
      return route;
    },
    served: () => reps.map((rep) => pools.get(rep.department)?.members[rep.repId]?.served ?? 0),
  };
}

const departments = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });

function staff(sizes: readonly number[]) {
  return sizes.flatMap((size, index) =>
    Array.from({ length: size }, (_, rep) => aRep(`d${index}r${rep}`, { department: `d${index}` })),
  );
}

describe('fairness', () => {
  it('keeps equal reps within one turn of each other at every moment, over all departments (4.12, 7)', () => {
    fc.assert(
      fc.property(departments, fc.integer({ min: 1, max: 60 }), (sizes, leads) => {
        const all = company(staff(sizes));

        for (let lead = 0; lead < leads; lead += 1) {
          all.deal();
          expect(Math.max(...all.served()) - Math.min(...all.served())).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gives departments turns in proportion to their heads (X-9)', () => {
    fc.assert(
      fc.property(departments, fc.integer({ min: 1, max: 5 }), (sizes, rounds) => {
        const reps = staff(sizes);
        const all = company(reps);

        for (let lead = 0; lead < reps.length * rounds; lead += 1) all.deal();

        expect(all.served()).toEqual(reps.map(() => rounds));
      }),
      { numRuns: 60 },
    );
  });

  it('gives turns in proportion to weight, within one turn', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 5 }), (list, rounds) => {
        const all = company(list.map((weight, index) => aRep(`r${index}`, { weight })));
        const sum = list.reduce((total, weight) => total + weight, 0);

        for (let lead = 0; lead < sum * rounds; lead += 1) all.deal();

        expect(all.served()).toEqual(list.map((weight) => weight * rounds));
      }),
      { numRuns: 60 },
    );
  });

  const step = fc.record({
    away: fc.subarray(['d0r0', 'd0r1', 'd0r2', 'd1r0', 'd1r1']),
    excluded: fc.subarray(['d0r0', 'd0r1', 'd0r2', 'd1r0', 'd1r1']),
    owner: fc.option(fc.constantFrom('d0r0', 'd1r1'), { nil: undefined, freq: 5 }),
    credited: fc.boolean(),
  });

  it('counts turns as offers less owner offers less those credited back, and offers nothing to the excluded or absent (4.12, 4 and 6)', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const all = company(staff([3, 2]));
        const dealt = new Map<string, { offers: number; turns: number }>();

        for (const { away, excluded, owner, credited } of steps) {
          const route = all.deal({
            availableShare: (rep) => (away.includes(rep.repId) ? 0 : 1),
            exclusions: excluded.map((id) => anExclusion(id, 'REJECTED')),
            ownerIds: owner === undefined ? [] : [owner],
          });
          if (route.kind !== 'offer') {
            expect(new Set([...away, ...excluded]).size).toBe(5);
            continue;
          }
          expect([...away, ...excluded]).not.toContain(route.repId);
          const turn = { ...route, usedTurn: route.usesTurn, creditedBack: false };
          if (credited) all.pools.set(route.department, creditBack(route.pool, turn));
          const so = dealt.get(route.repId) ?? { offers: 0, turns: 0 };
          const kept = route.usesTurn && !credited ? 1 : 0;
          dealt.set(route.repId, { offers: so.offers + 1, turns: so.turns + kept });
        }

        for (const pool of all.pools.values()) {
          for (const [repId, member] of Object.entries(pool.members)) {
            expect(member.served).toBe(member.offers - member.ownerOffers - member.creditedBack);
            expect(member.offers).toBe(dealt.get(repId)?.offers ?? 0);
            expect(member.served).toBe(dealt.get(repId)?.turns ?? 0);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('gives a rep who comes back neither a burst nor a drought: he gets his share of the next rounds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 5 }),
        (heads, before, during, rounds) => {
          const all = company(staff([heads]));
          for (let lead = 0; lead < before; lead += 1) all.deal();
          const away = (rep: { repId: string }) => (rep.repId === 'd0r0' ? 0 : 1);
          for (let lead = 0; lead < during; lead += 1) all.deal({ availableShare: away });

          const routes = Array.from({ length: heads * rounds }, () => all.deal());

          const his = routes.filter((route) => {
            assert(route.kind === 'offer');
            return route.repId === 'd0r0';
          }).length;
          expect(Math.abs(his - rounds)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('lets a department that was away as a whole, or is new, catch up with nobody (4.5)', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 40 }),
        (isNew, before, during) => {
          const all = company(staff([2, 2]));
          const south = (rep: { department: string }) => (rep.department === 'd1' ? 0 : 1);
          if (!isNew) for (let lead = 0; lead < before; lead += 1) all.deal();
          for (let lead = 0; lead < during; lead += 1) all.deal({ availableShare: south });

          const next = Array.from({ length: 8 }, () => all.deal());

          const theirs = next.filter((one) => one.kind === 'offer' && one.department === 'd1');
          expect(Math.abs(theirs.length - 4)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 60 },
    );
  });
});
