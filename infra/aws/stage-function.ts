// One function of the catalogue with the house's defaults: Node 24 on arm64, traced, logs of its own, a role of its own.

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { CatalogFunction } from '../catalog.ts';
import { allow } from './grants.ts';

interface StageFunctionProps {
  readonly catalogued: CatalogFunction;
  /** The folder of its bundle. */
  readonly code: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
  /** Encrypts the environment: reading it takes leave to use the key. */
  readonly key: IKey;
  readonly logDays: number;
  /** Whether it gets the concurrency that the catalogue reserves: a new account has too little to give any away. */
  readonly reserves: boolean;
}

export class StageFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: StageFunctionProps) {
    super(scope, id);
    const { catalogued, code, environment, statements, key, logDays, reserves } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.role.addToPolicy(
      allow('OwnLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]),
    );
    for (const statement of statements) this.role.addToPolicy(statement);
    this.function = new LambdaFunction(this, 'Function', {
      description: catalogued.entry,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(code),
      memorySize: catalogued.memoryMegabytes,
      timeout: Duration.seconds(catalogued.timeoutSeconds),
      role: this.role,
      environment: { NODE_OPTIONS: '--enable-source-maps', ...environment },
      environmentEncryption: key,
      tracing: Tracing.ACTIVE,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.WARN,
      ...(reserves && catalogued.concurrency !== undefined
        ? { reservedConcurrentExecutions: catalogued.concurrency }
        : {}),
    });
  }
}
