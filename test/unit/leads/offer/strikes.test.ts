import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../../functions/leads/instant.ts';
import {
  annulmentRefusal,
  excuseOf,
  outcomeOf,
  reviseSuspensions,
  ruleStateSentence,
  type SettledOffer,
  strikeRecord,
} from '../../../../functions/leads/offer/strikes.ts';
import { StrikePolicy } from '../../../../functions/leads/routing/routing-policy.ts';
import { aHandledOffer, at, monthLater, NOW } from '../../../support/routing-builders.ts';

const policy = StrikePolicy.parse({});
const first = aHandledOffer('o1', 'missed', '2026-09-10T02:00:00Z');
const second = aHandledOffer('o2', 'missed', '2026-09-11T02:00:00Z', {
  settledAt: at('2026-09-11T02:01:00Z'),
});

function record(...handled: Parameters<typeof strikeRecord>[0][number][]) {
  return strikeRecord(handled, policy, monthLater);
}

describe('a miss', () => {
  const timedOut: SettledOffer = {
    status: 'TIMED_OUT',
    remindersDelivered: 1,
    availableShare: 0.5,
    repActive: true,
    expireAt: at('2026-09-10T02:01:00Z'),
    settledAt: at('2026-09-10T02:16:00Z'),
  };

  it('is a timeout after a reminder, of an active rep who was there for half of the window', () => {
    expect(outcomeOf(timedOut, policy, 0.5)).toBe('missed');
  });

  it.each<[string, Partial<SettledOffer>]>([
    ['NOT_REMINDED', { remindersDelivered: 0 }],
    ['NOT_AVAILABLE', { availableShare: 0.49 }],
    ['REP_INACTIVE', { repActive: false }],
    ['OUR_OUTAGE', { settledAt: at('2026-09-10T02:16:00.001Z') }],
  ])('is excused as %s', (excuse, over) => {
    const offer = { ...timedOut, ...over };

    expect(excuseOf(offer, policy, 0.5)).toBe(excuse);
    expect(outcomeOf(offer, policy, 0.5)).toBe('excused');
  });

  it('is neither an answer nor a withdrawn offer', () => {
    const outcomes = (['ACCEPTED', 'REJECTED', 'WITHDRAWN'] as const).map((status) =>
      outcomeOf({ ...timedOut, status }, policy, 0.5),
    );

    expect(outcomes).toEqual(['answered', 'answered', 'withdrawn']);
  });
});

describe('two misses in a row', () => {
  it('suspend from the moment the second is settled until a month after it was due', () => {
    expect(record(first, second)).toEqual({
      suspensions: [
        {
          from: '2026-09-11T02:01:00.000Z',
          until: '2026-10-11T02:00:00.000Z',
          causeOfferIds: ['o1', 'o2'],
        },
      ],
      streak: [],
    });
  });

  it('are not in a row with a timely answer between them', () => {
    const answer = aHandledOffer('o9', 'answered', '2026-09-10T20:00:00Z');

    const { suspensions, streak } = record(first, answer, second);

    expect(suspensions).toEqual([]);
    expect(streak.map((miss) => miss.offerId)).toEqual(['o2']);
  });

  it('are in a row across an excused and a withdrawn offer', () => {
    const excused = aHandledOffer('o8', 'excused', '2026-09-10T10:00:00Z');
    const withdrawn = aHandledOffer('o9', 'withdrawn', '2026-09-10T20:00:00Z');

    expect(record(first, excused, withdrawn, second).suspensions).toHaveLength(1);
  });

  it('are ordered by when they fell due, whatever the order of settlement', () => {
    const lateToSettle = { ...first, settledAt: at('2026-09-11T02:05:00Z') };

    const { suspensions } = record(second, lateToSettle);

    expect(suspensions).toMatchObject([
      { from: '2026-09-11T02:05:00.000Z', causeOfferIds: ['o1', 'o2'] },
    ]);
  });

  it('are two although they expire together', () => {
    const twin = aHandledOffer('o2', 'missed', '2026-09-10T02:00:00Z');

    expect(record(first, twin).suspensions).toHaveLength(1);
  });

  it('are ordered by the name of the offer when they fall on the same instant', () => {
    const answerAfter = aHandledOffer('o2', 'answered', first.effectiveAt);
    const answerBefore = aHandledOffer('o0', 'answered', first.effectiveAt);

    const streaks = [record(answerAfter, first), record(answerBefore, first)].map(
      ({ streak }) => streak.length,
    );

    expect(streaks).toEqual([0, 1]);
  });

  it('are one when the policy merges misses whose windows overlap', () => {
    const merging = StrikePolicy.parse({ coalesceOverlapping: true });
    const apart = { ...second, window: { from: first.window.until, until: second.window.until } };

    const together = strikeRecord([first, second], merging, monthLater);
    const inTurn = strikeRecord([first, apart], merging, monthLater);

    expect([together.suspensions.length, together.streak.length]).toEqual([0, 1]);
    expect(inTurn.suspensions).toHaveLength(1);
  });
});

describe('a suspension', () => {
  it('ends with a clean count: what fell due before its end does not count afterwards', () => {
    const during = aHandledOffer('o3', 'missed', '2026-09-12T02:00:00Z');
    const after = aHandledOffer('o4', 'missed', '2026-10-12T02:00:00Z');

    const { suspensions, streak } = record(first, second, during, after);

    expect(suspensions).toHaveLength(1);
    expect(streak.map((miss) => miss.offerId)).toEqual(['o4']);
  });

  it('comes again for a fresh month from its own cause', () => {
    const third = aHandledOffer('o4', 'missed', '2026-10-11T02:00:00Z');
    const fourth = aHandledOffer('o5', 'missed', '2026-10-20T02:00:00Z');

    const untils = record(first, second, third, fourth).suspensions.map((one) => one.until);

    expect(untils).toEqual(['2026-10-11T02:00:00.000Z', '2026-11-20T02:00:00.000Z']);
  });

  it('ends at the instant when one of its misses is annulled, and one miss remains', () => {
    const before = record(first, second);
    const annulledAt = at('2026-09-15T02:00:00Z');

    const now = record({ ...first, annulledAt }, second);
    const revised = reviseSuspensions(before.suspensions, now, annulledAt);

    expect(now.streak.map((miss) => miss.offerId)).toEqual(['o2']);
    expect(revised).toEqual({
      ended: [{ ...before.suspensions[0], until: annulledAt }],
      begun: [],
      kept: [],
    });
  });

  it('goes on with another cause when the misses left still are two in a row', () => {
    const during = aHandledOffer('o3', 'missed', '2026-09-12T02:00:00Z');
    const before = record(first, second, during);
    const annulledAt = at('2026-09-15T02:00:00Z');

    const now = record({ ...first, annulledAt }, second, during);
    const revised = reviseSuspensions(before.suspensions, now, annulledAt);

    expect(revised.begun).toMatchObject([
      { causeOfferIds: ['o2', 'o3'], until: '2026-10-12T02:00:00.000Z' },
    ]);
  });

  it('does not begin when it is known only after its end', () => {
    const revised = reviseSuspensions([], record(first, second), at('2026-10-11T02:00:00Z'));

    expect(revised).toEqual({ ended: [], begun: [], kept: [] });
  });

  it('that is over stays on record as it was', () => {
    const before = record(first, second);

    const revised = reviseSuspensions(before.suspensions, record(second), monthLater(NOW));

    expect(revised).toEqual({ ended: [], begun: [], kept: [] });
  });
});

describe('an annulment', () => {
  const asked = { now: NOW, deadline: NOW };

  it('is allowed up to its deadline', () => {
    expect(annulmentRefusal(first, asked)).toBeUndefined();
  });

  it.each([
    ['TOO_LATE', first, at('2026-09-14T01:59:59Z')],
    ['ALREADY_ANNULLED', { ...first, annulledAt: NOW }, NOW],
    ['NOT_A_MISS', { ...first, outcome: 'excused' as const }, NOW],
    ['NOT_A_MISS', undefined, NOW],
  ])('is refused as %s', (code, offer, deadline) => {
    expect(annulmentRefusal(offer, { now: NOW, deadline })).toBe(code);
  });
});

describe('the state that everyone sees', () => {
  const say = { untilAfter: monthLater, showDate: (instant: Instant) => instant.slice(5, 10) };
  const nextDueAt = at('2026-09-24T02:00:00Z');

  it.each([
    ['no misses', { misses: 0, nextDueAt }],
    ['1 miss; next miss before a timely answer = out until 10-24', { misses: 1, nextDueAt }],
    ['1 miss; next miss before a timely answer = suspension', { misses: 1 }],
    ['out until 09-24', { misses: 0, suspendedUntil: nextDueAt }],
  ])('reads: %s', (sentence, state) => {
    expect(ruleStateSentence(state, policy, say)).toBe(sentence);
  });

  it('counts down where a customer allows three misses', () => {
    const lenient = StrikePolicy.parse({ missesToSuspend: 3 });

    const sentence = ruleStateSentence({ misses: 1, nextDueAt }, lenient, say);

    expect(sentence).toBe('1 miss; 2 more misses before a timely answer = suspension');
  });
});
