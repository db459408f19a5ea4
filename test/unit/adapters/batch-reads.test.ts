import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { dynamoTable } from '../../../functions/adapters/table/dynamo-table.ts';
import { tableStore } from '../../../functions/adapters/table/store.ts';
import { inTurn } from '../../../infra/local/in-turn.ts';

interface Key {
  readonly pk: string;
}

const ids = Array.from({ length: 120 }, (_, n) => `lock-${n}`);

/** DynamoDB that gives of each batch what `taken` says, and leaves the rest. */
function storeThatTakes(taken: (keys: readonly Key[]) => readonly Key[], pauses = inTurn()) {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' }));
  const aws = mockClient(client);
  aws.on(BatchGetCommand).callsFake(({ RequestItems }) => {
    const keys: readonly Key[] = RequestItems.Leads.Keys;
    const given = taken(keys);
    const left = keys.filter((key) => !given.includes(key));
    const Leads = given.map(({ pk }) => {
      const id = pk.slice(pk.indexOf('#id_') + '#id_'.length);
      return { id, row: JSON.stringify({ id, version: 1, leadId: 'lead' }) };
    });
    return {
      Responses: { Leads },
      UnprocessedKeys: left.length > 0 ? { Leads: { Keys: left } } : {},
    };
  });
  return { aws, store: tableStore(dynamoTable({ client, table: 'Leads', pauses })) };
}

describe('many rows by their ids', () => {
  it('are asked for a hundred at a time, each once', async () => {
    const { aws, store } = storeThatTakes((keys) => keys);

    const found = await store.locks([...ids, ...ids]);

    expect([...found.keys()]).toEqual(ids);
    const sizes = aws.commandCalls(BatchGetCommand).map(({ args: [{ input }] }) => {
      return input.RequestItems?.Leads?.Keys?.length;
    });
    expect(sizes).toEqual([100, 20]);
  });

  it('are asked for again as long as DynamoDB leaves some', async () => {
    const { store } = storeThatTakes((keys) => keys.slice(0, 40));

    expect((await store.locks(ids)).size).toBe(120);
  });

  it('are asked for a little later each time, by chance', async () => {
    const waited: number[] = [];
    const wait = async (millis: number) => void waited.push(millis);
    const { store } = storeThatTakes((keys) => keys.slice(0, 40), { chance: () => 0.5, wait });

    await store.locks(ids);

    expect(waited).toEqual([25, 50]);
  });

  it('fail when it leaves some five times: half an answer is none', async () => {
    const { store } = storeThatTakes((keys) => keys.slice(0, 1));

    await expect(store.locks(ids)).rejects.toThrow('were not read in 5 tries');
  });
});
