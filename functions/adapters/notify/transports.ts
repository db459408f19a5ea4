// How a message leaves the house: SES for mail, a POST for a chat. Only the function that notifies brings these along.

import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Mail } from '../../leads/desk/channels.ts';
import { type ChatRequest, chatRefusal } from './chat-request.ts';
import { sesInput } from './mail-request.ts';

/** Both throw when the message was not taken. */
export interface Transports {
  readonly mail: (mail: Mail) => Promise<void>;
  readonly chat: (request: ChatRequest) => Promise<void>;
}

/** A loopback address, where a stand-in listens, is nobody else's. */
const SAFE = /^(https:\/\/|http:\/\/127\.0\.0\.1:)/;
/** Longer than any chat takes, and short enough to be tried again by the queue. */
const PATIENCE_MS = 5000;

export function transports(ses: Pick<SESv2Client, 'send'> = new SESv2Client({})): Transports {
  return {
    async mail(mail) {
      await ses.send(new SendEmailCommand(sesInput(mail)));
    },
    chat: postToChat,
  };
}

/** Posts it, by https and to that address alone. Throws when the chat is slow, away, elsewhere, or says no. */
export async function postToChat({ url, body }: ChatRequest): Promise<void> {
  if (!SAFE.test(url)) throw new Error('the address of a chat must begin with https://');
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const refusal = chatRefusal(response.status, await response.text());
  if (refusal) throw new Error(refusal);
}
