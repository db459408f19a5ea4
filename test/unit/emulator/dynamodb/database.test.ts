import { describe, expect, it } from 'vitest';
import { answerWire } from '../../../../infra/emulator/dynamodb/dynamodb-wire.ts';
import { counting, item, LEADS, opened, put, row, temporaryFolder, withLeads } from './opened.ts';

const TEN_MINUTES = 10 * 60_000;

describe('the offline database', () => {
  it('has a table as soon as it is created, and nothing of it once it is deleted', async () => {
    const { database } = await withLeads();
    await put(database, 'a', { status: { S: 'open' } });

    const described = await database.call('DescribeTable', { TableName: 'leads' });
    await database.call('DeleteTable', { TableName: 'leads' });
    const gone = database.call('DescribeTable', { TableName: 'leads' });

    expect(described).toMatchObject({ Table: { TableStatus: 'ACTIVE' } });
    await expect(gone).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await database.call('CreateTable', structuredClone(LEADS));
    expect(await item(database, 'a')).toBeUndefined();
  });

  it('refuses a second table of the same name, and lists tables by page', async () => {
    const { database } = await withLeads();
    await database.call('CreateTable', { ...structuredClone(LEADS), TableName: 'metrics' });

    const again = database.call('CreateTable', structuredClone(LEADS));

    await expect(again).rejects.toMatchObject({ name: 'ResourceInUseException' });
    expect(await database.call('ListTables', { Limit: 1 })).toEqual({
      TableNames: ['leads'],
      LastEvaluatedTableName: 'leads',
    });
    expect(await database.call('ListTables', { ExclusiveStartTableName: 'leads' })).toEqual({
      TableNames: ['metrics'],
    });
  });

  it('remembers a request token for ten minutes, also across a restart', async () => {
    const path = await temporaryFolder();
    const { database } = await withLeads(path);
    await database.call('TransactWriteItems', counting('token'));
    await database.close();

    const { database: again, clock } = await opened(path);
    clock.now += TEN_MINUTES - 1;
    await again.call('TransactWriteItems', counting('token'));
    const within = await item(again, 'counter');
    clock.now += 1;
    await again.call('TransactWriteItems', counting('token'));

    expect(within).toEqual(row('counter', { n: { N: '1' } }));
    expect(await item(again, 'counter')).toEqual(row('counter', { n: { N: '2' } }));
  });

  it('names the member of a transaction whose item is at fault', async () => {
    const { database } = await withLeads();
    const TransactItems = [
      { Put: { TableName: 'leads', Item: row('good') } },
      { Put: { TableName: 'leads', Item: { pk: { S: 'bad' } } } },
    ];

    const refusal = database.call('TransactWriteItems', { TransactItems });

    await expect(refusal).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ValidationError', Message: expect.stringContaining('Missing the key sk') },
      ],
    });
  });

  it('keeps areas of others apart, in order, and writes a batch of them whole', async () => {
    const { values } = (await withLeads()).database;
    await values.write([
      { area: 'executions', type: 'put', key: 'b', value: { state: 'Wait' } },
      { area: 'executions', type: 'put', key: 'a~1', value: [1] },
      { area: 'executions', type: 'put', key: 'ä', value: null },
      { area: 'executions-old', type: 'put', key: 'c', value: 1 },
    ]);

    await values.write([
      { area: 'executions', type: 'del', key: 'b' },
      { area: 'executions', type: 'put', key: 'c', value: 'last' },
    ]);

    const range = { gte: 'b', lt: 'd', reverse: true, limit: 1 };
    expect((await values.list('executions')).map(({ key }) => key)).toEqual(['a~1', 'c', 'ä']);
    expect(await values.list('executions', range)).toEqual([{ key: 'c', value: 'last' }]);
    expect(values.get('executions', 'b')).toBeUndefined();
    expect(values.get('executions', 'ä')).toBeNull();
    expect(values.get('executions-old', 'c')).toBe(1);
  });

  it('speaks the wire protocol, with checksums', async () => {
    const { database } = await withLeads();
    const body = JSON.stringify({ TableName: 'leads', Key: row('nobody') });

    const read = await answerWire(database, 'DynamoDB_20120810.GetItem', body);
    const broken = await answerWire(database, 'DynamoDB_20120810.GetItem', '{');
    const unknown = await answerWire(database, 'DynamoDB_20120810.ExecuteStatement', '{}');
    const invalid = await answerWire(database, 'DynamoDB_20120810.GetItem', '{}');

    expect(read).toMatchObject({
      statusCode: 200,
      body: '{}',
      headers: { 'x-amz-crc32': '2745614147' },
    });
    expect(
      [broken, unknown, invalid].map(({ statusCode, body }) => [
        statusCode,
        JSON.parse(body).__type,
      ]),
    ).toEqual([
      [400, 'com.amazon.coral.service#SerializationException'],
      [400, 'com.amazon.coral.service#UnknownOperationException'],
      [400, 'com.amazon.coral.validate#ValidationException'],
    ]);
  });
});
