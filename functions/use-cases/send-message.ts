// A message gets its words when it leaves: who reads it, in which zone and language, and whom it is about are looked up then (4.4).

import type { Message, Worded } from '../leads/decision.ts';
import type { Desk } from '../leads/desk/desk.ts';
import { namesAgree } from '../leads/identity/names-agree.ts';
import { optInToken } from '../leads/identity/opt-in-token.ts';
import { unsubscribeToken } from '../leads/identity/unsubscribe-token.ts';
import { LeadId, OfferId } from '../leads/ids.ts';
import type { Instant } from '../leads/instant.ts';
import { OPT_IN_TOKEN } from '../leads/intake/accept-or-quarantine.ts';
import { leadsIn } from '../leads/messages/digest-lines.ts';
import type { Saying, Sender } from '../leads/messages/sayings.ts';
import {
  languageFor,
  type Reader,
  reworded,
  type Subject,
  staffIn,
  wordsOf,
} from '../leads/messages/wording.ts';
import { GOODBYE, UNSUBSCRIBE_TOKEN } from '../leads/nurture/nurture-touch.ts';
import { rulesOf } from '../leads/rules.ts';
import type { Deps, Store } from '../ports.ts';
import { unlessBought } from './find-purchase.ts';
import { accountNow, personNow } from './follow-pointers.ts';
import { calledBy, subjectsOf } from './whose-leads.ts';

/** When it is sent, and what it is about. */
interface Leaving {
  readonly at: Instant;
  readonly leadId?: string | undefined;
  readonly offerId?: string | undefined;
}

type Told = Pick<Deps, 'store' | 'pepper'>;

/**
 * Hands it over to whoever brings it. Nobody is named in it yet: on the bus there is nothing personal. Throws when it was not taken,
 * so that nobody goes on as if it were told: whoever sends it is tried again, or says what becomes of it.
 */
export async function sendMessage(deps: Deps, message: Message & Leaving): Promise<void> {
  await handOver(deps, await wordMessage(deps, message, { named: false }));
}

/** The same, of a message that has its words. */
export async function handOver({ notifier }: Deps, message: Worded & Leaving): Promise<void> {
  const { delivered } = await notifier.send(message);
  if (!delivered) throw new Error(`the message ${message.id} was not taken`);
}

/** The message in the reader's words; `named` says whether the customer is called by his name. */
export async function wordMessage(
  deps: Told,
  message: Message & Leaving,
  { named }: { readonly named: boolean },
): Promise<Worded & Leaving> {
  const { store } = deps;
  const now: Message & Leaving = { ...message, ...(await unlessBought(store, message)) };
  const desk = officeOf(store, now);
  const [told, sender, digest, about] = await Promise.all([
    readerOf(store, desk, now),
    named ? senderOf(store, now) : undefined,
    ofDigest(store, desk, now, named),
    subjectOf(store, desk, now, named),
  ]);
  const reader = { ...told, sender, ...digest };
  // Its words were written before; a name is added to them only where it may be said.
  const words = isWorded(now)
    ? reworded(now, reader, named ? about : undefined)
    : wordsOf(now.says, reader, about);
  return { ...now, ...words, text: withTokens(words.text, now, reader, deps) };
}

function isWorded(message: Message): message is Worded {
  return message.says === undefined;
}

const PERSON = 'person:';

type Office = Pick<Desk, 'policy' | 'calendars' | 'reps' | 'sdrs'>;

/** The rules, and of the staff who reads the message and who is named in it; a digest may name everybody. */
async function officeOf(store: Store, { to, says }: Message): Promise<Office> {
  if (says && 'sections' in says) return store.desk();
  const subs = [
    ...new Set([...(to.startsWith(PERSON) ? [] : [to]), ...(says ? staffIn(says) : [])]),
  ];
  const [rules, reps, sdrs] = await Promise.all([
    store.rules(),
    Promise.all(subs.map((sub) => store.rep(sub))),
    Promise.all(subs.map((sub) => store.sdr(sub))),
  ]);
  return {
    ...rules,
    reps: reps.filter((rep) => rep !== undefined),
    sdrs: sdrs.filter((sdr) => sdr !== undefined),
  };
}

/** Staff read in the zone of their calendar, everybody else in the tenant's; each in his language, else in the tenant's. */
async function readerOf(
  store: Store,
  office: Promise<Office>,
  { to, at }: Message & Leaving,
): Promise<Reader> {
  const [{ reps, sdrs, policy, calendars }, customer] = await Promise.all([
    office,
    to.startsWith(PERSON) ? personNow(store, to.slice(PERSON.length)) : undefined,
  ]);
  const rules = rulesOf(policy, calendars);
  const member = reps.find(({ repId }) => repId === to) ?? sdrs.find(({ sdrId }) => sdrId === to);
  const names = new Map<string, string>([
    ...reps.map(({ repId, name }) => [repId, name] as const),
    ...sdrs.map(({ sdrId, name }) => [sdrId, name] as const),
  ]);
  return {
    at,
    zone: member ? rules.calendarOf(member.calendar).zone : rules.zone,
    language: languageFor([
      ...(member?.languages ?? []),
      customer?.language,
      rules.policy.tenant.language,
    ]),
    nameOf: (sub) => names.get(sub) ?? sub,
  };
}

/** Whom a message to staff is about. */
async function subjectOf(
  store: Store,
  office: Promise<Office>,
  { to, says, leadId: about, offerId }: Message & Leaving,
  named: boolean,
): Promise<Subject | undefined> {
  const { data: leadId } = LeadId.safeParse(about);
  if (to.startsWith(PERSON) || leadId === undefined) return undefined;
  const [{ policy }, lead] = await Promise.all([office, named ? store.lead(leadId) : undefined]);
  const link = `${pageOf(policy)}?lead=${leadId}`;
  if (!lead) return { person: leadId, link };
  const [person, account, offer] = await Promise.all([
    personNow(store, lead.personId),
    lead.accountId === undefined ? undefined : accountNow(store, lead.accountId),
    says?.name === 'offerNudge' ? store.offer(OfferId.parse(offerId)) : undefined,
  ]);
  return { ...calledBy(lead, person, account), link, note: offer?.nudge?.note };
}

/** Where staff see all of it. */
function pageOf({ document }: Desk['policy']): string {
  const { pageUrl, mail } = document.channels;
  return `${(pageUrl ?? mail.baseUrl ?? '').replace(/\/$/, '')}/`;
}

/** Whose the leads of a digest are, and the page. */
async function ofDigest(
  store: Store,
  office: Promise<Office>,
  { says }: Message,
  named: boolean,
): Promise<Pick<Reader, 'subjectOf' | 'page'> | undefined> {
  if (!says || !('sections' in says)) return undefined;
  const { policy } = await office;
  const subjectOf = named ? await subjectsOf(store, leadsIn(says.sections)) : undefined;
  return { subjectOf, page: pageOf(policy) };
}

/** Who sent the form that it tells of: as he called himself in it, else as we know him; nobody who is erased. */
async function senderOf(
  store: Store,
  { says, leadId: about }: Message & Leaving,
): Promise<Sender | undefined> {
  const submissionId = submissionIn(says);
  const { data: leadId } = LeadId.safeParse(about);
  if (submissionId === undefined || leadId === undefined) return undefined;
  const touches = await store.touchesOf(leadId);
  const sent = touches.find(({ touchId }) => touchId === submissionId);
  const person = sent && (await personNow(store, sent.personId));
  if (!person || person.erasedAt) return undefined;
  const { name = person.name, title } = sent.sender ?? {};
  // An address may be used by several: the title is of whose name we know.
  const known = namesAgree(name, person.name) ? person.title : undefined;
  return { name, title: title ?? known };
}

function submissionIn(says: Saying | undefined): string | undefined {
  if (says && 'sender' in says) return says.sender;
  // One of a release before has no news in it.
  return says && 'news' in says ? says.news?.submissionId : undefined;
}

/** Tokens stand in no event: they are put in when a message leaves. */
function withTokens(
  text: string,
  { to, leadId, at: sentAt }: Message & Leaving,
  { language }: Reader,
  // Read where a link needs it: who only reminds staff is not granted it.
  deps: Pick<Deps, 'pepper'>,
): string {
  const personId = to.slice(PERSON.length);
  const optIn = () => optInToken({ leadId: LeadId.parse(leadId), personId, sentAt }, deps.pepper);
  const goodbye = () => unsubscribeToken(personId, sentAt, deps.pepper);
  return text
    .replace(GOODBYE, () => language.goodbye(`/v1/unsubscribe/${UNSUBSCRIBE_TOKEN}`))
    .replace(OPT_IN_TOKEN, optIn)
    .replace(UNSUBSCRIBE_TOKEN, goodbye);
}
