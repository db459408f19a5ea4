import { describe, expect, it } from 'vitest';
import {
  admit,
  creditBack,
  memberOf,
  newPool,
  ownerOffer,
  poolsNow,
  rankPools,
  rankReps,
  rowOfPool,
  takeTurn,
  turnComesBack,
  turnsPerHead,
  withStanding,
} from '../../../../functions/leads/routing/fairness.ts';
import { aPool, at, NOW } from '../../../support/routing-builders.ts';

const ann = { repId: 'ann', weight: 1 };

describe('whose turn it is', () => {
  it('gives the lead to the least served', () => {
    const pool = aPool('north', { ann: { level: 2 }, bob: { level: 1 }, cat: { level: 3 } });

    const ranking = rankReps(pool, ['ann', 'bob', 'cat'], 'lead_1');

    expect(ranking).toEqual({ order: ['bob', 'ann', 'cat'], decided: 'level' });
  });

  it('among equals gives it to who has waited longest, who never had an offer first', () => {
    const pool = aPool('north', {
      ann: { lastOfferAt: at('2026-09-02T00:00:00Z') },
      bob: { lastOfferAt: at('2026-09-01T00:00:00Z') },
      cat: {},
    });

    const ranking = rankReps(pool, ['ann', 'bob', 'cat'], 'lead_1');

    expect(ranking).toEqual({ order: ['cat', 'bob', 'ann'], decided: 'lastOffer' });
  });

  it('among strangers draws lots by lead, so that nobody is first by having been created first', () => {
    const pool = aPool('north', { ann: {}, bob: {}, cat: {} });
    const leads = Array.from({ length: 3000 }, (_, number) => `lead_${number}`);

    const firsts = leads.map((leadId) => rankReps(pool, ['ann', 'bob', 'cat'], leadId).order[0]);

    const count = (id: string) => firsts.filter((first) => first === id).length;
    expect(Math.min(count('ann'), count('bob'), count('cat'))).toBeGreaterThan(900);
  });

  it('draws the same lot whatever the order in which reps are listed', () => {
    const pool = aPool('north', { ann: {}, bob: {}, cat: {} });

    const one = rankReps(pool, ['ann', 'bob', 'cat'], 'lead_1');
    const other = rankReps(pool, ['cat', 'bob', 'ann'], 'lead_1');

    expect(one).toEqual(other);
    expect(one.decided).toBe('hash');
  });

  it('takes three turns of weight three for one turn of weight one, rounding errors or not', () => {
    let pool = aPool('north', { ann: { level: 0.1 }, bob: { level: 0.1 } });
    for (const _ of [1, 2, 3]) pool = takeTurn(pool, { repId: 'ann', weight: 3 }, NOW);
    pool = takeTurn(pool, { repId: 'bob', weight: 1 }, NOW);

    expect(rankReps(pool, ['ann', 'bob'], 'lead_1').decided).toBe('hash');
  });
});

describe('turns', () => {
  it('cost 1/weight of level each', () => {
    const pool = takeTurn(aPool('north', {}), { repId: 'ann', weight: 2 }, NOW);

    expect(memberOf(pool, 'ann')).toMatchObject({ level: 0.5, served: 1, offers: 1 });
    expect(pool.turns).toBe(1);
  });

  it('are not used by offers to the named owner', () => {
    const pool = ownerOffer(aPool('north', { ann: { level: 4 } }), 'ann', NOW);

    expect(memberOf(pool, 'ann')).toMatchObject({ level: 4, served: 0, offers: 1, ownerOffers: 1 });
  });

  it('come back once, at the weight they were charged with', () => {
    const dealt = takeTurn(aPool('north', {}), { repId: 'ann', weight: 2 }, NOW);
    const turn = { repId: 'ann', weight: 2, usedTurn: true, creditedBack: false };

    const credited = creditBack(dealt, turn);
    const again = creditBack(credited, { ...turn, creditedBack: true });

    expect(memberOf(credited, 'ann')).toMatchObject({ level: 0, served: 0, creditedBack: 1 });
    expect([dealt.turns, credited.turns]).toEqual([1, 0]);
    expect(again).toBe(credited);
  });

  it('do not come back for an offer that used none', () => {
    const pool = ownerOffer(aPool('north', {}), 'ann', NOW);

    expect(creditBack(pool, { ...ann, usedTurn: false, creditedBack: false })).toBe(pool);
  });

  it.each([
    [true, { status: 'REJECTED', credit: 'atOnce', sdrConfirmed: false }],
    [true, { status: 'REJECTED', credit: 'whenSdrConfirms', sdrConfirmed: true }],
    [false, { status: 'REJECTED', credit: 'whenSdrConfirms', sdrConfirmed: false }],
    [false, { status: 'REJECTED', credit: 'never', sdrConfirmed: true }],
    [false, { status: 'TIMED_OUT' }],
    [false, { status: 'ACCEPTED' }],
    [true, { status: 'WITHDRAWN', causeRecordedAt: NOW, acceptDueAt: NOW }],
    [false, { status: 'WITHDRAWN', causeRecordedAt: NOW, acceptDueAt: at('2026-09-14T01:59:59Z') }],
  ] as const)('come back: %s, when the offer ended as %o', (comesBack, end) => {
    expect(turnComesBack(end)).toBe(comesBack);
  });
});

describe('coming in', () => {
  const enter = { at: NOW };

  it('starts a new rep level with the least served, not at zero', () => {
    const pool = aPool('north', { ann: { level: 40 }, bob: { level: 41 } });

    const after = admit(pool, new Set(['ann', 'bob', 'cat']), enter);

    expect(memberOf(after, 'cat')).toMatchObject({ level: 40, in: true, joinedAt: NOW });
  });

  it('lifts a rep back from leave to the least served, and leaves one who stands higher', () => {
    const pool = aPool('north', {
      ann: { level: 40 },
      bob: { level: 12, in: false },
      cat: { level: 43, in: false },
    });

    const after = admit(pool, new Set(['ann', 'bob', 'cat']), enter);

    expect([memberOf(after, 'bob').level, memberOf(after, 'cat').level]).toEqual([40, 43]);
  });

  it('lifts once: a rep who is in keeps his level however low', () => {
    const pool = aPool('north', { ann: { level: 40 }, bob: { level: 12 } });

    const after = admit(pool, new Set(['ann', 'bob']), enter);

    expect(memberOf(after, 'bob').level).toBe(12);
  });

  it('does not take the level of one who leaves at the same time', () => {
    const pool = aPool('north', { ann: { level: 5 }, bob: { level: 40 } });

    const after = admit(pool, new Set(['bob', 'cat']), enter);

    expect(memberOf(after, 'ann')).toMatchObject({ level: 5, in: false });
    expect(memberOf(after, 'cat').level).toBe(40);
  });

  it('takes the lowest level of the other departments when nobody is left in this one', () => {
    const after = admit(aPool('north', {}), new Set(['ann']), { at: NOW, elsewhere: 17 });

    expect(memberOf(after, 'ann').level).toBe(17);
  });

  it('starts the first rep of a company at zero', () => {
    expect(memberOf(admit(newPool('north', []), new Set(['ann']), enter), 'ann').level).toBe(0);
  });
});

describe('departments', () => {
  const north = aPool('north', { ann: { level: 2 }, bob: { level: 3 } }, 5);
  const south = aPool('south', { cat: { level: 3 } }, 3);
  const contenders = [
    { pool: north, heads: [ann, { repId: 'bob', weight: 1 }] },
    { pool: south, heads: [{ repId: 'cat', weight: 1 }] },
  ];

  it('are served by turns per eligible head', () => {
    const ranking = rankPools(contenders, 'proportional', 'lead_1');

    expect(ranking).toEqual({ order: ['north', 'south'], decided: 'level' });
  });

  it('are served by turns alone when the policy wants each department to get the same', () => {
    expect(rankPools(contenders, 'equalPerDepartment', 'lead_1').order).toEqual(['south', 'north']);
  });

  it('count a rep of weight two as two heads', () => {
    const heads = [ann, { repId: 'bob', weight: 2 }];

    expect(turnsPerHead(north, heads)).toBeCloseTo(8 / 3);
  });

  it('start with the fewest turns of the others, so that a new one gets no burst', () => {
    expect(newPool('west', [north, south]).turns).toBe(3);
  });
});

describe('a pool whose members stand in the rows of its reps', () => {
  const offered = { level: 3, served: 3, offers: 3, ownerOffers: 0, creditedBack: 0, in: true };
  const before = aPool('north', { ann: { level: 2, served: 2 }, bob: { level: 1, served: 1 } }, 10);

  it('is read from one that holds its members, as an older version wrote it', () => {
    expect(poolsNow([before], [{ repId: 'ann' }, { repId: 'bob' }])).toEqual([before]);
  });

  it('has for each rep what his own row says, and as many turns as it began with and all were served', () => {
    const ann = { repId: 'ann', standings: { north: offered, south: { ...offered, served: 9 } } };

    const [pool] = poolsNow([before], [ann, { repId: 'bob' }]);

    expect(pool).toMatchObject({ turns: 11, members: { ann: offered, bob: { served: 1 } } });
  });

  it('keeps its turns whoever is written: its own row never changes', () => {
    const reps = [{ repId: 'ann' }, { repId: 'bob' }];
    const dealt = takeTurn(before, ann, NOW);

    const [again] = poolsNow(
      [rowOfPool(dealt)],
      reps.map((rep) => withStanding(rep, dealt)),
    );

    expect(again).toEqual(dealt);
  });
});
