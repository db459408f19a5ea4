import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { HAS, standing } from '../../infra/tools/cost/standing.ts';
import { all, productionTemplates, type Resource } from './templates.ts';

const ROOT = new URL('../../', import.meta.url);

describe('a month in which nothing happens', () => {
  let templates: ReturnType<typeof productionTemplates>;

  beforeAll(() => {
    templates = productionTemplates();
  }, 60_000);

  it('is billed for what the templates of a stage have', () => {
    const [[, acl] = []] = all(templates, 'AWS::WAFv2::WebACL');

    expect({
      alarms: all(templates, 'AWS::CloudWatch::Alarm').flatMap(watchedBy).length,
      firewallRules: (acl?.Properties.Rules as unknown[] | undefined)?.length,
      secrets: all(templates, 'AWS::SecretsManager::Secret').length,
      polledQueues: all(templates, 'AWS::Lambda::EventSourceMapping').filter(
        ([, { Properties }]) => 'ScalingConfig' in Properties,
      ).length,
    }).toEqual({
      alarms: HAS.alarms,
      firewallRules: HAS.firewallRules,
      secrets: HAS.secrets,
      polledQueues: HAS.polledQueues,
    });
    expect(all(templates, 'AWS::KMS::Key')).toHaveLength(1);
    expect(all(templates, 'AWS::CloudWatch::Dashboard')).toHaveLength(1);
  });

  it('is billed for every metric that an empty sweep writes', () => {
    const handler = readFileSync(new URL('functions/handlers/sweep.ts', ROOT), 'utf8');

    expect(new Set(handler.match(/\bSweep[A-Z]\w+(?=:)/g)).size).toBe(HAS.sweepMetrics);
  });

  it('is the sum of its lines, none of them free', () => {
    for (const { dollars } of standing()) expect(dollars).toBeGreaterThan(0);
  });
});

/** The metrics that an alarm is billed for: its own, or those of its sum. */
function watchedBy([, { Properties }]: [string, Resource]): readonly unknown[] {
  const parts = Properties.Metrics as readonly object[] | undefined;
  return parts?.filter((part) => 'MetricStat' in part) ?? [Properties.MetricName];
}
