// What a resting lead is sent, by which channel it may be sent, and when a lost one is asked again (4.4 nurture touch; A2-4, A1-15).

import { change, type Decision, type Fact, type Message } from '../decision.ts';
import type { Lead, LeadIn } from '../lead.ts';
import type { Person } from '../person.ts';
import type { Now, Purchase } from '../rules.ts';
import { tellOwner } from './bought-meanwhile.ts';
import { letterIn } from './nurture-policy.ts';

/** Stands in a letter for the sentence with the signed link (unsubscribe-token.ts), in the reader's language: events carry no tokens. */
export const GOODBYE = '{goodbye}';
/** What stood in its place in letters of the release before. */
export const UNSUBSCRIBE_TOKEN = '{unsubscribeToken}';

/** Why a person gets no mail. */
export type Unreachable = 'NO_EMAIL' | 'NO_CONSENT' | 'UNSUBSCRIBED' | 'ERASED';

/** Undefined when a mail may go out: there is an address, and neither a refusal nor an unsubscription stands (6). */
export function mailRefusal(person: Person): Unreachable | undefined {
  if (person.erasedAt !== undefined) return 'ERASED';
  if (person.email === undefined) return 'NO_EMAIL';
  if (person.unsubscribed.email !== undefined) return 'UNSUBSCRIBED';
  return person.consent.email === false ? 'NO_CONSENT' : undefined;
}

/** Whether an SDR may call: there is a number, and calls were neither refused nor ended. */
function mayCall(person: Person): boolean {
  return (
    person.phone !== undefined &&
    person.consent.phone !== false &&
    person.unsubscribed.phone === undefined
  );
}

type Touch = Pick<Decision, 'events' | 'messages'> & { readonly sent: boolean };

/** The touch that is due: the next mail of the sequence, or a task for the SDR, or nothing when every channel is closed. */
export function nurtureTouch(lead: Lead, { at, rules, person, bought }: Now): Touch {
  if (bought) return { sent: false, ...notToCustomers(lead, 'NurtureTouchSkipped', bought) };
  const { sequences } = rules.policy.nurture;
  const id = `${lead.leadId}-n${lead.stay}-touch-${at}`;
  const letters = sequences[lead.productLine] ?? sequences.default ?? [];
  const letter = letters[lead.touchesSent];
  const refusal = person && mailRefusal(person);
  if (person && !refusal && letter) {
    return {
      sent: true,
      events: [{ type: 'NurtureTouchSent', data: { number: lead.touchesSent + 1, id } }],
      messages: [letterTo(person, lead, { id, ...letterIn(letter, person.language) })],
    };
  }
  if (!person || !refusal) {
    return {
      sent: false,
      events: [{ type: 'NurtureTouchDue' }],
      messages: [writeYourself(lead, id)],
    };
  }
  const skipped: Fact = { type: 'NurtureTouchSkipped', data: { reason: refusal } };
  const messages = mayCall(person) ? [callInstead(lead, id)] : [];
  return { sent: false, events: [skipped], messages };
}

/** A lost lead is due for its one question (A1-15); nothing is asked of who has come back by himself, or whose company has. */
export function winBack(lead: LeadIn<'LOST'>, { at, rules, person, bought }: Now): Decision {
  if (lead.winBackAt === undefined || at < lead.winBackAt) return { lead, events: [] };
  const asked = change(lead, { winBackAt: undefined });
  if (bought) return { lead: asked, ...notToCustomers(lead, 'WinBackSkipped', bought) };
  if (!person || person.leads[lead.productLine] !== lead.leadId) return { lead: asked, events: [] };
  const { letter } = rules.policy.nurture.winBack;
  const id = `${lead.leadId}-win-back-${at}`;
  const refusal = mailRefusal(person);
  if (!refusal) {
    return {
      lead: asked,
      events: [{ type: 'WinBackSent', data: { id } }],
      messages: [letterTo(person, lead, { id, ...letterIn(letter, person.language) })],
    };
  }
  return {
    lead: asked,
    events: [{ type: 'WinBackSkipped', data: { reason: refusal } }],
    messages: mayCall(person) ? [callInstead(lead, id)] : [],
  };
}

/** Nothing is sent to who has bought meanwhile; the account owner is told (4.8). */
function notToCustomers(
  lead: Lead,
  type: 'NurtureTouchSkipped' | 'WinBackSkipped',
  bought: Purchase,
): Pick<Decision, 'events' | 'messages'> {
  return { events: [{ type, data: { reason: 'BOUGHT' } }], messages: [tellOwner(lead, bought)] };
}

function letterTo(
  { personId }: Person,
  { leadId }: Lead,
  { id, subject, text }: ReturnType<typeof letterIn> & { readonly id: string },
): Message {
  return {
    id,
    to: `person:${personId}`,
    subject,
    text: `${text}\n\n${GOODBYE}`,
    unlessBought: leadId,
  };
}

function writeYourself(lead: Lead, id: string): Message {
  return {
    id,
    to: lead.sdrId ?? 'group:sdr',
    says: { name: 'touchYourself', since: lead.nurturedAt ?? lead.enteredAt },
  };
}

function callInstead(lead: Lead, id: string): Message {
  return {
    id,
    to: lead.sdrId ?? 'group:sdr',
    says: { name: 'callInstead' },
  };
}
