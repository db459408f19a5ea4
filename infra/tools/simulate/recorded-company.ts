// The company of a recording, put by ops as it was put then: policies, calendars, departments, people, rosters, absences.

import type { Instant } from '../../../functions/leads/instant.ts';
import { defaultPolicy, type Policy } from '../../../functions/leads/policy.ts';
import { present } from '../../../functions/leads/present.ts';
import type { HumanAction } from '../replay/human-action.ts';
import type { Entrance } from '../replay/play.ts';
import type { HouseLine, Recording } from './recording.ts';

const OPS = { sub: 'ops-of-the-recording', group: 'ops' } as const;
/** An SDR whom no line names is nobody's to call. */
const MAILS = 'recorded.example';

/** What ops do, in the order in which they did it; what was done before the recording begins is done as it begins. */
export function houseEntrances(
  { head, house }: Recording,
  changed: (policy: Policy) => Policy,
): readonly Entrance[] {
  const before = lastBefore(house, head.beginsAt);
  const within = house.filter(({ at }) => at > head.beginsAt);
  const policies = before.some(({ is }) => is === 'policy')
    ? []
    : [policyOf(defaultPolicy(), changed, 0, head.beginsAt)];
  let versions = policies.length;
  return [
    ...policies,
    ...[...before, ...within].flatMap((line) => {
      const at = line.at > head.beginsAt ? line.at : head.beginsAt;
      if (line.is !== 'policy') return entrancesOf(line, at);
      versions += 1;
      return [policyOf(line.document, changed, versions - 1, at)];
    }),
  ];
}

/** Of each thing that was put before, as it was put last; people before the lists that name them. */
function lastBefore(house: Recording['house'], beginsAt: Instant): readonly HouseLine[] {
  const last = new Map<string, HouseLine>();
  for (const line of house) if (line.at <= beginsAt) last.set(keyOf(line), line);
  return [...last.values()].sort((one, other) => ORDER.indexOf(one.is) - ORDER.indexOf(other.is));
}

const ORDER: readonly HouseLine['is'][] = [
  'calendar',
  'policy',
  'department',
  'sdr',
  'rep',
  'roster',
  'absence',
  'suspension',
];

function keyOf(line: HouseLine): string {
  switch (line.is) {
    case 'policy':
      return line.is;
    case 'calendar':
      return `${line.is} ${line.calendar.id}`;
    case 'department':
      return `${line.is} ${line.departmentId}`;
    case 'rep':
      return `${line.is} ${line.repId}`;
    case 'sdr':
      return `${line.is} ${line.sdrId}`;
    case 'roster':
      return `${line.is} ${line.month}`;
    case 'absence':
      return `${line.is} ${line.absenceId}`;
    case 'suspension':
      return `${line.is} ${line.suspensionId}`;
  }
}

function policyOf(
  document: Policy,
  changed: (policy: Policy) => Policy,
  version: number,
  at: Instant,
): Entrance {
  const put = ops(at, '/v1/policy', () => changed(document), `policy-${version}`);
  return { at, action: () => ({ ...put.action(), headers: { 'if-match': `"${version}"` } }) };
}

/** Suspensions follow from what the people of this world do: those of the recording are not put. */
function entrancesOf(line: Exclude<HouseLine, { is: 'policy' }>, at: Instant): readonly Entrance[] {
  const key = `${keyOf(line)} ${line.seq}`.replaceAll(/[^\w.-]+/g, '-');
  switch (line.is) {
    case 'suspension':
      return [];
    case 'calendar': {
      const { id, version: _, ...calendar } = line.calendar;
      return [ops(at, `/v1/calendars/${encodeURIComponent(id)}`, () => calendar, key)];
    }
    case 'department': {
      const { regions, mode, directorSub } = line;
      const body = present({ regions, mode, directorSub });
      return [ops(at, `/v1/departments/${encodeURIComponent(line.departmentId)}`, () => body, key)];
    }
    case 'rep': {
      const { repId, capacity, weight } = line;
      return [
        ops(
          at,
          `/v1/reps/${encodeURIComponent(repId)}`,
          () => ({ ...deskOf(repId, line), capacity, weight }),
          key,
        ),
      ];
    }
    case 'sdr':
      return [
        ops(at, `/v1/sdrs/${encodeURIComponent(line.sdrId)}`, () => deskOf(line.sdrId, line), key),
      ];
    case 'roster':
      return [ops(at, `/v1/rosters/${line.month}`, () => ({ repIds: line.repIds }), key)];
    case 'absence': {
      const { from, to, of, sub } = line;
      if (to <= at) return [];
      const absence = ops(
        at,
        `/v1/${of}s/${encodeURIComponent(sub)}/absences`,
        () => ({ from, to }),
        key,
      );
      return [{ at, action: () => ({ ...absence.action(), method: 'POST' }) }];
    }
  }
}

type Staff = Extract<HouseLine, { is: 'rep' | 'sdr' }>;

function deskOf(
  sub: string,
  { department, regions, productLines, languages, calendar, active }: Staff,
) {
  const email = `${sub.replaceAll(/[^\w.-]/g, '-')}@${MAILS}`;
  return { name: sub, email, department, regions, productLines, languages, calendar, active };
}

function ops(at: Instant, path: string, body: () => object, key: string): Entrance {
  const action = (): HumanAction => ({ at, who: OPS, method: 'PUT', path, body: body(), key });
  return { at, action };
}
