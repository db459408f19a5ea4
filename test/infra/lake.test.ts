import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { lakeViews } from '../../infra/aws/lake/views.ts';
import { EVERY_EVENT } from '../../infra/catalog.ts';
import { LAKE_HAS } from '../../infra/tools/cost/lake.ts';
import { linesOfRole } from './statements.ts';
import {
  all,
  named,
  ofType,
  productionTemplates,
  type StackTemplate,
  templatesOf,
} from './templates.ts';

const OF_A_LAKE = [
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Glue::Table',
  'AWS::Athena::WorkGroup',
];

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');

describe('a stage without an event lake', () => {
  it('has nothing of one: it is off until somebody asks for it', () => {
    const templates = productionTemplates();

    expect(Object.keys(templates)).not.toContain('Lake');
    expect(OF_A_LAKE.flatMap((type) => all(templates, type))).toEqual([]);
  }, 60_000);
});

describe('the event lake', () => {
  let lake: StackTemplate;

  beforeAll(() => {
    // In China: no part of it may name another partition.
    const { Lake } = templatesOf({
      ...{ stage: 'my-dev', lake: 'true', lakeZone: 'Asia/Shanghai', region: 'cn-northwest-1' },
      ...{ account: '111111111111', issuer: 'https://login.example.cn', audience: 'leadloop' },
      site: 'none',
    });
    lake = Lake as StackTemplate;
  }, 60_000);

  const one = (type: string) => {
    const found = ofType(lake, type);
    expect(found).toHaveLength(1);
    return Object(found[0]?.[1].Properties);
  };

  it('is a stack of its own with a bucket, a stream, a table, its views, and a place to ask', () => {
    const count = Map.groupBy(Object.values(lake.Resources), ({ Type }) => Type);

    expect(Object.fromEntries([...count].map(([type, some]) => [type, some.length]))).toEqual({
      'AWS::Athena::WorkGroup': 1,
      'AWS::CloudWatch::Alarm': LAKE_HAS.alarms,
      'AWS::Events::Rule': 1,
      'AWS::Glue::Database': 1,
      'AWS::Glue::Table': 1 + lakeViews('UTC').length,
      'AWS::IAM::Policy': 3,
      'AWS::IAM::Role': 3,
      'AWS::KinesisFirehose::DeliveryStream': 1,
      'AWS::Lambda::Function': 1,
      'AWS::Logs::LogGroup': 2,
      'AWS::Logs::LogStream': 1,
      'AWS::S3::Bucket': 2,
      'AWS::S3::BucketPolicy': 2,
      'AWS::SQS::Queue': 1,
      'AWS::SQS::QueuePolicy': 1,
    });
    expect(JSON.stringify(lake)).not.toContain('arn:aws:');
  });

  it('hears every fact of the bus, and keeps what the stream does not take within a day', () => {
    const { EventPattern, Targets } = one('AWS::Events::Rule');

    expect(EventPattern).toEqual(EVERY_EVENT);
    expect(Targets).toHaveLength(1);
    expect(named(Targets[0].Arn)).toBe('StreamEvents');
    expect(named(Targets[0].DeadLetterConfig.Arn)).toBe('StreamLakeDeadLetters');
    expect(Targets[0].RetryPolicy).toMatchObject({ MaximumEventAgeInSeconds: 86_400 });
  });

  it('writes rows as Parquet under the day on which they came, apart from what could not be shaped, all with the stage’s key', () => {
    const { ExtendedS3DestinationConfiguration: to, ...stream } = one(
      'AWS::KinesisFirehose::DeliveryStream',
    );

    expect(stream.DeliveryStreamEncryptionConfigurationInput.KeyType).toBe('CUSTOMER_MANAGED_CMK');
    expect(named(to.EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN)).toBe('DataKey');
    expect(to).toMatchObject({
      Prefix: 'events/day=!{timestamp:yyyy-MM-dd}/',
      ErrorOutputPrefix: 'errors/!{firehose:error-output-type}/day=!{timestamp:yyyy-MM-dd}/',
      CloudWatchLoggingOptions: { Enabled: true },
      DataFormatConversionConfiguration: {
        Enabled: true,
        OutputFormatConfiguration: { Serializer: { ParquetSerDe: { Compression: 'SNAPPY' } } },
        SchemaConfiguration: { DatabaseName: 'leadloop_my_dev', TableName: { Ref: 'Arrived' } },
      },
    });
    expect(named(to.ProcessingConfiguration.Processors[0].Parameters[0].ParameterValue)).toBe(
      'ShapeEventsFunction',
    );
  });

  it('lets Firehose write there, read the columns and call its function, EventBridge put, and the function write its log', () => {
    const glue = 'arn:<AWS::Partition>:glue:cn-northwest-1:111111111111';

    expect(linesOfRole(lake, /^StreamRole/)).toEqual(
      [
        ...['events/*', 'errors/*'].flatMap((keys) =>
          ['AbortMultipartUpload', 'GetObject', 'PutObject'].map((act) => `s3:${act} Rows/${keys}`),
        ),
        ...['GetBucketLocation', 'ListBucket', 'ListBucketMultipartUploads'].map(
          (act) => `s3:${act} Rows`,
        ),
        ...['kms:Decrypt DataKey', 'kms:GenerateDataKey DataKey', 'logs:PutLogEvents StreamLogs'],
        ...['GetFunctionConfiguration', 'InvokeFunction'].flatMap((act) => [
          `lambda:${act} ShapeEventsFunction`,
          `lambda:${act} ShapeEventsFunction:$LATEST`,
        ]),
        ...['GetTable', 'GetTableVersion', 'GetTableVersions'].flatMap((act) =>
          ['catalog', 'database/leadloop_my_dev', 'table/leadloop_my_dev/<Arrived>'].map(
            (what) => `glue:${act} ${glue}:${what}`,
          ),
        ),
      ].toSorted(),
    );
    expect(linesOfRole(lake, /^StreamPutRole/)).toEqual([
      'firehose:PutRecord StreamEvents',
      'firehose:PutRecordBatch StreamEvents',
    ]);
    expect(linesOfRole(lake, /^ShapeEventsRole/)).toEqual([
      'logs:CreateLogStream ShapeEventsLogs',
      'logs:PutLogEvents ShapeEventsLogs',
      'xray:PutTelemetryRecords *',
      'xray:PutTraceSegments *',
    ]);
  });

  it('keeps its rows, and throws away answers and errors after a month', () => {
    const [, rows] = ofType(lake, 'AWS::S3::Bucket').find(([id]) => id.startsWith('Rows')) ?? [];

    expect(rows).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(Object(rows?.Properties.LifecycleConfiguration).Rules).toEqual(
      expect.arrayContaining([
        { Prefix: 'errors/', ExpirationInDays: 30, Status: 'Enabled' },
        { Prefix: 'results/', ExpirationInDays: 30, Status: 'Enabled' },
      ]),
    );
    expect(JSON.stringify(rows?.Properties.LifecycleConfiguration)).not.toMatch(
      /"ExpirationInDays":\d+,"Prefix":"events/,
    );
  });

  it('has views as Athena stores them: their SQL with the zone, and their columns', () => {
    const tables = ofType(lake, 'AWS::Glue::Table').map(([, { Properties }]) =>
      Object(Properties.TableInput),
    );

    for (const { name, sql, columns } of lakeViews('Asia/Shanghai')) {
      const { ViewOriginalText = '' } = tables.find(({ Name }) => Name === name) ?? {};
      const [, text = ''] = /^\/\* Presto View: (\S+) \*\/$/.exec(ViewOriginalText) ?? [];
      expect(JSON.parse(Buffer.from(text, 'base64').toString())).toEqual({
        ...{ originalSql: sql, catalog: 'awsdatacatalog', schema: 'leadloop_my_dev', columns },
      });
      expect(sql).not.toContain('{zone}');
    }
  });

  it('answers by encrypted results only, and by none that read more than ten gigabytes', () => {
    expect(one('AWS::Athena::WorkGroup').WorkGroupConfiguration).toMatchObject({
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 10_000_000_000,
      ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_KMS' } },
    });
  });

  it('rings where the stage’s other alarms ring', () => {
    const alarms = ofType(lake, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);

    const names = alarms.map(({ AlarmDescription: said }) => String(said).split(':')[0]);
    const [...headings] = runbook.matchAll(/^\| `(Lake\w+)` \|/gm);
    expect(headings.filter(([, heading]) => !names.includes(heading))).toEqual([]);
    for (const { AlarmActions, AlarmDescription } of alarms) {
      expect(JSON.stringify(AlarmActions)).toContain('AlarmTopic');
      expect(AlarmDescription).toMatch(/^(Lake|ShapeEvents)\w+: .* See docs\/runbook.md/);
      const [name = ''] = String(AlarmDescription).split(':');
      expect(runbook, name).toMatch(new RegExp(`\`(${name}|\\*Errors|\\*DeadLetters)\``));
    }
  });
});
