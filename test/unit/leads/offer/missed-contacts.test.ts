import { describe, expect, it } from 'vitest';
import type { JudgedContact } from '../../../../functions/leads/desk/desk.ts';
import {
  contactsToKeep,
  missesByContact,
} from '../../../../functions/leads/offer/missed-contacts.ts';
import { at } from '../../../support/routing-builders.ts';

/** Contacts that fell due on the days of September, one letter a day: missed, made or excused. */
function contacts(outcomes: string): readonly JudgedContact[] {
  const called = { m: 'missed', c: 'made', e: 'excused' } as const;
  return [...outcomes].map((letter, index): JudgedContact => {
    const day = String(index + 1).padStart(2, '0');
    const effectiveAt = at(`2026-09-${day}T07:30:00Z`);
    const outcome = called[letter as keyof typeof called];
    const offeredAt = at(`2026-09-${day}T02:00:00Z`);
    return {
      offerId: `o${day}`,
      leadId: `l${day}`,
      offeredAt,
      effectiveAt,
      settledAt: effectiveAt,
      outcome,
    };
  });
}

function pairsOf(list: readonly JudgedContact[]) {
  return missesByContact(list).map((miss) => miss.contacts.join('+'));
}

describe('a miss by contact (X-18)', () => {
  it.each([
    ['one alone is none', 'm', []],
    ['two in a row are one', 'mm', ['o01+o02']],
    ['three are one, and half of the next', 'mmm', ['o01+o02']],
    ['four are two', 'mmmm', ['o01+o02', 'o03+o04']],
    ['a contact made in time ends the row', 'mcmm', ['o03+o04']],
    ['two are not in a row with one made between them', 'mcm', []],
    ['an excused one neither ends the row nor counts', 'mem', ['o01+o03']],
    ['excused ones alone are none', 'ee', []],
  ])('%s', (_, outcomes, pairs) => {
    expect(pairsOf(contacts(outcomes))).toEqual(pairs);
  });

  it('is called by the later offer, is due with it, and is known when both are', () => {
    const [first, second] = contacts('mm') as [JudgedContact, JudgedContact];
    const settledLate = { ...first, settledAt: at('2026-09-03T00:00:00Z') };

    expect(missesByContact([settledLate, second])).toMatchObject([
      {
        offerId: 'o02',
        leadId: 'l02',
        effectiveAt: second.effectiveAt,
        settledAt: '2026-09-03T00:00:00.000Z',
        outcome: 'missed',
        window: { from: first.offeredAt, until: second.effectiveAt },
      },
    ]);
  });

  it('does not depend on the order in which contacts were judged, also when two fell due together', () => {
    const [one, two, three] = contacts('mmm') as [JudgedContact, JudgedContact, JudgedContact];
    const together = { ...three, effectiveAt: two.effectiveAt };

    expect(pairsOf([together, two, one])).toEqual(['o01+o02']);
    expect(pairsOf([one, two, together])).toEqual(['o01+o02']);
  });

  it('stays the same miss when it is annulled: nothing is paired anew', () => {
    const [one, two, three] = contacts('mmm') as [JudgedContact, JudgedContact, JudgedContact];
    const annulledAt = at('2026-09-04T00:00:00Z');

    const misses = missesByContact([one, { ...two, annulledAt }, three]);

    expect(misses).toMatchObject([{ offerId: 'o02', annulledAt }]);
  });
});

describe('of old contacts', () => {
  const keptOf = (outcomes: string, day: string) => {
    const since = at(`2026-09-${day}T00:00:00Z`);
    return contactsToKeep(contacts(outcomes), (one) => one.settledAt >= since);
  };

  it.each([
    ['nothing is kept that was made or excused', 'cec', '10', []],
    ['a pair goes as one', 'mm', '10', []],
    ['a pair stays as one', 'mm', '02', ['o01', 'o02']],
    ['the half that waits stays', 'mmm', '10', ['o03']],
  ])('%s', (_, outcomes, day, ids) => {
    expect(keptOf(outcomes, day).map(({ offerId }) => offerId)).toEqual(ids);
  });

  it('those that go change no miss of those that stay', () => {
    const outcomes = 'mmmcmemmmmcmmm';
    const whole = pairsOf(contacts(outcomes));

    for (let day = 1; day <= outcomes.length; day += 1) {
      const kept = pairsOf(keptOf(outcomes, String(day).padStart(2, '0')));
      expect(whole.slice(whole.length - kept.length)).toEqual(kept);
    }
  });
});
