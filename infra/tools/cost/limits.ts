// What gives way first at a million open leads and a thousand submissions a second, from what one submission takes.

import { SWEEP_SHARDS } from '../../../functions/adapters/table/rows.ts';
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
/** Of what the index `listed` is written: a lead is put into its first state, taken out of it and put into the next. */
const SHARE_OF_FIRST_STATE = 2 / 3;
/** What one partition key takes; no quota raises it. */
const UNITS_OF_A_PARTITION = 1000;

/** Most overrun first. `submission` is what one submission takes until it waits for its SDR. Quotas are those of us-east-1. */
export function limitsFor(submission: Counts): readonly Limit[] {
  const { submissionsASecond: rate, openLeads } = LOAD;
  const { write: written } = totalWork(submission);
  const { events } = submission;
  const { unrelayed = 0, due = 0, listed = 0 } = submission.indexes;
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
        'quota "StartExecution throttle"; until then events keep their mark, and sweeps start what was refused, one by one, when the load falls: late, not lost',
    },
    {
      what: 'state transitions a second',
      asked: rate * total(submission.transitions),
      given: 5000,
      remedy:
        'quota "StateTransition throttle" (800 in small regions): executions wait by themselves, none fails',
    },
    {
      what: 'write units a second of the first state in the index listed (hot key)',
      asked: rate * listed * SHARE_OF_FIRST_STATE,
      given: UNITS_OF_A_PARTITION,
      remedy:
        'no quota: DynamoDB parts a hot state by its sort key (grade, score) while the load lasts, and holds writes up until it has; ramp a campaign up. For good: part byState of functions/adapters/table/entities.ts into shards, as due is',
    },
    {
      what: 'write units a second of one shard of the index unrelayed (hot key)',
      asked: (rate * unrelayed) / SWEEP_SHARDS,
      given: UNITS_OF_A_PARTITION,
      remedy:
        'no quota, and sorted by time, so that parting does not help: raise SWEEP_SHARDS (functions/adapters/table/rows.ts); the old shards are among the new ones and are still read',
    },
    {
      what: 'write units a second of one shard of the index due (hot key)',
      asked: (rate * due) / SWEEP_SHARDS,
      given: UNITS_OF_A_PARTITION,
      remedy:
        'no quota: SWEEP_SHARDS again, which both indexes use; it holds ids only, a unit a write',
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
