// The company's desk from its items, and the defaults that hold while nothing is stored.

import type { Desk } from '../../leads/desk/desk.ts';
import { defaultPolicy, type VersionedPolicy } from '../../leads/policy.ts';
import type { Kind, Rows } from '../../ports.ts';
import type { Item } from './keys.ts';
import type { Table } from './table.ts';

type Parse = Table['parse'];

/** The stored policy, or the defaults as version 0. */
export function policyOf(stored: VersionedPolicy | undefined): VersionedPolicy {
  return stored ?? { version: 0, document: defaultPolicy() };
}

type DeskRules = Pick<Desk, 'policy' | 'calendars'>;

function rowsIn<K extends Kind>(parse: Parse, items: readonly Item[], kind: K): readonly Rows[K][] {
  return items.filter((item) => item.kind === kind).map((item) => parse(kind, item));
}

/** Policy and calendars from the items of their partition. A version never changes, so `known` spares parsing it again. */
export function rulesFrom(
  items: readonly Item[],
  parse: Parse,
  known: Map<number, VersionedPolicy>,
): DeskRules {
  const calendars = rowsIn(parse, items, 'calendar');
  const policy = items.find((item) => item.kind === 'policy');
  return {
    policy: policyOf(policy && parsedPolicy(policy, parse, known)),
    calendars: new Map(calendars.map((calendar) => [calendar.id, calendar])),
  };
}

function parsedPolicy(
  item: Item,
  parse: Parse,
  known: Map<number, VersionedPolicy>,
): VersionedPolicy {
  const version = Number(item.version);
  const parsed = known.get(version) ?? parse('policy', item);
  known.set(version, parsed);
  return parsed;
}
