import { describe, expect, it } from 'vitest';
import { Invalid } from '../../../../functions/leads/errors.ts';
import { plus } from '../../../../functions/leads/instant.ts';
import type { Lead } from '../../../../functions/leads/lead.ts';
import { extendWindow } from '../../../../functions/leads/opportunity/opportunity-window.ts';
import { defaultPolicy } from '../../../../functions/leads/policy.ts';
import { rulesOf } from '../../../../functions/leads/rules.ts';
import { IllegalTransition } from '../../../../functions/leads/states.ts';
import { anOffer, anOfferedLead } from '../../../support/handover-builders.ts';
import { NOW } from '../../../support/routing-builders.ts';

const rules = rulesOf({ document: defaultPolicy(), version: 0 }, new Map());
const oppDueAt = plus(NOW, 'P45D');

function lead(over: object): Lead {
  const accepted = { acceptedAt: NOW, oppDueAt, ownerRepId: 'ann', windowRemindAt: [] };
  return anOfferedLead(anOffer(1), { ...accepted, ...over });
}

/** What the director's word makes of it, `until` so long after the window's end. */
function extended(one: Lead, at: typeof NOW, until: typeof NOW) {
  return extendWindow(one, { until, reason: 'they build until spring' }, { at, rules });
}

describe('a director moves the end of a window', () => {
  it('later, up to its last moment', () => {
    const last = plus(NOW, 'P44DT23H59M');

    const { events, lead: after } = extended(lead({ state: 'SAL' }), last, plus(oppDueAt, 'P1D'));

    expect(events).toMatchObject([{ type: 'WindowExtended' }]);
    expect(after).toMatchObject({ oppDueAt: plus(oppDueAt, 'P1D'), windowRemindAt: [oppDueAt] });
  });

  it.each(['SAL', 'SQL'])(
    'not of %s at the moment at which it ends, though nobody has come by yet',
    (state) => {
      const late = () => extended(lead({ state }), oppDueAt, plus(oppDueAt, 'P9D'));

      expect(late).toThrow(IllegalTransition);
    },
  );

  it('not earlier, nor to where it is', () => {
    for (const until of [oppDueAt, plus(NOW, 'P44D')])
      expect(() => extended(lead({ state: 'SQL' }), NOW, until)).toThrow(Invalid);
  });
});

describe('a director lets the owner open after the window', () => {
  const rest = { state: 'NURTURE', nurturedAt: oppDueAt };
  const at = plus(oppDueAt, 'P1D');

  it('that has expired, until then', () => {
    const expired = lead({ ...rest, nurtureReason: 'OPP_WINDOW_EXPIRED' });

    expect(extended(expired, at, plus(at, 'P9D')).lead).toMatchObject({
      reopenUntil: plus(at, 'P9D'),
      oppDueAt,
    });
    expect(() => extended(expired, at, at)).toThrow(Invalid);
  });

  it.each(['NO_BUDGET', 'NOT_NOW', 'OPP_CANCELLED', 'SENT_BACK'])(
    'not of a lead that rests because of %s',
    (nurtureReason) => {
      const other = lead({ ...rest, nurtureReason });

      expect(() => extended(other, at, plus(at, 'P9D'))).toThrow(IllegalTransition);
    },
  );
});
