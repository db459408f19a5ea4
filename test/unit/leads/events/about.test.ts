import { describe, expect, it } from 'vitest';
import { aboutOf } from '../../../../functions/leads/events/about.ts';
import { Instant } from '../../../../functions/leads/instant.ts';
import type { Offer } from '../../../../functions/leads/offer/offer.ts';
import { defaultPolicy } from '../../../../functions/leads/policy.ts';
import { rulesOf } from '../../../../functions/leads/rules.ts';

const hour = 3_600_000;
// Friday 10:00 in Shanghai, answered on Monday at 11:00; the CN calendar works nine to six, with lunch.
const offer = {
  offerId: 'o',
  repId: 'rep-a',
  department: 'East',
  calendar: { id: 'CN', version: 1 },
  offeredAt: Instant.parse('2026-09-11T02:00:00.000Z'),
  acceptDueAt: Instant.parse('2026-09-15T02:00:00.000Z'),
  contactDueAt: Instant.parse('2026-09-11T07:00:00.000Z'),
  contactedAt: Instant.parse('2026-09-11T03:30:00.000Z'),
  settledAt: Instant.parse('2026-09-14T03:00:00.000Z'),
  policyVersion: 7,
} as unknown as Offer;
const rules = rulesOf({ version: 9, document: defaultPolicy() }, new Map());

describe('what an event is about', () => {
  it('says how long the rep took by his own calendar: on working days, in working hours, to the first contact', () => {
    const { offer: times, calendar } = aboutOf({ offer, rules });

    expect(times).toMatchObject({
      acceptMillis: 25 * hour,
      contactWorkingMillis: 1.5 * hour,
      settledAt: offer.settledAt,
    });
    expect(times?.workingMillis).toBeGreaterThan(6 * hour);
    expect(times?.workingMillis).toBeLessThan(11 * hour);
    expect(calendar).toEqual({ id: 'CN', version: 1 });
  });

  it('names the policy by which it was decided, and the offer’s where nobody says', () => {
    expect(aboutOf({ offer, rules }).policyVersion).toBe(9);
    expect(aboutOf({ offer }).policyVersion).toBe(7);
  });

  it('says nothing of what does not apply', () => {
    expect(aboutOf({})).toEqual({});
    expect(Object.keys(aboutOf({ policy: { version: 3, document: defaultPolicy() } }))).toEqual([
      'policyVersion',
    ]);
  });
});
