// The bill for what was counted, line by line.

import { queues, rules, streams } from '../../catalog.ts';
import { type Counts, total } from './count.ts';
import { ASSUMED, PRICES } from './prices.ts';

export interface BillLine {
  readonly what: string;
  readonly count: number;
  readonly unit: string;
  readonly dollars: number;
}

/** Ticks of the sweep belong to the month, not to a lead. */
const NOT_A_LEADS = 'Sweep';
/** Functions that nobody's request and no execution calls: each call is a trace of its own. */
const CALLED_BY_EVENTS: readonly string[] = [
  ...streams,
  ...rules,
  ...Object.values(queues),
].flatMap((one) => one.function ?? []);

/** What so many leads cost, of counts that were made over `leads` of them. */
export function billFor(counts: Counts, leads: number, wanted = 1000): readonly BillLine[] {
  const scale = wanted / leads;
  const own = <Value>(all: Readonly<Record<string, Value>>): readonly Value[] =>
    Object.entries(all).flatMap(([name, one]) => (name === NOT_A_LEADS ? [] : [one]));
  const sum = (values: readonly number[]) => values.reduce((so, one) => so + one, 0);
  const { Intake: forms = 0, Inbound: signed = 0, StaffApi: changes = 0 } = counts.invocations;
  const reads = changes * ASSUMED.readsPerChange;
  const requests = forms + signed + changes + reads;
  // The authorizer's answer is kept for a minute; at worst it is asked each time.
  const invocations = sum(own(counts.invocations)) + reads + changes + reads;
  const calls = sum(own(counts.database).map((one) => one.calls)) + reads + counts.events;
  const milliseconds =
    invocations * ASSUMED.millisecondsOfFunction + calls * ASSUMED.millisecondsOfCall;
  const transitions = total(counts.transitions);
  const byEvents = sum(CALLED_BY_EVENTS.map((name) => counts.invocations[name] ?? 0));
  const logs =
    transitions * ASSUMED.bytesOfTransition +
    requests * ASSUMED.bytesOfRequest +
    invocations * ASSUMED.bytesOfInvocation;
  const lines: readonly (readonly [string, number, string, number])[] = [
    ['Step Functions', transitions, 'state transitions', PRICES.transition],
    ['Lambda, calls', invocations, 'invocations', PRICES.invocation],
    [
      'Lambda, time',
      (milliseconds / 1000) * ASSUMED.gigabytes,
      'GB-seconds',
      PRICES.gigabyteSecond,
    ],
    [
      'DynamoDB, reading',
      sum(own(counts.database).map((one) => one.read)) + reads * ASSUMED.unitsOfRead,
      'read units',
      PRICES.readUnit,
    ],
    [
      'DynamoDB, writing',
      sum(own(counts.database).map((one) => one.write)),
      'write units',
      PRICES.writeUnit,
    ],
    ['API Gateway and WAF', requests, 'requests', PRICES.apiRequest + PRICES.firewallRequest],
    ['EventBridge', counts.events, 'events', PRICES.event],
    // Queues hold what failed, and what waits while DynamoDB is away.
    ['SQS', 0, 'requests', PRICES.queueRequest],
    ['CloudWatch Logs', logs / 1e9, 'GB', PRICES.logGigabyte],
    ['X-Ray', (requests + counts.executions + byEvents) * ASSUMED.traced, 'traces', PRICES.trace],
  ];
  return lines.map(([what, count, unit, price]) => ({
    what,
    count: count * scale,
    unit,
    dollars: count * scale * price,
  }));
}

export function sumOf(bill: readonly BillLine[]): number {
  return bill.reduce((sum, { dollars }) => sum + dollars, 0);
}

export function money(dollars: number): string {
  return `$${dollars.toFixed(2)}`;
}
