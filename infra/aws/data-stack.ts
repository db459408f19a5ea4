// What outlives every deployment: the table, the bus, the buffer, the key and the pepper.

import { RemovalPolicy, SecretValue, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { type CatalogFunction, functions } from '../catalog.ts';
import { leadTable, metricTable } from '../table.ts';
import type { StageConfig } from './config.ts';
import { output } from './outputs.ts';
import { type KeptQueues, keptQueues } from './queues.ts';

export class DataStack extends Stack {
  readonly key: Key;
  readonly table: Table;
  /** Facts and figures: made again of the events when it is lost. */
  readonly metrics: Table;
  readonly bus: EventBus;
  readonly pepper: Secret;
  /** What functions are told in secret, by the variable's name. */
  readonly secrets: ReadonlyMap<string, Secret>;
  readonly queues: KeptQueues;
  readonly #removal: RemovalPolicy;
  readonly #config: StageConfig;

  constructor(scope: Construct, id: string, props: StackProps & { readonly config: StageConfig }) {
    super(scope, id, props);
    this.#config = props.config;
    this.#removal = props.config.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.key = this.#dataKey();
    this.table = this.#leadTable();
    this.metrics = this.#table('MetricTable', metricTable.keys);
    this.bus = new EventBus(this, 'LeadBus', { description: 'Facts about leads, by their ids' });
    // Rules and archives of other systems hang on it.
    this.bus.applyRemovalPolicy(this.#removal);
    this.queues = keptQueues(this, this.#removal);
    this.pepper = new Secret(this, 'IdentityPepper', {
      description:
        'Mixed into the hashes of e-mail addresses and phones; without it nobody is recognised',
      encryptionKey: this.key,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: this.#removal,
    });
    const told = Object.values<CatalogFunction>(functions).flatMap(({ secrets = [] }) => secrets);
    for (const [name, { deadLetters }] of this.queues)
      output(this, `${name}DeadLettersUrl`, deadLetters.queueUrl);
    output(this, 'LeadTableName', this.table.tableName);
    output(this, 'MetricTableName', this.metrics.tableName);
    output(this, 'LeadBusName', this.bus.eventBusName);
    output(this, 'IdentityPepperArn', this.pepper.secretArn);
    this.secrets = new Map([...new Set(told)].map((name) => [name, this.#emptySecret(name)]));
  }

  /** `ChatWebhooksArn` of `CHAT_WEBHOOKS` is its output. An empty list, which ops fill in (docs/runbook.md, Changing a secret); a deployment never writes over it. */
  #emptySecret(name: string): Secret {
    const secret = new Secret(this, `Secret-${name}`, {
      description: `${name} of Leadloop ${this.#config.stage}, as JSON; see docs/runbook.md`,
      encryptionKey: this.key,
      secretStringValue: SecretValue.unsafePlainText('{}'),
      removalPolicy: this.#removal,
    });
    const words = name.split('_').map((word) => `${word.charAt(0)}${word.slice(1).toLowerCase()}`);
    output(this, `${words.join('')}Arn`, secret.secretArn);
    return secret;
  }

  #dataKey(): Key {
    const key = new Key(this, 'DataKey', {
      description: `Leadloop ${this.#config.stage}: leads, secrets and alarms at rest`,
      enableKeyRotation: true,
      removalPolicy: this.#removal,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsReachTheirTopic',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    return key;
  }

  #leadTable(): Table {
    const { keys, indexes, timeToLive, stream } = leadTable;
    const table = this.#table('LeadTable', keys, {
      timeToLiveAttribute: timeToLive,
      stream: StreamViewType[stream],
    });
    for (const index of indexes)
      table.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: text(index.partition),
        sortKey: text(index.sort),
        ...('holds' in index
          ? { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...index.holds] }
          : { projectionType: ProjectionType.ALL }),
      });
    return table;
  }

  /** Paid by the request, encrypted with the stage's key, and kept as the stage keeps its data. */
  #table(
    id: string,
    { partition, sort }: { readonly partition: string; readonly sort: string },
    more: Partial<TableProps> = {},
  ): Table {
    return new Table(this, id, {
      partitionKey: text(partition),
      sortKey: text(sort),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      ...more,
      deletionProtection: this.#config.keepData,
      removalPolicy: this.#removal,
    });
  }
}

function text(name: string): { readonly name: string; readonly type: AttributeType } {
  return { name, type: AttributeType.STRING };
}
