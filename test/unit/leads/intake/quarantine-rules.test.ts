import { describe, expect, it } from 'vitest';
import {
  judgeCaptured,
  settleQuarantine,
} from '../../../../functions/leads/intake/accept-or-quarantine.ts';
import type { LeadIn } from '../../../../functions/leads/lead.ts';
import { defaultPolicy } from '../../../../functions/leads/policy.ts';
import { type Now, rulesOf } from '../../../../functions/leads/rules.ts';
import { anOffer, anOfferedLead } from '../../../support/handover-builders.ts';
import { at, NOW } from '../../../support/routing-builders.ts';

const rules = rulesOf({ document: defaultPolicy(), version: 1 }, new Map());
const suspect = { event: 'SpamSuspected', reasons: ['linkInName'] };

function nowAt(text: string): Now {
  return { at: at(text), rules, touches: [] };
}

function aLead(over: object): LeadIn<'QUARANTINED'> {
  // Codec: the builder gives a lead of any state.
  return anOfferedLead(anOffer(1), { suspect, ...over }) as LeadIn<'QUARANTINED'>;
}

describe('what is put aside', () => {
  it('waits for the mail first, and for the check by phone where no mail can ask', () => {
    const captured = { state: 'CAPTURED' };
    const now = { at: NOW, rules, touches: [] };

    const mailed = judgeCaptured(aLead(captured), now);
    const unreachable = judgeCaptured(
      aLead({ ...captured, suspect: { ...suspect, noEmail: true } }),
      now,
    );

    expect([mailed.lead.nextInstant, unreachable.lead.nextInstant]).toEqual([
      '2026-09-15T02:00:00.000Z',
      '2026-10-14T02:00:00.000Z',
    ]);
    expect(mailed.messages?.map(({ to }) => to)).toEqual(['person:pers_1']);
    expect(unreachable.messages?.map(({ to }) => to)).toEqual(['group:sdr']);
  });

  it('is checked although its row was written before there were checks', () => {
    const old = aLead({ state: 'QUARANTINED', nudgeAt: at('2026-09-16T02:00:00Z') });

    const { lead, events } = settleQuarantine(old, nowAt('2026-09-16T02:00:00Z'));

    expect(events.map(({ type }) => type)).toEqual(['CheckByPhoneAsked', 'OptInReminded']);
    expect(lead).toMatchObject({ checkAskedAt: at('2026-09-16T02:00:00Z') });
  });

  it('is checked once, however often its timer comes', () => {
    const old = aLead({ state: 'QUARANTINED', nudgeAt: at('2026-09-16T02:00:00Z') });
    const now = nowAt('2026-09-15T12:00:00Z');

    const once = settleQuarantine(old, now);
    const twice = settleQuarantine(once.lead as LeadIn<'QUARANTINED'>, now);

    expect(once.events).toHaveLength(1);
    expect(twice).toEqual({ lead: once.lead, events: [], messages: [] });
  });
});
