import {
  GetCommand,
  PutCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from './endpoint.ts';

describe('an update expression', () => {
  let desk: Desk;
  const key = { pk: 'lead', sk: 'row' };

  beforeAll(async () => {
    desk = await openDesk();
  });

  afterAll(() => desk.close());

  async function update(before: object | undefined, input: Partial<UpdateCommandInput>) {
    if (before) {
      await desk.document.send(
        new PutCommand({ TableName: desk.table, Item: { ...key, ...before } }),
      );
    }
    const { Attributes } = await desk.document.send(
      new UpdateCommand({ TableName: desk.table, Key: key, ReturnValues: 'ALL_NEW', ...input }),
    );
    return Attributes;
  }

  it.each([
    ['sets and counts', { n: 1 }, 'SET n = n + :v', 2, { n: 3 }],
    ['subtracts', { n: 1 }, 'SET n = n - :v', 2, { n: -1 }],
    ['starts a counter', {}, 'ADD n :v', 2, { n: 2 }],
    ['starts from a default', {}, 'SET n = if_not_exists(n, :v) + :v', 2, { n: 4 }],
    ['appends to a list', { l: [1] }, 'SET l = list_append(l, :v)', [2], { l: [1, 2] }],
    ['puts in front of a list', { l: [1] }, 'SET l = list_append(:v, l)', [2], { l: [2, 1] }],
    ['writes past the end of a list', { l: [1] }, 'SET l[9] = :v', 2, { l: [1, 2] }],
    ['writes into a map', { m: { a: 1 } }, 'SET m.b = :v', 2, { m: { a: 1, b: 2 } }],
    [
      'adds to a set',
      { s: new Set(['a']) },
      'ADD s :v',
      new Set(['a', 'b']),
      { s: new Set(['a', 'b']) },
    ],
    [
      'takes from a set',
      { s: new Set(['a', 'b']) },
      'DELETE s :v',
      new Set(['a']),
      { s: new Set(['b']) },
    ],
    ['drops an empty set', { s: new Set(['a']) }, 'DELETE s :v', new Set(['a']), {}],
    [
      'reads values from before the update',
      { a: 1, b: 2 },
      'SET a = b, b = a, c = :v',
      3,
      { a: 2, b: 1, c: 3 },
    ],
    [
      'copies a map, not a reference',
      { m: { n: 1 } },
      'SET twin = m ADD m.n :v',
      1,
      { m: { n: 2 }, twin: { n: 1 } },
    ],
  ])('%s', async (_name, before, UpdateExpression, value, after) => {
    const Attributes = await update(before, {
      UpdateExpression,
      ExpressionAttributeValues: { ':v': value },
    });

    expect(Attributes).toEqual({ ...key, ...after });
  });

  it('removes elements of a list by their places before the update', async () => {
    const Attributes = await update(
      { l: ['x', 'y', 'z'] },
      { UpdateExpression: 'REMOVE l[0], l[1]' },
    );

    expect(Attributes).toEqual({ ...key, l: ['z'] });
  });

  it('creates the item that is not there', async () => {
    const fresh = { pk: 'fresh', sk: 'row' };

    await update(undefined, {
      Key: fresh,
      UpdateExpression: 'SET n = :v',
      ExpressionAttributeValues: { ':v': 1 },
    });

    const { Item } = await desk.document.send(
      new GetCommand({ TableName: desk.table, Key: fresh }),
    );
    expect(Item).toEqual({ ...fresh, n: 1 });
  });

  it.each([
    ['NONE', undefined],
    ['ALL_OLD', { ...key, a: 1, b: 1 }],
    ['UPDATED_OLD', { a: 1 }],
    ['ALL_NEW', { ...key, a: 2, b: 1 }],
    ['UPDATED_NEW', { a: 2 }],
  ] as const)('returns %s', async (ReturnValues, expected) => {
    const Attributes = await update(
      { a: 1, b: 1 },
      { UpdateExpression: 'SET a = :v', ExpressionAttributeValues: { ':v': 2 }, ReturnValues },
    );

    expect(Attributes).toEqual(expected);
  });

  it.each([
    ['SET pk = :v', 'x', /Cannot update attribute pk. This attribute is part of the key/],
    ['SET gone.city = :v', 'x', /document path provided in the update expression is invalid/],
    ['SET n = nowhere + :v', 1, /refers to an attribute that does not exist in the item/],
    ['SET n = wording + :v', 1, /operand in the update expression has an incorrect data type/],
    ['SET n = :v, n = :v', 1, /Two document paths overlap/],
    ['SET team = :v', '', /AttributeValue for a key attribute cannot contain an empty string/],
    ['SET n :v', 1, /Invalid UpdateExpression: Syntax error/],
  ])('refuses %s', async (UpdateExpression, value, message) => {
    const refused = update(
      { wording: 'x' },
      { UpdateExpression, ExpressionAttributeValues: { ':v': value } },
    );

    await expect(refused).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    });
  });
});
