import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { change } from '../../functions/leads/decision.ts';
import { plus } from '../../functions/leads/instant.ts';
import type { Lead } from '../../functions/leads/lead.ts';
import { absorb, endBy, inOrder } from '../../functions/leads/merging/merge.ts';
import { giveBack, revive } from '../../functions/leads/merging/undo-merge.ts';
import { defaultPolicy } from '../../functions/leads/policy.ts';
import { Exclusion } from '../../functions/leads/routing/eligibility.ts';
import { rulesOf } from '../../functions/leads/rules.ts';
import { openStates } from '../../functions/leads/states.ts';
import { anOffer, anOfferedLead, leadIdFor } from '../support/handover-builders.ts';
import { NOW } from '../support/routing-builders.ts';
import { runs } from './commands.ts';

const rules = rulesOf({ document: defaultPolicy(), version: 0 }, new Map());
const at = plus(NOW, 'P10D');
const reps = fc.constantFrom('ann', 'bob', 'cid', 'dan');
const exclusions = fc.uniqueArray(
  fc.record({
    repId: reps,
    cause: fc.constantFrom('REJECTED', 'RETURNED', 'TIMED_OUT', 'MISROUTED', 'ABSENT'),
    cycle: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 4, selector: (one) => JSON.stringify(one) },
);

/** Open journeys of one product line, in any state, with whatever owners, sources and exclusions. */
const leads = fc
  .array(
    fc.record({
      state: fc.constantFrom(...openStates),
      hours: fc.integer({ min: 0, max: 50 }),
      ownerRepId: fc.option(reps, { nil: undefined }),
      known: fc.boolean(),
      ruled: fc.boolean(),
      exclusions,
      tags: fc.uniqueArray(fc.constantFrom('fair', 'partner', 'key account')),
      mayReopen: fc.option(
        fc.record({ repId: reps, cycle: fc.constant(1), oppDueAt: fc.constant(at) }),
        {
          nil: undefined,
        },
      ),
      contactRemindAt: fc.option(fc.constant(at), { nil: undefined }),
    }),
    { minLength: 2, maxLength: 4 },
  )
  .map((list) =>
    list.map(({ hours, known, ruled, ownerRepId, ...over }, index): Lead => {
      const at = plus(NOW, `PT${hours}H`);
      const firstSource = { touchId: `sub_${index}`, at, form: 'demo-request' };
      return anOfferedLead(anOffer(index + 1, { offeredAt: at }), {
        ...{ ...over, leadId: leadIdFor(index + 1), personId: `pers_${index}`, firstSource },
        accountId: known ? `acct_${index}` : undefined,
        ...(ownerRepId ? { ownerRepId } : {}),
        ...(ruled ? { originalSource: { ...firstSource, form: 'other' } } : {}),
      });
    }),
  );

function returned(lead: Lead): object {
  const { ownerRepId, firstSource, exclusions, personId, accountId, tags, mayReopen } = lead;
  return { ownerRepId, firstSource, exclusions, personId, accountId, tags, mayReopen };
}

interface Merged {
  readonly survivor: { readonly before: Lead; readonly after: Lead };
  readonly ended: Lead;
}

/** Merges them one after the other into the one that goes on: the rows then, and the logs. */
function mergeAll([first, ...others]: readonly Lead[]) {
  const rows = new Map<string, Lead>();
  const logs: Merged[] = [];
  let goesOn = first as Lead;
  for (const [index, other] of others.entries()) {
    const [before, ended] = inOrder(goesOn, other);
    const mergeId = `${ended.leadId}-merge-${index}`;
    const merge = { at, rules, mergeId, samePerson: false, touches: [] };
    goesOn = absorb(before, ended, merge).lead;
    rows.set(ended.leadId, endBy(ended, before, merge).lead);
    logs.push({ survivor: { before, after: goesOn }, ended });
  }
  rows.set(goesOn.leadId, goesOn);
  return { rows, logs, goesOn };
}

describe('a merge that is undone', () => {
  it('returns owner, source, exclusions, tags and who may open again, and keeps what was excluded since (4.12, 15)', () => {
    fc.assert(
      fc.property(leads, fc.option(reps), (open, refusedBy) => {
        const { rows, logs, goesOn } = mergeAll(open);
        const since = refusedBy
          ? [Exclusion.parse({ repId: refusedBy, cause: 'REJECTED', cycle: 9 })]
          : [];
        const grown = change(goesOn, { exclusions: [...goesOn.exclusions, ...since] });
        rows.set(goesOn.leadId, grown);

        for (const { survivor, ended } of logs.toReversed()) {
          const { before } = survivor;
          const [now, gone] = [rows.get(before.leadId) ?? before, rows.get(ended.leadId) ?? ended];
          const back = giveBack(now, survivor, ended).lead;
          const woken = revive(gone, ended, { at, rules }).lead;
          rows.set(before.leadId, back);
          rows.set(ended.leadId, woken);

          const own = before.leadId === goesOn.leadId ? since : [];
          expect(returned(back)).toEqual({
            ...returned(before),
            exclusions: [...before.exclusions, ...own],
          });
          expect(returned(woken)).toEqual(returned(ended));
          // Of the stay that it ended nobody is reminded any more.
          expect(woken).not.toHaveProperty('contactRemindAt');
        }
      }),
      runs(200),
    );
  });
});
