// What gives way first at a million open leads and a thousand submissions a second, from what one submission takes.

import { type Counts, total, totalWork } from './count.ts';

export interface Limit {
  readonly what: string;
  /** What the load asks for, and what is there without asking anybody; in the unit of `what`. */
  readonly asked: number;
  readonly given: number;
  readonly remedy: string;
}

/** The load, and how much of it comes together. */
const LOAD = { openLeads: 1_000_000, submissionsASecond: 1000 } as const;
/** Open executions of an open lead: its journey or nurture, and for some an offer or an opportunity beside it. */
const EXECUTIONS_A_LEAD = 1.2;
/** Sort keys of the sweep's and the relay's indexes are spread over so many partitions (functions/adapters/table/rows.ts). */
const SHARDS = 4;
/** Each event is put with the relay's mark and loses it again: two writes of one index. */
const MARKS_AN_EVENT = 2;
const UNITS_OF_A_PARTITION = 1000;

/** Most overrun first. `submission` is what one submission takes until it waits for its SDR. Quotas are those of us-east-1. */
export function limitsFor(submission: Counts): readonly Limit[] {
  const { submissionsASecond: rate, openLeads } = LOAD;
  const { write: written } = totalWork(submission);
  const { events } = submission;
  const limits: readonly Limit[] = [
    {
      what: 'submissions a second that one stage lets in (its own throttle)',
      asked: rate,
      given: 200,
      remedy:
        'raise RATE.public in infra/aws/lead-api.ts, and the rate of the WAF for addresses that send for many',
    },
    {
      what: 'open executions',
      asked: openLeads * EXECUTIONS_A_LEAD,
      given: 1_000_000,
      remedy:
        'quota "Open executions per account" (Step Functions); or leave nurture to the sweep, which settles rows without executions',
    },
    {
      what: 'StartExecution a second, after a bucket of 1,300',
      asked: rate,
      given: 300,
      remedy:
        'quota "StartExecution throttle"; until then events keep their mark and the sweep starts what was refused: late, not lost',
    },
    {
      what: 'state transitions a second',
      asked: rate * total(submission.transitions),
      given: 5000,
      remedy:
        'quota "StateTransition throttle" (800 in small regions): executions wait by themselves, none fails',
    },
    {
      what: 'write units a second of one shard of the index unrelayed (hot key)',
      asked: (rate * events * MARKS_AN_EVENT) / SHARDS,
      given: UNITS_OF_A_PARTITION,
      remedy:
        'raise SWEEP_SHARDS (functions/adapters/table/rows.ts): the old shards are among the new ones and are still read',
    },
    {
      what: 'write units a second of the table',
      asked: rate * written,
      given: 40_000,
      remedy:
        'quota "Table-level write throughput" (DynamoDB), and warm throughput before a campaign',
    },
    {
      what: 'stream records a second that the relay takes (25 a batch, 0.3 s, one batch a shard at once)',
      asked: (rate * events * UNITS_OF_A_PARTITION) / Math.max(rate * written, 1),
      given: 25 / 0.3,
      remedy: 'parallelizationFactor to 10 in infra/aws/asynchronous.ts: order is kept by lead',
    },
    {
      what: 'events put a second',
      asked: rate * events,
      given: 10_000,
      remedy: 'quota "PutEvents throttle" (EventBridge; 2,400 and less in small regions)',
    },
    {
      what: 'functions running at once (0.1 s a call)',
      asked: rate * total(submission.invocations) * 0.1,
      given: 1000,
      remedy: 'quota "Concurrent executions" (Lambda); a new account has 10 or 50',
    },
  ];
  return limits.toSorted((one, other) => other.asked / other.given - one.asked / one.given);
}
