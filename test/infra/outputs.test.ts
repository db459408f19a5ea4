import { beforeAll, describe, expect, it } from 'vitest';
import {
  apiDestinations,
  functions,
  queues,
  rules,
  schedules,
  streams,
  workflows,
} from '../../infra/catalog.ts';
import { productionTemplates, type StackTemplate } from './templates.ts';

describe('outputs', () => {
  let stacks: Readonly<Record<string, StackTemplate>>;

  beforeAll(() => {
    stacks = productionTemplates();
  }, 60_000);

  const keys = (stack: string) => Object.keys(stacks[stack]?.Outputs ?? {});

  it('name what the runbook’s commands ask for, under keys that can be known beforehand', () => {
    expect(keys('Lifecycle')).toEqual(
      expect.arrayContaining([
        'ApiAddress',
        ...Object.keys(workflows).flatMap((name) => [`${name}Link`, `${name}StateMachineArn`]),
        ...Object.keys(functions).map((name) => `${name}FunctionName`),
        ...[...schedules, ...rules].flatMap((one) =>
          one.function ? [`${one.function}DeadLettersUrl`] : [],
        ),
        ...apiDestinations.flatMap(({ name }) => [`${name}DeadLettersUrl`, `${name}KeyArn`]),
        ...schedules.map(({ name }) => `${name}ScheduleName`),
        ...streams.flatMap((one) => [
          `${one.function}StreamMappingId`,
          `${one.function}GivenUpBucket`,
        ]),
      ]),
    );
    expect(keys('Watch')).toEqual(expect.arrayContaining(['AlarmTopicArn', 'DashboardLink']));
    expect(keys('Data')).toEqual(
      expect.arrayContaining([
        ...Object.keys(queues).map((name) => `${name}DeadLettersUrl`),
        'LeadTableName',
        'MetricTableName',
        'LeadBusName',
        'IdentityPepperArn',
        'ChatWebhooksArn',
      ]),
    );
    expect(keys('Identity')).toEqual(expect.arrayContaining(['UserPoolId', 'UserPoolClientId']));
    expect(keys('Site')).toEqual(expect.arrayContaining(['SiteAddress', 'PagesBucket']));
  });
});
