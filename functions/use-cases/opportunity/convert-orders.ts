// A rate was told of days that are over: orders of those days are worth something else at home, which is told today (decision 0033).

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import type { Lead } from '../../leads/lead.ts';
import { convert } from '../../leads/opportunity/opportunity-end.ts';
import type { Command, Deps } from '../../ports.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';

/** Leads of one call: whoever calls again goes on where it ended. */
const LEADS = 50;

/** Converts what was won in the currency since that day, page by page; returns where to go on. Doing it again changes nothing. */
export async function convertOrders(
  deps: Deps,
  command: Command,
  { currency, since }: { readonly currency: string; readonly since: string },
  cursor?: string,
): Promise<string | undefined> {
  const page = await deps.store.leadsIn('WON', { limit: LEADS, cursor });
  const { zone } = await rulesNow(deps);
  for (const { leadId } of page.items)
    for (const { opportunityId, ...one } of await deps.store.opportunitiesOf(leadId)) {
      const { closedAt } = one;
      const isMeant = one.currency === currency && closedAt !== undefined;
      if (isMeant && localDateOf(zone, closedAt) >= since)
        await convertOrder(deps, command, leadId, opportunityId);
    }
  return page.cursor;
}

async function convertOrder(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  opportunityId: Parameters<Deps['store']['opportunity']>[0],
): Promise<void> {
  await retryLostRace(async () => {
    const [before, opportunity, rules, rates] = await Promise.all([
      deps.store.lead(leadId),
      deps.store.opportunity(opportunityId),
      rulesNow(deps),
      deps.store.rates(),
    ]);
    const decision = before && opportunity && convert(before, opportunity, { rules, rates });
    if (!decision) return;
    await commitLead(deps, command, {
      before,
      decision,
      opportunity: { before: opportunity, after: decision.opportunity },
      rules,
    });
  });
}
