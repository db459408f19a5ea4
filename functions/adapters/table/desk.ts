// The company's rules from their items, kept between the calls of a process for as long as nobody has counted a change of them; and the
// defaults that hold while nothing is stored.

import type { Desk } from '../../leads/desk/desk.ts';
import { defaultPolicy, type VersionedPolicy } from '../../leads/policy.ts';
import type { Kind, Rows } from '../../ports.ts';
import { asked, type Item } from './keys.ts';
import { reader } from './reads.ts';
import { rulesChanges } from './staff-changes.ts';
import type { Table } from './table.ts';

type Parse = Table['parse'];
type DeskRules = Pick<Desk, 'policy' | 'calendars'>;

/** The stored policy, or the defaults as version 0. */
function policyOf(stored: VersionedPolicy | undefined): VersionedPolicy {
  return stored ?? { version: 0, document: defaultPolicy() };
}

function rowsIn<K extends Kind>(parse: Parse, items: readonly Item[], kind: K): readonly Rows[K][] {
  return items.filter((item) => item.kind === kind).map((item) => parse(kind, item));
}

/** Policy and calendars from the items of their partition. */
function rulesFrom(items: readonly Item[], parse: Parse): DeskRules {
  const [policy] = rowsIn(parse, items, 'policy');
  const calendars = rowsIn(parse, items, 'calendar');
  return {
    policy: policyOf(policy),
    calendars: new Map(calendars.map((calendar) => [calendar.id, calendar])),
  };
}

/** The rules as they are now. Their count is read first: what is written meanwhile is read once too often, never too seldom. */
export function knownRules(table: Table): () => Promise<DeskRules> {
  const { all } = reader(table);
  let known: { readonly count: unknown; readonly rules: DeskRules } | undefined;
  return async () => {
    const count = (await table.get(rulesChanges))?.whole;
    if (!known || known.count !== count) {
      const items = await all(asked('desk', { of: { desk: 'rules' }, by: 'kind' }));
      known = { count, rules: rulesFrom(items, table.parse) };
    }
    return known.rules;
  };
}
