// One page for whoever is on duty: does intake work, do leads move, is anything left behind.

import { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  Row,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { WATCHED_EVENTS } from '../../functions/platform/metrics.ts';
import { streams } from '../catalog.ts';
import { businessMetric, sweepLag, tableSum } from './metrics.ts';
import type { Watched } from './watched.ts';

const MINUTE = { period: Duration.minutes(1), statistic: Stats.SUM };
const HOUR = Duration.hours(1);

export class Operations extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, watched: Watched) {
    super(scope, id);
    this.dashboard = new Dashboard(this, 'Dashboard', { start: '-P1D' });
    const head = `# Leadloop ${watched.stage}\nWhat each alarm means and how to mend it: docs/runbook.md.`;
    this.dashboard.addWidgets(new TextWidget({ markdown: head, width: 24, height: 2 }));
    for (const widgets of [story(watched.stage), requests(watched), work(watched), rest(watched)])
      this.dashboard.addWidgets(new Row(...widgets));
  }
}

function graph(
  title: string,
  left: readonly IMetric[],
  right: readonly IMetric[] = [],
): GraphWidget {
  return new GraphWidget({ title, left: [...left], right: [...right], width: 8, height: 6 });
}

function story(stage: string): readonly GraphWidget[] {
  const graphs = Map.groupBy(Object.entries(WATCHED_EVENTS), ([, title]) => title);
  return [...graphs].map(([title, events]) =>
    graph(
      title,
      events.map(([type]) => businessMetric(stage, type, HOUR)),
    ),
  );
}

function requests({ api, table }: Watched): readonly GraphWidget[] {
  return [
    graph(
      'Requests',
      [api.metricCount(MINUTE), api.metricClientError(MINUTE), api.metricServerError(MINUTE)],
      [api.metricLatency({ period: Duration.minutes(1), statistic: 'p99' })],
    ),
    graph('Table and index units', [
      tableSum(table, 'ConsumedReadCapacityUnits', MINUTE.period),
      tableSum(table, 'ConsumedWriteCapacityUnits', MINUTE.period),
    ]),
    graph('Table and index throttles', [
      tableSum(table, 'ReadThrottleEvents', MINUTE.period),
      tableSum(table, 'WriteThrottleEvents', MINUTE.period),
    ]),
  ];
}

function work({ machines, functions }: Watched): readonly GraphWidget[] {
  const all = [...machines.values()];
  return [
    graph(
      'Executions started',
      all.map((machine) => machine.metricStarted(MINUTE)),
    ),
    graph(
      'Executions failed',
      all.map((machine) => machine.metricFailed(MINUTE)),
    ),
    graph(
      'Function errors',
      [...functions.values()].map((one) => one.metricErrors(MINUTE)),
    ),
  ];
}

function rest({ functions, queues, deadLetters, stage }: Watched): readonly GraphWidget[] {
  const age = { period: Duration.minutes(1), statistic: Stats.MAXIMUM };
  const minute = Duration.minutes(1);
  return [
    graph(
      'Stream age',
      streams.flatMap(
        ({ function: name }) => functions.get(name)?.metric('IteratorAge', age) ?? [],
      ),
    ),
    graph(
      'Sweep: what executions left to it, and how late (right, seconds)',
      [
        ...['SweepSettled', 'SweepRelayed', 'SweepUnrelayed', 'SweepParked', 'SweepFailed'].map(
          (name) => businessMetric(stage, name, minute),
        ),
        ...['Sweep'].flatMap((name) => functions.get(name)?.metricInvocations(MINUTE) ?? []),
      ],
      [sweepLag(stage, minute)],
    ),
    graph('Digests: how many went out', [businessMetric(stage, 'DigestsSent', age.period)]),
    ...[...queues].map(([name, { queue }]) =>
      graph(
        `${name}: what waits, and how long (right, seconds)`,
        [
          queue.metricApproximateNumberOfMessagesVisible(age),
          queue.metricApproximateNumberOfMessagesNotVisible(age),
        ],
        [queue.metricApproximateAgeOfOldestMessage(age)],
      ),
    ),
    graph(
      'Dead letters',
      [...deadLetters.values()].map((queue) => queue.metricApproximateNumberOfMessagesVisible(age)),
    ),
  ];
}
