// From the bus into the bucket: a rule, a stream of Firehose that has rows made of events and writes them as Parquet, and where that lies which
// could not be delivered.

import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import type { CfnTable } from 'aws-cdk-lib/aws-glue';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, LogStream } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EVERY_EVENT } from '../../catalog.ts';
import { acknowledgeWildcard } from '../acknowledgements.ts';
import type { StageConfig } from '../config.ts';
import type { DataStack } from '../data-stack.ts';
import { deadLetterQueue } from '../dead-letters.ts';
import { allow, viaService } from '../grants.ts';

interface LakeStreamProps {
  readonly config: StageConfig;
  readonly data: DataStack;
  readonly bucket: IBucket;
  readonly shape: IFunction;
  readonly table: CfnTable;
}

/** EventBridge's own limit: the stream may be away for a day. */
const PATIENCE = { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 };
/** Rows of a quarter of an hour are one file: few files make questions cheap. Parquet takes at least 64 MB at a time. */
const BUFFER = { intervalInSeconds: 900, sizeInMBs: 64 };

export class LakeStream extends Construct {
  readonly deadLetters: Queue;
  readonly streamName: string;
  readonly #props: LakeStreamProps;

  constructor(scope: Construct, id: string, props: LakeStreamProps) {
    super(scope, id);
    this.#props = props;
    const stream = this.#stream();
    this.streamName = stream.ref;
    this.deadLetters = deadLetterQueue(this, 'Lake');
    this.#rule(stream);
  }

  #stream(): CfnDeliveryStream {
    const { config, data, bucket, shape, table } = this.#props;
    const logs = new LogGroup(this, 'Logs', {
      retention: config.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const log = new LogStream(this, 'Log', {
      logGroup: logs,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = this.#role(logs);
    const stream = new CfnDeliveryStream(this, 'Events', {
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: {
        keyType: 'CUSTOMER_MANAGED_CMK',
        keyArn: data.key.keyArn,
      },
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.bucketArn,
        roleArn: role.roleArn,
        prefix: 'events/day=!{timestamp:yyyy-MM-dd}/',
        errorOutputPrefix: 'errors/!{firehose:error-output-type}/day=!{timestamp:yyyy-MM-dd}/',
        bufferingHints: BUFFER,
        // Parquet is compressed by itself.
        compressionFormat: 'UNCOMPRESSED',
        encryptionConfiguration: { kmsEncryptionConfig: { awskmsKeyArn: data.key.keyArn } },
        cloudWatchLoggingOptions: {
          enabled: true,
          logGroupName: logs.logGroupName,
          logStreamName: log.logStreamName,
        },
        processingConfiguration: {
          enabled: true,
          processors: [
            {
              type: 'Lambda',
              parameters: [
                { parameterName: 'LambdaArn', parameterValue: shape.functionArn },
                { parameterName: 'RoleArn', parameterValue: role.roleArn },
                // What a function answers may be no longer than 6 MB.
                { parameterName: 'BufferSizeInMBs', parameterValue: '1' },
                { parameterName: 'BufferIntervalInSeconds', parameterValue: '60' },
                { parameterName: 'NumberOfRetries', parameterValue: '3' },
              ],
            },
          ],
        },
        dataFormatConversionConfiguration: {
          enabled: true,
          inputFormatConfiguration: { deserializer: { openXJsonSerDe: {} } },
          outputFormatConfiguration: { serializer: { parquetSerDe: { compression: 'SNAPPY' } } },
          schemaConfiguration: {
            databaseName: table.databaseName,
            tableName: table.ref,
            region: Stack.of(this).region,
            roleArn: role.roleArn,
            versionId: 'LATEST',
          },
        },
      },
    });
    stream.node.addDependency(role);
    return stream;
  }

  /** What Firehose does in its own name: it writes there, reads the table's columns, and has rows made. */
  #role(logs: LogGroup): Role {
    const { data, bucket, shape, table } = this.#props;
    const { account, region, partition } = Stack.of(this);
    const role = this.#roleOf('Role', 'firehose.amazonaws.com', 'sts:ExternalId');
    const objects = ['events/*', 'errors/*'].map((keys) => bucket.arnForObjects(keys));
    const glue = [
      'catalog',
      `database/${table.databaseName}`,
      `table/${table.databaseName}/${table.ref}`,
    ];
    const key = allow('Key', ['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
    key.addConditions(viaService('s3'));
    const statements: readonly PolicyStatement[] = [
      allow(
        'Bucket',
        ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
        [bucket.bucketArn],
      ),
      allow('Objects', ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'], objects),
      key,
      allow(
        'Function',
        ['lambda:GetFunctionConfiguration', 'lambda:InvokeFunction'],
        [shape.functionArn, `${shape.functionArn}:$LATEST`],
      ),
      allow(
        'Columns',
        ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'],
        glue.map((one) => `arn:${partition}:glue:${region}:${account}:${one}`),
      ),
      allow('Logs', ['logs:PutLogEvents'], [logs.logGroupArn]),
    ];
    for (const statement of statements) role.addToPolicy(statement);
    for (const one of objects)
      acknowledgeWildcard(role, one, 'Firehose names the objects that it writes there.');
    return role;
  }

  #rule(stream: CfnDeliveryStream): void {
    const { data } = this.#props;
    const role = this.#roleOf('PutRole', 'events.amazonaws.com', 'aws:SourceAccount');
    role.addToPolicy(
      allow('Put', ['firehose:PutRecord', 'firehose:PutRecordBatch'], [stream.attrArn]),
    );
    const rule = new Rule(this, 'Rule', { eventBus: data.bus, eventPattern: EVERY_EVENT });
    const { queueArn } = this.deadLetters;
    this.deadLetters.addToResourcePolicy(
      new PolicyStatement({
        sid: 'EventsReachTheQueue',
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
      }),
    );
    rule.addTarget({
      bind: () => ({
        arn: stream.attrArn,
        role,
        deadLetterConfig: { arn: queueArn },
        retryPolicy: PATIENCE,
      }),
    });
  }

  /** Nobody else's account makes the service use it. */
  #roleOf(id: string, service: string, key: 'sts:ExternalId' | 'aws:SourceAccount'): Role {
    const conditions = { StringEquals: { [key]: Stack.of(this).account } };
    return new Role(this, id, { assumedBy: new ServicePrincipal(service, { conditions }) });
  }
}
