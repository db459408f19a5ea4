// The company's desk from its items, and the defaults that hold while nothing is stored.

import type { Desk } from '../../leads/desk/desk.ts';
import { defaultPolicy, type VersionedPolicy } from '../../leads/policy.ts';
import { poolsNow } from '../../leads/routing/fairness.ts';
import type { Kind, Rows } from '../../ports.ts';
import type { Item } from './keys.ts';
import { parse } from './rows.ts';

/** The stored policy, or the defaults as version 0. */
export function policyOf(stored: VersionedPolicy | undefined): VersionedPolicy {
  return stored ?? { version: 0, document: defaultPolicy() };
}

type DeskRules = Pick<Desk, 'policy' | 'calendars'>;

function rowsOf<K extends Kind>(kind: K, items: readonly Item[]): readonly Rows[K][] {
  return items.filter((item) => item.kind === kind).map((item) => parse(kind, item));
}

/** Policy and calendars from the items of their partition. A version never changes, so `known` spares parsing it again. */
export function rulesFrom(items: readonly Item[], known: Map<number, VersionedPolicy>): DeskRules {
  const calendars = rowsOf('calendar', items);
  const policy = items.find((item) => item.kind === 'policy');
  return {
    policy: policyOf(policy && parsedPolicy(policy, known)),
    calendars: new Map(calendars.map((calendar) => [calendar.id, calendar])),
  };
}

function parsedPolicy(item: Item, known: Map<number, VersionedPolicy>): VersionedPolicy {
  const version = Number(item.version);
  const parsed = known.get(version) ?? parse('policy', item);
  known.set(version, parsed);
  return parsed;
}

/** Who works here, from the items of their partition. */
export function staffFrom(items: readonly Item[]): Omit<Desk, keyof DeskRules> {
  const reps = rowsOf('rep', items);
  return {
    departments: rowsOf('department', items),
    reps,
    sdrs: rowsOf('sdr', items),
    pools: poolsNow(rowsOf('pool', items), reps),
    rosters: rowsOf('roster', items),
  };
}
