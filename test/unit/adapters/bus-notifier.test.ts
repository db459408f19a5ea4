import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { busNotifier } from '../../../functions/adapters/bus-notifier.ts';
import { Instant } from '../../../functions/leads/instant.ts';

const message = {
  id: 'lead_1-nudge',
  to: 'group:sdr',
  subject: 'A lead is waiting for you',
  text: 'Lead lead_1 (HOT) is MQL.',
  at: Instant.parse('2026-09-14T02:00:00.000Z'),
};

function notifierOverMock() {
  const client = new EventBridgeClient({ region: 'eu-central-1' });
  return { aws: mockClient(client), notifier: busNotifier(client, 'sales') };
}

describe('a message by the bus', () => {
  it('is delivered when the bus took it, whole and under its id', async () => {
    const { aws, notifier } = notifierOverMock();
    aws.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });

    expect(await notifier.send(message)).toEqual({ delivered: true });
    const [entry] = aws.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries ?? [];
    expect(entry).toMatchObject({ EventBusName: 'sales', DetailType: 'MessageRequested' });
    expect(JSON.parse(entry?.Detail ?? '')).toEqual(message);
  });

  it('is not delivered when the bus refused it, which excuses a silence (4.7)', async () => {
    const { aws, notifier } = notifierOverMock();
    aws
      .on(PutEventsCommand)
      .resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] });

    expect(await notifier.send(message)).toEqual({ delivered: false });
  });

  it('fails when AWS does: whoever sends it tries again', async () => {
    const { aws, notifier } = notifierOverMock();
    const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    aws.on(PutEventsCommand).rejects(throttled);

    await expect(notifier.send(message)).rejects.toBe(throttled);
  });
});
