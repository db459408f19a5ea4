// Who gets a digest, and of what: a rep and an SDR of their own work, a director of each department that he leads. Somebody who is
// several of these gets one digest.

import type { Desk, DigestWish, Rep, Sdr } from '../desk/desk.ts';
import type { Instant } from '../instant.ts';
import type { Absence } from '../routing/eligibility.ts';
import type { Rules } from '../rules.ts';
import type { DigestName, Reading } from './digest-day.ts';

export type Part = { readonly wish: DigestWish } & (
  | { readonly kind: 'rep'; readonly rep: Rep }
  | { readonly kind: 'sdr'; readonly sdr: Sdr }
  | { readonly kind: 'director'; readonly department: string }
);

export interface Recipient extends Reading {
  /** A sub, or `group:director` of departments that name no director. */
  readonly to: string;
  readonly parts: readonly Part[];
  readonly absences: readonly Absence[];
}

/** Everybody who is active, each by his own calendar; who is none of staff by the tenant's. */
export function recipientsOf(
  { reps, sdrs, departments }: Pick<Desk, 'reps' | 'sdrs' | 'departments'>,
  rules: Rules,
): readonly Recipient[] {
  const wishOf = ({ digest = 'all' }: { readonly digest?: DigestWish | undefined }) => digest;
  const rows = new Map(departments.map((one) => [one.departmentId, one]));
  // A department may be one that only its reps name.
  const names = new Set([...rows.keys(), ...reps.map(({ department }) => department)]);
  const parts: readonly (readonly [string, Part])[] = [
    ...reps
      .filter(({ active }) => active)
      .map((rep) => [rep.repId, { kind: 'rep', rep, wish: wishOf(rep) }] as const),
    ...sdrs
      .filter(({ active }) => active)
      .map((sdr) => [sdr.sdrId, { kind: 'sdr', sdr, wish: wishOf(sdr) }] as const),
    ...[...names].map((department) => {
      const row = rows.get(department);
      const to = row?.directorSub ?? 'group:director';
      return [to, { kind: 'director', department, wish: wishOf(row ?? {}) }] as const;
    }),
  ];
  const members = new Map<string, Rep | Sdr>([
    ...sdrs.map((sdr) => [sdr.sdrId, sdr] as const),
    ...reps.map((rep) => [rep.repId, rep] as const),
  ]);
  return [...Map.groupBy(parts, ([to]) => to)].map(([to, own]) => {
    const member = members.get(to);
    const calendar = member ? rules.calendarOf(member.calendar) : rules.calendar;
    const zone = member ? calendar.zone : rules.zone;
    const absences = member?.absences ?? [];
    return { to, parts: own.map(([, part]) => part), zone, calendar, absences };
  });
}

export function isAway({ absences }: Recipient, at: Instant): boolean {
  return absences.some(({ from, to }) => from <= at && at < to);
}

/** What of it this digest tells. */
export function partsIn({ parts }: Recipient, digest: DigestName): readonly Part[] {
  return parts.filter(({ wish }) => wish === 'all' || wish === digest);
}
