// Which chats there are, and by which way each kind of staff and the customers are written to (section `channels` of the policy).

import * as z from 'zod';
import { body, line, oneOf } from '../fields.ts';

/** Chats with incoming webhooks, each with its own words for the same text. */
const CHAT_KINDS = ['wecom', 'dingtalk', 'feishu', 'slack'] as const;
export type ChatKind = (typeof CHAT_KINDS)[number];

/** Links in messages to staff begin with it. */
const Page = line(500).regex(/^https:\/\/[^\s/]+(\/[^\s]*)?$/, 'is not a web address with https');

const Name = line(40).regex(/^[a-z][a-z0-9-]*$/, 'is not a name of a chat such as sales-east');
/** `bus`: whoever listens there sends it; `mail`. */
const PLAIN_WAYS = ['bus', 'mail'] as const;
export type PlainWay = (typeof PLAIN_WAYS)[number];
/** One of those, or the name of a chat. */
const Way = z.union([oneOf(PLAIN_WAYS), Name]);

export function isPlain(way: string): way is PlainWay {
  return PLAIN_WAYS.some((plain) => plain === way);
}

/** Section `channels` of the policy. Addresses of webhooks are secrets and stand in the deployment, under the chat's name. */
export const ChannelPolicy = body({
  chats: z.record(Name, body({ kind: oneOf(CHAT_KINDS) })),
  /** Where messages to a kind of staff go; `customers` is `bus` or `mail`. */
  ways: body({
    rep: Way,
    sdr: Way,
    'group:sdr': Way,
    'group:director': Way,
    'group:ops': Way,
    customers: oneOf(PLAIN_WAYS),
  }),
  /** Where the staff's pages are; `mail.baseUrl` when left out. */
  pageUrl: Page.exactOptional(),
  /** The sender of mails, and where the links for customers in them lead to. */
  mail: body({
    from: line(254).exactOptional(),
    baseUrl: line(500)
      .regex(/^https:\/\/[^\s/?#]+(\/[^\s]*)?$/, 'is not a web address that begins with https://')
      .exactOptional(),
  }),
}).superRefine(({ chats, ways, mail }, context) => {
  for (const [to, way] of Object.entries(ways)) {
    if (way === 'mail' && mail.from === undefined)
      context.addIssue({
        code: 'custom',
        path: ['mail', 'from'],
        message: `is missing, and ${to} is to be written to by mail; give the sender`,
      });
    if (!isPlain(way) && !Object.hasOwn(chats, way))
      context.addIssue({
        code: 'custom',
        path: ['ways', to],
        message: `names the chat ${way}, which is not in chats; add it there`,
      });
  }
});
export type ChannelPolicy = z.infer<typeof ChannelPolicy>;

/** Everything goes to the bus until somebody says where people are. */
export const DEFAULT_CHANNEL_POLICY: ChannelPolicy = {
  chats: {},
  ways: {
    rep: 'bus',
    sdr: 'bus',
    'group:sdr': 'bus',
    'group:director': 'bus',
    'group:ops': 'bus',
    customers: 'bus',
  },
  mail: {},
};
