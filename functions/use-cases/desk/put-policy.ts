// Ops change the business numbers (4.13; api.md, PUT /v1/policy). What starts after that follows; what runs keeps its version.

import { isDeepStrictEqual } from 'node:util';
import { knownCalendar } from '../../leads/calendar/known-calendar.ts';
import { type FieldProblem, Invalid, LeadError } from '../../leads/errors.ts';
import type { Policy, VersionedPolicy } from '../../leads/policy.ts';
import type { Command, Deps } from '../../ports.ts';
import { replace } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { POLICY_SCOPE } from '../policy-at.ts';
import { commitDesk, nextVersion } from './change-desk.ts';
import { unknownCalendar } from './put-rep.ts';

/** Replaces the document when `ifMatch` is its version. Throws PRECONDITION_REQUIRED, STALE_VERSION, INVALID. */
export async function putPolicy(
  deps: Deps,
  command: Command,
  document: Policy,
  ifMatch: number | undefined,
): Promise<VersionedPolicy> {
  if (ifMatch === undefined) {
    throw new LeadError('If-Match is missing; send the version that GET /v1/policy gave', {
      code: 'PRECONDITION_REQUIRED',
    });
  }
  const unstorable = tooFine(document);
  if (unstorable.length > 0) throw new Invalid(unstorable);
  return retryLostRace(async () => {
    const { policy: stored, calendars } = await deps.store.rules();
    if (stored.version !== ifMatch) throw new StaleVersion(stored.version);
    const { calendar } = document.tenant;
    if (!knownCalendar(calendar, calendars))
      throw new Invalid([{ path: 'tenant.calendar', message: unknownCalendar(calendar) }]);
    if (isDeepStrictEqual(stored.document, document)) return stored;
    const after: VersionedPolicy = { version: nextVersion(stored), document };
    await commitDesk(deps, command, {
      scope: POLICY_SCOPE,
      // Version 0 is the defaults: nothing is stored yet.
      changes: [replace('policy', stored.version === 0 ? undefined : stored, after)],
      facts: [{ type: 'PolicyChanged', data: { version: after.version } }],
    });
    return after;
  });
}

/** DynamoDB holds no number nearer to zero than 1E-130; nothing here is meant so fine. */
function tooFine(value: unknown, path: readonly string[] = []): readonly FieldProblem[] {
  if (typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-9)
    return [{ path: path.join('.'), message: `${value} is too near to zero; use 0` }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => tooFine(inner, [...path, name]));
}

/** Somebody else changed the document since it was read: 412 with the present version. */
export class StaleVersion extends LeadError {
  override readonly name = 'StaleVersion';
  constructor(version: number) {
    super(`the policy is in version ${version} now; read it again and send its version`, {
      code: 'STALE_VERSION',
      extra: { version },
    });
  }
}
