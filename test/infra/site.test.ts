import { beforeAll, describe, expect, it } from 'vitest';
import {
  named,
  ofType,
  productionTemplates,
  type StackTemplate,
  templatesOf,
} from './templates.ts';

function policyOf(site: StackTemplate | undefined): string {
  const [[, headers] = []] = ofType(site, 'AWS::CloudFront::ResponseHeadersPolicy');
  const { SecurityHeadersConfig } = (headers?.Properties.ResponseHeadersPolicyConfig ?? {}) as {
    SecurityHeadersConfig: { ContentSecurityPolicy: { ContentSecurityPolicy: unknown } };
  };
  return named(SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy);
}

describe('the pages’ content security policy', () => {
  let production: string;

  beforeAll(() => {
    production = policyOf(productionTemplates().Site);
  }, 60_000);

  it('lets pages sign in with the user pool of the region', () => {
    expect(production).toMatch(/connect-src [^;]*https:\/\/cognito-idp\./);
  });

  it('lets pages sign in with the company’s own issuer, and then with no other', () => {
    const { Site } = templatesOf({
      stage: 'dev',
      issuer: 'https://login.example.com/realms/sales',
      audience: 'leadloop',
    });

    const policy = policyOf(Site);

    expect(policy).toMatch(/connect-src [^;]* https:\/\/login\.example\.com;/);
    expect(policy).not.toContain('cognito-idp');
  }, 60_000);
});
