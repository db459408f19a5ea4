// LeadTable as plain data: the construct, the offline target and the tests make the same table of it.

/** Keys and indexes are text. Every index holds whole items: what a list finds is read from it. */
export const leadTable = {
  keys: { partition: 'pk', sort: 'sk' },
  indexes: [
    { name: 'due', partition: 'duePk', sort: 'dueSk' },
    { name: 'unrelayed', partition: 'unrelayedPk', sort: 'unrelayedSk' },
    { name: 'listed', partition: 'listPk', sort: 'listSk' },
    { name: 'account', partition: 'accountPk', sort: 'accountSk' },
  ],
  /** Epoch seconds; receipts have it. */
  timeToLive: 'expiresAt',
  stream: 'NEW_IMAGE',
} as const;

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
    GlobalSecondaryIndexes: indexes.map(({ name, ...index }) => ({
      IndexName: name,
      KeySchema: keySchema(index),
      Projection: { ProjectionType: 'ALL' },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: stream },
  };
}
