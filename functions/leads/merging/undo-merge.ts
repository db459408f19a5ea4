// A merge is undone from its log (domain.md 4.8): what was taken over goes back, what happened since stays with the journey that went on.

import { type Changes, change, type Decision, move } from '../decision.ts';
import { LeadError } from '../errors.ts';
import { partedConsents } from '../identity/consent.ts';
import { type Instant, latest } from '../instant.ts';
import { about, type Lead } from '../lead.ts';
import { enterNurture } from '../nurture/nurture.ts';
import type { Account, Person } from '../person.ts';
import { present } from '../present.ts';
import type { At } from '../rules.ts';
import type { MergeLog } from './merge-log.ts';

/** Refuses a second undo, and one after the policy's time. */
export function refuseUndo(log: MergeLog | undefined, lead: Lead, at: Instant): asserts log {
  if (!log) throw new NotMerged(lead);
  if (log.undoneAt !== undefined)
    throw new UndoRefused(log, lead, `it was undone at ${log.undoneAt}`);
  if (at > log.undoUntil)
    throw new UndoRefused(log, lead, `that was possible until ${log.undoUntil}`);
}

/** MERGED → READY when it had been handed over, else NURTURE. Its timers are not revived: it is routed, or rests, anew. */
export function revive(ended: Lead, before: Lead, { at, rules }: At): Decision {
  const { mergeId } = ended;
  if (about(before.state).advance >= about('READY').advance) {
    const run = ended.run + 1;
    const data = { mergeId, cycle: ended.cycle, run };
    return move(ended, { type: 'Unmerged', data }, at, {
      mergeId: undefined,
      run,
      awaits: 'router',
      acceptedAt: undefined,
      oppDueAt: undefined,
      windowRemindAt: [],
      windowClosedAt: undefined,
      creditId: undefined,
    });
  }
  const { coolDownUntil, nurtureReason = 'UNMERGED' } = before;
  const { stamps } = ended;
  const { MAL = at, MQL = at, NURTURE = at } = stamps;
  return enterNurture(ended, {
    at,
    rules,
    reason: nurtureReason,
    // Stages that it skips on its way to rest are back-filled (4.11), and ops have seen that it is no spam.
    changes: { mergeId: undefined, suspect: undefined, stamps: { ...stamps, MAL, MQL, NURTURE } },
    tells: (rest) => ({ type: 'UnmergedToRest', data: { mergeId, ...rest } }),
    ...present({
      coolDownUntil: coolDownUntil && coolDownUntil > at ? latest(at, coolDownUntil) : undefined,
    }),
  });
}

/** The journey that went on, without what came from the other: owner, source and exclusions as before (invariant 15), and all that happened since. */
export function giveBack(
  survivor: Lead,
  { before, after }: NonNullable<MergeLog['survivor']>,
  ended: Pick<Lead, 'leadId'>,
): Decision {
  const resting = survivor.state === 'NURTURE' ? OF_THE_REST : [];
  const back = goBack<Lead>(survivor, before, after, [...TAKEN_OVER, ...resting]);
  const withoutTheirs = (list: (typeof JOINED)[number]) => {
    const own = new Set(before[list].map((one) => JSON.stringify(one)));
    const taken = new Set(
      after[list].map((one) => JSON.stringify(one)).filter((one) => !own.has(one)),
    );
    return survivor[list].filter((one) => !taken.has(JSON.stringify(one)));
  };
  const lists = {
    ...Object.fromEntries(JOINED.map((list) => [list, withoutTheirs(list)])),
    mergedFrom: survivor.mergedFrom.filter((id) => id !== ended.leadId),
  };
  // Values that the row had before, by name.
  const changes = { ...back, ...lists, mergeId: before.mergeId } as Changes;
  return {
    lead: change(survivor, changes),
    events: [{ type: 'MergeUndone', data: { with: ended.leadId, mergeId: survivor.mergeId } }],
  };
}

/** Lists to which a merge adds what the other had. */
const JOINED = [
  'exclusions',
  'buyingGroup',
  'claims',
  'recordings',
  'heldFor',
  'tags',
  'differences',
] as const;

/** Fields that a merge sets by itself: each goes back unless it has changed again. */
const TAKEN_OVER = [
  'accountId',
  'companyName',
  'firstSource',
  'handRaise',
  'expansion',
  'coolDownUntil',
  'nurturedAt',
  'nurtureReason',
  'engagementFrom',
] as const satisfies readonly (keyof Lead)[];

const OF_THE_REST = ['coolDownCheckAt', 'revisitAt'] as const;

/**
 * The person that went on, without what came from the other, and the other; what was said since stays. A no since is both's, so that
 * none of them hears from us against it (4.12, 19).
 */
export function partPeople(
  person: Person,
  joined: Person,
  { before, after }: NonNullable<MergeLog['person']>,
): { readonly person: Person; readonly other: Person } {
  const { mergedInto: _, ...other } = joined;
  const consents = partedConsents({ person, before, after }, other);
  const kept = <Item>(now: readonly Item[], was: readonly Item[], merged: readonly Item[]) =>
    now.filter((one) => was.includes(one) || !merged.includes(one));
  const leads = Object.entries(person.leads).filter(
    ([line, id]) => before.leads[line] === id || after.leads[line] !== id,
  );
  const brought = new Set(
    after.differences
      .filter((one) => !before.differences.some((own) => areEqual(own, one)))
      .map(({ field, value }) => `${field} ${value}`),
  );
  const fields = ['name', 'email', 'phone', 'title', 'language'] as const;
  // Also where staff took over what was the other's.
  const theirs = fields.filter((field) => brought.has(`${field} ${person[field]}`));
  const parted = {
    ...person,
    ...goBack(person, before, after, [...fields, 'accountId']),
    ...consents.person,
    ...Object.fromEntries(theirs.map((field) => [field, before[field]])),
    differences: person.differences.filter(({ field, value }) => !brought.has(`${field} ${value}`)),
    keys: kept(person.keys, before.keys, after.keys),
    absorbed: kept(person.absorbed, before.absorbed, after.absorbed),
    joined: kept(person.joined, before.joined, after.joined),
    formerAccountIds: kept(
      person.formerAccountIds,
      before.formerAccountIds,
      after.formerAccountIds,
    ),
    leads: Object.fromEntries(leads),
  };
  return { person: parted, other: { ...other, ...consents.other } };
}

/** The company that went on, without the other. */
export function partAccounts(
  account: Account,
  { before, after }: NonNullable<MergeLog['account']>,
): Account {
  return {
    ...account,
    ...goBack(account, before, after, ['name', 'ownerRepId', 'customerSince']),
    absorbed: account.absorbed.filter(
      (id) => before.absorbed.includes(id) || !after.absorbed.includes(id),
    ),
  };
}

function areEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The values of `before` for those fields that are still as the merge left them. */
function goBack<Row extends object>(
  now: Row,
  before: Row,
  after: Row,
  fields: readonly (keyof Row)[],
): Partial<Row> {
  const same = (field: keyof Row) => areEqual(now[field], after[field]);
  return Object.fromEntries(
    fields.filter(same).map((field) => [field, before[field]]),
  ) as Partial<Row>;
}

/** Was never merged: 409. */
export class NotMerged extends LeadError {
  override readonly name = 'NotMerged';
  constructor({ leadId, state }: Lead) {
    super(`lead ${leadId} is part of no merge; there is nothing to undo`, {
      code: 'ILLEGAL_TRANSITION',
      extra: { state, allowed: [] },
    });
  }
}

/** Undone before, too late, or in the way of another journey: 409. */
export class UndoRefused extends LeadError {
  override readonly name = 'UndoRefused';
  constructor({ id, undoUntil }: MergeLog, { state }: Lead, because: string) {
    super(`merge ${id} cannot be undone: ${because}`, {
      code: 'ILLEGAL_TRANSITION',
      extra: { state, allowed: [], undoUntil },
    });
  }
}
