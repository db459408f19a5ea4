// The desk as staff see it: reps with the state of the rules that everyone sees (4.7), SDRs and departments.

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import type { Desk, Rep, StoredDepartment } from '../../leads/desk/desk.ts';
import type { Instant } from '../../leads/instant.ts';
import { newRecord, strikesOf, suspendedAt, suspensionEnd } from '../../leads/offer/rep-record.ts';
import { ruleStateSentence } from '../../leads/offer/strikes.ts';
import { memberOf, newPool } from '../../leads/routing/fairness.ts';
import { type Rules, rulesOf } from '../../leads/rules.ts';
import type { Deps } from '../../ports.ts';
import type { Rep as RepAnswer, RepView } from '../answers/desk-answers.ts';

/** Every rep, by id. */
export async function readReps(deps: Deps, at: Instant): Promise<readonly RepView[]> {
  const desk = await deps.store.desk();
  const rules = rulesOf(desk.policy, desk.calendars);
  const reps = desk.reps.toSorted((a, b) => (a.repId < b.repId ? -1 : 1));
  return Promise.all(reps.map((rep) => repView(deps, rep, { desk, rules, at })));
}

/** His row as it is shown: of his standings in the pools only what they come to. */
export function repAnswer({ standings: _, ...rep }: Rep): RepAnswer {
  return rep;
}

async function repView(
  { store }: Deps,
  rep: Rep,
  { desk, rules, at }: { readonly desk: Desk; readonly rules: Rules; readonly at: Instant },
): Promise<RepView> {
  const { repId } = rep;
  const { strikes } = rules.policy;
  const untilAfter = suspensionEnd(rules);
  const record = await store.record(repId);
  const misses = strikesOf(record ?? newRecord(repId), rules).streak.length;
  const pending = await store.offersOfRep(repId, 'PENDING', { limit: 1 });
  const suspendedUntil = suspendedAt(rep, at);
  const pool = desk.pools.find(({ department }) => department === rep.department);
  return {
    ...repAnswer(rep),
    misses,
    suspendedUntil: suspendedUntil ?? null,
    ruleState: ruleStateSentence(
      { misses, suspendedUntil, nextDueAt: pending.items[0]?.acceptDueAt },
      strikes,
      { untilAfter, showDate: (instant) => shortDate(rules.zone, instant) },
    ),
    turns: memberOf(pool ?? newPool(rep.department, []), repId).served,
  };
}

/** Departments by id: those that ops described, and those that only a rep names, in `direct` mode for the regions of its reps. */
export function departmentsOf({ departments, reps }: Desk): readonly StoredDepartment[] {
  const described = new Set(departments.map(({ departmentId }) => departmentId));
  const named = [...new Set(reps.map(({ department }) => department))].filter(
    (department) => !described.has(department),
  );
  return [
    ...departments,
    ...named.map((departmentId): StoredDepartment => {
      const regions = reps
        .filter(({ department }) => department === departmentId)
        .map((rep) => rep.regions);
      // A rep without regions takes leads of all.
      const all = regions.some((list) => list.length === 0);
      return {
        departmentId,
        version: 0,
        mode: 'direct',
        regions: all ? [] : [...new Set(regions.flat())].toSorted(),
      };
    }),
  ].toSorted((a, b) => (a.departmentId < b.departmentId ? -1 : 1));
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `24 Oct`, in the tenant's zone. */
function shortDate(zone: string, at: Instant): string {
  const [, month, day] = localDateOf(zone, at).split('-');
  return `${Number(day)} ${months[Number(month) - 1]}`;
}
