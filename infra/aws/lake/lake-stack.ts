// The event lake (docs/lake.md): what the bus carries becomes rows in a bucket, by the day on which it came, that Athena reads as tables and
// views. A stack of its own, off by default: nothing else of a stage knows it.

import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { ComparisonOperator, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketEncryption, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { lakeFunctions } from '../../catalog.ts';
import { ring } from '../alarm.ts';
import type { StageConfig } from '../config.ts';
import type { DataStack } from '../data-stack.ts';
import { output } from '../outputs.ts';
import { privateBucket } from '../private-bucket.ts';
import { StageFunction } from '../stage-function.ts';
import { lakeCatalog } from './lake-catalog.ts';
import { LakeStream } from './lake-stream.ts';

interface LakeProps extends StackProps {
  readonly config: StageConfig;
  readonly data: DataStack;
  readonly topic: ITopic;
  /** The folder of its function's bundle. */
  readonly code: string;
}

const FIVE = Duration.minutes(5);
/** More than a query over years of a company's events reads; a mistake costs five cents. */
const MOST_BYTES_A_QUERY = 10_000_000_000;

export class LakeStack extends Stack {
  constructor(scope: Construct, id: string, props: LakeProps) {
    super(scope, id, props);
    const { config, data, topic, code } = props;
    const { stage, logDays, lakeZone, keepData } = config;
    const bucket = this.#bucket(config, data);
    const shape = new StageFunction(this, 'ShapeEvents', {
      catalogued: lakeFunctions.ShapeEvents,
      code,
      environment: { STAGE: stage },
      statements: [],
      key: data.key,
      logDays,
      reserves: false,
    });
    const catalog = lakeCatalog(this, { stage, zone: lakeZone, bucket });
    const { deadLetters, streamName } = new LakeStream(this, 'Stream', {
      ...{ config, data, bucket, shape: shape.function, table: catalog.arrived },
    });
    const workGroup = new CfnWorkGroup(this, 'WorkGroup', {
      name: `leadloop-${stage}`,
      description: `Questions to the events of Leadloop ${stage}: docs/lake.md`,
      recursiveDeleteOption: !keepData,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: MOST_BYTES_A_QUERY,
        resultConfiguration: {
          outputLocation: `s3://${bucket.bucketName}/results/`,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: data.key.keyArn },
        },
      },
    });
    this.#alarms(topic, deadLetters, streamName);
    output(this, 'LakeBucket', bucket.bucketName);
    output(this, 'LakeDatabase', catalog.database);
    output(this, 'LakeWorkGroup', workGroup.name);
    output(this, 'LakeDeadLettersUrl', deadLetters.queueUrl);
  }

  /** Rows stay; answers of Athena and what could not be shaped go. */
  #bucket(config: StageConfig, { key: encryptionKey }: DataStack): IBucket {
    const serverAccessLogsBucket = privateBucket(this, 'AccessLogs', {
      config,
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
    return privateBucket(this, 'Rows', {
      config,
      encryption: BucketEncryption.KMS,
      encryptionKey,
      bucketKeyEnabled: true,
      serverAccessLogsBucket,
      lifecycleRules: [
        {
          prefix: 'events/',
          transitions: [
            { storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(90) },
          ],
        },
        { prefix: 'errors/', expiration: Duration.days(30) },
        { prefix: 'results/', expiration: Duration.days(30) },
        { abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ],
    });
  }

  #alarms(topic: ITopic, deadLetters: Queue, DeliveryStreamName: string): void {
    const of = (metricName: string, statistic: string) =>
      new Metric({
        namespace: 'AWS/Firehose',
        metricName,
        statistic,
        period: FIVE,
        dimensionsMap: { DeliveryStreamName },
      });
    const worst = { period: FIVE, statistic: Stats.MAXIMUM };
    ring(this, 'LakeDeadLetters', {
      topic,
      metric: deadLetters.metricApproximateNumberOfMessagesVisible(worst),
      says: 'the stream did not take an event within a day',
      threshold: 1,
    });
    ring(this, 'LakeBehind', {
      topic,
      metric: of('DeliveryToS3.DataFreshness', Stats.MAXIMUM),
      says: 'rows reach the lake more than an hour late: nothing is lost for a day',
      threshold: Duration.hours(1).toSeconds(),
    });
    ring(this, 'LakeUnshaped', {
      topic,
      metric: of('FailedConversion.Records', Stats.SUM),
      says: 'events could not be made rows and lie under errors/',
      threshold: 1,
    });
    ring(this, 'ShapeEventsErrors', {
      topic,
      metric: of('ExecuteProcessing.Success', Stats.MINIMUM),
      says: 'the function that makes rows failed',
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
    });
  }
}
