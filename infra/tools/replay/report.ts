// What became of the leads: everything is counted from stored rows and events, so that it does not matter who counted when.

import { ListExecutionsCommand, ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { workingMillisBetween } from '../../../functions/leads/calendar/clocks.ts';
import { shippedCalendar } from '../../../functions/leads/calendar/shipped-calendars.ts';
import type { Instant } from '../../../functions/leads/instant.ts';
import type { Lead } from '../../../functions/leads/lead.ts';
import type { Offer } from '../../../functions/leads/offer/offer.ts';
import type { Credit } from '../../../functions/leads/opportunity/credit.ts';
import type { Opportunity } from '../../../functions/leads/opportunity/opportunity.ts';
import type { Store } from '../../../functions/ports.ts';
import type { Runtime } from '../../local/runtime.ts';
import { allLeads, eventsOf } from './stored-leads.ts';

type Counts = Readonly<Record<string, number>>;

/** Times are working milliseconds; rates are shares from 0 to 1, absent when there is nothing to divide by. */
export interface Report {
  readonly submitted: number;
  readonly until: Instant;
  readonly leads: number;
  readonly states: Counts;
  readonly cycles: Counts;
  readonly offers: number;
  readonly offersBy: Counts;
  /** Accepted, of those that were accepted, rejected or ran out. */
  readonly acceptRate?: number;
  readonly timeToAccept: { readonly median?: number; readonly p90?: number };
  /** Of the offers on which contact was made or missed. */
  readonly contactInTime?: number;
  readonly turns: Counts;
  /** Most turns of a rep minus fewest. */
  readonly turnSpread: number;
  readonly strikes: number;
  readonly suspensions: number;
  readonly rejects: Counts;
  readonly returns: number;
  /** By status, credits by state, and what was won by currency. */
  readonly opportunities: Counts;
  readonly credits: Counts;
  readonly won: Counts;
  readonly windowsExtended: number;
  readonly windowsExpired: number;
  readonly reopened: number;
  readonly executions: Counts;
  /** Billed state transitions by machine. */
  readonly transitions: Counts;
  readonly events: number;
}

/** Counts up a replay that has come to its end. `submitted` is the number of rows sent. */
export async function reportOn(
  { runtime, store }: { readonly runtime: Runtime; readonly store: Store },
  submitted: number,
): Promise<Report> {
  const leads: Lead[] = [];
  const offers: Offer[] = [];
  const events = new Map<string, number>();
  const missedContacts = new Set<string>();
  const opportunities: Opportunity[] = [];
  const credits: Credit[] = [];
  for await (const lead of allLeads(store)) {
    leads.push(lead);
    offers.push(...(await store.offersOf(lead.leadId)));
    if (lead.stamps.SAL !== undefined) {
      opportunities.push(...(await store.opportunitiesOf(lead.leadId)));
      credits.push(...(await store.creditsOf(lead.leadId)));
    }
    for (const event of await eventsOf(store, lead.leadId)) {
      events.set(event.type, (events.get(event.type) ?? 0) + 1);
      if (event.type === 'ContactMissed') missedContacts.add(String(event.data.offerId));
    }
  }
  const turns = await turnsOf(store);
  const waits = offers
    .flatMap(({ status, offeredAt, settledAt }) =>
      status === 'ACCEPTED' && settledAt ? [worked(offeredAt, settledAt)] : [],
    )
    .toSorted((one, other) => one - other);
  const statuses = tally(offers, ({ status }) => status);
  const { ACCEPTED = 0, REJECTED = 0, TIMED_OUT = 0 } = statuses;
  return {
    submitted,
    until: runtime.now,
    leads: leads.length,
    states: tally(leads, ({ state }) => state),
    cycles: tally(leads, ({ cycle }) => String(cycle)),
    offers: offers.length,
    offersBy: statuses,
    ...defined('acceptRate', share(ACCEPTED, ACCEPTED + REJECTED + TIMED_OUT)),
    timeToAccept: {
      ...defined('median', quantile(waits, 0.5)),
      ...defined('p90', quantile(waits, 0.9)),
    },
    ...defined('contactInTime', contactInTime(offers, missedContacts)),
    turns,
    turnSpread: Math.max(0, ...Object.values(turns)) - Math.min(...Object.values(turns)),
    strikes: events.get('MissRecorded') ?? 0,
    suspensions: events.get('RepSuspended') ?? 0,
    rejects: tally(
      offers.filter(({ status }) => status === 'REJECTED'),
      ({ reason }) => reason ?? 'none',
    ),
    returns: events.get('Returned') ?? 0,
    opportunities: tally(opportunities, ({ status }) => status),
    credits: tally(credits, ({ state }) => state),
    won: wonBy(opportunities),
    windowsExtended: events.get('WindowExtended') ?? 0,
    windowsExpired: events.get('OppWindowExpired') ?? 0,
    reopened: events.get('Reopened') ?? 0,
    executions: await executionsOf(runtime),
    transitions: sorted(runtime.transitions),
    events: [...events.values()].reduce((sum, count) => sum + count, 0),
  };
}

/** What was signed, in whole units of each currency. */
function wonBy(opportunities: readonly Opportunity[]): Counts {
  const sums = new Map<string, number>();
  for (const { status, currency, amount } of opportunities)
    if (status === 'WON') sums.set(currency, (sums.get(currency) ?? 0) + Math.round(amount));
  return sorted(sums);
}

/** Turns that count: dealt, less those that went back (4.5). */
async function turnsOf(store: Store): Promise<Counts> {
  const { pools, reps } = await store.desk();
  const served = new Map(reps.map(({ repId }) => [repId as string, 0]));
  for (const [repId, member] of pools.flatMap(({ members }) => Object.entries(members))) {
    served.set(repId, (served.get(repId) ?? 0) + member.served);
  }
  return sorted(served);
}

async function executionsOf({ clients: { stepFunctions } }: Runtime): Promise<Counts> {
  const counts = new Map<string, number>();
  const { stateMachines = [] } = await stepFunctions.send(new ListStateMachinesCommand({}));
  for (const { name = '', stateMachineArn } of stateMachines) {
    let nextToken: string | undefined;
    do {
      const page = await stepFunctions.send(
        new ListExecutionsCommand({
          stateMachineArn,
          maxResults: 1000,
          ...(nextToken === undefined ? {} : { nextToken }),
        }),
      );
      counts.set(name, (counts.get(name) ?? 0) + (page.executions?.length ?? 0));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  }
  return sorted(counts);
}

function contactInTime(offers: readonly Offer[], missed: ReadonlySet<string>): number | undefined {
  const known = offers.filter(({ offerId, contactedAt }) => contactedAt || missed.has(offerId));
  const inTime = known.filter(
    ({ contactedAt, contactDueAt }) => contactedAt !== undefined && contactedAt <= contactDueAt,
  );
  return share(inTime.length, known.length);
}

function worked(from: Instant, to: Instant): number {
  return workingMillisBetween(shippedCalendar('PLAIN'), from, to);
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

/** The smallest value that so large a share of the sorted values does not exceed. */
function quantile(values: readonly number[], at: number): number | undefined {
  return values[Math.max(0, Math.ceil(values.length * at) - 1)];
}

function tally<Item>(items: readonly Item[], by: (item: Item) => string): Counts {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(by(item), (counts.get(by(item)) ?? 0) + 1);
  return sorted(counts);
}

/** By name, so that the same counts are the same bytes. */
function sorted(counts: ReadonlyMap<string, number>): Counts {
  return Object.fromEntries([...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function defined<Name extends string>(
  name: Name,
  value: number | undefined,
): { readonly [Key in Name]?: number } {
  // Codec: a computed key widens to `string`.
  return (value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: number };
}
