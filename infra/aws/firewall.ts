// WAF before the public routes: too many requests, known attacks, and bodies over 32 KB.

import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { CatalogRoute } from '../catalog.ts';

/** Requests that one address may send to public routes in five minutes. A trade fair behind one address stays below it. */
const RATE_IN_FIVE_MINUTES = 500;
/** What the contract allows public routes; the functions measure the others. */
export const LARGEST_BODY = 32 * 1024;

/** Rules of the managed group that look into bodies: they stop at 8 KB and refuse honest text, so they only count and label. */
const BODY_RULES = [
  'SizeRestrictions_BODY',
  'CrossSiteScripting_BODY',
  'GenericLFI_BODY',
  'GenericRFI_BODY',
  'EC2MetaDataSSRF_BODY',
];

interface FirewallProps {
  readonly stageArn: string;
  readonly routes: readonly CatalogRoute[];
}

export class Firewall extends Construct {
  readonly acl: CfnWebACL;

  constructor(scope: Construct, id: string, { stageArn, routes }: FirewallProps) {
    super(scope, id);
    const scopeDownStatement = anyOf(publicPaths(routes));
    this.acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible('firewall'),
      associationConfig: {
        requestBody: { API_GATEWAY: { defaultSizeInspectionLimit: 'KB_32' } },
      },
      customResponseBodies: {
        tooLarge: {
          contentType: 'APPLICATION_JSON',
          content: JSON.stringify({
            type: 'https://leadloop.example/problems/too-large',
            title: 'The body is too large',
            status: 413,
            detail: `the body may have ${LARGEST_BODY} bytes; send less`,
            code: 'TOO_LARGE',
          }),
        },
      },
      rules: [
        {
          name: 'rate',
          priority: 0,
          action: { block: { customResponse: { responseCode: 429 } } },
          visibilityConfig: visible('rate'),
          statement: {
            rateBasedStatement: {
              aggregateKeyType: 'IP',
              limit: RATE_IN_FIVE_MINUTES,
              scopeDownStatement,
            },
          },
        },
        {
          name: 'size',
          priority: 1,
          action: {
            block: { customResponse: { responseCode: 413, customResponseBodyKey: 'tooLarge' } },
          },
          visibilityConfig: visible('size'),
          statement: {
            andStatement: {
              statements: [
                scopeDownStatement,
                {
                  sizeConstraintStatement: {
                    fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
                    comparisonOperator: 'GT',
                    size: LARGEST_BODY,
                    textTransformations: [{ priority: 0, type: 'NONE' }],
                  },
                },
              ],
            },
          },
        },
        {
          name: 'common',
          priority: 2,
          overrideAction: { none: {} },
          visibilityConfig: visible('common'),
          statement: {
            managedRuleGroupStatement: {
              vendorName: 'AWS',
              name: 'AWSManagedRulesCommonRuleSet',
              ruleActionOverrides: BODY_RULES.map((name) => ({
                name,
                actionToUse: { count: {} },
              })),
              scopeDownStatement,
            },
          },
        },
      ],
    });
    new CfnWebACLAssociation(this, 'Association', {
      resourceArn: stageArn,
      webAclArn: this.acl.attrArn,
    });
  }
}

/** The fixed beginnings of the public paths: `/v1/opt-ins/` of `/v1/opt-ins/{token}`. */
export function publicPaths(routes: readonly CatalogRoute[]): readonly string[] {
  const open = routes.filter(({ access }) => access === 'public');
  return [...new Set(open.map(({ path }) => path.split('{')[0] ?? path))].toSorted();
}

/** The path that WAF sees begins with the API's stage. */
function anyOf(paths: readonly string[]): CfnWebACL.StatementProperty {
  const statements = paths.map((path) => ({
    byteMatchStatement: {
      fieldToMatch: { uriPath: {} },
      positionalConstraint: 'CONTAINS',
      searchString: path,
      textTransformations: [{ priority: 0, type: 'URL_DECODE' }],
    },
  }));
  const [only] = statements;
  return statements.length === 1 && only ? only : { orStatement: { statements } };
}

function visible(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false, metricName };
}
