// WAF before the API, and a log of what it refused.

import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { CatalogRoute } from '../catalog.ts';
import { firewallRules, LARGEST_BODY, visible } from './firewall-rules.ts';
import { problemBody, TOO_MANY_REQUESTS } from './problem-responses.ts';

/** Headers that open something to whoever reads them. */
const SECRET_HEADERS = ['authorization', 'cookie'];

interface FirewallProps {
  readonly stageArn: string;
  readonly routes: readonly CatalogRoute[];
  readonly logDays: number;
  /** Whether to keep who was refused: addresses are personal data, which a stage for trying things out needs not. */
  readonly isLogged: boolean;
}

export class Firewall extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { stageArn, routes, logDays, isLogged }: FirewallProps,
  ) {
    super(scope, id);
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible('firewall'),
      associationConfig: {
        requestBody: { API_GATEWAY: { defaultSizeInspectionLimit: 'KB_32' } },
      },
      // WAF takes no other content type than plain JSON, not even as a header (decision 0020).
      customResponseBodies: {
        tooMany: { contentType: 'APPLICATION_JSON', content: problemBody(TOO_MANY_REQUESTS) },
        tooLarge: {
          contentType: 'APPLICATION_JSON',
          content: problemBody({
            status: 413,
            title: 'The body is too large',
            code: 'TOO_LARGE',
            detail: `the body may have ${LARGEST_BODY} bytes; send less`,
          }),
        },
      },
      rules: [...firewallRules(routes, { tooMany: 'tooMany', tooLarge: 'tooLarge' })],
    });
    new CfnWebACLAssociation(this, 'Association', {
      resourceArn: stageArn,
      webAclArn: acl.attrArn,
    });
    if (isLogged) this.#logRefusals(acl, logDays);
  }

  /** Who was refused by which rule. Paths and queries are left out: some hold a token, or a person's address. */
  #logRefusals(acl: CfnWebACL, logDays: number): void {
    const stack = Stack.of(this);
    const logs = new LogGroup(this, 'Refusals', {
      // WAF writes only into groups that begin so.
      logGroupName: `aws-waf-logs-${stack.stackName}`,
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // The group's own ARN ends in `:*`, which WAF refuses.
    const logsArn = stack.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: logs.logGroupName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [logsArn],
      redactedFields: [
        { uriPath: {} },
        { queryString: {} },
        ...SECRET_HEADERS.map((name) => ({ singleHeader: { Name: name } })),
      ],
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: [{ ActionCondition: { Action: 'BLOCK' } }],
          },
        ],
      },
    });
  }
}
