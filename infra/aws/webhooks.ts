// What leaves the house by HTTP: API destinations of the bus, each with a key of its own and a queue for what nobody took.

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  ApiDestination,
  Authorization,
  Connection,
  HttpMethod,
  type IApiDestination,
  Rule,
} from 'aws-cdk-lib/aws-events';
import { ApiDestination as ApiTarget } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { apiDestinations, type CatalogApiDestination } from '../catalog.ts';
import type { StageConfig } from './config.ts';
import type { DataStack } from './data-stack.ts';
import { deadLetterQueue } from './dead-letters.ts';
import { output } from './outputs.ts';

/** EventBridge's own limits: a receiver may be away for a day. */
const PATIENCE = { retryAttempts: 185, maxEventAge: Duration.hours(24) };
/** What most receivers take; the rest waits its turn. */
const CALLS_A_SECOND = 50;

interface WebhooksProps {
  readonly config: StageConfig;
  readonly data: DataStack;
}

export class Webhooks extends Construct {
  /** Dead letters, by the destination that did not take them. */
  readonly deadLetters: ReadonlyMap<string, Queue>;

  constructor(scope: Construct, id: string, props: WebhooksProps) {
    super(scope, id);
    this.deadLetters = new Map(
      apiDestinations.flatMap((one) => {
        const address = props.config[one.contextKey];
        return address === undefined ? [] : [[one.name, this.#send(one, address, props)] as const];
      }),
    );
  }

  /** The receiver knows us by a key that nobody has chosen; the output says where to read it. */
  #send(
    { name, pattern, header }: CatalogApiDestination,
    endpoint: string,
    { config, data }: WebhooksProps,
  ): Queue {
    const key = new Secret(this, `${name}Key`, {
      description: `What ${name} of Leadloop ${config.stage} sends as ${header}`,
      encryptionKey: data.key,
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      removalPolicy: config.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    output(this, `${name}KeyArn`, key.secretArn);
    // CDK's class does not fit its own interface under exactOptionalPropertyTypes.
    const destination = new ApiDestination(this, name, {
      connection: new Connection(this, `${name}Connection`, {
        // A changed key reaches EventBridge only when some property of the connection changes with it.
        description: `${header} of Leadloop ${config.stage}, secrets of ${config.secretsVersion ?? 'the first deployment'}`,
        authorization: Authorization.apiKey(header, key.secretValue),
      }),
      endpoint,
      httpMethod: HttpMethod.POST,
      rateLimitPerSecond: CALLS_A_SECOND,
    }) as IApiDestination;
    // The target allows it to call this destination and nothing else.
    const eventRole = new Role(this, `${name}Role`, {
      assumedBy: new ServicePrincipal('events.amazonaws.com'),
    });
    const deadLetters = deadLetterQueue(this, name);
    const target = new ApiTarget(destination, {
      eventRole,
      deadLetterQueue: deadLetters,
      ...PATIENCE,
    });
    new Rule(this, `${name}Rule`, {
      eventBus: data.bus,
      eventPattern: pattern,
      targets: [target],
    });
    return deadLetters;
  }
}
