// What WAF refuses: too many requests of one address, and before the public routes large bodies, nameless clients and known attacks.

import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { CatalogRoute, FunctionName } from '../catalog.ts';

/** Requests that one address may send in five minutes. */
const RATE = {
  /** To any route, with whatever token: an office of three hundred behind one address stays below it, and so does a CRM's import. */
  all: 6000,
  /** To the public routes but those of other systems: a trade fair behind one address stays below it. */
  strangers: 500,
} as const;

/** What the contract allows public routes; the functions measure the others. */
export const LARGEST_BODY = 32 * 1024;

/** Rules of the managed group that only count and label. */
const COUNTED = [
  // They look into bodies, stop at 8 KB and refuse honest text.
  'SizeRestrictions_BODY',
  'CrossSiteScripting_BODY',
  'GenericLFI_BODY',
  'GenericRFI_BODY',
  'EC2MetaDataSSRF_BODY',
  // Other systems often give no name; our own rule asks it of strangers.
  'NoUserAgent_HEADER',
];

/** Takes what other systems send: signed, many from one address, and by no browser. */
const SIGNED: FunctionName = 'Inbound';

type Rule = Omit<CfnWebACL.RuleProperty, 'priority' | 'visibilityConfig'>;

/** In the order in which WAF asks them. `bodies` are keys of the answers to what is too much. */
export function firewallRules(
  routes: readonly CatalogRoute[],
  bodies: { readonly tooMany: string; readonly tooLarge: string },
): readonly CfnWebACL.RuleProperty[] {
  const everyPublic = anyOf(publicPaths(routes));
  const strangers = anyOf(publicPaths(routes.filter((route) => route.function !== SIGNED)));
  const rules: readonly Rule[] = [
    {
      name: 'rate-of-all',
      action: answer(429, bodies.tooMany),
      statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: RATE.all } },
    },
    {
      name: 'rate',
      action: answer(429, bodies.tooMany),
      statement: {
        rateBasedStatement: {
          aggregateKeyType: 'IP',
          limit: RATE.strangers,
          scopeDownStatement: strangers,
        },
      },
    },
    {
      name: 'size',
      action: answer(413, bodies.tooLarge),
      statement: both(everyPublic, longer({ body: { oversizeHandling: 'MATCH' } }, LARGEST_BODY)),
    },
    {
      name: 'no-user-agent',
      action: { block: {} },
      statement: both(strangers, {
        notStatement: { statement: longer({ singleHeader: { Name: 'user-agent' } }, 0) },
      }),
    },
    {
      name: 'common',
      overrideAction: { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: 'AWS',
          name: 'AWSManagedRulesCommonRuleSet',
          ruleActionOverrides: COUNTED.map((name) => ({ name, actionToUse: { count: {} } })),
          scopeDownStatement: everyPublic,
        },
      },
    },
  ];
  return rules.map((rule, priority) => ({
    ...rule,
    priority,
    visibilityConfig: visible(rule.name),
  }));
}

/** A pattern a public path, to its end: `/v1/submissions` alone, since staff ask `/v1/submissions/{id}`, which nobody limits as a stranger's. */
export function publicPaths(routes: readonly CatalogRoute[]): readonly string[] {
  const open = routes.filter(({ access }) => access === 'public');
  const patterns = open.map(({ path }) => `${path.replaceAll(/\{\w+\}/g, '[^/]+')}/*$`);
  return [...new Set(patterns)].toSorted();
}

/** Without samples: they would show tokens and addresses in the console, where nothing can be redacted. */
export function visible(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false, metricName };
}

function answer(responseCode: number, customResponseBodyKey: string): CfnWebACL.RuleActionProperty {
  return { block: { customResponse: { responseCode, customResponseBodyKey } } };
}

/** The path that WAF sees begins with the API's stage. */
function anyOf(paths: readonly string[]): CfnWebACL.StatementProperty {
  const statements = paths.map((path) => ({
    regexMatchStatement: {
      fieldToMatch: { uriPath: {} },
      regexString: path,
      textTransformations: [{ priority: 0, type: 'URL_DECODE' }],
    },
  }));
  const [only] = statements;
  return statements.length === 1 && only ? only : { orStatement: { statements } };
}

function both(...statements: CfnWebACL.StatementProperty[]): CfnWebACL.StatementProperty {
  return { andStatement: { statements } };
}

/** A part that is absent is not longer than anything. */
function longer(
  fieldToMatch: CfnWebACL.FieldToMatchProperty,
  size: number,
): CfnWebACL.StatementProperty {
  const textTransformations = [{ priority: 0, type: 'NONE' }];
  return {
    sizeConstraintStatement: { fieldToMatch, comparisonOperator: 'GT', size, textTransformations },
  };
}
