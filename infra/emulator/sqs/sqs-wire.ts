// SQS on the wire (AWS JSON 1.0).

import * as z from 'zod';
import { ACCOUNT } from '../arns.ts';
import { AwsError } from '../aws-error.ts';
import type { WireService } from '../http/aws-json.ts';
import type { Message } from './message.ts';
import { md5, sequenceNumber, systemAttributes } from './queue-consumer.ts';
import { handleOf, type Queues } from './queues.ts';

const Queue = z.object({ QueueUrl: z.string() });
const Sent = z.object({
  MessageBody: z.string(),
  MessageGroupId: z.string().optional(),
  MessageDeduplicationId: z.string().optional(),
});
const Handle = z.object({ ReceiptHandle: z.string() });
const Hidden = Handle.extend({ VisibilityTimeout: z.int().min(0).max(43_200) });
const Received = Queue.extend({
  MaxNumberOfMessages: z.int().min(1).max(10).default(1),
  VisibilityTimeout: z.int().min(0).max(43_200).optional(),
  AttributeNames: z.array(z.string()).default([]),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
});
const Attributes = Queue.extend({ AttributeNames: z.array(z.string()).default([]) });
const Listed = z.object({ QueueNamePrefix: z.string().default('') });

/** Up to ten, each with an id of its own. */
function batchOf<Entry extends z.ZodRawShape>(entry: z.ZodObject<Entry>) {
  return Queue.extend({ Entries: z.array(entry.extend({ Id: z.string() })) });
}

export function sqsWire(queues: Queues): WireService {
  async function send(queue: string, sent: z.infer<typeof Sent>) {
    const { messageId, sequence } = await queues.send(queue, {
      body: sent.MessageBody,
      group: sent.MessageGroupId,
      deduplicationId: sent.MessageDeduplicationId,
    });
    const isOrdered = sent.MessageGroupId !== undefined;
    return {
      MessageId: messageId,
      MD5OfMessageBody: md5(sent.MessageBody),
      ...(isOrdered ? { SequenceNumber: sequenceNumber(sequence) } : {}),
    };
  }

  function hide(queue: string, { ReceiptHandle, VisibilityTimeout }: z.infer<typeof Hidden>) {
    return queues.hide(queue, ReceiptHandle, VisibilityTimeout * 1000);
  }

  return {
    target: 'AmazonSQS',
    namespace: 'com.amazonaws.sqs',
    contentType: 'application/x-amz-json-1.0',
    operations: {
      GetQueueUrl: async (request) => {
        const { QueueName } = parsed(z.object({ QueueName: z.string() }), request);
        return { QueueUrl: urlOf(queues.definition(QueueName).name) };
      },
      ListQueues: async (request) => {
        const { QueueNamePrefix } = parsed(Listed, request);
        const names = queues.names.filter((name) => name.startsWith(QueueNamePrefix));
        return { QueueUrls: names.map(urlOf) };
      },
      GetQueueAttributes: async (request) => {
        const { QueueUrl, AttributeNames } = parsed(Attributes, request);
        return { Attributes: named(queues.attributes(QueueUrl), AttributeNames) };
      },
      SendMessage: async (request) => {
        const { QueueUrl, ...sent } = parsed(Queue.extend(Sent.shape), request);
        return await send(QueueUrl, sent);
      },
      SendMessageBatch: async (request) => {
        const { QueueUrl, Entries } = parsed(batchOf(Sent), request);
        return await eachOf(Entries, (entry) => send(QueueUrl, entry));
      },
      ReceiveMessage: async (request) => {
        const asked = parsed(Received, request);
        const messages = await queues.receive(asked.QueueUrl, {
          most: asked.MaxNumberOfMessages,
          visibility:
            asked.VisibilityTimeout === undefined ? undefined : asked.VisibilityTimeout * 1000,
        });
        const names = [...asked.AttributeNames, ...asked.MessageSystemAttributeNames];
        return messages.length > 0 ? { Messages: messages.map((one) => shown(one, names)) } : {};
      },
      DeleteMessage: async (request) => {
        const { QueueUrl, ReceiptHandle } = parsed(Queue.extend(Handle.shape), request);
        await queues.delete(QueueUrl, ReceiptHandle);
      },
      DeleteMessageBatch: async (request) => {
        const { QueueUrl, Entries } = parsed(batchOf(Handle), request);
        return await eachOf(Entries, ({ ReceiptHandle }) => queues.delete(QueueUrl, ReceiptHandle));
      },
      ChangeMessageVisibility: async (request) => {
        const { QueueUrl, ...hidden } = parsed(Queue.extend(Hidden.shape), request);
        await hide(QueueUrl, hidden);
      },
      PurgeQueue: async (request) => {
        await queues.purge(parsed(Queue, request).QueueUrl);
      },
    },
  };
}

/** A bad entry fails alone. */
async function eachOf<Entry extends { readonly Id: string }>(
  entries: readonly Entry[],
  act: (entry: Entry) => Promise<unknown>,
) {
  if (entries.length === 0)
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > 10)
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      'Maximum number of entries per request are 10.',
    );
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length)
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more entries have the same Id.');
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    const { Id } = entry;
    try {
      Successful.push({ Id, ...Object(await act(entry)) });
    } catch (error) {
      if (!(error instanceof AwsError) || error.status >= 500) throw error;
      Failed.push({ Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
}

function shown(message: Message, names: readonly string[]): object {
  return {
    MessageId: message.messageId,
    ReceiptHandle: handleOf(message),
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(names.length > 0 ? { Attributes: named(systemAttributes(message), names) } : {}),
  };
}

function named(all: Readonly<Record<string, string>>, names: readonly string[]): object {
  if (names.includes('All')) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

/** Clients ask the door that they know; what counts is the name at the end. */
function urlOf(name: string): string {
  return `http://aws.offline/${ACCOUNT}/${name}`;
}

function parsed<Body>(schema: z.ZodType<Body>, request: unknown): Body {
  const result = schema.safeParse(request);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new AwsError('InvalidParameterValue', `${where}: ${issue?.message}`);
}
