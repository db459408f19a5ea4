import { type Rules, rulesOf } from '../../leads/rules.ts';
import type { Deps } from '../../ports.ts';

/** The rules at this moment. */
export async function rulesNow({ store }: Deps): Promise<Rules> {
  const { policy, calendars } = await store.rules();
  return rulesOf(policy, calendars);
}
