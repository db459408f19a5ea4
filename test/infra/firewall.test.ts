import { beforeAll, describe, expect, it } from 'vitest';
import { publicPaths } from '../../infra/aws/firewall-rules.ts';
import { routes } from '../../infra/catalog.ts';
import { named, ofType, productionTemplates, type StackTemplate } from './templates.ts';

interface Rule {
  readonly Name: string;
  readonly Action?: unknown;
  readonly Statement: {
    readonly RateBasedStatement?: { readonly Limit: number; readonly ScopeDownStatement?: unknown };
    readonly ManagedRuleGroupStatement?: { readonly RuleActionOverrides: readonly unknown[] };
  };
}

describe('the firewall', () => {
  const paths = publicPaths(routes);
  const signed = paths.filter((path) => path.includes('/inbound/'));
  const ofStrangers = paths.filter((path) => !signed.includes(path));
  let lifecycle: StackTemplate;
  let rules: readonly Rule[];

  beforeAll(() => {
    lifecycle = productionTemplates().Lifecycle as StackTemplate;
    const [[, acl] = []] = ofType(lifecycle, 'AWS::WAFv2::WebACL');
    rules = (acl?.Properties.Rules ?? []) as Rule[];
  }, 60_000);

  function rule(name: string): Rule {
    const found = rules.find(({ Name }) => Name === name);
    if (!found) throw new Error(`no rule ${name}`);
    return found;
  }

  const pathsIn = (one: unknown) =>
    [...JSON.stringify(one).matchAll(/"RegexString":"([^"]+)"/g)].map(([, path]) => path);

  it('stands before the API', () => {
    expect(ofType(lifecycle, 'AWS::WAFv2::WebACLAssociation')).toHaveLength(1);
  });

  it('limits what one address sends to any route: a made-up token reaches a function, too', () => {
    const { RateBasedStatement } = rule('rate-of-all').Statement;

    expect(RateBasedStatement?.ScopeDownStatement).toBeUndefined();
    expect(RateBasedStatement?.Limit).toBeLessThanOrEqual(10_000);
  });

  it('limits strangers further, and not the systems that sign what they send', () => {
    expect(signed).not.toEqual([]);
    expect(pathsIn(rule('rate'))).toEqual(ofStrangers);
    expect(rule('rate').Statement.RateBasedStatement?.Limit).toBeLessThanOrEqual(500);
  });

  it('counts no request of staff as a stranger’s, and every public one', () => {
    const patterns = pathsIn(rule('rate')).map((text) => new RegExp(String(text)));
    const counts = (path: string) => patterns.some((pattern) => pattern.test(path));
    const pathOf = (path: string) => `/api${path.replaceAll(/\{\w+\}/g, 'some_id-1')}`;
    const staff = routes.filter(({ access }) => access === 'staff').map(({ path }) => pathOf(path));
    const open = routes
      .filter((route) => route.access === 'public' && route.function !== 'Inbound')
      .map(({ path }) => pathOf(path));

    expect(staff.filter(counts)).toEqual([]);
    expect(open.filter((path) => !counts(path))).toEqual([]);
    expect(counts('/api/v1/submissions/')).toBe(true);
  });

  it.each(['size', 'common'])('asks %s of every public route', (name) => {
    expect(pathsIn(rule(name))).toEqual(paths);
  });

  it('wants to know a client’s name of strangers only', () => {
    const { RuleActionOverrides } = rule('common').Statement.ManagedRuleGroupStatement ?? {};

    expect(RuleActionOverrides).toContainEqual({
      Name: 'NoUserAgent_HEADER',
      ActionToUse: { Count: {} },
    });
    expect(rule('no-user-agent').Action).toEqual({ Block: {} });
    expect(pathsIn(rule('no-user-agent'))).toEqual(ofStrangers);
  });

  it('logs whom it refused, without tokens, paths and queries', () => {
    const [[, logging] = []] = ofType(lifecycle, 'AWS::WAFv2::LoggingConfiguration');
    const { LogDestinationConfigs, RedactedFields, LoggingFilter } = logging?.Properties ?? {};

    expect([LogDestinationConfigs].flat().map(named)).toEqual([
      'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:FirewallRefusals',
    ]);
    const names = ofType(lifecycle, 'AWS::Logs::LogGroup').flatMap(([id, { Properties }]) =>
      id.startsWith('FirewallRefusals') ? Properties.LogGroupName : [],
    );
    expect(names).toEqual(['aws-waf-logs-Leadloop-prod-Lifecycle']);
    expect(RedactedFields).toEqual(
      expect.arrayContaining([
        { UriPath: {} },
        { QueryString: {} },
        { SingleHeader: { Name: 'authorization' } },
      ]),
    );
    expect(LoggingFilter).toMatchObject({ DefaultBehavior: 'DROP' });
  });

  it('answers as the API does', () => {
    const answers = ofType(lifecycle, 'AWS::ApiGateway::GatewayResponse').map(
      ([, { Properties }]) => Properties,
    );
    const [[, acl] = []] = ofType(lifecycle, 'AWS::WAFv2::WebACL');
    const bodies = Object.values(
      acl?.Properties.CustomResponseBodies as Record<string, { Content: string }>,
    ).map(({ Content }) => JSON.parse(Content).code);

    expect(answers).toContainEqual(
      expect.objectContaining({ ResponseType: 'WAF_FILTERED', StatusCode: '403' }),
    );
    expect(bodies.toSorted()).toEqual(['TOO_LARGE', 'TOO_MANY_REQUESTS']);
  });
});
