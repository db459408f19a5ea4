import { describe, expect, it } from 'vitest';
import { type Claim, proposedOwner } from '../../../../functions/leads/intake/claim.ts';

function claim(repId: string, kind: Claim['kind'], day: string): Claim {
  const at = `2026-09-${day}T01:00:00.000Z`;
  return { repId, kind, at, claimedAt: at } as Claim;
}

describe('two reps claim', () => {
  it('the earliest logged two-way contact wins, whoever claimed first', () => {
    const claims = [claim('rep-b', 'call', '15'), claim('rep-a', 'meeting', '14')];

    expect(proposedOwner(claims, 'rep-c')).toEqual({
      repId: 'rep-a',
      because: 'EARLIEST_TWO_WAY_CONTACT',
    });
  });

  it('a mail has one side only', () => {
    const claims = [claim('rep-a', 'email', '10'), claim('rep-b', 'call', '14')];

    expect(proposedOwner(claims, undefined).repId).toBe('rep-b');
  });

  it('without one, or with two at the same instant, it is the account’s owner, else ops', () => {
    const same = [claim('rep-a', 'call', '14'), claim('rep-b', 'call', '14')];

    expect(proposedOwner([], 'rep-c')).toEqual({ repId: 'rep-c', because: 'ACCOUNT_OWNER' });
    expect(proposedOwner(same, 'rep-c').because).toBe('ACCOUNT_OWNER');
    expect(proposedOwner(same, undefined)).toEqual({ because: 'NO_RULE' });
  });
});
