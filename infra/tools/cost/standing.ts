// What a stage costs by the month besides its leads, and what nobody can say without a look at the account.

import { SWEEP_SHARDS } from '../../../functions/adapters/table/rows.ts';
import { WATCHED_EVENTS } from '../../../functions/platform/metrics.ts';
import { ASSUMED, PRICES } from './prices.ts';

/** How many of each one stage has; a test compares them with its templates and with what the sweep writes. */
export const HAS = {
  /** Metrics that alarms watch: an alarm of a sum is billed for each of its parts. */
  alarms: 74,
  firewallRules: 5,
  /** Pepper, chats, the webhook's key. */
  secrets: 4,
  /** Queues with a function behind them: the buffer, and messages that come again. */
  polledQueues: 3,
  /** What each tick of the sweep writes, whatever it found. */
  sweepMetrics: 6,
} as const;

const TICKS = 60 * 24 * 30;
/** Lambda asks an empty queue by five connections, each for twenty seconds. */
const POLLS_A_MONTH = 5 * 3 * TICKS;
/** Four kinds of rows and the events, of each shard; and what is parked. */
const QUERIES_A_TICK = 5 * SWEEP_SHARDS + 1;
/** Rows are asked for one kind and shard after the other, the events of all shards together. */
const ROUNDS_A_TICK = 4 * SWEEP_SHARDS + 2;
/** An empty query takes half a unit. */
const UNITS_OF_QUERY = 0.5;
/** A tick's line of metrics besides what Lambda logs of each call. */
const BYTES_OF_METRICS = 500;

export interface Standing {
  readonly what: string;
  readonly dollars: number;
}

/** A month of a stage in which nothing happens. */
export function standing(): readonly Standing[] {
  const { alarms, firewallRules, secrets, polledQueues, sweepMetrics } = HAS;
  const lines = [
    ['KMS key', PRICES.key],
    [`WAF: one ACL, ${firewallRules} rules`, PRICES.firewall + firewallRules * PRICES.firewallRule],
    [`Secrets Manager: ${secrets} secrets`, secrets * PRICES.secret],
    [
      `CloudWatch: alarms on ${alarms} metrics, a dashboard`,
      alarms * PRICES.alarm + PRICES.dashboard,
    ],
    [
      `SQS: ${polledQueues} queues are asked what waits`,
      polledQueues * POLLS_A_MONTH * PRICES.queueRequest,
    ],
    [`CloudWatch: ${sweepMetrics} metrics of the sweep`, sweepMetrics * PRICES.metric],
    [
      `the sweep’s ${TICKS.toLocaleString('en')} ticks`,
      TICKS * tick(ROUNDS_A_TICK, QUERIES_A_TICK),
    ],
    [
      `the digests’ ${DIGEST_TICKS.toLocaleString('en')} ticks, and their metric`,
      DIGEST_TICKS * tick(QUERIES_OF_DIGEST_TICK, QUERIES_OF_DIGEST_TICK) + PRICES.metric,
    ],
  ] as const;
  return lines.map(([what, dollars]) => ({ what, dollars }));
}

/** What the metrics of events add to a month at most: each of them in each hour. */
export function eventMetrics(): Standing {
  const size = Object.keys(WATCHED_EVENTS).length;
  return { what: `CloudWatch: metrics of ${size} events, at most`, dollars: size * PRICES.metric };
}

/** Quarters of an hour; a working month has so many mornings. */
const DIGEST_TICKS = TICKS / 15;
const MORNINGS = 22;
/** Who works here and by which rules: all that most ticks read. */
const QUERIES_OF_DIGEST_TICK = 3;
/** What one person's digest takes: his own lists, his record and receipts; the event with its message, twice noted, and the receipts. */
const OF_DIGEST = { calls: 12, readUnits: 8, writeUnits: 16, events: 2, invocations: 3 } as const;

/** A month of digests of a company of so many people, each of whom has one each morning: at most. */
export function digests(people: number): Standing {
  const { calls, readUnits, writeUnits, events, invocations } = OF_DIGEST;
  const milliseconds =
    invocations * ASSUMED.millisecondsOfFunction + calls * ASSUMED.millisecondsOfCall;
  const one =
    invocations * (PRICES.invocation + ASSUMED.traced * PRICES.trace) +
    (milliseconds / 1000) * ASSUMED.gigabytes * PRICES.gigabyteSecond +
    readUnits * PRICES.readUnit +
    writeUnits * PRICES.writeUnit +
    events * PRICES.event;
  return { what: `digests of ${people} people, at most`, dollars: people * MORNINGS * one };
}

/** Nothing here can measure these. */
export const NOT_IN_THE_BILL = [
  'Cognito’s PLUS plan, by active person a month; nothing with an issuer of your own',
  'DynamoDB: storage, and point-in-time recovery by the gigabyte',
  'KMS requests, S3 and CloudFront, SES by the mail, API destinations by the call',
  'questions to Athena, by what they read, and what the event lake stores',
  'data that leaves the region',
] as const;

function tick(rounds: number, queries: number): number {
  const milliseconds = ASSUMED.millisecondsOfFunction + rounds * ASSUMED.millisecondsOfCall;
  return (
    PRICES.invocation +
    (milliseconds / 1000) * ASSUMED.gigabytes * PRICES.gigabyteSecond +
    queries * UNITS_OF_QUERY * PRICES.readUnit +
    ((ASSUMED.bytesOfInvocation + BYTES_OF_METRICS) / 1e9) * PRICES.logGigabyte +
    ASSUMED.traced * PRICES.trace
  );
}
