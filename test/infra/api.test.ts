import { beforeAll, describe, expect, it } from 'vitest';
import { LARGEST_BODY, publicPaths } from '../../infra/aws/firewall-rules.ts';
import { functions, routes } from '../../infra/catalog.ts';
import { named, ofType, productionTemplates, type StackTemplate } from './templates.ts';

interface Method {
  readonly HttpMethod: string;
  readonly ResourceId: unknown;
  readonly AuthorizationType: string;
  readonly AuthorizerId?: unknown;
  readonly RequestValidatorId?: unknown;
  readonly Integration?: unknown;
}

describe('the API', () => {
  let lifecycle: StackTemplate;
  let methods: ReadonlyMap<string, Method>;

  beforeAll(() => {
    lifecycle = productionTemplates().Lifecycle as StackTemplate;
    const paths = new Map(
      ofType(lifecycle, 'AWS::ApiGateway::Resource').map(([id]) => [id, pathOf(id)]),
    );
    function pathOf(id: string): string {
      const { PathPart, ParentId } = (lifecycle.Resources[id]?.Properties ?? {}) as {
        PathPart: string;
        ParentId: { Ref?: string };
      };
      return `${ParentId.Ref === undefined ? '' : pathOf(ParentId.Ref)}/${PathPart}`;
    }
    methods = new Map(
      ofType(lifecycle, 'AWS::ApiGateway::Method').map(([, { Properties }]) => {
        const method = Properties as unknown as Method;
        const { Ref } = method.ResourceId as { Ref?: string };
        return [`${method.HttpMethod} ${Ref === undefined ? '/' : paths.get(Ref)}`, method];
      }),
    );
  }, 60_000);

  it('has a method for each route of the catalogue, and OPTIONS for browsers', () => {
    const own = [...methods.keys()].filter((key) => !key.startsWith('OPTIONS '));

    expect(own.toSorted()).toEqual(
      routes.map(({ method, path }) => `${method} ${path}`).toSorted(),
    );
  });

  it('hands bodies over as bytes, and answers a browser’s question before a form as text', () => {
    const [, api] = ofType(lifecycle, 'AWS::ApiGateway::RestApi')[0] ?? [];
    const preflights = [...methods].filter(([key]) => key.startsWith('OPTIONS '));

    expect(api?.Properties).toMatchObject({ BinaryMediaTypes: ['*/*'] });
    expect(preflights.length).toBeGreaterThan(0);
    for (const [, { Integration }] of preflights)
      expect(Integration).toMatchObject({ ContentHandling: 'CONVERT_TO_TEXT' });
  });

  it.each(routes.filter(({ access }) => access === 'staff'))(
    'asks the authorizer before $method $path',
    ({ method, path }) => {
      const found = methods.get(`${method} ${path}`);

      expect(found?.AuthorizationType).toBe('CUSTOM');
      expect(named(found?.AuthorizerId)).toBe('LeadApiAuthorizer');
    },
  );

  it('lets strangers send forms and engagements and open signed links, and nothing else', () => {
    const open = [...methods].filter(
      ([key, { AuthorizationType }]) => AuthorizationType === 'NONE' && !key.startsWith('OPTIONS '),
    );

    expect(open.map(([key]) => key).toSorted()).toEqual(
      routes
        .filter(({ access }) => access === 'public')
        .map(({ method, path }) => `${method} ${path}`)
        .toSorted(),
    );
    for (const [key] of open)
      expect(key).toMatch(/\/v1\/(submissions|engagements|opt-ins\/|unsubscribe\/|inbound\/)/);
  });

  it('talks TLS 1.2 or later only', () => {
    const [, api] = ofType(lifecycle, 'AWS::ApiGateway::RestApi')[0] ?? [];

    expect(api?.Properties).toMatchObject({
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
    });
  });

  it('limits public routes below the whole, traces, and logs the route and never the path', () => {
    const [, stage] = ofType(lifecycle, 'AWS::ApiGateway::Stage')[0] ?? [];
    const { MethodSettings, AccessLogSetting, TracingEnabled } = (stage?.Properties ?? {}) as {
      MethodSettings: {
        ResourcePath: string;
        HttpMethod: string;
        ThrottlingRateLimit: number;
      }[];
      AccessLogSetting: { Format: string };
      TracingEnabled: boolean;
    };

    const general = MethodSettings.find(({ ResourcePath }) => ResourcePath === '/*');
    for (const { method, path } of routes.filter(({ access }) => access === 'public')) {
      const own = MethodSettings.find(
        (one) => one.HttpMethod === method && one.ResourcePath.replaceAll('~1', '/').endsWith(path),
      );
      expect(own?.ThrottlingRateLimit).toBeLessThan(general?.ThrottlingRateLimit ?? 0);
    }
    // Metrics of each method are billed as custom ones; a method with settings of its own has CloudFormation's defaults otherwise.
    for (const settings of MethodSettings)
      expect(settings).toMatchObject({
        DataTraceEnabled: false,
        LoggingLevel: 'ERROR',
        MetricsEnabled: false,
      });
    expect(TracingEnabled).toBe(true);
    expect(AccessLogSetting.Format).not.toMatch(/context\.path\b|requestOverride|body/);
  });

  it('counts its requests under the stage’s name', () => {
    const [[, api] = []] = ofType(lifecycle, 'AWS::ApiGateway::RestApi');

    expect(api?.Properties.Name).toBe('Leadloop-prod-Lifecycle');
  });

  it('waits longer than any function behind it', () => {
    const gatewaySeconds = 29;

    for (const { function: name } of routes)
      expect(functions[name].timeoutSeconds).toBeLessThan(gatewaySeconds);
    expect(functions.Authorizer.timeoutSeconds).toBeLessThan(gatewaySeconds);
  });

  it('lets every route have the body that the contract allows it', () => {
    const paths = publicPaths(routes);
    const lambdaTakes = 6 * 1024 * 1024;

    for (const { path, access, bodyLimit = 0 } of routes) {
      const isMeasured = paths.some((one) => new RegExp(one).test(path));
      if (access === 'public') expect(isMeasured).toBe(true);
      expect(bodyLimit).toBeLessThanOrEqual(isMeasured ? LARGEST_BODY : lambdaTakes);
    }
  });

  it('answers its own refusals as problems with the contract’s codes', () => {
    const answers = ofType(lifecycle, 'AWS::ApiGateway::GatewayResponse').map(
      ([, { Properties }]) =>
        JSON.parse(
          (Properties.ResponseTemplates as Record<string, string>)['application/json'] ?? '{}',
        ),
    );

    // Of the authorizer, and of the firewall.
    expect(answers.map(({ code }) => code).toSorted()).toEqual([
      'FORBIDDEN',
      'FORBIDDEN',
      'INTERNAL',
      'NOT_FOUND',
      'TOO_LARGE',
      'TOO_MANY_REQUESTS',
      'UNAUTHENTICATED',
    ]);
  });
});
