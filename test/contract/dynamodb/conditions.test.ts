import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from './endpoint.ts';

describe('a condition', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openDesk();
  });

  afterAll(() => desk.close());

  async function givenLead(
    pk: string,
    attributes: object = {},
  ): Promise<{ pk: string; sk: string }> {
    const key = { pk, sk: 'lead' };
    await desk.document.send(
      new PutCommand({ TableName: desk.table, Item: { ...key, ...attributes } }),
    );
    return key;
  }

  function touch(Key: object, ConditionExpression: string, values: object = {}) {
    return desk.document.send(
      new UpdateCommand({
        TableName: desk.table,
        Key: { ...Key },
        UpdateExpression: 'SET touched = :yes',
        ConditionExpression,
        ExpressionAttributeValues: { ':yes': true, ...values },
      }),
    );
  }

  async function holds(key: object, condition: string, values: object = {}): Promise<boolean> {
    try {
      await touch(key, condition, values);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  it('keeps the item that is there when absence is asked for', async () => {
    const key = await givenLead('absent', { holder: 'anna' });
    const put = new PutCommand({
      TableName: desk.table,
      Item: { ...key, holder: 'bert' },
      ConditionExpression: 'attribute_not_exists(pk)',
    });

    await expect(desk.document.send(put)).rejects.toThrow(ConditionalCheckFailedException);

    const { Item } = await desk.document.send(new GetCommand({ TableName: desk.table, Key: key }));
    expect(Item).toEqual({ ...key, holder: 'anna' });
  });

  it('tells nothing about the item that was in the way unless asked', async () => {
    const key = await givenLead('silent', { holder: 'anna' });

    const refusal = touch(key, 'version = :v', { ':v': 1 });

    await expect(refusal).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      Item: undefined,
    });
  });

  it.each([
    [
      'put',
      (desk: Desk, key: object, condition: object) =>
        desk.document.send(
          new PutCommand({ TableName: desk.table, Item: { ...key }, ...condition }),
        ),
    ],
    [
      'update',
      (desk: Desk, key: object, condition: object) =>
        desk.document.send(
          new UpdateCommand({
            TableName: desk.table,
            Key: { ...key },
            UpdateExpression: 'REMOVE holder',
            ...condition,
          }),
        ),
    ],
    [
      'delete',
      (desk: Desk, key: object, condition: object) =>
        desk.document.send(
          new DeleteCommand({ TableName: desk.table, Key: { ...key }, ...condition }),
        ),
    ],
  ] as const)('returns the item that stopped a %s when asked', async (_name, write) => {
    const key = await givenLead('asked', { holder: 'anna', version: 3 });

    const refusal = write(desk, key, {
      ConditionExpression: 'version = :v',
      ExpressionAttributeValues: { ':v': 2 },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });

    await expect(refusal).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      // The SDK leaves items of errors in wire form.
      Item: { holder: { S: 'anna' }, version: { N: '3' } },
    });
  });

  it.each([
    ['n = :v', 5, true],
    ['n <> :v', 5, false],
    ['n < :v', 10, true],
    ['n >= :v', 10, false],
    ['n BETWEEN :v AND :v', 5, true],
    ['n IN (:v)', 5, true],
    ['n = :v', '5', false],
    ['nowhere < :v', 1, false],
    ['nowhere <> :v', 1, true],
    ['NOT contains(tags, :v)', 'hot', false],
    ['contains(tags, :v)', 'ho', false],
    ['contains(title, :v)', 'of', true],
    ['begins_with(title, :v)', 'Head', true],
    ['attribute_type(tags, :v)', 'L', true],
    ['size(tags) = :v', 2, true],
    ['address.city = :v', 'Bonn', true],
    ['tags[1] = :v', 'new', true],
    ['address = :v', { zip: '53111', city: 'Bonn' }, true],
    ['address <> :v', { city: 'Bonn' }, true],
    ['tags = :v', ['hot', 'new'], true],
    ['tags = :v', ['new', 'hot'], false],
    ['address IN (:v)', { city: 'Bonn', zip: '53111' }, true],
    ['contains(offers, :v)', { rep: 'anna' }, true],
    ['attribute_exists(pk) AND (n = :v OR attribute_not_exists(n))', 6, false],
  ])('%s with %j is %s', async (condition, value, expected) => {
    const key = await givenLead('operators', {
      n: 5,
      title: 'Head of Sales',
      tags: ['hot', 'new'],
      address: { city: 'Bonn', zip: '53111' },
      offers: [{ rep: 'anna' }],
    });

    expect(await holds(key, condition, { ':v': value })).toBe(expected);
  });

  it('compares numbers as numbers, not as text', async () => {
    const key = await givenLead('numbers', { n: 10 });

    expect(await holds(key, 'n > :nine AND n = :ten', { ':nine': 9, ':ten': 10.0 })).toBe(true);
  });

  it.each([
    ['version = :missing', {}, /attribute value used in expression is not defined/],
    ['name = :v', { ':v': 1 }, /reserved keyword; reserved keyword: name/],
    ['holder = :v', { ':v': 1, ':unused': 2 }, /unused in expressions: keys: {:unused}/],
    ['holder = ', {}, /Invalid ConditionExpression: Syntax error/],
  ])('is refused as a mistake: %s', async (condition, values, message) => {
    await expect(touch({ pk: 'x', sk: 'x' }, condition, values)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    });
  });
});
