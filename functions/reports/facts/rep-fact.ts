// What reports know of a rep besides the offers that his leads tell of: since when he is away or gone, and what was annulled.

import type { Instant } from '../../leads/instant.ts';
import { present } from '../../leads/present.ts';
import type { StoredEvent } from '../../ports.ts';

export interface RepFact {
  readonly kind: 'rep';
  readonly repId: string;
  readonly department?: string | undefined;
  /** Each time that he came onto the desk or left it, in order. */
  readonly activity: readonly { readonly at: Instant; readonly active: boolean }[];
  readonly absences: readonly {
    readonly absenceId: string;
    readonly recordedAt: Instant;
    readonly from: Instant;
    readonly to: Instant;
    /** So many offers ran when it was recorded. */
    readonly whileOffered?: number | undefined;
  }[];
  /** Those that came of an annulment; others stand with the offers that brought them. */
  readonly suspensions?: readonly { readonly from: Instant; readonly until: Instant }[];
  /** When a suspension ended before its time. */
  readonly freed?: readonly { readonly until: Instant }[];
  /** Strikes that a director took back (4.7). */
  readonly annulled: readonly {
    readonly offerId: string;
    readonly at: Instant;
    readonly by: string;
  }[];
}

/** The fact after the event; the same one when reports count nothing by it. */
export function foldRep(before: RepFact | undefined, event: StoredEvent): RepFact | undefined {
  const { type, data, occurredAt, by } = event;
  const fact: RepFact = before ?? {
    kind: 'rep',
    repId: event.scope.replace(/^rep_/, ''),
    activity: [],
    absences: [],
    annulled: [],
  };
  switch (type) {
    case 'RepChanged':
    case 'RepActivated':
    case 'RepDeactivated': {
      const { active, department } = data;
      const same = fact.activity.at(-1)?.active === active;
      const activity = same ? fact.activity : [...fact.activity, { at: occurredAt, active }];
      return present({ ...fact, department, activity });
    }
    case 'AbsenceRecorded': {
      const { absenceId, from, to, whileOffered } = data;
      const absence = present({ absenceId, recordedAt: occurredAt, from, to, whileOffered });
      return { ...fact, absences: [...fact.absences, absence] };
    }
    case 'StrikeAnnulled': {
      const annulment = { offerId: data.offerId, at: occurredAt, by: by.sub };
      return { ...fact, annulled: [...fact.annulled, annulment] };
    }
    case 'RepSuspended': {
      const { from, until } = data;
      return { ...fact, suspensions: [...(fact.suspensions ?? []), { from, until }] };
    }
    case 'SuspensionEnded':
      return { ...fact, freed: [...(fact.freed ?? []), { until: data.until }] };
    default:
      return before;
  }
}
