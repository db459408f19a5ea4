// Ops enter an SDR or change one (api.md, PUT /v1/sdrs/{sdrId}; 4.2).

import type { Sdr } from '../../leads/desk/desk.ts';
import type { StaffBody } from '../../leads/desk/desk-bodies.ts';
import type { SdrId } from '../../leads/ids.ts';
import { present } from '../../leads/present.ts';
import { regionsIn } from '../../leads/scopes.ts';
import type { Command, Deps } from '../../ports.ts';
import { replace } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { commitDesk, isUnchanged, nextVersion } from './change-desk.ts';
import { refuseUnknownCalendar } from './put-rep.ts';

/** Replaces what ops say of the SDR; capacity and weight are let go, an SDR takes no turns. Throws INVALID. */
export async function putSdr(
  deps: Deps,
  command: Command,
  sdrId: SdrId,
  body: StaffBody,
): Promise<Sdr> {
  const { capacity: _capacity, weight: _weight, ...said } = body;
  return retryLostRace(async () => {
    const desk = await deps.store.desk();
    refuseUnknownCalendar(desk, body.calendar);
    const before = desk.sdrs.find((sdr) => sdr.sdrId === sdrId);
    const after: Sdr = {
      languages: [],
      active: true,
      ...said,
      regions: regionsIn(said.regions, desk.policy.document.regionNames),
      sdrId,
      version: nextVersion(before),
      ...present({ absences: before?.absences }),
    };
    if (isUnchanged(before, after)) return before;
    await commitDesk(deps, command, {
      scope: `sdr_${sdrId}`,
      changes: [replace('sdr', before, after)],
      facts: [
        {
          type: 'SdrChanged',
          data: { sdrId, department: after.department, active: after.active },
        },
      ],
    });
    return after;
  });
}
