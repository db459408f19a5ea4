// What becomes of an AWS failure: a race that was lost is told from everything else, and nothing else is swallowed.

import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { dynamoTable } from '../../../functions/adapters/table/dynamo-table.ts';
import { tableStore } from '../../../functions/adapters/table/store.ts';
import { LostRace } from '../../../functions/leads/errors.ts';
import { LeadId } from '../../../functions/leads/ids.ts';
import { inTurn } from '../../../infra/local/in-turn.ts';

const leadId = LeadId.parse('lead_01K4ZX5G7T0000000000000000');

function storeOverMock() {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' }));
  return {
    aws: mockClient(client),
    store: tableStore(dynamoTable({ client, table: 'Leads', pauses: inTurn() })),
  };
}

function failure(name: string): Error {
  return Object.assign(new Error('told by DynamoDB'), { name });
}

function cancelled(...codes: readonly string[]): Error {
  const CancellationReasons = codes.map((Code) => ({ Code }));
  return new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons,
  });
}

const throttled = failure('ThrottlingException');
const outages = [
  throttled,
  failure('ProvisionedThroughputExceededException'),
  failure('TimeoutError'),
  failure('InternalServerError'),
];

describe('a commit', () => {
  const change = { kind: 'lock', after: { id: 'per_1|crm', version: 0, leadId } } as const;

  it.each([
    ['a row is no longer what was read', cancelled('None', 'ConditionalCheckFailed')],
    ['a row is being written', cancelled('TransactionConflict', 'None')],
    ['a row is being written, as single writes are told', failure('TransactionConflictException')],
  ])('has lost the race when %s', async (_case, error) => {
    const { aws, store } = storeOverMock();
    aws.on(TransactWriteCommand).rejects(error);

    const committed = store.commit({ changes: [change] });

    await expect(committed).rejects.toBeInstanceOf(LostRace);
    await expect(committed).rejects.toMatchObject({ cause: error });
  });

  it.each<[string, Error]>([
    ['throttled within', cancelled('None', 'ThrottlingError')],
    ['over the capacity of a key', cancelled('ProvisionedThroughputExceeded')],
    ['not valid', cancelled('ValidationError')],
    ['cancelled for no reason that is told', cancelled()],
    ...outages.map((error): [string, Error] => [`answered by ${error.name}`, error]),
  ])('fails as it failed, and is not decided again, when %s', async (_case, error) => {
    const { aws, store } = storeOverMock();
    aws.on(TransactWriteCommand).rejects(error);

    await expect(store.commit({ changes: [change] })).rejects.toBe(error);
  });
});

describe('reading', () => {
  it.each(outages)(
    'fails when DynamoDB does ($name), and never says that nothing is there',
    async (error) => {
      const { aws, store } = storeOverMock();
      aws.on(GetCommand).rejects(error);

      await expect(store.lead(leadId)).rejects.toBe(error);
      await expect(store.policy()).rejects.toBe(error);
    },
  );

  it('reads a list to its end, from where each page ended', async () => {
    const { aws, store } = storeOverMock();
    const next = { pk: 'p', sk: 's' };
    aws
      .on(QueryCommand)
      .resolvesOnce({ Items: [{ row: '{"id":"q1"}' }], LastEvaluatedKey: next })
      .resolvesOnce({ Items: [{ row: '{"id":"q2"}' }] });

    const found = await store.qualificationsOf(leadId);

    expect(found.map(({ id }) => id)).toEqual(['q1', 'q2']);
    const starts = aws
      .commandCalls(QueryCommand)
      .map(({ args }) => args[0].input.ExclusiveStartKey);
    expect(starts).toEqual([undefined, next]);
  });

  it('never takes a part of a list for the whole', async () => {
    const { aws, store } = storeOverMock();
    aws
      .on(QueryCommand)
      .resolvesOnce({ Items: [{ row: '{"id":"q1"}' }], LastEvaluatedKey: { pk: 'p', sk: 's' } })
      .rejectsOnce(throttled);

    await expect(store.qualificationsOf(leadId)).rejects.toBe(throttled);
  });

  it('answers 422 on the cursor when the place it stands for is in no list any more', async () => {
    const { aws, store } = storeOverMock();
    const outside = failure('ValidationException');
    aws.on(QueryCommand).rejects(outside);

    const later = store.leadsIn('MQL', { limit: 1, cursor: '{"pk":"p","sk":"s"}' });

    await expect(later).rejects.toMatchObject({
      name: 'Invalid',
      cause: outside,
      problem: { code: 'INVALID', errors: [{ path: 'cursor' }] },
    });
    await expect(store.leadsIn('MQL', { limit: 1 })).rejects.toBe(outside);
  });
});

describe('the token of a wait', () => {
  it('is not kept when DynamoDB fails, and the task that brings it is tried again', async () => {
    const { aws, store } = storeOverMock();
    aws.on(PutCommand).rejects(throttled);
    const token = { id: 't', leadId, version: 1, taskToken: 'secret', seen: 4 };

    await expect(store.saveToken(token)).rejects.toBe(throttled);
  });
});

describe('an erasure', () => {
  const rows = ['a', 'b'].map((sk) => ({
    pk: 'p',
    sk,
    version: 4,
    row: '{"version":4,"note":"x"}',
  }));
  const redact = () => ({ version: 4 });

  function erasing(error: Error) {
    const { aws, store } = storeOverMock();
    aws.on(QueryCommand).resolvesOnce({ Items: rows }).resolves({});
    aws.on(UpdateCommand).resolvesOnce({}).rejectsOnce(error);
    return { aws, erased: store.redactLead(leadId, redact) };
  }

  it.each([failure('ConditionalCheckFailedException'), failure('TransactionConflictException')])(
    'has lost the race when a row is written meanwhile ($name), and begins again',
    async (error) => {
      const { aws, erased } = erasing(error);

      await expect(erased).rejects.toBeInstanceOf(LostRace);
      expect(aws.commandCalls(UpdateCommand)).toHaveLength(2);
    },
  );

  it.each(outages)('fails when DynamoDB does ($name)', async (error) => {
    await expect(erasing(error).erased).rejects.toBe(error);
  });
});
