// By which channel a message reaches whom: staff by mail or in a chat, customers by mail and only if they may be written to (6).

import * as z from 'zod';
import type { Message } from '../decision.ts';
import { body, line, oneOf } from '../fields.ts';
import { mailRefusal, type Unreachable } from '../nurture/nurture-touch.ts';
import type { Person } from '../person.ts';
import type { Desk } from './desk.ts';

/** Chats with incoming webhooks, each with its own words for the same text. */
const CHAT_KINDS = ['wecom', 'dingtalk', 'feishu', 'slack'] as const;
export type ChatKind = (typeof CHAT_KINDS)[number];

const Name = line(40).regex(/^[a-z][a-z0-9-]*$/, 'is not a name of a chat such as sales-east');
/** `bus`: whoever listens there sends it; `mail`; or the name of a chat. */
const Way = z.union([oneOf(['bus', 'mail']), Name]);

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
    customers: oneOf(['bus', 'mail']),
  }),
  /** The sender of mails, and where links in them lead to. */
  mail: body({
    from: line(254).exactOptional(),
    baseUrl: line(500)
      .regex(/^https?:\/\/[^\s/]+(\/[^\s]*)?$/, 'is not a web address')
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
    if (way !== 'bus' && way !== 'mail' && !Object.hasOwn(chats, way))
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

/** How one message goes out. */
export type Delivery =
  | { readonly channel: 'bus' }
  | { readonly channel: 'mail'; readonly mail: Mail }
  | {
      readonly channel: 'chat';
      readonly chat: string;
      readonly kind: ChatKind;
      readonly text: string;
    }
  | { readonly channel: 'refused'; readonly reason: Unreachable | 'UNKNOWN_PERSON' };

export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Where one click unsubscribes (RFC 8058); only of mails to customers. */
  readonly unsubscribe?: string;
}

interface Known {
  readonly person: Person | undefined;
  readonly staff: Pick<Desk, 'reps' | 'sdrs'>;
  readonly policy: ChannelPolicy;
}

/** Whether the message is for a customer, whose person has to be read first. */
export function customerOf({ to }: Pick<Message, 'to'>): string | undefined {
  return to.startsWith('person:') ? to.slice('person:'.length) : undefined;
}

/** Where it goes, in the words of that channel. A customer who may not be written to is refused, whatever the channel. */
export function deliveryOf(message: Message, { person, staff, policy }: Known): Delivery {
  const { mail, chats, ways } = policy;
  const text = withBase(message.text, mail.baseUrl);
  if (customerOf(message) !== undefined) {
    if (!person) return { channel: 'refused', reason: 'UNKNOWN_PERSON' };
    const refusal = mailRefusal(person);
    // The question for consent itself cannot wait for consent.
    if (refusal && !(message.asksForConsent && refusal === 'NO_CONSENT'))
      return { channel: 'refused', reason: refusal };
    return ways.customers === 'mail' && mail.from && person.email
      ? { channel: 'mail', mail: letter(message, text, { from: mail.from, to: person.email }) }
      : { channel: 'bus' };
  }
  const member = memberOf(message.to, staff);
  const way = ways[groupOf(message.to, staff)];
  if (way === 'bus') return { channel: 'bus' };
  if (way === 'mail') {
    const { subject } = message;
    return mail.from && member
      ? { channel: 'mail', mail: { from: mail.from, to: member.email, subject, text } }
      : { channel: 'bus' };
  }
  const kind = chats[way]?.kind;
  if (!kind) return { channel: 'bus' };
  const name = member ? `${member.name}: ` : '';
  return { channel: 'chat', chat: way, kind, text: `${name}${message.subject}\n${text}` };
}

function groupOf(
  to: string,
  { reps }: Known['staff'],
): Exclude<keyof ChannelPolicy['ways'], 'customers'> {
  if (to === 'group:sdr' || to === 'group:director' || to === 'group:ops') return to;
  return reps.some(({ repId }) => repId === to) ? 'rep' : 'sdr';
}

function memberOf(to: string, { reps, sdrs }: Known['staff']) {
  return reps.find(({ repId }) => repId === to) ?? sdrs.find(({ sdrId }) => sdrId === to);
}

/** Links in our texts begin with the path: a mail needs the whole address. */
function withBase(text: string, baseUrl: string | undefined): string {
  if (baseUrl === undefined) return text;
  return text.replaceAll(/(^|\s)\/v1\//g, `$1${baseUrl.replace(/\/$/, '')}/v1/`);
}

function letter({ subject }: Message, text: string, { from, to }: Pick<Mail, 'from' | 'to'>): Mail {
  const [unsubscribe] = /https?:\/\/\S+\/v1\/unsubscribe\/[\w-]+\.[\w-]+/.exec(text) ?? [];
  return { from, to, subject, text, ...(unsubscribe ? { unsubscribe } : {}) };
}
