// By which channel a message reaches whom: staff by mail or in a chat, customers by mail and only if they may be written to (6).

import type { Message, Worded } from '../decision.ts';
import { standing } from '../identity/consent.ts';
import { mailRefusal, type Unreachable } from '../nurture/nurture-touch.ts';
import type { Person } from '../person.ts';
import { present } from '../present.ts';
import { type ChannelPolicy, type ChatKind, isPlain, type PlainWay } from './channel-policy.ts';
import type { Desk } from './desk.ts';

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
  readonly staff: Pick<Desk, 'reps' | 'sdrs' | 'departments'>;
  readonly policy: ChannelPolicy;
}

/** Whether the message is for a customer, whose person has to be read first. */
export function customerOf({ to }: Pick<Message, 'to'>): string | undefined {
  return to.startsWith('person:') ? to.slice('person:'.length) : undefined;
}

/** Where it goes, in the words of that channel. A customer who may not be written to is refused, whatever the channel. */
export function deliveryOf(message: Worded, { person, staff, policy }: Known): Delivery {
  const { mail, chats, ways } = policy;
  const text = withBase(message.text, mail.baseUrl);
  if (customerOf(message) !== undefined) {
    if (!person) return { channel: 'refused', reason: 'UNKNOWN_PERSON' };
    const refusal = mailRefusal(person);
    // The question for consent itself cannot wait for consent; who has unsubscribed is asked only if a form said that he may be.
    const mayAsk = refusal === 'NO_CONSENT' || standing(person, 'email') === 'unconfirmed';
    const isQuestion = message.asksForConsent && refusal !== 'NO_EMAIL' && refusal !== 'ERASED';
    if (refusal && !(isQuestion && mayAsk)) return { channel: 'refused', reason: refusal };
    return plainly(ways.customers, letter(message, text, mail.from, person.email));
  }
  const member = memberOf(message.to, staff);
  const way = ways[groupOf(message.to, staff)];
  if (isPlain(way)) return plainly(way, letter(message, text, mail.from, member?.email));
  const kind = chats[way]?.kind;
  if (!kind) return { channel: 'bus' };
  const name = member ? `${member.name}: ` : '';
  return { channel: 'chat', chat: way, kind, text: `${name}${message.subject}\n${text}` };
}

/** What cannot be mailed goes by the bus. */
function plainly(way: PlainWay, mail: Mail | undefined): Delivery {
  switch (way) {
    case 'mail':
      return mail ? { channel: 'mail', mail } : { channel: 'bus' };
    case 'bus':
      return { channel: 'bus' };
  }
}

function groupOf(
  to: string,
  { reps, departments }: Known['staff'],
): Exclude<keyof ChannelPolicy['ways'], 'customers'> {
  if (to === 'group:sdr' || to === 'group:director' || to === 'group:ops') return to;
  if (departments.some(({ directorSub }) => directorSub === to)) return 'group:director';
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

/** None without a sender and an address. */
function letter(
  { subject }: Worded,
  text: string,
  from: string | undefined,
  to: string | undefined,
): Mail | undefined {
  if (!from || !to) return undefined;
  const [unsubscribe] = /https?:\/\/\S+\/v1\/unsubscribe\/[\w-]+\.[\w-]+/.exec(text) ?? [];
  return { from, to, subject, text, ...present({ unsubscribe }) };
}
