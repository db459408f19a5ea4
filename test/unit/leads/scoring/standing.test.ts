import { describe, expect, it } from 'vitest';
import type { Touch } from '../../../../functions/leads/person.ts';
import { defaultPolicy } from '../../../../functions/leads/policy.ts';
import { rulesOf } from '../../../../functions/leads/rules.ts';
import { scoreOf } from '../../../../functions/leads/scoring/standing.ts';
import { anOffer, anOfferedLead } from '../../../support/handover-builders.ts';
import { at, NOW } from '../../../support/routing-builders.ts';

const rules = rulesOf({ version: 1, document: defaultPolicy() }, new Map());
const later = at('2026-09-13T02:00:00Z');
// What is looked at of a touch here: when it came, and what it is called.
const form = { touchId: 'sub_later', at: later, kinds: [], personId: 'p' } as unknown as Touch;

/** Where the points of its size are said to come from. */
function sizeFrom(over: object): string | undefined {
  const lead = anOfferedLead(anOffer(1), { facts: { employees: 1200 }, ...over });
  const { reasons } = scoreOf(lead, { at: NOW, rules, touches: [form] });
  return reasons.find(({ code }) => code === 'size')?.eventId;
}

describe('of rows from before it was kept, a point of fit leads', () => {
  const { submissionId } = anOfferedLead(anOffer(1));

  it.each([
    ['to the form that opened the journey', {}, submissionId],
    ['to the later form of that instant', { said: { employees: { at: later } } }, 'sub_later'],
    ['nowhere, when staff said it', { said: { employees: { at: later, by: 'sdr-1' } } }, undefined],
    ['nowhere, when its form is gone', { said: { employees: { at: NOW } } }, undefined],
  ])('%s', (_, over, eventId) => {
    expect(sizeFrom(over)).toBe(eventId);
  });

  it('to what is kept, since that was', () => {
    const said = { employees: { at: later, by: 'sdr-1' } };

    expect(sizeFrom({ said, toldBy: { employees: 'lead_1-e4' } })).toBe('lead_1-e4');
  });
});
