import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import type { RuntimeOptions } from '../../../../infra/local/runtime.ts';
import { catalog, MONDAY, openToyCompany, type ToyCompany } from '../toy-company.ts';

let company: ToyCompany;
afterEach(async () => {
  await company.runtime.stop();
});

/** What the function was brought, by call. */
type Batches = string[][];
type Answer = (bodies: readonly string[]) => SQSBatchResponse | undefined;

function options(batches: Batches, answer: Answer = () => undefined): Partial<RuntimeOptions> {
  return {
    catalog: {
      ...catalog,
      functions: { Take: {}, Sweep: {} },
      rules: [],
      streams: [],
      workflows: {},
      routes: [],
      queues: [
        { name: 'work', visibility: 60_000, deadLetters: { queue: 'work-dead', maxReceives: 3 } },
        { name: 'work-dead', visibility: 60_000 },
      ],
      queueMappings: [{ queue: 'work', function: 'Take', batchSize: 3, window: 10_000 }],
    },
    clock: { start: MONDAY },
    createFunction: (name) => async (event) => {
      if (name !== 'Take') return { idleUntil: null };
      // Codec: the mapping under test makes this event.
      const { Records } = event as unknown as SQSEvent;
      const bodies = Records.map(({ body }) => body);
      batches.push(bodies);
      const failed = answer(bodies)?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
      return {
        batchItemFailures: Records.filter(({ body }) => failed?.includes(body)).map(
          ({ messageId }) => ({ itemIdentifier: messageId }),
        ),
      };
    },
  };
}

async function send(...bodies: string[]): Promise<void> {
  const Entries = bodies.map((MessageBody, index) => ({ Id: `${index}`, MessageBody }));
  await company.runtime.clients.call('AmazonSQS.SendMessageBatch', { QueueUrl: 'work', Entries });
  await company.runtime.settled();
}

function attributes(QueueUrl: string): Promise<unknown> {
  return company.runtime.clients.call('AmazonSQS.GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
  });
}

const counts = (waiting: number, hidden: number) => ({
  Attributes: {
    ApproximateNumberOfMessages: String(waiting),
    ApproximateNumberOfMessagesNotVisible: String(hidden),
  },
});

describe('a queue with a function behind it', () => {
  it('brings a full batch at once, and what is less when its window is over', async () => {
    const batches: Batches = [];
    company = await openToyCompany(options(batches));

    await send('a', 'b', 'c', 'd');
    const atOnce = structuredClone(batches);
    await company.runtime.advance('PT10S');

    expect(atOnce).toEqual([['a', 'b', 'c']]);
    expect(batches).toEqual([['a', 'b', 'c'], ['d']]);
    expect(await attributes('work')).toEqual(counts(0, 0));
  });

  it('brings those again that it gave back, when they are seen again, and then sets them aside', async () => {
    const batches: Batches = [];
    const answer = () => ({ batchItemFailures: [{ itemIdentifier: 'b' }] });
    company = await openToyCompany(options(batches, answer));
    await send('a', 'b', 'c');
    const first = await attributes('work');

    await company.runtime.advance('PT5M');

    expect(first).toEqual(counts(0, 1));
    expect(batches).toEqual([['a', 'b', 'c'], ['b'], ['b']]);
    expect(await attributes('work-dead')).toEqual(counts(1, 0));
  });

  it('brings all of a batch again when the function throws', async () => {
    const batches: Batches = [];
    company = await openToyCompany(
      options(batches, () => {
        if (batches.length === 1) throw new Error('away');
        return undefined;
      }),
    );
    await send('a', 'b', 'c');

    await company.runtime.advance('PT2M');

    expect(batches).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
    expect(company.runtime.failures).toMatchObject([{ job: 'queue work to Take' }]);
  });

  it('waits while SQS is off and goes on when it is back', async () => {
    const batches: Batches = [];
    company = await openToyCompany(options(batches));
    await send('a');
    company.runtime.faults.queues = 'off';
    await company.runtime.advance('PT1H');
    const off = batches.length;

    company.runtime.faults.queues = 'on';
    await company.runtime.settled();

    expect(off).toBe(0);
    expect(batches).toEqual([['a']]);
  });

  it('goes on after a restart with the folder', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'queues-'));
    const batches: Batches = [];
    company = await openToyCompany({ ...options(batches), dataDir });
    await send('a');
    await company.runtime.stop();
    company = await openToyCompany({ ...options(batches), dataDir });

    await company.runtime.advance('PT10S');

    expect(batches).toEqual([['a']]);
    await rm(dataDir, { recursive: true });
  });
});

describe('SQS on the wire', () => {
  const call = (operation: string, input: object) =>
    company.runtime.request('POST', '/_aws', {
      body: input,
      headers: { 'x-amz-target': `AmazonSQS.${operation}` },
    });

  it('sends, receives and deletes as SDKs ask for it', async () => {
    company = await openToyCompany(options([]));
    const { body: queue } = await call('GetQueueUrl', { QueueName: 'work-dead' });
    const { QueueUrl } = queue as { QueueUrl: string };

    const sent = await call('SendMessage', { QueueUrl, MessageBody: 'hello' });
    const received = await call('ReceiveMessage', { QueueUrl, AttributeNames: ['All'] });
    const { Messages } = received.body as { Messages: { ReceiptHandle: string }[] };
    await call('ChangeMessageVisibility', {
      ...{ QueueUrl, ...Messages[0] },
      VisibilityTimeout: 5,
    });
    await call('DeleteMessageBatch', { QueueUrl, Entries: [{ Id: 'x', ...Messages[0] }] });

    expect(sent.body).toMatchObject({ MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592' });
    expect(received.body).toMatchObject({
      Messages: [
        {
          Body: 'hello',
          MD5OfBody: '5d41402abc4b2a76b9719d911017c592',
          Attributes: { ApproximateReceiveCount: '1' },
        },
      ],
    });
    expect(await attributes('work-dead')).toEqual(counts(0, 0));
  });

  it('lists queues, empties one, and says which entry of a batch is wrong', async () => {
    company = await openToyCompany(options([]));
    const listed = await call('ListQueues', { QueueNamePrefix: 'work-' });
    const sent = await call('SendMessageBatch', {
      QueueUrl: 'work-dead',
      Entries: [
        { Id: 'good', MessageBody: 'a' },
        { Id: 'bad', MessageBody: '' },
      ],
    });
    await call('PurgeQueue', { QueueUrl: 'work-dead' });

    expect(listed.body).toEqual({
      QueueUrls: ['http://aws.offline/000000000000/work-dead'],
    });
    expect(sent.body).toMatchObject({
      Successful: [{ Id: 'good' }],
      Failed: [{ Id: 'bad', Code: 'MissingParameter', SenderFault: true }],
    });
    expect(await attributes('work-dead')).toEqual(counts(0, 0));
  });

  it('says what is wrong by its name', async () => {
    company = await openToyCompany(options([]));
    const unknown = await call('SendMessage', { QueueUrl: 'nowhere', MessageBody: 'a' });
    const invalid = await call('ReceiveMessage', { QueueUrl: 'work', MaxNumberOfMessages: 11 });

    expect(unknown).toMatchObject({
      status: 400,
      body: { __type: 'com.amazonaws.sqs#QueueDoesNotExist' },
    });
    expect(invalid.body).toMatchObject({ __type: 'com.amazonaws.sqs#InvalidParameterValue' });
  });
});
