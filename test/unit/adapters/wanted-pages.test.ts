import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { dynamoTable } from '../../../functions/adapters/table/dynamo-table.ts';
import { reader } from '../../../functions/adapters/table/reads.ts';
import type { Page } from '../../../functions/ports.ts';
import { inTurn } from '../../../infra/local/in-turn.ts';

/** An index of so many rows, numbered as they are sorted, that is read as DynamoDB reads one. */
function indexOf(rows: number) {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' }));
  const aws = mockClient(client);
  const keys = (n: number) => ({ pk: `p${n}`, sk: 's', listPk: 'list', listSk: `${n}` });
  aws.on(QueryCommand).callsFake(async ({ ExclusiveStartKey, Limit }) => {
    const from = ExclusiveStartKey ? Number(ExclusiveStartKey.listSk) + 1 : 0;
    const numbers = Array.from({ length: rows }, (_, n) => n).slice(from, from + Limit);
    const last = numbers.at(-1);
    return {
      Items: numbers.map((n) => ({ ...keys(n), row: JSON.stringify({ id: `${n}` }) })),
      ...(last !== undefined && from + Limit < rows ? { LastEvaluatedKey: keys(last) } : {}),
    };
  });
  const list = { index: 'listed', of: { state: 'MQL' }, by: 'queueOrder' } as const;
  const page = (limit: number, every: number, cursor?: string) =>
    reader(dynamoTable({ client, table: 'Leads', pauses: inTurn() })).pageOf(
      'lock',
      list,
      { limit, cursor },
      ({ id }) => Number(id) % every === 0,
    );
  return { aws, page };
}

async function walked(page: (cursor?: string) => Promise<Page<{ readonly id: string }>>) {
  const pages: number[][] = [];
  let cursor: string | undefined;
  do {
    const one = await page(cursor);
    pages.push(one.items.map(({ id }) => Number(id)));
    cursor = one.cursor;
  } while (cursor !== undefined);
  return pages;
}

describe('a list of those that are wanted', () => {
  it.each([
    [7, 3],
    [200, 1],
    [3, 100],
    [1, 250],
  ])(
    'has each once and in order, with full pages of %i, when every %ith is wanted',
    async (limit, every) => {
      const { page } = indexOf(950);

      const pages = await walked((cursor) => page(limit, every, cursor));

      const wanted = Array.from({ length: Math.ceil(950 / every) }, (_, n) => n * every);
      expect(pages.flat()).toEqual(wanted);
      expect(pages.slice(0, -1).filter(({ length }) => length !== limit)).toEqual([]);
    },
  );

  it('looks at a thousand for a page, and goes on behind them with the next', async () => {
    const { aws, page } = indexOf(2500);

    const first = await page(10, 1200);

    expect(first.items.map(({ id }) => id)).toEqual(['0']);
    expect(aws.commandCalls(QueryCommand)).toHaveLength(5);
    expect((await walked((cursor) => page(10, 1200, cursor))).flat()).toEqual([0, 1200, 2400]);
  });

  it('is over without a further page when the last row is the last wanted', async () => {
    const { page } = indexOf(201);

    const { items, cursor } = await page(2, 200);

    expect([items.length, cursor]).toEqual([2, undefined]);
  });
});
