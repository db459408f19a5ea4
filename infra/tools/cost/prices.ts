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
  /** https://aws.amazon.com/sqs/pricing: of a FIFO queue; others 0.4 */
  queueRequest: 0.5 / 1e6,
  /** https://aws.amazon.com/cloudwatch/pricing */
  logGigabyte: 0.5,
  /** https://aws.amazon.com/xray/pricing */
  trace: 5 / 1e6,
  /** https://aws.amazon.com/firehose/pricing: direct put, each record rounded up, and the conversion to Parquet */
  firehoseGigabyte: 0.029,
  conversionGigabyte: 0.018,
  /** https://aws.amazon.com/s3/pricing and https://aws.amazon.com/athena/pricing (by what a question reads) */
  s3Put: 5 / 1e6,
  /** By the month, from the same pages; a custom metric is billed for the hours in which it is written. */
  alarm: 0.1,
  dashboard: 3,
  metric: 0.3,
  firewall: 5,
  firewallRule: 1,
  /** https://aws.amazon.com/kms/pricing and https://aws.amazon.com/secrets-manager/pricing */
  key: 1,
  secret: 0.4,
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
  /** Share of traces that X-Ray records: its default rule takes the first of each second and 5 % of the rest, so here all. */
  traced: 1,
} as const;
