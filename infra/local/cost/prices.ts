// What AWS asks for, without free tiers and discounts; and what an offline run cannot measure, each with where it comes from.

/** List prices in US dollars, us-east-1, as of that day. Look them up again before you promise a figure to somebody. */
export const PRICES = {
  region: 'us-east-1',
  asOf: '2026-11-24',
  /** https://aws.amazon.com/step-functions/pricing (Standard) */
  transition: 25 / 1e6,
  /** https://aws.amazon.com/lambda/pricing (arm64) */
  invocation: 0.2 / 1e6,
  gigabyteSecond: 0.000_013_333_4,
  /** https://aws.amazon.com/dynamodb/pricing/on-demand; streams read by Lambda cost nothing */
  readUnit: 0.125 / 1e6,
  writeUnit: 0.625 / 1e6,
  /** https://aws.amazon.com/api-gateway/pricing (REST) and https://aws.amazon.com/waf/pricing */
  apiRequest: 3.5 / 1e6,
  firewallRequest: 0.6 / 1e6,
  /** https://aws.amazon.com/eventbridge/pricing: custom events; delivery to functions costs nothing */
  event: 1 / 1e6,
  /** https://aws.amazon.com/sqs/pricing */
  queueRequest: 0.4 / 1e6,
  /** https://aws.amazon.com/cloudwatch/pricing */
  logGigabyte: 0.5,
  /** https://aws.amazon.com/xray/pricing */
  trace: 5 / 1e6,
} as const;

/** A month of a stage in which nothing happens, in dollars. */
export const STANDING = {
  'KMS key': 1,
  'WAF: one ACL, three rules': 8,
  'Secrets Manager: pepper, chats, webhook key': 1.2,
  'the sweep’s 43,200 ticks': 0.05,
  'CloudWatch alarms (about 45 at 0.10) and a dashboard': 7.5,
} as const;

/** What no offline run can tell. Change it here after a look at your own account. */
export const ASSUMED = {
  /** Milliseconds of a function besides its calls, and of each call to DynamoDB or the bus. */
  millisecondsOfFunction: 12,
  millisecondsOfCall: 6,
  /** Gigabytes of a function: the catalogue's 512 MB. */
  gigabytes: 0.5,
  /** Requests that read (a list, the lead) for each one of staff that changes something, and their read units. */
  readsPerChange: 2,
  unitsOfRead: 4,
  /** Bytes of logs: a transition has about three events of history without data; a request its access line. */
  bytesOfTransition: 1500,
  bytesOfRequest: 350,
  bytesOfInvocation: 250,
  /** Share of requests and executions that X-Ray records. */
  traced: 0.05,
} as const;
