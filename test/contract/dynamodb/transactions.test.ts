import { randomUUID } from 'node:crypto';
import {
  IdempotentParameterMismatchException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  GetCommand,
  PutCommand,
  TransactGetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from './endpoint.ts';

type Members = NonNullable<TransactWriteCommandInput['TransactItems']>;

describe('a transaction', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openDesk();
  });

  afterAll(() => desk.close());

  function transact(members: Members, ClientRequestToken?: string) {
    return desk.document.send(
      new TransactWriteCommand({ TransactItems: members, ClientRequestToken }),
    );
  }

  async function item(pk: string): Promise<unknown> {
    const get = new GetCommand({ TableName: desk.table, Key: keyOf(pk), ConsistentRead: true });
    return (await desk.document.send(get)).Item;
  }

  function keyOf(pk: string) {
    return { pk, sk: 'row' };
  }

  async function given(pk: string, attributes: object = {}): Promise<void> {
    await desk.document.send(
      new PutCommand({ TableName: desk.table, Item: { ...keyOf(pk), ...attributes } }),
    );
  }

  function put(pk: string, attributes: object = {}, more: object = {}): Members[number] {
    return { Put: { TableName: desk.table, Item: { ...keyOf(pk), ...attributes }, ...more } };
  }

  function count(pk: string, more: object = {}): Members[number] {
    return {
      Update: {
        TableName: desk.table,
        Key: keyOf(pk),
        UpdateExpression: 'ADD n :one',
        ExpressionAttributeValues: { ':one': 1 },
        ...more,
      },
    };
  }

  function check(pk: string, more: object = {}): Members[number] {
    return {
      ConditionCheck: {
        TableName: desk.table,
        Key: keyOf(pk),
        ConditionExpression: 'attribute_exists(pk)',
        ...more,
      },
    };
  }

  it('writes all members', async () => {
    await given('gone');
    await given('checked', { kept: true });

    await transact([
      put('written', { a: 1 }),
      count('counted'),
      { Delete: { TableName: desk.table, Key: keyOf('gone') } },
      check('checked'),
    ]);

    expect(await item('written')).toEqual({ ...keyOf('written'), a: 1 });
    expect(await item('counted')).toEqual({ ...keyOf('counted'), n: 1 });
    expect(await item('gone')).toBeUndefined();
    expect(await item('checked')).toEqual({ ...keyOf('checked'), kept: true });
  });

  it('writes nothing when one member refuses, and says which one', async () => {
    await given('taken', { owner: 'anna' });

    const refusal = transact([
      count('never'),
      put('taken', {}, { ConditionExpression: 'attribute_not_exists(pk)' }),
      check('missing'),
    ]);

    await expect(refusal).rejects.toThrow(TransactionCanceledException);
    await expect(refusal).rejects.toMatchObject({
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ConditionalCheckFailed]',
      CancellationReasons: [
        { Code: 'None' },
        {
          Code: 'ConditionalCheckFailed',
          Message: expect.stringContaining('The conditional request failed'),
        },
        { Code: 'ConditionalCheckFailed' },
      ],
    });
    expect(await item('never')).toBeUndefined();
  });

  it('shows the item that refused when the member asks for it', async () => {
    await given('seen', { owner: 'anna' });

    const refusal = transact([
      put(
        'seen',
        {},
        {
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      ),
      check('unseen', { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    ]);

    await expect(refusal).rejects.toMatchObject({
      CancellationReasons: [
        { Item: { owner: { S: 'anna' } } },
        expect.not.objectContaining({ Item: expect.anything() }),
      ],
    });
  });

  it('happens once for one token', async () => {
    const token = randomUUID();

    await transact([count('once')], token);
    await transact([count('once')], token);

    expect(await item('once')).toMatchObject({ n: 1 });
  });

  it('refuses a token that came with other parameters', async () => {
    const token = randomUUID();
    await transact([count('mismatch')], token);

    await expect(transact([count('other')], token)).rejects.toThrow(
      IdempotentParameterMismatchException,
    );
  });

  it('tries again under the token of a refused one', async () => {
    const token = randomUUID();
    const members = [count('again', { ConditionExpression: 'attribute_exists(pk)' })];
    await expect(transact(members, token)).rejects.toThrow(TransactionCanceledException);
    await given('again', { n: 1 });

    await transact(members, token);

    expect(await item('again')).toMatchObject({ n: 2 });
  });

  it.each([
    ['no members', () => [], /failed to satisfy constraint/],
    [
      '101 members',
      (d: Desk) =>
        Array.from({ length: 101 }, (_, i) => ({
          Put: { TableName: d.table, Item: { pk: `${i}`, sk: 'x' } },
        })),
      /Member must have length less than or equal to 100/,
    ],
    [
      'two members on one item',
      (d: Desk) => [
        { Put: { TableName: d.table, Item: { pk: 'twice', sk: 'x' } } },
        { Delete: { TableName: d.table, Key: { pk: 'twice', sk: 'x' } } },
      ],
      /Transaction request cannot include multiple operations on one item/,
    ],
    [
      'a member that is two',
      (d: Desk) => [
        {
          Put: { TableName: d.table, Item: { pk: 'a', sk: 'x' } },
          Delete: { TableName: d.table, Key: { pk: 'b', sk: 'x' } },
        },
      ],
      /TransactItems can only contain one of Check, Put, Update or Delete/,
    ],
    [
      'a mistaken expression',
      (d: Desk) => [
        {
          Update: { TableName: d.table, Key: { pk: 'a', sk: 'x' }, UpdateExpression: 'SET n = :v' },
        },
      ],
      /Invalid UpdateExpression/,
    ],
    [
      'more than 4 MB',
      (d: Desk) =>
        Array.from({ length: 12 }, (_, i) => ({
          Put: { TableName: d.table, Item: { pk: `${i}`, sk: 'x', text: 'x'.repeat(380_000) } },
        })),
      /cannot exceed 4MB/,
    ],
  ] as const)('with %s is refused whole', async (_name, members, message) => {
    await expect(transact([...members(desk)])).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    });
  });

  it('may have 100 members', async () => {
    await transact(Array.from({ length: 100 }, (_, index) => put(`hundred-${index}`)));

    expect(await item('hundred-99')).toEqual(keyOf('hundred-99'));
  });

  it('on a table that is not there is refused', async () => {
    const members = [{ Put: { TableName: 'no-such-table', Item: keyOf('x') } }];

    await expect(transact(members)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('reads several items in the order asked', async () => {
    await given('first', { a: 1, b: 2 });
    await given('second', { a: 3 });

    const { Responses } = await desk.document.send(
      new TransactGetCommand({
        TransactItems: [
          { Get: { TableName: desk.table, Key: keyOf('second') } },
          { Get: { TableName: desk.table, Key: keyOf('first'), ProjectionExpression: 'b' } },
        ],
      }),
    );

    expect(Responses).toEqual([{ Item: { ...keyOf('second'), a: 3 } }, { Item: { b: 2 } }]);
  });
});
