import { beforeAll, describe, expect, it } from 'vitest';
import { createLeadTable } from '../../infra/table.ts';
import { all, ofType, productionTemplates, type StackTemplate } from './templates.ts';

describe('what is kept', () => {
  let data: StackTemplate;

  beforeAll(() => {
    data = productionTemplates().Data as StackTemplate;
  }, 60_000);

  it('is a table with the keys and indexes of the offline one', () => {
    const [, table] = ofType(data, 'AWS::DynamoDB::Table')[0] ?? [];
    const { TableName: _name, AttributeDefinitions, ...offline } = createLeadTable('LeadTable');

    expect(table?.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: offline.KeySchema,
      GlobalSecondaryIndexes: offline.GlobalSecondaryIndexes,
      StreamSpecification: { StreamViewType: offline.StreamSpecification.StreamViewType },
    });
    expect(table?.Properties.AttributeDefinitions).toEqual(
      expect.arrayContaining(AttributeDefinitions),
    );
  });

  it('can be restored to any second, is encrypted with the stage’s key, and is not deleted by mistake', () => {
    const [, table] = ofType(data, 'AWS::DynamoDB::Table')[0] ?? [];

    expect(table).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(table?.Properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  it.each([
    'AWS::Events::EventBus',
    'AWS::KMS::Key',
    'AWS::SecretsManager::Secret',
    'AWS::S3::Bucket',
    'AWS::Cognito::UserPool',
  ])('outlives the stack: %s', (type) => {
    const found = all(productionTemplates(), type);

    expect(found.length).toBeGreaterThan(0);
    for (const [, resource] of found)
      expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  it('has a key that is changed every year', () => {
    const [, key] = ofType(data, 'AWS::KMS::Key')[0] ?? [];

    expect(key?.Properties.EnableKeyRotation).toBe(true);
  });

  it('has no bucket that is public, unencrypted or reached without TLS', () => {
    const buckets = all(productionTemplates(), 'AWS::S3::Bucket');
    const policies = all(productionTemplates(), 'AWS::S3::BucketPolicy');

    for (const [, { Properties }] of buckets) {
      expect(Properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(Properties.BucketEncryption).toBeDefined();
    }
    const refusals = policies.filter(([, { Properties }]) =>
      JSON.stringify(Properties).includes('"aws:SecureTransport":"false"'),
    );
    expect(refusals).toHaveLength(buckets.length);
  });

  it('is not named by hand, so that several stages live in one account', () => {
    const names = ['TableName', 'BucketName', 'FunctionName', 'RoleName', 'QueueName', 'TopicName'];
    const named = Object.values(productionTemplates()).flatMap(({ Resources }) =>
      Object.entries(Resources).filter(([, { Type, Properties }]) =>
        names.some(
          (name) => Type !== 'AWS::S3::BucketPolicy' && typeof Properties?.[name] === 'string',
        ),
      ),
    );

    expect(named.map(([id]) => id)).toEqual([]);
  });

  it('has the stage in every name that AWS asks for', () => {
    const groups = all(productionTemplates(), 'AWS::Logs::LogGroup');
    const buses = all(productionTemplates(), 'AWS::Events::EventBus');
    const names = [
      ...groups.flatMap(([, { Properties }]) => Properties.LogGroupName ?? []),
      ...buses.map(([, { Properties }]) => Properties.Name),
    ];

    // API Gateway's group has the id of the stage's API, and WAF writes only where its prefix stands. Buses always have a name.
    expect(names).toHaveLength(3);
    for (const name of names) expect(JSON.stringify(name)).toMatch(/Leadloop-?prod|"Ref":"LeadApi/);
  });
});
