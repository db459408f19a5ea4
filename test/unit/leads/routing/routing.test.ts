import { assert, describe, expect, it } from 'vitest';
import { RepId } from '../../../../functions/leads/ids.ts';
import { redact } from '../../../../functions/leads/redact.ts';
import type { RepDesk } from '../../../../functions/leads/routing/eligibility.ts';
import { memberOf } from '../../../../functions/leads/routing/fairness.ts';
import {
  awaitsDirector,
  chooseRep,
  decideRoute,
} from '../../../../functions/leads/routing/routing.ts';
import type { RouteInput } from '../../../../functions/leads/routing/routing-field.ts';
import { RoutingPolicy } from '../../../../functions/leads/routing/routing-policy.ts';
import { RouteTrace } from '../../../../functions/leads/routing/routing-trace.ts';
import {
  aDepartment,
  anExclusion,
  aPool,
  aRep,
  aRouteInput,
  NOW,
  suspended,
} from '../../../support/routing-builders.ts';

function offerFor(over: Partial<RouteInput>) {
  const route = decideRoute(aRouteInput(over));
  assert(route.kind === 'offer');
  return route;
}

function choose(id: string, over: Partial<RouteInput>, more: { liftExclusion?: boolean } = {}) {
  return chooseRep(aRouteInput(over), {
    repId: id,
    by: 'dora',
    reason: 'knows the customer',
    ...more,
  });
}

describe('a lead of an account that somebody owns', () => {
  it('goes to the owner, off the roster and out of scope or not, and uses no turn', () => {
    const reps = [aRep('ann'), aRep('bob', { regions: ['DE-BE'] })];
    const roster = { repIds: ['ann'], month: '2026-09', inherited: false };

    const route = offerFor({ reps, roster, ownerIds: ['bob'], scope: { region: 'CN-SH' } });

    expect(route).toMatchObject({ repId: 'bob', usesTurn: false, trace: { rung: 'owner' } });
    expect(memberOf(route.pool, 'bob')).toMatchObject({ served: 0, ownerOffers: 1 });
  });

  it('goes to the owner of the open opportunity before the named owner', () => {
    expect(offerFor({ ownerIds: ['cat', 'bob'] }).repId).toBe('cat');
  });

  it.each<[string, Partial<RepDesk>, Partial<RouteInput>]>([
    ['suspended', suspended('2026-09-01T00:00:00Z', '2026-10-01T00:00:00Z'), {}],
    ['inactive', { active: false }, {}],
    ['full', { openOffers: 20 }, {}],
    ['away', {}, { availableShare: (rep) => (rep.repId === 'bob' ? 0 : 1) }],
    ['excluded', {}, { exclusions: [anExclusion('bob', 'REJECTED')] }],
  ])('goes round by turn when the owner is %s', (_, rep, over) => {
    const route = offerFor({ reps: [aRep('ann'), aRep('bob', rep)], ownerIds: ['bob'], ...over });

    expect(route).toMatchObject({ repId: 'ann', usesTurn: true });
  });
});

describe('the ladder', () => {
  const shanghai = { scope: { region: 'CN-SH' } };

  it('asks the departments of the region first', () => {
    const reps = [aRep('ann', { department: 'south' }), aRep('bob', { department: 'east' })];
    const departments = [
      aDepartment('south', { regions: ['CN-GD'] }),
      aDepartment('east', { regions: ['CN-SH'] }),
    ];
    const pools = [aPool('east', { bob: { level: 9 } }, 9)];

    const route = offerFor({ ...shanghai, reps, departments, pools });

    expect(route).toMatchObject({ department: 'east', trace: { rung: 'department' } });
  });

  it('then reps of other departments who name the region, then any whose scope matches', () => {
    const departments = [aDepartment('south', { regions: ['CN-GD'] })];
    const everywhere = aRep('ann', { department: 'south' });
    const local = aRep('bob', { department: 'south', regions: ['CN-SH'] });

    const byRegion = offerFor({ ...shanghai, departments, reps: [everywhere, local] });
    const byScope = offerFor({ ...shanghai, departments, reps: [everywhere] });

    expect([byRegion.repId, byRegion.trace.rung]).toEqual(['bob', 'region']);
    expect([byScope.repId, byScope.trace.rung]).toEqual(['ann', 'anyScope']);
  });

  it('never stretches a scope: a lead that nobody covers stays unrouted, with every rep his codes', () => {
    const reps = [aRep('ann', { regions: ['CN-GD'] }), aRep('bob', { active: false })];

    const route = decideRoute(aRouteInput({ ...shanghai, reps }));

    expect(route.kind).toBe('unrouted');
    expect(route.trace.candidates.map((one) => [one.repId, one.codes])).toEqual([
      ['ann', ['OUT_OF_SCOPE_REGION']],
      ['bob', ['INACTIVE']],
    ]);
  });

  it('leaves a lead unrouted when no roster is in force', () => {
    expect(decideRoute(aRouteInput({ roster: undefined })).kind).toBe('unrouted');
  });
});

describe('a lead that everyone turned down', () => {
  it('is put before the director for review, and no exclusion is lifted', () => {
    const reps = [aRep('ann'), aRep('bob'), aRep('cat', { regions: ['DE-BE'] })];
    const exclusions = [anExclusion('ann', 'REJECTED'), anExclusion('bob', 'RETURNED')];

    const route = decideRoute(aRouteInput({ reps, exclusions, scope: { region: 'CN-SH' } }));

    expect([route.kind, route.trace.directorReview]).toEqual(['unrouted', true]);
  });

  it('is not, where nobody could take it in the first place', () => {
    const reps = [aRep('cat', { active: false })];
    const exclusions = [anExclusion('cat', 'REJECTED')];

    const route = decideRoute(aRouteInput({ reps, exclusions }));

    expect(route.trace.directorReview).toBe(false);
  });

  it('is not, as long as somebody who only is full may still take it', () => {
    const reps = [aRep('ann'), aRep('bob', { openOffers: 20 })];
    const exclusions = [anExclusion('ann', 'REJECTED')];

    const route = decideRoute(aRouteInput({ reps, exclusions }));

    expect([route.kind, route.trace.directorReview]).toEqual(['unrouted', false]);
  });
});

describe('within departments', () => {
  it.each<[string, Partial<RepDesk>, Partial<RouteInput>]>([
    ['suspension', suspended('2026-09-01T00:00:00Z', '2026-10-01T00:00:00Z'), {}],
    ['deactivation', { active: false }, {}],
    ['absence', {}, { availableShare: (rep) => (rep.repId === 'bob' ? 0 : 1) }],
    [
      'month off the roster',
      {},
      { roster: { repIds: ['ann'], month: '2026-09', inherited: false } },
    ],
  ])('sees a %s as leaving the pool', (_, rep, over) => {
    const pools = [aPool('north', { ann: {}, bob: {} })];

    const route = offerFor({ reps: [aRep('ann'), aRep('bob', rep)], pools, ...over });

    expect(memberOf(route.pool, 'bob').in).toBe(false);
  });

  it('does not start a new department at the level of somebody who leaves just now', () => {
    const reps = [
      aRep('ann', { active: false }),
      aRep('bob', { department: 'south' }),
      aRep('cat', { department: 'west' }),
    ];
    const pools = [aPool('north', { ann: { level: 2 } }), aPool('south', { bob: { level: 9 } })];

    const { trace } = offerFor({ reps, pools });

    expect(trace.candidates.find((one) => one.repId === 'cat')?.level).toBe(9);
  });

  it('gives a suspended rep back his place at the level of the least served', () => {
    const pools = [aPool('north', { ann: { level: 30 }, bob: { level: 4, in: false } })];

    const route = offerFor({ reps: [aRep('ann'), aRep('bob')], pools });

    expect(memberOf(route.pool, 'bob').level - (route.repId === 'bob' ? 1 : 0)).toBe(30);
  });

  it('lets an excluded rep keep his place for the next lead', () => {
    const pools = [aPool('north', { ann: { level: 4 }, bob: { level: 9 } })];
    const reps = [aRep('ann'), aRep('bob')];

    const first = offerFor({ reps, pools, exclusions: [anExclusion('ann', 'REJECTED')] });
    const second = offerFor({ reps, pools: [first.pool], leadId: 'lead_2' });

    expect([first.repId, second.repId]).toEqual(['bob', 'ann']);
    expect(memberOf(second.pool, 'ann').level).toBe(5);
  });

  it('stores a whole department that came in or left, though another one got the lead', () => {
    const reps = [aRep('ann'), aRep('bob', { department: 'south' })];
    const pools = [aPool('north', { ann: { level: 3 } }), aPool('south', { bob: { level: 2 } })];

    const founding = offerFor({ reps });
    const leaving = offerFor({
      reps,
      pools,
      availableShare: ({ repId }) => Number(repId === 'ann'),
    });
    const usual = offerFor({ reps, pools });
    const nobodyYet = offerFor({ reps, availableShare: ({ repId }) => Number(repId === 'ann') });

    expect(founding.alsoWrite).toHaveLength(1);
    expect(leaving.alsoWrite).toMatchObject([
      { department: 'south', members: { bob: { in: false } } },
    ]);
    expect([usual.alsoWrite, nobodyYet.alsoWrite]).toEqual([[], []]);
  });

  it('says why, for anyone who asks', () => {
    const pools = [aPool('north', { ann: { level: 2, served: 2 }, bob: { level: 1, served: 1 } })];

    const { trace } = offerFor({ reps: [aRep('ann'), aRep('bob')], pools });

    expect(RouteTrace.parse(trace)).toEqual({
      rung: 'department',
      chosenBy: { as: 'router' },
      repId: 'bob',
      department: 'north',
      candidates: [
        { repId: 'ann', department: 'north', codes: [], level: 2, served: 2 },
        { repId: 'bob', department: 'north', codes: [], level: 1, served: 1 },
      ],
      departments: ['north'],
      departmentTieBreak: 'onlyOne',
      tieBreak: 'level',
      counters: {
        before: { level: 1, served: 1, offers: 0, ownerOffers: 0, creditedBack: 0, in: true },
        after: {
          level: 2,
          served: 2,
          offers: 1,
          ownerOffers: 0,
          creditedBack: 0,
          in: true,
          lastOfferAt: NOW,
        },
      },
      directorReview: false,
      policyVersion: 7,
      calendar: { id: 'PLAIN', version: 3 },
      rosterMonth: '2026-09',
    });
  });
});

describe('a department whose director names the rep', () => {
  const departments = [aDepartment('north', { mode: 'director' })];
  const reps = ['ann', 'bob', 'cat', 'dan', 'eve'].map((id) => aRep(id));
  const levels = { ann: { level: 5 }, bob: { level: 4 }, cat: { level: 3 }, dan: { level: 2 } };
  const pools = [aPool('north', { ...levels, eve: { level: 1 } })];

  it('lets him choose among the three least served only', () => {
    const route = decideRoute(aRouteInput({ departments, reps, pools }));

    expect(route).toMatchObject({ kind: 'director', choices: ['eve', 'dan', 'cat'] });
  });

  it('is served by the router when he stays silent', () => {
    expect(offerFor({ departments, reps, pools, directorSilent: true }).repId).toBe('eve');
  });

  it('is asked for any lead that has timed out three times or been misrouted twice', () => {
    const policy = RoutingPolicy.parse({});

    const asked = [
      awaitsDirector({ timeouts: 2, misroutes: 1 }, policy),
      awaitsDirector({ timeouts: 3, misroutes: 0 }, policy),
      awaitsDirector({ timeouts: 0, misroutes: 2 }, policy),
    ];
    const route = decideRoute(aRouteInput({ awaitsDirector: true }));

    expect(asked).toEqual([false, true, true]);
    expect(route.kind).toBe('director');
  });

  it('records a choice among the three as his, and any other as an override', () => {
    const choices = ['eve', 'dan', 'cat'].map((id) => RepId.parse(id));
    const ask = (repId: string) =>
      chooseRep(aRouteInput({ departments, reps, pools }), {
        repId,
        by: 'dora',
        reason: 'near',
        choices,
      });

    const [within, outside] = [ask('cat'), ask('ann')];

    expect(within).toMatchObject({ repId: 'cat', trace: { chosenBy: { as: 'director' } } });
    expect(outside).toMatchObject({ repId: 'ann', trace: { chosenBy: { as: 'override' } } });
  });
});

describe('a manager who names the rep', () => {
  it('uses a turn, and says so with his reason', () => {
    const route = choose('cat', {});

    assert(route.kind === 'offer');
    expect(memberOf(route.pool, 'cat').served).toBe(1);
    expect(route.trace).toMatchObject({
      rung: 'named',
      chosenBy: { as: 'override', by: 'dora', reason: 'knows the customer' },
    });
  });

  it('may set scope and capacity aside', () => {
    const reps = [aRep('ann', { regions: ['DE-BE'], openOffers: 20 })];

    expect(choose('ann', { reps, scope: { region: 'CN-SH' } }).kind).toBe('offer');
  });

  it('may lift an exclusion, but has to say so', () => {
    const exclusions = [anExclusion('ann', 'TIMED_OUT')];

    const without = choose('ann', { exclusions });
    const lifting = choose('ann', { exclusions }, { liftExclusion: true });

    expect(without).toEqual({ kind: 'refused', codes: ['EXCLUDED_TIMED_OUT'] });
    expect(lifting.kind).toBe('offer');
  });

  it('is refused a rep who is suspended, inactive, off the roster, away, in dispute or unknown', () => {
    const reps = [
      aRep('ann', suspended('2026-09-01T00:00:00Z', '2026-10-01T00:00:00Z')),
      aRep('bob', { active: false }),
      aRep('cat'),
    ];
    const over = {
      reps,
      roster: { repIds: ['ann', 'bob'], month: '2026-09', inherited: false },
      disputedRepIds: ['cat'],
      availableShare: () => 0,
    };

    const refusals = ['ann', 'bob', 'cat', 'zoe'].map((id) =>
      choose(id, over, { liftExclusion: true }),
    );

    expect(refusals.map((one) => one.kind === 'refused' && one.codes)).toEqual([
      ['SUSPENDED', 'ABSENT'],
      ['INACTIVE', 'ABSENT'],
      ['NOT_ON_ROSTER', 'ABSENT', 'IN_DISPUTE'],
      ['UNKNOWN_REP'],
    ]);
  });
});

describe('the trace of a large company', () => {
  const many = Array.from({ length: 200 }, (_, n) => aRep(`rep-${String(n).padStart(3, '0')}`));
  const levels = Object.fromEntries(many.map(({ repId }, n) => [repId, { level: n }]));
  const pools = [aPool('north', levels)];

  it('names who stood before the one who got the lead and a few behind him, and counts the rest by reason', () => {
    const full = many.map((rep, n) => (n < 30 ? { ...rep, openOffers: 20 } : rep));

    const { trace } = offerFor({ reps: full, pools });

    expect(trace.repId).toBe('rep-030');
    expect(trace.candidates.map(({ repId }) => repId)).toEqual(
      many.slice(16, 36).map(({ repId }) => repId),
    );
    expect(trace.others).toEqual({ reps: 180, eligible: 164, codes: { AT_CAPACITY: 16 } });
  });

  it('names in a lead that nobody can take who is there before who is away, whatever their levels', () => {
    const reps = many.map((rep, n) =>
      n < 190 ? { ...rep, active: false } : { ...rep, regions: ['DE'] },
    );

    const { trace } = decideRoute(aRouteInput({ reps, pools, scope: { region: 'CN-SH' } }));

    const named = trace.candidates.map(({ repId }) => repId);
    expect(named).toEqual(expect.arrayContaining(reps.slice(190).map(({ repId }) => repId)));
    expect(trace.others).toEqual({ reps: 180, eligible: 0, codes: { INACTIVE: 180 } });
  });

  it('keeps who was named by a director, however far behind he stood', () => {
    const route = choose('rep-150', { reps: many, pools });

    assert(route.kind === 'offer');
    expect(route.trace.candidates.map(({ repId }) => repId)).toContain('rep-150');
    expect(redact(route.trace, RouteTrace)).toMatchObject({ others: route.trace.others });
  });
});
