import { beforeAll, describe, expect, it } from 'vitest';
import { ofType, type StackTemplate, templatesOf } from './templates.ts';

const EMULATOR = '{"stepFunctions":"http://127.0.0.1:1/_aws","issuer":"http://127.0.0.1:2"}';

describe('a stage in China', () => {
  let templates: Readonly<Record<string, StackTemplate>>;

  beforeAll(() => {
    templates = templatesOf({
      stage: 'prod',
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
    const conditions = ofType(templates.Lifecycle, 'AWS::IAM::Policy').flatMap(([, policy]) =>
      [...JSON.stringify(policy).matchAll(/"kms:ViaService":(\[.*?\])\}/g)].map(([, one]) => one),
    );

    expect(conditions.length).toBeGreaterThan(0);
    for (const condition of conditions) {
      expect(condition).toMatch(/\.cn-northwest-1\.amazonaws\.com"/);
      expect(condition).toMatch(/\.cn-northwest-1\.",\{"Ref":"AWS::URLSuffix"\}/);
    }
  });

  it('needs neither Cognito nor CloudFront', () => {
    expect(Object.keys(templates)).toEqual(['Data', 'Lifecycle']);
  });

  it('accepts the tokens of its issuer', () => {
    const functions = ofType(templates.Lifecycle, 'AWS::Lambda::Function');
    const [, authorizer] = functions.find(([id]) => id.startsWith('Authorizer')) ?? [];

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

    expect(ofType(Lifecycle, 'AWS::WAFv2::WebACLAssociation')).toEqual([]);
    expect(ofType(Lifecycle, 'AWS::WAFv2::WebACL')).toHaveLength(1);
    const endpoints = ofType(Lifecycle, 'AWS::Lambda::Function').flatMap(
      ([, { Properties }]) =>
        (Properties.Environment as { Variables: Record<string, unknown> }).Variables
          .AWS_ENDPOINT_URL_SFN ?? [],
    );
    expect(new Set(endpoints)).toEqual(new Set(['http://127.0.0.1:1/_aws']));
  }, 60_000);
});
