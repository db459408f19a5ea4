// The lake as Athena sees it: a Glue database, the table into which rows arrive, and the views. No crawler: which days there are follows from
// the date (partition projection), and what columns there are from the code.

import { Stack } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ARRIVED, arrivedColumns, type LakeColumn, type LakeView, lakeViews } from './views.ts';

const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet';

/** The same types as Hive calls them. */
const inHive: Readonly<Record<LakeColumn['type'], string>> = {
  varchar: 'string',
  bigint: 'bigint',
  boolean: 'boolean',
  'timestamp(3)': 'timestamp',
  date: 'date',
};

function hiveColumns(columns: readonly LakeColumn[]): CfnTable.ColumnProperty[] {
  return columns.map(({ name, type }) => ({ name, type: inHive[type] }));
}

export interface LakeCatalog {
  readonly database: string;
  readonly arrived: CfnTable;
}

export function lakeCatalog(
  scope: Construct,
  {
    stage,
    zone,
    bucket,
  }: { readonly stage: string; readonly zone: string; readonly bucket: IBucket },
): LakeCatalog {
  const catalogId = Stack.of(scope).account;
  // Views name it, and a name of SQL has no dashes.
  const name = `leadloop_${stage.replaceAll('-', '_')}`;
  const database = new CfnDatabase(scope, 'Database', {
    catalogId,
    databaseInput: { name, description: `Events of Leadloop ${stage}: docs/lake.md` },
  });
  const rows = `s3://${bucket.bucketName}/events/`;
  const arrived = new CfnTable(scope, 'Arrived', {
    catalogId,
    databaseName: name,
    tableInput: {
      name: ARRIVED,
      tableType: 'EXTERNAL_TABLE',
      description:
        'Events as they came, under the day (UTC) on which they did; an event may be there twice',
      parameters: {
        EXTERNAL: 'TRUE',
        classification: 'parquet',
        'projection.enabled': 'true',
        'projection.day.type': 'date',
        'projection.day.format': 'yyyy-MM-dd',
        'projection.day.range': '2026-01-01,NOW',
        'storage.location.template': `${rows}day=\${day}/`,
      },
      partitionKeys: [{ name: 'day', type: 'string' }],
      storageDescriptor: {
        columns: hiveColumns(arrivedColumns),
        location: rows,
        inputFormat: `${PARQUET}.MapredParquetInputFormat`,
        outputFormat: `${PARQUET}.MapredParquetOutputFormat`,
        serdeInfo: { serializationLibrary: `${PARQUET}.serde.ParquetHiveSerDe` },
      },
    },
  });
  arrived.node.addDependency(database);
  const views = lakeViews(zone).map((view) => glueView(scope, view, { catalogId, database: name }));
  for (const view of views) view.node.addDependency(arrived);
  return { database: name, arrived };
}

/** As Athena stores a view that somebody creates: its SQL and its columns in JSON, as a comment. */
function glueView(
  scope: Construct,
  { name, sql, columns }: LakeView,
  { catalogId, database }: { readonly catalogId: string; readonly database: string },
): CfnTable {
  const presto = { originalSql: sql, catalog: 'awsdatacatalog', schema: database, columns };
  const text = Buffer.from(JSON.stringify(presto)).toString('base64');
  return new CfnTable(scope, `View-${name}`, {
    catalogId,
    databaseName: database,
    tableInput: {
      name,
      tableType: 'VIRTUAL_VIEW',
      parameters: { presto_view: 'true', comment: 'Presto View' },
      viewOriginalText: `/* Presto View: ${text} */`,
      viewExpandedText: '/* Presto View */',
      storageDescriptor: { columns: hiveColumns(columns), serdeInfo: {} },
    },
  });
}
