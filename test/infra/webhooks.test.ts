import { beforeAll, describe, expect, it } from 'vitest';
import { apiDestinations } from '../../infra/catalog.ts';
import {
  named,
  ofType,
  productionTemplates,
  type StackTemplate,
  templatesOf,
} from './templates.ts';

describe.each(apiDestinations)('webhook $name', ({ name, pattern, header }) => {
  let lifecycle: StackTemplate;

  beforeAll(() => {
    lifecycle = productionTemplates().Lifecycle as StackTemplate;
  }, 60_000);

  it('sends what the catalogue says to the stage’s address', () => {
    const [[, destination] = []] = ofType(lifecycle, 'AWS::Events::ApiDestination');
    const rules = ofType(lifecycle, 'AWS::Events::Rule').map(([, { Properties }]) => Properties);
    const rule = rules.find(
      ({ EventPattern }) => JSON.stringify(EventPattern) === JSON.stringify(pattern),
    );

    expect(destination?.Properties).toMatchObject({
      InvocationEndpoint: 'https://crm.example.com/leadloop',
      HttpMethod: 'POST',
    });
    const [target] = (rule?.Targets ?? []) as {
      Arn: unknown;
      DeadLetterConfig: { Arn: unknown };
    }[];
    expect(named(target?.Arn)).toBe(`Webhooks${name}ApiDestination`);
    expect(named(target?.DeadLetterConfig.Arn)).toBe(`Webhooks${name}DeadLetters`);
  });

  it('is known to the receiver by a secret that no template shows', () => {
    const [[, connection] = []] = ofType(lifecycle, 'AWS::Events::Connection');

    expect(connection?.Properties.AuthParameters).toMatchObject({
      ApiKeyAuthParameters: { ApiKeyName: header },
    });
    expect(JSON.stringify(connection)).toContain('{{resolve:secretsmanager:');
  });

  it('gets a changed key when it is deployed with another secretsVersion', () => {
    const [[, connection] = []] = ofType(lifecycle, 'AWS::Events::Connection');

    expect(connection?.Properties.Description).toContain('2026-11-24');
  });

  it('is left out of a stage that names no address', () => {
    const { Lifecycle } = templatesOf({ stage: 'dev' });

    expect(ofType(Lifecycle, 'AWS::Events::ApiDestination')).toEqual([]);
    expect(ofType(Lifecycle, 'AWS::Events::Connection')).toEqual([]);
  }, 60_000);
});
