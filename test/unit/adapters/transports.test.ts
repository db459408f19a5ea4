import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { transports } from '../../../functions/adapters/notify/transports.ts';

function transportsOverMock() {
  const client = new SESv2Client({ region: 'eu-central-1' });
  return { aws: mockClient(client), ...transports(client) };
}

describe('mail', () => {
  const letter = { from: 'sales@acme.example', to: 'li@b.example', subject: 'Demo', text: 'Hello' };

  it('goes to SES, with the way to say goodbye where there is one', async () => {
    const { aws, mail } = transportsOverMock();
    aws.on(SendEmailCommand).resolves({});

    await mail(letter);
    await mail({ ...letter, unsubscribe: 'https://acme.example/goodbye' });

    const simple = aws
      .commandCalls(SendEmailCommand)
      .map(({ args }) => args[0].input.Content?.Simple);
    expect(simple[0]).not.toHaveProperty('Headers');
    expect(simple[1]?.Headers).toContainEqual({
      Name: 'List-Unsubscribe',
      Value: '<https://acme.example/goodbye>',
    });
  });

  it.each(['MessageRejected', 'TooManyRequestsException'])(
    'fails as SES does: %s',
    async (name) => {
      const { aws, mail } = transportsOverMock();
      const error = Object.assign(new Error('told by SES'), { name });
      aws.on(SendEmailCommand).rejects(error);

      await expect(mail(letter)).rejects.toBe(error);
    },
  );
});

describe('a chat', () => {
  const request = { url: 'https://chat.example/hook', body: { text: 'A lead is waiting' } };

  function answering(fetch: () => Promise<Response>) {
    vi.stubGlobal('fetch', fetch);
    onTestFinished(() => {
      vi.unstubAllGlobals();
    });
    return transportsOverMock().chat(request);
  }

  it('is not followed to another address, and not written to in clear', async () => {
    const asked: unknown[] = [];
    vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
      asked.push(init.redirect);
      throw new TypeError('fetch failed: unexpected redirect');
    });
    onTestFinished(() => {
      vi.unstubAllGlobals();
    });
    const { chat } = transportsOverMock();

    await expect(chat(request)).rejects.toThrow('redirect');
    await expect(chat({ ...request, url: 'http://chat.example/hook' })).rejects.toThrow('https://');
    expect(asked).toEqual(['error']);
  });

  it('takes a message', async () => {
    const took = answering(async () => new Response('{"errcode":0}'));

    await expect(took).resolves.toBeUndefined();
  });

  it.each([
    ['says no in an answer that is fine', async () => new Response('{"errcode":93000}'), '93000'],
    ['is away', async () => new Response('away', { status: 502 }), '502'],
    [
      'does not answer in time',
      async () => Promise.reject(new DOMException('too slow', 'TimeoutError')),
      'too slow',
    ],
  ])('that %s has not taken it: the queue brings it again', async (_case, fetch, why) => {
    await expect(answering(fetch)).rejects.toThrow(why);
  });
});
