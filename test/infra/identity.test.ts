import { describe, expect, it } from 'vitest';
import { ofType, productionTemplates } from './templates.ts';

describe('the user pool’s client', () => {
  it('gives tokens to pages by SRP and to whoever may administer the pool, and to no password alone', () => {
    const [[, client] = []] = ofType(
      productionTemplates().Identity,
      'AWS::Cognito::UserPoolClient',
    );

    expect(client?.Properties.ExplicitAuthFlows).toEqual([
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ]);
  }, 60_000);
});
