// Which leads somebody asks for (api.md, GET /v1/leads): by what they are now, and by what he may see.

import type { Desk } from '../../leads/desk/desk.ts';
import { Invalid } from '../../leads/errors.ts';
import type { Lead } from '../../leads/lead.ts';
import { type At, rulesOf } from '../../leads/rules.ts';
import { inOneSpelling } from '../../leads/scopes.ts';
import type { Grade } from '../../leads/scoring/grade.ts';
import { gradeOf } from '../../leads/scoring/standing.ts';
import type { Command } from '../../ports.ts';

/** All that is given has to be so. */
export interface Filter {
  readonly mine: boolean;
  /** As it is shown: grades age (A2-4). */
  readonly grade?: Grade | undefined;
  /** Of who has the lead: the rep, else the SDR. */
  readonly department?: string | undefined;
  readonly tag?: string | undefined;
}

/** Undefined when all are wanted. Throws INVALID for a department or tag that there is not. */
export function wantedBy(
  { mine, grade, department, tag }: Filter,
  { by, at }: Command,
  desk: Desk,
): ((lead: Lead) => boolean) | undefined {
  const now = { at, rules: rulesOf(desk.policy, desk.calendars) };
  const conditions = [
    by.kind === 'rep' && ((lead: Lead) => isReps(lead, by.sub)),
    mine && ((lead: Lead) => lead.sdrId === by.sub || isReps(lead, by.sub)),
    grade && ((lead: Lead) => gradeShown(lead, now) === grade),
    department && inDepartment(department, desk),
    tag && tagged(tag, desk),
  ].filter((one) => typeof one === 'function');
  if (conditions.length === 0) return undefined;
  return (lead) => conditions.every((holds) => holds(lead));
}

/** A lead's grade as of now; none before marketing accepted it. */
function gradeShown(lead: Lead, now: At): Grade | undefined {
  return lead.grade && gradeOf(lead, now).grade;
}

function isReps({ ownerRepId, offeredTo }: Lead, sub: string): boolean {
  return ownerRepId === sub || offeredTo === sub;
}

function inDepartment(said: string, { reps, sdrs, departments }: Desk) {
  const of = new Map<string, string>([
    ...sdrs.map(({ sdrId, department }) => [sdrId, department] as const),
    ...reps.map(({ repId, department }) => [repId, department] as const),
  ]);
  const names = [...departments.map(({ departmentId }) => departmentId), ...of.values()];
  const department = known('department', said, names);
  return ({ offeredTo, ownerRepId, sdrId }: Lead) =>
    of.get(offeredTo ?? ownerRepId ?? sdrId ?? '') === department;
}

function tagged(said: string, { policy }: Desk) {
  const tag = known('tag', said, policy.document.tags);
  return ({ tags }: Lead) => tags.includes(tag);
}

/** The name as it is written here. */
function known(path: string, said: string, names: readonly string[]): string {
  const found = names.find((name) => inOneSpelling(name) === inOneSpelling(said));
  if (found !== undefined) return found;
  const others = [...new Set(names)].toSorted().join(', ') || 'none: there is none yet';
  throw new Invalid([{ path, message: `unknown ${path} ${said}; use one of ${others}` }]);
}
