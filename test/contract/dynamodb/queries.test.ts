import {
  BatchWriteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from './endpoint.ts';

interface Row {
  readonly pk: string;
  readonly sk: string;
  readonly [name: string]: unknown;
}

describe('a query', () => {
  let desk: Desk;
  const rows: readonly Row[] = Array.from({ length: 12 }, (_, index) => ({
    pk: 'lead',
    sk: `event#${String(index).padStart(2, '0')}`,
    name: `n${index}`,
    extra: index,
    // Only even ones are in the indexes; ranks go from -20 to 80 and some are the same.
    ...(index % 2 === 0 && { team: 'north', rank: index < 4 ? -20 : index * 8 }),
  }));

  beforeAll(async () => {
    desk = await openDesk();
    const puts = rows.map((Item) => ({ PutRequest: { Item } }));
    await desk.document.send(new BatchWriteCommand({ RequestItems: { [desk.table]: puts } }));
  });

  afterAll(() => desk.close());

  async function page(input: Partial<QueryCommandInput>) {
    return desk.document.send(new QueryCommand({ TableName: desk.table, ...input }));
  }

  function partition(
    more: Partial<QueryCommandInput> = {},
    values: object = {},
  ): Partial<QueryCommandInput> {
    return {
      KeyConditionExpression: 'pk = :pk',
      ...more,
      ExpressionAttributeValues: { ':pk': 'lead', ...values },
    };
  }

  function team(more: Partial<QueryCommandInput> = {}): Partial<QueryCommandInput> {
    return {
      IndexName: 'by-team',
      KeyConditionExpression: 'team = :team',
      ExpressionAttributeValues: { ':team': 'north' },
      ...more,
    };
  }

  /** All pages of a query, as the numbers of the rows found. */
  async function walk(input: Partial<QueryCommandInput>): Promise<readonly number[]> {
    const found: number[] = [];
    let start: QueryCommandInput['ExclusiveStartKey'];
    do {
      const { Items = [], LastEvaluatedKey } = await page({ ...input, ExclusiveStartKey: start });
      found.push(...Items.map((item) => Number(String(item.sk).slice(6))));
      start = LastEvaluatedKey;
    } while (start);
    return found;
  }

  it.each([1, 2, 5, 11, 12, 100])(
    'finds every row once, in pages of %i, both ways',
    async (Limit) => {
      const forth = await walk(partition({ Limit }));
      const back = await walk(partition({ Limit, ScanIndexForward: false }));

      expect(forth).toEqual(rows.map((_, index) => index));
      expect(back).toEqual(forth.toReversed());
    },
  );

  it.each([
    ['sk = :a', { ':a': 'event#03' }, [3]],
    ['sk < :a', { ':a': 'event#02' }, [0, 1]],
    ['sk <= :a', { ':a': 'event#02' }, [0, 1, 2]],
    ['sk > :a', { ':a': 'event#10' }, [11]],
    ['sk >= :a', { ':a': 'event#10' }, [10, 11]],
    ['sk BETWEEN :a AND :b', { ':a': 'event#03', ':b': 'event#05' }, [3, 4, 5]],
    ['begins_with(sk, :a)', { ':a': 'event#1' }, [10, 11]],
  ])('picks rows with %s', async (condition, values, expected) => {
    const found = await walk(
      partition({ KeyConditionExpression: `pk = :pk AND ${condition}` }, values),
    );

    expect(found).toEqual(expected);
  });

  it('filters after the limit has counted', async () => {
    const { Items, Count, ScannedCount, LastEvaluatedKey } = await page(
      partition({ FilterExpression: 'extra > :three', Limit: 5 }, { ':three': 3 }),
    );

    expect(Items).toEqual([rows[4]]);
    expect({ Count, ScannedCount }).toEqual({ Count: 1, ScannedCount: 5 });
    expect(LastEvaluatedKey).toEqual({ pk: 'lead', sk: 'event#04' });
  });

  it('counts without items', async () => {
    const { Items, Count } = await page(partition({ Select: 'COUNT' }));

    expect({ Items, Count }).toEqual({ Items: undefined, Count: 12 });
  });

  it('shows what the projection names', async () => {
    const { Items } = await page(
      partition(
        {
          KeyConditionExpression: 'pk = :pk AND sk = :sk',
          ProjectionExpression: 'extra, #n',
          ExpressionAttributeNames: { '#n': 'name' },
        },
        { ':sk': 'event#07' },
      ),
    );

    expect(Items).toEqual([{ extra: 7, name: 'n7' }]);
  });

  it.each([1, 2, 3, 100])(
    'walks a sparse index by number, in pages of %i, both ways',
    async (Limit) => {
      const forth = await walk(team({ Limit }));
      const back = await walk(team({ Limit, ScanIndexForward: false }));

      expect(forth.toSorted((a, b) => a - b)).toEqual([0, 2, 4, 6, 8, 10]);
      expect(forth.slice(2)).toEqual([4, 6, 8, 10]);
      expect(back).toEqual(forth.toReversed());
    },
  );

  it('picks a range of an index and tells where it stopped', async () => {
    const { Items, LastEvaluatedKey } = await page(
      team({
        KeyConditionExpression: 'team = :team AND #rank > :rank',
        ExpressionAttributeNames: { '#rank': 'rank' },
        ExpressionAttributeValues: { ':team': 'north', ':rank': -20 },
        Limit: 1,
      }),
    );

    expect(Items).toEqual([rows[4]]);
    expect(LastEvaluatedKey).toEqual({ pk: 'lead', sk: 'event#04', team: 'north', rank: 32 });
  });

  it('shows of an index what it projects', async () => {
    const keys = await page(team({ IndexName: 'keys-by-team' }));
    const names = await page(team({ IndexName: 'names-by-team' }));

    const whole = rows.filter(({ team: some }) => some);
    const byKey = (a: object, b: object) => JSON.stringify(a).localeCompare(JSON.stringify(b));
    expect(
      keys.Items?.map(({ pk, sk, team: some, ...rest }) => ({ pk, sk, some, rest })).toSorted(
        byKey,
      ),
    ).toEqual(whole.map(({ pk, sk, team: some }) => ({ pk, sk, some, rest: {} })));
    expect(new Set(names.Items?.map(({ name }) => name))).toEqual(
      new Set(whole.map(({ name }) => name)),
    );
    expect(names.Items?.every((item) => !('extra' in item))).toBe(true);
  });

  it('follows an item from one place of an index to another, and out of it', async () => {
    const moving = { pk: 'moving', sk: 'row' };
    const teamOf = async (name: string) => {
      const { Items = [] } = await page(team({ ExpressionAttributeValues: { ':team': name } }));
      return Items.filter(({ pk }) => pk === 'moving').length;
    };
    const put = (attributes: object) =>
      desk.document.send(
        new PutCommand({ TableName: desk.table, Item: { ...moving, ...attributes } }),
      );

    await put({ team: 'east', rank: 1 });
    const first = [await teamOf('east'), await teamOf('west')];
    await put({ team: 'west', rank: 1 });
    const second = [await teamOf('east'), await teamOf('west')];
    await put({ team: 'west' });
    const third = [await teamOf('east'), await teamOf('west')];

    expect([first, second, third]).toEqual([
      [1, 0],
      [0, 1],
      [0, 0],
    ]);
  });

  it.each([
    [
      { KeyConditionExpression: 'sk = :pk', ExpressionAttributeValues: { ':pk': 'x' } },
      /Query condition missed key schema element/,
    ],
    [
      { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': 1 } },
      /Condition parameter type does not match schema type/,
    ],
    [
      {
        IndexName: 'no-such',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': 'x' },
      },
      /does not have the specified index: no-such/,
    ],
    [
      {
        KeyConditionExpression: 'pk = :pk',
        FilterExpression: 'sk = :pk',
        ExpressionAttributeValues: { ':pk': 'x' },
      },
      /Filter Expression can only contain non-primary key attributes/,
    ],
    [
      {
        IndexName: 'by-team',
        ConsistentRead: true,
        KeyConditionExpression: 'team = :pk',
        ExpressionAttributeValues: { ':pk': 'x' },
      },
      /Consistent read/,
    ],
  ])('refuses %j', async (input, message) => {
    await expect(page(input)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    });
  });

  it('is not needed to read one item, or all', async () => {
    const one = await desk.document.send(
      new GetCommand({
        TableName: desk.table,
        Key: { pk: 'lead', sk: 'event#01' },
        ProjectionExpression: 'extra',
      }),
    );
    const all = await desk.document.send(
      new ScanCommand({ TableName: desk.table, IndexName: 'by-team', Select: 'COUNT' }),
    );

    expect(one.Item).toEqual({ extra: 1 });
    expect(all.Count).toBe(6);
  });
});
