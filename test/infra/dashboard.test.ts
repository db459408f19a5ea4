import { beforeAll, describe, expect, it } from 'vitest';
import { WATCHED_EVENTS } from '../../functions/platform/metrics.ts';
import { queues } from '../../infra/catalog.ts';
import { leadTable } from '../../infra/table.ts';
import { ofType, productionTemplates } from './templates.ts';

interface Widget {
  readonly properties: { readonly title?: string; readonly metrics?: readonly unknown[] };
}

describe('the dashboard', () => {
  let widgets: readonly Widget[];

  beforeAll(() => {
    const [[, dashboard] = []] = ofType(productionTemplates().Watch, 'AWS::CloudWatch::Dashboard');
    const { DashboardBody } = (dashboard?.Properties ?? {}) as {
      DashboardBody?: { 'Fn::Join': [string, unknown[]] };
    };
    const [, parts] = DashboardBody?.['Fn::Join'] ?? ['', []];
    const text = parts.map((part) => (typeof part === 'string' ? part : 'reference')).join('');
    widgets = (JSON.parse(text) as { widgets: Widget[] }).widgets;
  }, 60_000);

  const shown = (title: RegExp) =>
    JSON.stringify(
      widgets
        .filter(({ properties }) => title.test(properties.title ?? ''))
        .flatMap(({ properties }) => properties.metrics ?? []),
    );

  it('shows each event that is counted', () => {
    const all = shown(/./);

    for (const event of Object.keys(WATCHED_EVENTS))
      expect(all).toContain(`["Leadloop","${event}","Stage"`);
  });

  it.each([
    [/throttles/, ['ReadThrottleEvents', 'WriteThrottleEvents']],
    [/units/, ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits']],
  ])('shows %s of the table with its indexes', (title, metrics) => {
    for (const metric of metrics) {
      const of = `["AWS/DynamoDB","${metric}",`;
      expect(shown(title)).toContain(`${of}"TableName"`);
      for (const { name } of leadTable.indexes)
        expect(shown(title)).toContain(`${of}"GlobalSecondaryIndexName","${name}"`);
    }
  });

  it('shows how late the sweep is at worst, in seconds', () => {
    expect(shown(/^Sweep/)).toMatch(/"SweepLagSeconds","Stage","prod",\{[^}]*"stat":"Maximum"/);
  });

  it.each(Object.keys(queues))('shows how long what waits in %s has waited', (name) => {
    expect(shown(new RegExp(`^${name}: `))).toMatch(/"ApproximateAgeOfOldestMessage","QueueName"/);
  });

  it('shows nothing of the whole account', () => {
    expect(shown(/./)).not.toContain('UserErrors');
  });
});
