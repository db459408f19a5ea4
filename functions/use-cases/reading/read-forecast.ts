// The forecast of a day, read from all opportunities and from the policy of that day (A0-14, X-13; reports.md).

import type { LocalDate } from '../../leads/calendar/calendar.ts';
import {
  localDateOf,
  plusCalendarDaysExclusiveEnd,
  startOfDay,
} from '../../leads/calendar/local-dates.ts';
import { Invalid } from '../../leads/errors.ts';
import { instantOf, millisOf } from '../../leads/instant.ts';
import { forecast } from '../../leads/opportunity/forecast.ts';
import type { Opportunity } from '../../leads/opportunity/opportunity.ts';
import type { Command, Deps } from '../../ports.ts';
import type { ForecastAnswer } from '../answers/opportunity-answers.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { everyItem } from '../every-item.ts';
import { policyAt } from '../policy-at.ts';

/** As it stood at the end of the day in the tenant's zone, or stands now; stages weigh what they weighed then. Throws INVALID. */
export async function readForecast(
  deps: Deps,
  { at: now }: Command,
  { asOf }: { readonly asOf?: LocalDate | undefined },
): Promise<ForecastAnswer> {
  const { zone } = await rulesNow(deps);
  const today = localDateOf(zone, now);
  const day = asOf ?? today;
  if (day > today) {
    const message = `${day} lies ahead; today is ${today}`;
    throw new Invalid([{ path: 'asOf', message }]);
  }
  const nextDay = plusCalendarDaysExclusiveEnd(zone, startOfDay(zone, day), 0);
  const at = day === today ? now : instantOf(millisOf(nextDay) - 1);
  const [opportunities, policy] = await Promise.all([allOpportunities(deps), policyAt(deps, at)]);
  return {
    asOf: day,
    at,
    byCurrency: forecast(opportunities, { at, today: day }, policy.opportunity),
  };
}

async function allOpportunities({ store }: Deps): Promise<readonly Opportunity[]> {
  const { reps } = await store.desk();
  const found = await Promise.all(
    reps.map(({ repId }) =>
      Array.fromAsync(
        everyItem((cursor) => store.opportunitiesOfRep(repId, undefined, { limit: 200, cursor })),
      ),
    ),
  );
  return found.flat();
}
