// The HTTP contract as a REST API: one method a route, an authorizer before all but the public ones.

import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  type Authorizer,
  CfnMethod,
  CfnRestApi,
  EndpointAccessMode,
  EndpointType,
  IdentitySource,
  Integration,
  IntegrationType,
  LogGroupLogDestination,
  type MethodDeploymentOptions,
  MethodLoggingLevel,
  RequestAuthorizer,
  RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { routes } from '../catalog.ts';
import { answerProblems } from './problem-responses.ts';

/** Requests a second that the stage takes, and that each public route takes of them. */
const RATE = { all: { steady: 1000, burst: 2000 }, public: { steady: 200, burst: 400 } } as const;
/** How long an authorizer's answer is kept: a token that is over works at most so much longer. */
const REMEMBERED = Duration.minutes(1);

const STAGE_NAME = 'api';
/** Metrics of each method are billed one by one: the API's own and the access log, which names the route, tell enough. */
const LOGGED = {
  metricsEnabled: false,
  loggingLevel: MethodLoggingLevel.ERROR,
  dataTraceEnabled: false,
};

interface LeadApiProps {
  readonly functions: ReadonlyMap<string, IFunction>;
  readonly origins: readonly string[];
  readonly logDays: number;
}

export class LeadApi extends Construct {
  readonly api: RestApi;
  readonly accessLogs: LogGroup;

  constructor(scope: Construct, id: string, { functions, origins, logDays }: LeadApiProps) {
    super(scope, id);
    this.accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.api = new RestApi(this, 'Api', {
      description: 'Leads, offers and the desk',
      // The dimension of its metrics: stages beside each other would count together under one name.
      restApiName: Stack.of(this).stackName,
      endpointTypes: [EndpointType.REGIONAL],
      // Bodies come as bytes: of a text that API Gateway made, nobody could tell what had been no UTF-8.
      binaryMediaTypes: ['*/*'],
      // The account's one role for API logs: other stages use it too, so it stays.
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      ...(origins.length > 0
        ? {
            defaultCorsPreflightOptions: {
              allowOrigins: [...origins],
              allowMethods: ['GET', 'POST', 'PUT', 'PATCH'],
              allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match'],
              maxAge: Duration.hours(1),
            },
          }
        : {}),
      deployOptions: {
        stageName: STAGE_NAME,
        tracingEnabled: true,
        ...LOGGED,
        accessLogDestination: new LogGroupLogDestination(this.accessLogs),
        accessLogFormat: accessLogLine(),
        throttlingRateLimit: RATE.all.steady,
        throttlingBurstLimit: RATE.all.burst,
        methodOptions: publicLimits(),
      },
    });
    this.#refuseOldTls();
    this.#keepExecutionLogs(logDays);
    this.#addRoutes(functions);
    this.#answerPreflightsAsText();
    answerProblems(this.api, origins);
  }

  /** Where everything is binary, API Gateway cannot read the template of its own answer unless it is told that it is text. */
  #answerPreflightsAsText(): void {
    for (const { httpMethod, node } of this.api.methods)
      if (httpMethod === 'OPTIONS' && node.defaultChild instanceof CfnMethod)
        node.defaultChild.addPropertyOverride('Integration.ContentHandling', 'CONVERT_TO_TEXT');
  }

  /** TLS 1.2 and 1.3: left to itself the address that API Gateway gives takes TLS 1.0. The construct has no word for it yet. */
  #refuseOldTls(): void {
    const { defaultChild } = this.api.node;
    if (!CfnRestApi.isCfnRestApi(defaultChild))
      throw new TypeError('RestApi is made of no CfnRestApi');
    defaultChild.securityPolicy = SecurityPolicy.TLS13_1_2_PQ_2025_09;
    defaultChild.endpointAccessMode = EndpointAccessMode.STRICT;
  }

  /** API Gateway would make the group itself, for ever and out of the stack; the name is its own. */
  #keepExecutionLogs(logDays: number): void {
    const logGroup = new LogGroup(this, 'ExecutionLogs', {
      logGroupName: `API-Gateway-Execution-Logs_${this.api.restApiId}/${STAGE_NAME}`,
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.api.deploymentStage.node.addDependency(logGroup);
  }

  #addRoutes(functions: ReadonlyMap<string, IFunction>): void {
    const authorizer = this.#authorizer(functions);
    const requestValidator = this.api.addRequestValidator('Parameters', {
      validateRequestParameters: true,
    });
    const integrations = new Map(
      [...new Set(routes.map((route) => route.function))].map((name) => [
        name,
        this.#integration(name, functionNamed(functions, name)),
      ]),
    );
    for (const { method, path, access, function: name } of routes) {
      const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      this.api.root.resourceForPath(path).addMethod(method, integrations.get(name), {
        requestValidator,
        requestParameters: Object.fromEntries(
          parameters.map((parameter) => [`method.request.path.${parameter}`, true]),
        ),
        ...(access === 'public'
          ? { authorizationType: AuthorizationType.NONE }
          : { authorizationType: AuthorizationType.CUSTOM, authorizer }),
      });
    }
  }

  #authorizer(functions: ReadonlyMap<string, IFunction>): Authorizer {
    return new RequestAuthorizer(this, 'Authorizer', {
      handler: functionNamed(functions, 'Authorizer'),
      identitySources: [IdentitySource.header('Authorization')],
      resultsCacheTtl: REMEMBERED,
    });
  }

  /** One permission a function instead of one a method: policies of functions have a limit. */
  #integration(name: string, handler: IFunction): Integration {
    handler.addPermission(`${name}FromApi`, {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: this.api.arnForExecuteApi('*', '/*', '*'),
    });
    const { partition, region } = Stack.of(this);
    return new Integration({
      type: IntegrationType.AWS_PROXY,
      integrationHttpMethod: 'POST',
      uri: `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${handler.functionArn}/invocations`,
    });
  }
}

function functionNamed(functions: ReadonlyMap<string, IFunction>, name: string): IFunction {
  const handler = functions.get(name);
  if (!handler) throw new RangeError(`${name} is not in the catalogue; add it`);
  return handler;
}

/** Keys of a stage's method settings: resource path, then method. What one leaves out is CloudFormation's default, not the stage's setting. */
function publicLimits(): Record<string, MethodDeploymentOptions> {
  const open = routes.filter(({ access }) => access === 'public');
  const limit = {
    ...LOGGED,
    throttlingRateLimit: RATE.public.steady,
    throttlingBurstLimit: RATE.public.burst,
  };
  return Object.fromEntries(open.map(({ method, path }) => [`${path}/${method}`, limit]));
}

/** The route, never the path: some paths hold a token that is as good as a password. */
function accessLogLine(): AccessLogFormat {
  return AccessLogFormat.custom(
    JSON.stringify({
      requestId: '$context.requestId',
      time: '$context.requestTime',
      method: '$context.httpMethod',
      route: '$context.resourcePath',
      status: '$context.status',
      latency: '$context.responseLatency',
      sub: '$context.authorizer.sub',
      error: '$context.error.responseType',
    }),
  );
}
