import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { postToChat } from '../../functions/adapters/notify/transports.ts';
import { create } from '../../functions/handlers/notify.ts';
import { DEFAULT_CHANNEL_POLICY } from '../../functions/leads/desk/channel-policy.ts';
import type { Mail } from '../../functions/leads/desk/channels.ts';
import { depsOver } from '../../functions/platform/deps.ts';
import { environment } from '../../infra/local/project.ts';
import { type Company, openCompany } from '../support/company.ts';
import { messagesAbout, personOf } from '../support/journeys.ts';

const channels = {
  chats: { 'sales-east': { kind: 'feishu' }, desk: { kind: 'slack' } },
  ways: {
    ...DEFAULT_CHANNEL_POLICY.ways,
    ...{ rep: 'sales-east', sdr: 'mail', 'group:ops': 'desk', customers: 'mail' },
  },
  mail: { from: 'hello@leadloop.example', baseUrl: 'https://leadloop.example' },
};

let company: Company;
beforeEach(async () => {
  company = await openCompany({ policy: { channels } });
});
afterEach(() => company.close());

/** What a chat's server got; `answers` one after the other, the last one for good. */
async function chatServer(answers: readonly (readonly [number, string])[]) {
  const got: unknown[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push(JSON.parse(Buffer.concat(chunks).toString()));
      const [status, text] = answers[Math.min(got.length, answers.length) - 1] ?? [500, ''];
      response.writeHead(status).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { got, url: `http://127.0.0.1:${port}/hook`, close: () => server.close() };
}

function message(to: string) {
  return {
    detail: { id: `m-${to}`, to, subject: 'Look', text: 'Open /v1/x now', at: company.now },
  };
}

function notifier(url: string) {
  const mails: Mail[] = [];
  const deps = depsOver(company.runtime.services, environment, {
    send: async () => ({ delivered: true }),
  });
  const out = { mail: async (mail: Mail) => void mails.push(mail), chat: postToChat };
  const send = create(deps, out, { 'sales-east': { url, secret: 's' }, desk: { url } });
  return { mails, send };
}

describe('a message', () => {
  it('to a rep goes into his chat, by the chat’s own rules', async () => {
    const chat = await chatServer([[200, '{"code":0}']]);
    const { send } = notifier(chat.url);

    const sent = await send(message('rep-a'));

    expect(sent).toEqual({ channel: 'chat' });
    expect(chat.got).toEqual([
      expect.objectContaining({
        msg_type: 'text',
        sign: expect.any(String),
        content: { text: 'rep-a: Look\nOpen https://leadloop.example/v1/x now' },
      }),
    ]);
    chat.close();
  });

  it('that the chat does not take is thrown, comes again, and then goes out once', async () => {
    const chat = await chatServer([
      [503, 'down'],
      [200, '{"code":19024,"msg":"rate"}'],
      [200, '{"code":0}'],
    ]);
    const { send } = notifier(chat.url);

    await expect(send(message('rep-a'))).rejects.toThrow('503');
    await expect(send(message('rep-a'))).rejects.toThrow('19024');
    const sent = [await send(message('rep-a')), await send(message('rep-a'))];

    expect(sent).toEqual([{ channel: 'chat' }, { channel: 'repeated' }]);
    expect(chat.got).toHaveLength(3);
    chat.close();
  });

  it('that comes out of the dead letters, bare or as Lambda wrapped it, goes out as any other', async () => {
    const chat = await chatServer([
      [200, '{"code":0}'],
      [200, '{"code":0}'],
    ]);
    const { send } = notifier(chat.url);
    const letter = (body: object) => ({ Records: [{ body: JSON.stringify(body) }] });
    const bare = message('rep-a');
    const wrapped = { detail: { ...message('rep-a').detail, id: 'another' } };

    const sent = [
      await send(letter(bare)),
      await send(letter({ requestPayload: wrapped, responsePayload: { errorType: 'Error' } })),
      await send(bare),
    ];

    expect(sent).toEqual([{ channel: 'chat' }, { channel: 'chat' }, { channel: 'repeated' }]);
    chat.close();
  });

  it('that reminds of an offer makes a silence count only once it is out, and is not sent when he has answered', async () => {
    const { leadId } = await company.handOver();
    const offer = await company.offer(leadId);
    const [at = offer.acceptDueAt] = offer.reminderAt;
    await company.advanceTo(at);
    const reminder = {
      detail: {
        ...message(offer.repId).detail,
        id: `${offer.offerId}-reminder-${at}`,
        says: { name: 'offerReminder', acceptDueAt: offer.acceptDueAt },
        leadId,
        offerId: offer.offerId,
      },
    };
    const delivered = async () =>
      (await company.offer(leadId)).reminders.map((one) => one.delivered);
    const chat = await chatServer([
      [503, 'down'],
      [200, '{"code":0}'],
    ]);
    const { send } = notifier(chat.url);

    const taken = await delivered();
    await expect(send(reminder)).rejects.toThrow('503');
    const failed = await delivered();
    await send(reminder);
    const out = await delivered();
    await company.must(company.accept(await company.offer(leadId)));
    const late = { detail: { ...reminder.detail, id: 'a later one' } };

    expect([taken, failed, out]).toEqual([[true], [false], [true]]);
    expect(await send(late)).toEqual({ channel: 'expired' });
    chat.close();
  });

  it('to an SDR goes out by mail, to ops into theirs, and to directors to whoever listens', async () => {
    const chat = await chatServer([[200, 'ok']]);
    const { mails, send } = notifier(chat.url);

    const ways = [];
    for (const to of ['sdr-1', 'group:ops', 'group:director'])
      ways.push((await send(message(to))).channel);

    expect(ways).toEqual(['mail', 'chat', 'bus']);
    expect(mails).toMatchObject([{ to: 'sdr-1@leadloop.example', subject: 'Look' }]);
    expect(chat.got).toEqual([{ text: 'Look\nOpen https://leadloop.example/v1/x now' }]);
    chat.close();
  });

  it('to a customer is refused when he does not want it, with the reason', async () => {
    const allowed = await company.submit();
    const refused = await company.submit({ consent: { email: false } });
    const { mails, send } = notifier('http://127.0.0.1:9/');

    const sent = [
      await send(message(`person:${allowed.personId}`)),
      await send(message(`person:${refused.personId}`)),
      await send(message('person:nobody')),
    ];

    expect(sent).toEqual([
      { channel: 'mail' },
      { channel: 'refused', reason: 'NO_CONSENT' },
      { channel: 'refused', reason: 'UNKNOWN_PERSON' },
    ]);
    expect(mails.map(({ to }) => to)).toEqual([(await personOf(company, allowed)).email]);
  });

  it('is shown offline with its channel and what would be posted', async () => {
    const { leadId } = await company.handOver();

    const offered = (await messagesAbout(company, { leadId })).find(({ to }) =>
      to.startsWith('rep-'),
    );

    expect(offered).toMatchObject({
      channel: 'feishu:sales-east',
      payload: { msg_type: 'text', content: { text: expect.stringContaining('rep-') } },
    });
  });

  it('cannot be sent to a chat that the policy does not name, or by mail without a sender', async () => {
    const { body } = await company.ops.get('/v1/policy');
    const { version, ...document } = body as { version: number };
    const bad = {
      ...DEFAULT_CHANNEL_POLICY,
      ways: { ...DEFAULT_CHANNEL_POLICY.ways, rep: 'nowhere', sdr: 'mail' },
    };

    const answer = await company.ops.put(
      '/v1/policy',
      { ...document, channels: bad },
      { 'if-match': `"${version}"` },
    );

    const { errors } = answer.body as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path).toSorted()).toEqual([
      'channels.mail.from',
      'channels.ways.rep',
    ]);
  });
});
