// How every change of the desk is written: one transaction of the row and the event that tells who did it.

import { isDeepStrictEqual } from 'node:util';
import type { Fact, Message } from '../../leads/decision.ts';
import type { Subject } from '../../leads/events/about.ts';
import type { Change, Command, Deps } from '../../ports.ts';
import { toldEvents } from '../commit/told-events.ts';

interface Versioned {
  readonly version: number;
}

/** The version after this one, as the store will count it. */
export function nextVersion(before: Versioned | undefined): number {
  return (before?.version ?? 0) + 1;
}

/** Whether a PUT would change nothing but the version. */
export function isUnchanged<Row extends Versioned>(
  before: Row | undefined,
  after: Row,
): before is Row {
  return before !== undefined && isDeepStrictEqual(before, { ...after, version: before.version });
}

interface DeskWrite {
  /** `rep_<repId>`, `roster_<month>` …: whose story the facts tell; its row is the first change. */
  readonly scope: string;
  readonly changes: readonly Change[];
  readonly facts: readonly Fact[];
  readonly messages?: readonly Message[];
  /** What the API answers, for the receipt. */
  readonly answer?: object;
}

/** Writes all or nothing. Throws LostRace. */
export async function commitDesk(
  { store }: Deps,
  command: Command,
  { scope, changes, facts, messages = [], answer }: DeskWrite,
): Promise<void> {
  await store.commit({
    scope,
    changes,
    events: toldEvents(facts, command, { ...subjectOf(changes), messages }),
    receipt: answer && command.receipt?.(answer),
  });
}

/** Whom or what of the desk the events are about: the row whose story they tell. */
function subjectOf([told]: readonly Change[]): Pick<
  Subject,
  'rep' | 'sdr' | 'policy' | 'calendar'
> {
  return {
    rep: told?.kind === 'rep' ? told.after : undefined,
    sdr: told?.kind === 'sdr' ? told.after : undefined,
    policy: told?.kind === 'policy' ? told.after : undefined,
    calendar: told?.kind === 'calendar' ? told.after : undefined,
  };
}
