// Who works here, when the company has no sign-in of its own: a Cognito user pool with this system's groups.

import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  Mfa,
  StandardThreatProtectionMode,
  UserPool,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { StageConfig } from './config.ts';
import { output } from './outputs.ts';

const GROUPS = {
  sdr: 'Qualify leads and hand them over',
  rep: 'Accept or refuse leads and work them',
  director: 'Assign, rule on disputes, annul misses',
  ops: 'Rosters, policy, sources, merges',
  admin: 'Erase',
} as const;

/** Whose tokens the API accepts. */
export interface Issuer {
  readonly issuer: string;
  readonly audience: string;
  readonly groupsClaim: string;
}

export class IdentityStack extends Stack {
  readonly issuer: Issuer;

  constructor(scope: Construct, id: string, props: StackProps & { readonly config: StageConfig }) {
    super(scope, id, props);
    const { keepData } = props.config;
    const pool = new UserPool(this, 'Staff', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      featurePlan: FeaturePlan.PLUS,
      standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      deletionProtection: keepData,
      removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    for (const [groupName, description] of Object.entries(GROUPS))
      new CfnUserPoolGroup(this, `Group-${groupName}`, {
        userPoolId: pool.userPoolId,
        groupName,
        description,
      });
    const client = pool.addClient('Pages', {
      // Pages sign in by SRP. Until a company has pages of its own, whoever IAM lets administer the pool gets people their tokens.
      authFlows: { userSrp: true, adminUserPassword: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      idTokenValidity: Duration.hours(1),
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(12),
    });
    this.issuer = {
      issuer: pool.userPoolProviderUrl,
      audience: client.userPoolClientId,
      groupsClaim: 'cognito:groups',
    };
    output(this, 'UserPoolId', pool.userPoolId);
    output(this, 'UserPoolClientId', client.userPoolClientId);
  }
}
