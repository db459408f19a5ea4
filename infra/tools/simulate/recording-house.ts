// The house's part of a recording: what a transaction says of the desk, as far as it is nobody's name, address or words.

import { CalendarVersion } from '../../../functions/leads/calendar/calendar.ts';
import { shippedCalendar } from '../../../functions/leads/calendar/shipped-calendars.ts';
import { Policy } from '../../../functions/leads/policy.ts';
import { present } from '../../../functions/leads/present.ts';
import type { StoredEvent } from '../../../functions/ports.ts';
import type { HouseLine } from './recording.ts';
import type { Transaction } from './recording-stories.ts';

/** Sections that say how people are written to, and by which ways forms come: no rule of a lead reads them. */
export const LEFT_OUT = ['channels', 'inbound', 'origins', 'redirectPages', 'digest'];
/** Of letters only how many there are. */
const LETTER = { subject: '…', text: '…' };

type Suspension = Extract<HouseLine, { readonly is: 'suspension' }>;

/** Its lines, before their place is known. `suspensions`: the last line of each, by its id; what this transaction says of them is put there. */
export function houseLinesOf(
  transaction: Transaction,
  suspensions: Map<string, Suspension>,
): readonly HouseLine[] {
  const place = { seq: 0, at: transaction.at };
  return transaction.events.flatMap(
    (event) => lineOf(event, transaction, place, suspensions) ?? [],
  );
}

/** How each suspension began: what is told of it at the same instant may come in the story of another lead. */
export function suspensionsIn(all: readonly Transaction[]): Map<string, Suspension> {
  const found = new Map<string, Suspension>();
  for (const { events, at } of all)
    for (const event of events)
      if (event.type === 'RepSuspended') lineOf(event, { after: {} }, { seq: 0, at }, found);
  return found;
}

type Place = Pick<HouseLine, 'seq' | 'at'>;

function lineOf(
  event: StoredEvent,
  { after }: Pick<Transaction, 'after'>,
  place: Place,
  suspensions: Map<string, Suspension>,
): HouseLine | undefined {
  switch (event.type) {
    case 'PolicyChanged':
      return {
        is: 'policy',
        ...place,
        version: event.data.version,
        document: documentOf(after.document),
      };
    case 'CalendarPublished': {
      const { calendarId: id, version } = event.data;
      return {
        is: 'calendar',
        ...place,
        // The first one that ops put over one of ours tells only what is other than there.
        calendar: CalendarVersion.parse({ ...shippedCalendar(id), ...after, id, version }),
      };
    }
    case 'DepartmentChanged': {
      const { departmentId } = event.data;
      const regions = namesIn(after.regions);
      const mode = after.mode === 'director' ? 'director' : 'direct';
      const director = after.directorSub === undefined ? undefined : String(after.directorSub);
      return present({
        ...{ is: 'department' as const, ...place, departmentId, regions, mode },
        directorSub: director,
      }) as HouseLine;
    }
    case 'RepChanged':
    case 'RepActivated':
    case 'RepDeactivated': {
      const { repId, capacity, weight, inactiveSince } = after;
      return present({
        ...{ is: 'rep' as const, repId, ...place, ...staffIn(after) },
        ...{ capacity, weight, inactiveSince },
      }) as HouseLine;
    }
    case 'SdrChanged':
      return { is: 'sdr', sdrId: event.data.sdrId, ...place, ...staffIn(after) } as HouseLine;
    case 'RosterPublished': {
      const { month, repIds } = event.data;
      return { is: 'roster', ...place, month, repIds } as HouseLine;
    }
    case 'AbsenceRecorded': {
      const { repId: sub, absenceId, from, to, whileOffered } = event.data;
      const said = { of: 'rep' as const, sub, absenceId, from, to };
      return { is: 'absence', ...place, ...said, ...present({ whileOffered }) };
    }
    case 'SdrAbsent': {
      const { sdrId: sub, absenceId, from, to } = event.data;
      return { is: 'absence', ...place, of: 'sdr', sub, absenceId, from, to };
    }
    case 'RepSuspended':
    case 'SuspensionEnded':
    case 'SuspensionCausesChanged': {
      const known = suspensions.get(event.data.suspensionId);
      const line = { ...known, is: 'suspension', ...event.data, ...place } as Suspension;
      suspensions.set(line.suspensionId, line);
      return line;
    }
    default:
      return undefined;
  }
}

function staffIn(row: Transaction['after']) {
  return {
    department: String(row.department),
    regions: namesIn(row.regions),
    productLines: namesIn(row.productLines),
    languages: namesIn(row.languages),
    calendar: String(row.calendar),
    active: row.active === true,
  };
}

function namesIn(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.map(String) : [];
}

/** The policy without what is written to people, and to whom. */
function documentOf(stored: unknown): Policy {
  const kept = Object.entries(Object(stored)).filter(([section]) => !LEFT_OUT.includes(section));
  const document = Policy.parse(Object.fromEntries(kept));
  const { sequences, winBack } = document.nurture;
  const blank = Object.entries(sequences).map(([line, letters]) => [
    line,
    letters.map(() => LETTER),
  ]);
  const nurture = {
    sequences: Object.fromEntries(blank),
    winBack: { ...winBack, letter: LETTER },
  };
  return { ...document, nurture };
}
