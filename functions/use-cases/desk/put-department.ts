// Ops say how a department gets its leads: dealt in turn, or by its director (X-8; api.md, PUT /v1/departments/{id}).

import type { StoredDepartment } from '../../leads/desk/desk.ts';
import type { DepartmentBody } from '../../leads/desk/desk-bodies.ts';
import { regionsIn } from '../../leads/scopes.ts';
import type { Command, Deps } from '../../ports.ts';
import { replace } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { commitDesk, isUnchanged, nextVersion } from './change-desk.ts';

/** Replaces the department. */
export async function putDepartment(
  deps: Deps,
  command: Command,
  departmentId: string,
  body: DepartmentBody,
): Promise<StoredDepartment> {
  return retryLostRace(async () => {
    const desk = await deps.store.desk();
    const before = desk.departments.find((one) => one.departmentId === departmentId);
    const regions = regionsIn(body.regions, desk.policy.document.regionNames);
    const after: StoredDepartment = {
      ...body,
      regions,
      departmentId,
      version: nextVersion(before),
    };
    if (isUnchanged(before, after)) return before;
    await commitDesk(deps, command, {
      scope: `department_${departmentId}`,
      changes: [replace('department', before, after)],
      facts: [{ type: 'DepartmentChanged', data: { departmentId, mode: after.mode } }],
    });
    return after;
  });
}
