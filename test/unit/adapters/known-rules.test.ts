// Policy and calendars, kept between the calls of a process for as long as nobody changed them.

import { expect, it } from 'vitest';
import { tableStore } from '../../../functions/adapters/table/store.ts';
import { shippedCalendar } from '../../../functions/leads/calendar/shipped-calendars.ts';
import { defaultPolicy } from '../../../functions/leads/policy.ts';
import { MemoryFeed } from '../../../infra/emulator/memory/memory-feed.ts';
import { MemoryTable } from '../../../infra/local/memory/memory-table.ts';

/** Two functions over one table; how often one of them reads the rules is counted. */
function aCompany() {
  const table = new MemoryTable({ feed: new MemoryFeed(), now: () => 0 });
  const reads = { pages: 0 };
  const mine = tableStore({
    ...table,
    page: async (range, paging) => {
      reads.pages += 1;
      return table.page(range, paging);
    },
  });
  return { mine, theirs: tableStore(table), reads };
}

it('the rules are read once, and again after a change of the policy or of a calendar, whoever made it', async () => {
  const { mine, theirs, reads } = aCompany();
  const seen: unknown[] = [];
  const look = async () => {
    const { policy, calendars } = await mine.rules();
    seen.push([reads.pages, policy.version, calendars.size]);
  };
  const first = { version: 1, document: defaultPolicy() };

  await look();
  await look();
  await theirs.commit({ changes: [{ kind: 'policy', after: first }] });
  await look();
  await theirs.commit({ changes: [{ kind: 'policy', before: first, after: first }] });
  await look();
  await theirs.commit({ changes: [{ kind: 'calendar', after: shippedCalendar('DE') }] });
  await look();
  await mine.policy();
  await look();

  expect(seen).toEqual([
    [1, 0, 0],
    [1, 0, 0],
    [2, 1, 0],
    [3, 2, 0],
    [4, 2, 1],
    [4, 2, 1],
  ]);
});
