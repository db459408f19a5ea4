// The company that takes the leads: one department, its reps, its SDRs, and ops who publish each month's roster.

import { addWorkingHours } from '../../../functions/leads/calendar/clocks.ts';
import { monthOf, startOfDay } from '../../../functions/leads/calendar/local-dates.ts';
import { shippedCalendar } from '../../../functions/leads/calendar/shipped-calendars.ts';
import { type Instant, plus } from '../../../functions/leads/instant.ts';
import { defaultPolicy } from '../../../functions/leads/policy.ts';
import type { Store } from '../../../functions/ports.ts';
import type { Runtime } from '../../local/runtime.ts';
import { chanceOf, wholeAt } from './chance.ts';
import type { HumanAction } from './human-action.ts';
import { DIRECTOR, type People, staffOf } from './people-model.ts';

/** Zone and calendar of everybody: UTC, Monday to Friday, 09:00 to 17:00. */
const TENANT = { zone: 'UTC', calendar: 'PLAIN' } as const;
const DEPARTMENT = 'Sales';
const OPS = 'ops-1';
/** Open offers that a rep may have: the default, or no cap where the file says who had what. */
const CAPACITY = { answers: 20, 'accept-all': 20, deals: 500 } as const;

/** Brings the company and its first roster, which comes last: while there is none, the company is not complete. */
export async function openCompany(runtime: Runtime, store: Store, people: People): Promise<void> {
  const [rosters, policy] = await Promise.all([store.rosters(), store.policy()]);
  if (rosters.length > 0) return;
  const token = runtime.token(OPS, ['ops']);
  const put = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const answer = await runtime.request('PUT', path, { body, token, headers });
    if (answer.status !== 200) {
      throw new Error(`PUT ${path} answered ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    await runtime.settled();
  };
  if (policy.version === 0)
    await put('/v1/policy', { ...defaultPolicy(), tenant: TENANT }, { 'if-match': '"0"' });
  await put(`/v1/departments/${DEPARTMENT}`, {
    regions: [],
    // Signed deals name their reps: a director assigns them.
    mode: people.model === 'deals' ? 'director' : 'direct',
    directorSub: DIRECTOR,
  });
  const { sdrs, reps } = staffOf(people);
  for (const sdrId of sdrs) await put(`/v1/sdrs/${sdrId}`, desk(sdrId, 'Marketing'));
  for (const repId of reps)
    await put(`/v1/reps/${repId}`, {
      ...desk(repId, DEPARTMENT),
      capacity: CAPACITY[people.model],
    });
  const month = monthOf(TENANT.zone, runtime.now);
  await put(`/v1/rosters/${month}`, { repIds: reps });
}

/**
 * Ops publish a month's list within two hours of its first opening. In three months of ten somebody is not on it (A3-7);
 * with `accept-all` everybody always is, so that turns can be compared.
 */
export function rosterAction(people: People, month: string): HumanAction {
  const chance = chanceOf(people.seed);
  const opening = startOfDay(TENANT.zone, `${month}-01`);
  const all = staffOf(people).reps;
  const dropped =
    people.model === 'answers' && all.length > 2 && chance(month, 'dropped') < 0.3
      ? all[wholeAt(chance(month, 'who'), 0, all.length - 1)]
      : undefined;
  return {
    at: addWorkingHours(
      shippedCalendar('PLAIN'),
      opening,
      `PT${wholeAt(chance(month, 'roster at'), 1, 7200)}S`,
    ),
    who: { sub: OPS, group: 'ops' },
    method: 'PUT',
    path: `/v1/rosters/${month}`,
    body: { repIds: all.filter((repId) => repId !== dropped) },
    key: `roster-${month}`,
  };
}

/** The first month after the start's that has no roster yet, given those that have one. */
export function nextRosterMonth(published: readonly string[]): string {
  const last = published.toSorted().at(-1) ?? '';
  return monthOf(TENANT.zone, plus(startOfDay(TENANT.zone, `${last}-01`), 'P31D'));
}

/** The start of the day of an instant: where the clock of a replay begins. */
export function dayOf(at: Instant): Instant {
  return startOfDay(TENANT.zone, at.slice(0, 10));
}

function desk(sub: string, department: string): object {
  const email = `${sub}@leadloop.example`;
  return { name: sub, email, department, regions: [], productLines: [], calendar: TENANT.calendar };
}
