// Messages that the bus carries go out by mail or into a chat, where the policy says so (6). In AWS only: offline the outbox shows them.

import type { EventBridgeEvent } from 'aws-lambda';
import * as z from 'zod';
import { chatRequest } from '../adapters/notify/chat-request.ts';
import { type Transports, transports } from '../adapters/notify/transports.ts';
import { LeadId } from '../leads/ids.ts';
import { Instant } from '../leads/instant.ts';
import type { Saying } from '../leads/messages/sayings.ts';
import { type ChatWebhooks, readChatWebhooks } from '../platform/deps.ts';
import { onTable } from '../platform/table-deps.ts';
import type { Deps } from '../ports.ts';
import { deliverMessage, type Ways } from '../use-cases/workflow/deliver-message.ts';

const Sent = z.object({
  id: z.string(),
  to: z.string(),
  // Codec: what was said is ours, by its name.
  says: z.custom<Saying>((value) => typeof value === 'object' && value !== null).optional(),
  subject: z.string(),
  text: z.string(),
  leadId: z.string().optional(),
  offerId: z.string().optional(),
  asksForConsent: z.boolean().optional(),
  unlessBought: LeadId.optional(),
  at: Instant,
});

/** As the bus brings it, or out of the dead letters: there the event, or Lambda's envelope around it, is the text of a record. */
type Brought =
  | Pick<EventBridgeEvent<'MessageRequested', unknown>, 'detail'>
  | { readonly Records: readonly { readonly body: string }[] };

function sentIn(brought: Brought): unknown {
  if (!('Records' in brought)) return brought.detail;
  const [letter] = brought.Records;
  const { requestPayload, ...event } = JSON.parse(letter?.body ?? '{}');
  return (requestPayload ?? event).detail;
}

/** `out` and `chats` are AWS's and the environment's when left out. */
export const create = (deps: Deps, out?: Transports, chats?: ChatWebhooks) => {
  let ways = out;
  let webhooks = chats;
  return async (brought: Brought) => {
    ways ??= transports();
    webhooks ??= readChatWebhooks();
    return deliverMessage(deps, Sent.parse(sentIn(brought)), waysOut(ways, webhooks));
  };
};

function waysOut({ mail: post, chat: postTo }: Transports, webhooks: ChatWebhooks): Ways {
  return {
    mail: ({ mail }) => post(mail),
    chat: async ({ chat, kind, text }, at) => {
      const webhook = webhooks[chat];
      if (!webhook) throw new Error(`CHAT_WEBHOOKS names no address for the chat ${chat}; add it`);
      await postTo(chatRequest(kind, text, webhook, at));
    },
  };
}

export const handler = onTable(create);
