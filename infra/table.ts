// LeadTable as plain data: the construct, the offline target and the tests make the same table of it.

/** Keys and indexes are text. An index holds whole items, from which a list is read, unless it says what it `holds` besides keys. */
export const leadTable = {
  keys: { partition: 'pk', sort: 'sk' },
  indexes: [
    // The sweep asks which rows wait and until when, and reads each by itself: every write would pay for more.
    {
      name: 'due',
      partition: 'duePk',
      sort: 'dueSk',
      holds: ['leadId', 'cycle', 'seq', 'nextInstant'],
    },
    { name: 'unrelayed', partition: 'unrelayedPk', sort: 'unrelayedSk' },
    { name: 'listed', partition: 'listPk', sort: 'listSk' },
    { name: 'account', partition: 'accountPk', sort: 'accountSk' },
  ],
  /** Epoch seconds; receipts have it. */
  timeToLive: 'expiresAt',
  stream: 'NEW_IMAGE',
} as const;

/** MetricTable: facts and figures, which are made again of the events when they are lost. */
export const metricTable = { keys: { partition: 'pk', sort: 'sk' } } as const;

interface Keys {
  readonly partition: string;
  readonly sort: string;
}

function keySchema({ partition, sort }: Keys) {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ];
}

/** The body of DynamoDB's CreateTable; the time to live is set apart, by UpdateTimeToLive. */
export function createLeadTable(TableName: string) {
  const { keys, indexes, stream } = leadTable;
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(keys),
    AttributeDefinitions: [keys, ...indexes]
      .flatMap(({ partition, sort }) => [partition, sort])
      .map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index),
      Projection:
        'holds' in index
          ? { ProjectionType: 'INCLUDE', NonKeyAttributes: [...index.holds] }
          : { ProjectionType: 'ALL' },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: stream },
  };
}

/** The body of DynamoDB's CreateTable for the figures. */
export function createMetricTable(TableName: string) {
  const { keys } = metricTable;
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(keys),
    AttributeDefinitions: [keys.partition, keys.sort].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
  };
}
