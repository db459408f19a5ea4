// What a routing simulation is to change: the policy, the rosters, the reps. Each file is read as the product would read it, and taken
// apart into the parts that may be the cause of a difference.

import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { knownCalendar } from '../../../functions/leads/calendar/known-calendar.ts';
import { RosterBody } from '../../../functions/leads/desk/desk-bodies.ts';
import { RepId } from '../../../functions/leads/ids.ts';
import { Policy } from '../../../functions/leads/policy.ts';
import { Month } from '../../../functions/leads/routing/roster.ts';
import { RepCapacity, RepWeight } from '../../../functions/leads/routing/routing-policy.ts';
import { unknownCalendar } from '../../../functions/use-cases/desk/put-rep.ts';
import type { HouseLine, Recording } from './recording.ts';
import { LEFT_OUT } from './recording-house.ts';
import { defaultsOf } from './routing-moments.ts';

/** A file of changes that the product would refuse, with the paths in it. */
export class ChangeRefused extends Error {
  override readonly name = 'ChangeRefused';
}

/** One thing that is otherwise. */
export interface ChangedPart {
  /** `roster`, `scope`, `weight`, `capacity`, `active`, or a path of the policy. */
  readonly name: string;
  /** What ops would have put in the place of this. */
  readonly inPlaceOf: (line: HouseLine) => HouseLine;
  /** What would have been there from the beginning. */
  readonly besides: readonly HouseLine[];
}

interface Files {
  readonly policy?: string | undefined;
  readonly roster?: string | undefined;
  readonly reps?: string | undefined;
}

/** All changes together, and one by one those that are otherwise than recorded. */
export interface Changes {
  readonly all: Omit<ChangedPart, 'name'>;
  readonly parts: readonly ChangedPart[];
}

/** What of the files is otherwise than recorded; no parts when they say the same. Throws ChangeRefused. */
export async function changesOf(
  recording: Recording,
  { policy, roster, reps }: Files,
): Promise<Changes> {
  const rosters = roster === undefined ? [] : rosterParts(recording, roster, await jsonIn(roster));
  const desks = reps === undefined ? [] : repParts(recording, reps, await jsonIn(reps));
  const rules = policy === undefined ? {} : policySaid(recording, policy, await jsonIn(policy));
  const whole = [...rosters, ...desks].map(({ inPlaceOf }) => inPlaceOf);
  const lines = linesInForce(recording);
  const parts = [...rosters, ...desks, ...policyParts(rules)].filter(
    ({ inPlaceOf, besides }) =>
      besides.length > 0 || lines.some((line) => !isDeepStrictEqual(inPlaceOf(line), line)),
  );
  return {
    all: {
      inPlaceOf: (line) =>
        [...whole, withPolicy(rules)].reduce((said, inPlaceOf) => inPlaceOf(said), line),
      besides: rosters.flatMap(({ besides }) => besides),
    },
    parts,
  };
}

/** The defaults count where something was decided before ops had put a policy. */
function linesInForce(recording: Recording): readonly HouseLine[] {
  const { house, leads } = recording;
  const first = house.find(({ is }) => is === 'policy')?.seq ?? Number.POSITIVE_INFINITY;
  const isEarly = leads.some(({ decisions }) => decisions.some(({ seq }) => seq < first));
  return [...(isEarly ? defaultsOf(recording) : []), ...house];
}

async function jsonIn(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ChangeRefused(
      `cannot read ${file} (${error instanceof Error ? error.message : error}); name a JSON file`,
    );
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new ChangeRefused(`${file} is no JSON; write it as the API takes it`);
  }
}

function refusal(file: string, problems: readonly string[]): ChangeRefused {
  return new ChangeRefused(`${file} would be refused: ${problems.slice(0, 8).join('; ')}`);
}

function issuesOf({ issues }: z.ZodError, before: readonly PropertyKey[] = []): string[] {
  return issues.map(({ path, message }) => `${[...before, ...path].join('.')} ${message}`);
}

/** `{"2026-09": {"repIds": ["rep-a"]}}`: what PUT /v1/rosters takes, by month. */
function rosterParts(
  { head, house }: Recording,
  file: string,
  given: unknown,
): readonly ChangedPart[] {
  const known = repIdsIn(house);
  const rosters = new Map<string, readonly RepId[]>();
  const problems: string[] = [];
  for (const [month, body] of Object.entries(Object(given))) {
    const read = RosterBody.safeParse(body);
    if (!Month.safeParse(month).success)
      problems.push(`${month} is no month such as 2026-09; give {"2026-09": {"repIds": […]}}`);
    else if (read.error) problems.push(...issuesOf(read.error, [month]));
    else {
      const { repIds } = read.data;
      for (const [index, repId] of repIds.entries())
        if (!known.has(repId))
          problems.push(`${month}.repIds.${index} there is no rep ${repId} in the recording`);
      rosters.set(month, repIds);
    }
  }
  if (rosters.size === 0 && problems.length === 0)
    problems.push('it names no month; give {"2026-09": {"repIds": […]}}');
  if (problems.length > 0) throw refusal(file, problems);
  const told = new Set(house.map((line) => (line.is === 'roster' ? line.month : '')));
  const missing = [...rosters].filter(([month]) => !told.has(month));
  return [
    {
      name: 'roster',
      inPlaceOf: (line) =>
        line.is === 'roster' ? { ...line, repIds: rosters.get(line.month) ?? line.repIds } : line,
      besides: missing.map(([month, repIds]) => ({
        ...{ is: 'roster' as const, seq: -1, at: head.beginsAt, month, repIds },
      })),
    },
  ];
}

function repIdsIn(house: readonly HouseLine[]): ReadonlySet<string> {
  return new Set(house.flatMap((line) => (line.is === 'rep' ? [line.repId] : [])));
}

const Names = z.array(z.string().min(1).max(64)).readonly();
/** By what a difference is called, the fields that make it. */
const REP_FIELDS = {
  scope: ['regions', 'productLines', 'languages', 'department'],
  weight: ['weight'],
  capacity: ['capacity'],
  active: ['active'],
} as const;

/** As GET /v1/reps lists them: of each rep what is to be otherwise. */
const RepsFile = z.preprocess(
  (given) => (Array.isArray(given) ? given : Object(given).items),
  z.array(
    z.object({
      repId: RepId,
      regions: Names.optional(),
      productLines: Names.optional(),
      languages: Names.optional(),
      department: z.string().min(1).max(64).optional(),
      weight: RepWeight.optional(),
      capacity: RepCapacity.optional(),
      active: z.boolean().optional(),
    }),
  ),
);

function repParts({ house }: Recording, file: string, given: unknown): readonly ChangedPart[] {
  const read = RepsFile.safeParse(given);
  if (read.error) throw refusal(file, issuesOf(read.error));
  const known = repIdsIn(house);
  const strangers = read.data.filter(({ repId }) => !known.has(repId));
  if (strangers.length > 0)
    throw refusal(
      file,
      strangers.map(({ repId }) => `there is no rep ${repId} in the recording`),
    );
  return Object.entries(REP_FIELDS).map(([name, fields]) => ({
    name,
    inPlaceOf: (line) => {
      const said = line.is === 'rep' && read.data.find(({ repId }) => repId === line.repId);
      if (!said) return line;
      const other = fields.flatMap((field) =>
        said[field] === undefined ? [] : [[field, said[field]] as const],
      );
      return { ...line, ...Object.fromEntries(other) };
    },
    besides: [],
  }));
}

/** As GET /v1/policy shows it, or as much of it as is to be otherwise: what it does not name stays as it was recorded. */
function policySaid(recording: Recording, file: string, given: unknown): Sections {
  if (!isSection(given))
    throw refusal(file, [
      'it is no policy; give sections such as {"routing": {"availability": 1}}',
    ]);
  const { version: _, ...said } = given;
  for (const line of [...defaultsOf(recording), ...recording.house])
    if (line.is === 'policy') refusePolicy(recording, file, merged(line.document, said));
  const kept = Object.entries(said).filter(([section]) => !UNRECORDED.includes(section));
  return Object.fromEntries(kept);
}

/** Sections of which a recording does not say what they were. */
const UNRECORDED = [...LEFT_OUT, 'nurture'];

function policyParts(said: Sections): readonly ChangedPart[] {
  return leavesOf(said).map(({ path, value }) => ({
    name: path.join('.'),
    inPlaceOf: withPolicy(Object(nested(path, value))),
    besides: [],
  }));
}

/** Parts are tried one by one: what holds only together with others stays as it was. */
function withPolicy(said: Sections): ChangedPart['inPlaceOf'] {
  return (line) => {
    if (line.is !== 'policy' || Object.keys(said).length === 0) return line;
    const read = Policy.safeParse(merged(line.document, said));
    return read.success ? { ...line, document: read.data } : line;
  };
}

function refusePolicy({ house }: Recording, file: string, document: unknown): void {
  const read = Policy.safeParse(document);
  if (read.error) throw refusal(file, issuesOf(read.error));
  const calendars = house.flatMap((line) => (line.is === 'calendar' ? [line.calendar] : []));
  const { calendar } = read.data.tenant;
  if (!knownCalendar(calendar, new Map(calendars.map((one) => [one.id, one]))))
    throw refusal(file, [`tenant.calendar ${unknownCalendar(calendar)}`]);
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

type Sections = Readonly<Record<string, unknown>>;

function isSection(value: unknown): value is Sections {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function leavesOf(value: unknown, path: readonly string[] = []): readonly Leaf[] {
  if (!isSection(value)) return path.length === 0 ? [] : [{ path, value }];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]));
}

function nested([name, ...rest]: readonly string[], value: unknown): unknown {
  return name === undefined ? value : { [name]: nested(rest, value) };
}

/** Sections are laid over each other; a list takes the place of a list. */
function merged(before: unknown, over: unknown): unknown {
  if (!isSection(before) || !isSection(over)) return over;
  const laid = Object.entries(over).map(([name, value]) => [name, merged(before[name], value)]);
  return { ...before, ...Object.fromEntries(laid) };
}
