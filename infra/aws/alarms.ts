// What wakes somebody up. Every alarm has a line in docs/runbook.md, and a test sees to it.

import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  type Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { queues, rules, schedules, streams } from '../catalog.ts';
import { leadTable } from '../table.ts';
import { type AlarmProps, ring } from './alarm.ts';
import { businessMetric, sweepLag, tableMetric } from './metrics.ts';
import type { Watched } from './watched.ts';

const FIVE = Duration.minutes(5);

export class Alarms extends Construct {
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, watched: Watched & { readonly topic: Topic }) {
    super(scope, id);
    this.#topic = watched.topic;
    this.#machines(watched);
    this.#functions(watched);
    this.#asynchronous(watched);
    this.#counted(watched.stage);
    this.#table(watched.table);
    this.#alarm('ApiFails', {
      metric: watched.api.metricServerError({ period: FIVE, statistic: Stats.SUM }),
      says: 'requests were answered with 5xx',
      threshold: 5,
    });
  }

  #machines({ machines }: Watched): void {
    const sum = { period: FIVE, statistic: Stats.SUM };
    for (const [name, machine] of machines)
      this.#alarm(`${name}Failed`, {
        metric: machine.metricFailed(sum),
        says: 'executions failed: their leads wait for the sweep only',
        threshold: 1,
      });
  }

  #functions({ functions: made }: Watched): void {
    const sum = { period: FIVE, statistic: Stats.SUM };
    for (const [name, one] of made) {
      // A refused token is thrown, as API Gateway asks of an authorizer: IssuerUnreachable tells of what is no refusal.
      if (name !== 'Authorizer')
        this.#alarm(`${name}Errors`, {
          metric: one.metricErrors(sum),
          says: 'the function threw: retries may have hidden it',
          threshold: 3,
        });
      // One alarm a function: without that dimension the metric is of the whole account, all stages and strangers together.
      this.#alarm(`${name}Throttled`, {
        metric: one.metricThrottles(sum),
        says: 'the account’s concurrency is used up, or what is reserved for the function',
        threshold: 5,
      });
    }
  }

  #asynchronous({ functions: made, queues: kept, deadLetters, stage }: Watched): void {
    for (const [name, { queue }] of kept)
      this.#alarm(`${name}Waits`, {
        metric: queue.metricApproximateAgeOfOldestMessage({
          period: FIVE,
          statistic: Stats.MAXIMUM,
        }),
        says: 'what waits in the queue is not worked on: nothing of it is lost',
        threshold: Duration.parse(queues[name].alarmAfter).toSeconds(),
      });
    for (const [name, queue] of deadLetters) {
      const worst = { period: FIVE, statistic: Stats.MAXIMUM };
      // What comes to its function again is hidden between the tries.
      const comesAgain = rules.some((rule) => rule.function === name && rule.comesAgainEvery);
      this.#alarm(`${name}DeadLetters`, {
        metric: comesAgain
          ? queue.metricApproximateNumberOfMessagesNotVisible(worst)
          : queue.metricApproximateNumberOfMessagesVisible(worst),
        says: 'something was not delivered after all tries and is kept in the queue',
        threshold: 1,
      });
    }
    for (const { function: name } of streams)
      this.#alarm(`${name}Behind`, {
        metric: made.get(name)?.metric('IteratorAge', {
          period: FIVE,
          statistic: Stats.MAXIMUM,
        }) as Metric,
        says: 'the stream is read late: executions start and wake late, nothing is lost',
        threshold: Duration.minutes(5).toMilliseconds(),
      });
    // By what it tells at its end: one that is called and never gets there is as good as none.
    for (const { function: name, tells, alarmAfter } of schedules)
      this.#alarm(`${name}Stopped`, {
        metric: businessMetric(stage, tells, Duration.parse(alarmAfter), Stats.SAMPLE_COUNT),
        says: 'it has not come to its end for too long: what it does stays undone until it does',
        threshold: 1,
        comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
        missing: TreatMissingData.BREACHING,
      });
  }

  /** What functions count themselves. */
  #counted(stage: string): void {
    this.#alarm('SweepBusy', {
      metric: businessMetric(stage, 'SweepSettled', FIVE),
      says: 'the sweep settles what executions should have settled: wakes or executions are lost',
      threshold: 20,
    });
    this.#alarm('SweepFailed', {
      metric: businessMetric(stage, 'SweepFailed', FIVE),
      says: 'a row or an event was passed over by the sweep, which could not settle it',
      threshold: 1,
    });
    this.#alarm('SweepLate', {
      metric: sweepLag(stage, FIVE),
      says: 'a row has waited a quarter of an hour after its time: neither execution nor sweep settles it',
      threshold: Duration.minutes(15).toSeconds(),
      minutes: 10,
    });
    this.#alarm('Unrelayed', {
      metric: businessMetric(stage, 'SweepUnrelayed', FIVE),
      says: 'legs of events fail: the bus, the notifier or Step Functions refuses them',
      threshold: 1,
      minutes: 10,
    });
    this.#alarm('Parked', {
      metric: businessMetric(stage, 'SweepParked', FIVE, Stats.MAXIMUM),
      says: 'an event has failed for a week and is tried no more: somebody has to look',
      threshold: 1,
    });
    this.#alarm('EventsCut', {
      metric: businessMetric(stage, 'EventsCut', FIVE),
      says: 'an event was too long for the bus and went out without its data',
      threshold: 1,
    });
    this.#alarm('NoEligibleRep', {
      metric: businessMetric(stage, 'NoEligibleRep', FIVE),
      says: 'a lead has nobody who can take it: look at rosters, absences and suspensions',
      threshold: 1,
    });
    this.#alarm('IssuerUnreachable', {
      metric: businessMetric(stage, 'IssuerUnreachable', FIVE),
      says: 'the issuer’s keys cannot be read: staff cannot sign in, forms go on',
      threshold: 1,
    });
  }

  /** One alarm a place: an index that is throttled holds up every write of the table, and its alarm says which. */
  #table(table: Table): void {
    for (const index of [undefined, ...leadTable.indexes.map(({ name }) => name)])
      for (const kind of ['Read', 'Write'] as const)
        this.#alarm(`Table${index === undefined ? '' : capital(index)}${kind}sThrottled`, {
          metric: tableMetric(table, `${kind}ThrottleEvents`, { index, period: FIVE }),
          says: 'DynamoDB refuses requests: a partition is hot, or a limit is reached',
          threshold: 5,
        });
  }

  #alarm(id: string, props: Omit<AlarmProps, 'topic'>): void {
    ring(this, id, { ...props, topic: this.#topic });
  }
}

function capital(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
