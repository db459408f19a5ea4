import { beforeAll, describe, expect, it } from 'vitest';
import { LEFT_OUT } from '../../infra/aws/emulator.ts';
import { type CatalogFunction, functions } from '../../infra/catalog.ts';
import { all, ofType, type StackTemplate, templatesOf } from './templates.ts';

const EMULATOR = '{"stepFunctions":"http://127.0.0.1:1/_aws","issuer":"http://127.0.0.1:2"}';

describe('a stage in China', () => {
  let templates: Readonly<Record<string, StackTemplate>>;

  beforeAll(() => {
    templates = templatesOf({
      stage: 'live',
      production: 'true',
      account: '111111111111',
      region: 'cn-northwest-1',
      issuer: 'https://login.example.cn',
      audience: 'leadloop',
      site: 'none',
    });
  }, 60_000);

  it('names no partition by hand, in templates or workflows', () => {
    expect(JSON.stringify(templates)).not.toContain('arn:aws:');
  });

  it('lets DynamoDB and S3 use the key by either of the names that they may have there', () => {
    const policies = ofType(templates.Lifecycle, 'AWS::IAM::Policy');
    const found = policies.flatMap(([, { Properties }]) => {
      const { Statement } = Properties.PolicyDocument as { Statement: { Condition?: object }[] };
      return Statement.flatMap(({ Condition }) => (Condition ? [JSON.stringify(Condition)] : []));
    });

    expect(found.length).toBeGreaterThan(0);
    for (const condition of found) {
      expect(condition).toMatch(/^\{"StringEquals":\{"kms:ViaService":/);
      expect(condition).toContain('{"Ref":"AWS::Region"},"amazonaws.com"]');
      expect(condition).toContain('{"Ref":"AWS::Region"},{"Ref":"AWS::URLSuffix"}]');
    }
  });

  it('needs neither Cognito nor CloudFront', () => {
    expect(Object.keys(templates)).toEqual(['Data', 'Lifecycle', 'Watch']);
  });

  it('is production by its setting, whatever its name: it reserves concurrency', () => {
    const reserved = ofType(templates.Lifecycle, 'AWS::Lambda::Function').flatMap(
      ([, { Properties }]) => Properties.ReservedConcurrentExecutions ?? [],
    );

    expect(reserved).toEqual(
      Object.values<CatalogFunction>(functions).flatMap(({ concurrency }) => concurrency ?? []),
    );
  });

  it('accepts the tokens of its issuer', () => {
    const made = ofType(templates.Lifecycle, 'AWS::Lambda::Function');
    const [, authorizer] = made.find(([id]) => id.startsWith('Authorizer')) ?? [];

    expect(authorizer?.Properties.Environment).toMatchObject({
      Variables: {
        OIDC_ISSUER: 'https://login.example.cn',
        OIDC_AUDIENCE: 'leadloop',
        OIDC_GROUPS_CLAIM: 'groups',
      },
    });
  });
});

describe('a stage for the emulator', () => {
  it('is without what the emulator refuses, and finds Step Functions at the project', () => {
    const { Lifecycle } = templatesOf({ stage: 'test', keepData: 'false', emulator: EMULATOR });

    const types = Object.values(Lifecycle?.Resources ?? {}).map(({ Type }) => Type);
    expect(LEFT_OUT.filter((type) => types.includes(type))).toEqual([]);
    expect(types).toContain('AWS::WAFv2::WebACL');
    const endpoints = ofType(Lifecycle, 'AWS::Lambda::Function').flatMap(
      ([, { Properties }]) =>
        (Properties.Environment as { Variables: Record<string, unknown> } | undefined)?.Variables
          .AWS_ENDPOINT_URL_SFN ?? [],
    );
    expect(new Set(endpoints)).toEqual(new Set(['http://127.0.0.1:1/_aws']));
  }, 60_000);
});

describe('a stage to throw away', () => {
  let templates: Readonly<Record<string, StackTemplate>>;

  beforeAll(() => {
    templates = templatesOf({ stage: 'dev', keepData: 'false' });
  }, 60_000);

  it('empties its buckets when it goes, since CloudFormation deletes none that holds something', () => {
    const buckets = all(templates, 'AWS::S3::Bucket').map(([id]) => id);
    const emptied = all(templates, 'Custom::S3AutoDeleteObjects').map(
      ([, { Properties }]) => (Properties.BucketName as { Ref: string }).Ref,
    );

    expect(emptied.toSorted()).toEqual(buckets.toSorted());
  });

  it('keeps no resource but the account’s role for API logs, which is other stages’, too', () => {
    const kept = Object.values(templates).flatMap(({ Resources }) =>
      Object.entries(Resources).filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain'),
    );

    expect(kept.map(([, { Type }]) => Type).toSorted()).toEqual([
      'AWS::ApiGateway::Account',
      'AWS::IAM::Role',
    ]);
  });
});
