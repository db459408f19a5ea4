// What a stage costs by the month besides its leads, and what nobody can say without a look at the account.

import { SWEEP_SHARDS } from '../../../functions/adapters/table/rows.ts';
import { WATCHED_EVENTS } from '../../../functions/platform/metrics.ts';
import { ASSUMED, PRICES } from './prices.ts';

/** How many of each one stage has; a test compares them with its templates and with what the sweep writes. */
export const HAS = {
  /** Metrics that alarms watch: an alarm of a sum is billed for each of its parts. */
  alarms: 70,
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
    [`the sweep’s ${TICKS.toLocaleString('en')} ticks`, TICKS * tick()],
  ] as const;
  return lines.map(([what, dollars]) => ({ what, dollars }));
}

/** What the metrics of events add to a month at most: each of them in each hour. */
export function eventMetrics(): Standing {
  const size = Object.keys(WATCHED_EVENTS).length;
  return { what: `CloudWatch: metrics of ${size} events, at most`, dollars: size * PRICES.metric };
}

/** Nothing here can measure these. */
export const NOT_IN_THE_BILL = [
  'Cognito’s PLUS plan, by active person a month; nothing with an issuer of your own',
  'DynamoDB: storage, and point-in-time recovery by the gigabyte',
  'KMS requests, S3 and CloudFront, SES by the mail, API destinations by the call',
  'data that leaves the region',
] as const;

function tick(): number {
  const milliseconds = ASSUMED.millisecondsOfFunction + ROUNDS_A_TICK * ASSUMED.millisecondsOfCall;
  return (
    PRICES.invocation +
    (milliseconds / 1000) * ASSUMED.gigabytes * PRICES.gigabyteSecond +
    QUERIES_A_TICK * UNITS_OF_QUERY * PRICES.readUnit +
    ((ASSUMED.bytesOfInvocation + BYTES_OF_METRICS) / 1e9) * PRICES.logGigabyte +
    ASSUMED.traced * PRICES.trace
  );
}
