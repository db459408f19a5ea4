// What people outside do, and what ops bring in for them: forms, cards, links, and what a colleague asks.

import { optInToken } from '../../functions/leads/identity/opt-in-token.ts';
import { unsubscribeToken } from '../../functions/leads/identity/unsubscribe-token.ts';
import type { Instant } from '../../functions/leads/instant.ts';
import type { Lead } from '../../functions/leads/lead.ts';
import { present } from '../../functions/leads/present.ts';
import { CHANNELS } from '../../functions/leads/statement.ts';
import { personNow } from '../../functions/use-cases/follow-pointers.ts';
import { environment } from '../../infra/local/project.ts';
import { goodCall } from '../../infra/tools/good-lead.ts';
import { asRep, byOps, bySdr, leadAt, note, nth, REPS, type World } from './acting.ts';
import type { CommandOf } from './commands.ts';
import { heard, personBy } from './heard.ts';

/** Two people a company, so that they are colleagues; the last are at home. */
function addressOf(person: number): string {
  return person > 9 ? `person${person}@gmail.com` : `p${person}@company${person >> 1}.example`;
}

/** What somebody says of himself and his company, and what he says the second time. */
const FACTS = {
  usual: (person: number) => ({
    person: { name: `Person ${person}`, title: 'IT Director' },
    company: { employees: 500, region: person % 2 === 0 ? 'CN-SH' : 'CN-GD' },
    interest: { startWithinMonths: 2 },
  }),
  other: (person: number) => ({
    person: { name: `Dr. Person ${person}`, title: 'CIO', phone: `+8613800000${100 + person}` },
    company: { employees: 40, industry: 'retail', region: person % 2 === 0 ? '广东' : 'cn_sh' },
    interest: { startWithinMonths: 9, budget: { amount: 90_000, currency: 'RMB' } },
  }),
  none: (person: number) => ({ person: { name: `Person ${person}` }, company: {}, interest: {} }),
} as const;

export async function submit(
  world: World,
  { person, line, intent, sameWords, facts }: CommandOf<'submit'>,
): Promise<void> {
  const said = FACTS[facts](person);
  await send(world, {
    ...said,
    form: 'contact',
    person: { ...said.person, email: addressOf(person) },
    interest: {
      ...said.interest,
      productLine: line,
      handRaise: intent === 'demo' ? 'demo' : null,
      message: sameWords ? 'the same words' : `words ${world.words + 1}`,
    },
    consent: { privacyPolicy: '2026-01', email: intent !== 'noChannel' },
    ...(intent === 'spam' ? { website2: 'http://buy.example' } : {}),
  });
}

/** The lead's person again, or one of two colleagues of his. */
export async function write(
  world: World,
  { lead: n, who, handRaise, consent, facts }: CommandOf<'write'>,
): Promise<void> {
  const lead = await leadAt(world, n);
  const known = lead && (await personNow(world.company.store, lead.personId));
  if (!lead || !known?.email) return;
  const domain = known.email.split('@')[1];
  const said = FACTS[facts](n);
  await send(world, {
    ...said,
    form: 'contact',
    person:
      who === 'himself'
        ? { ...said.person, email: known.email }
        : { name: 'Colleague', email: `colleague${world.words % 2}@${domain}` },
    interest: {
      ...said.interest,
      productLine: lead.productLine,
      handRaise: handRaise ? 'demo' : null,
      message: `once more ${world.words}`,
    },
    consent: { privacyPolicy: '2026-01', email: consent },
  });
}

interface Form {
  readonly form: string;
  readonly person: { readonly email: string; readonly name?: string };
  readonly interest: object;
  readonly consent: { readonly privacyPolicy: string; readonly email: boolean };
}

async function send(world: World, form: Form): Promise<void> {
  world.words += 1;
  const touch = { utm: { source: `source-${world.words}` } };
  const { status, body } = await note(
    world,
    'submit',
    world.company.runtime.request('POST', '/v1/submissions', { body: { ...form, touch } }),
  );
  const { submissionId } = body as { submissionId: string };
  const submission =
    status === 202 ? await world.company.store.submission(submissionId) : undefined;
  arrived(world, `${form.person.email} (${status})`, submission?.leadId);
  if (!form.consent.email) await refuses(world, form.person.email);
}

function arrived(world: World, what: string, leadId: Lead['leadId'] | undefined): void {
  world.sent.push({ what, leadId });
  if (leadId && !world.leadIds.includes(leadId)) world.leadIds.push(leadId);
}

async function refuses(world: World, email: string): Promise<void> {
  const person = await personBy(world, email);
  if (person) heard(world, person, { email: false });
}

/** One card, without a request: a MAL by itself. The rows go in when the relay comes by. */
export async function importCard(
  world: World,
  { person, line, consent }: CommandOf<'import'>,
): Promise<void> {
  world.words += 1;
  const email = addressOf(person);
  const { status, body } = await byOps(world).post('/v1/imports', {
    name: `fair ${world.words}`,
    form: 'fair',
    csv: `N,M,L,R\nPerson ${person},${email},${line},CN-SH`,
    mapping: {
      ...{ N: 'person.name', M: 'person.email' },
      ...{ L: 'interest.productLine', R: 'company.region' },
    },
    consent: { privacyPolicy: '2026-01', email: consent },
  });
  if (status >= 300) world.odd.push(`18: a card of ${email} was answered ${status}`);
  const { importId } = body as { importId: string };
  if (importId) world.cards.push({ importId, email, isNo: consent === false });
}

/** What became of the cards whose import is over by now. */
export async function collectCards(world: World): Promise<void> {
  for (const card of world.cards.splice(0)) {
    const report = await world.company.store.import(card.importId);
    if (report?.state !== 'finished') {
      world.cards.push(card);
      continue;
    }
    if (report.good !== 1 || report.results.refused > 0)
      world.odd.push(`18: the card of ${card.email} ended as ${JSON.stringify(report.results)}`);
    const person = await personBy(world, card.email);
    // Erased at the same instant, he is nobody any more.
    if (!person) continue;
    const [own, ...others] = [...Object.values(person.leads), ...person.joined];
    for (const leadId of [own, ...others]) arrived(world, `the card of ${card.email}`, leadId);
    if (card.isNo) heard(world, person, { email: false });
  }
}

export async function engage(
  world: World,
  { person, kind }: CommandOf<'engage'>,
): Promise<unknown> {
  const body = { person: { email: addressOf(person) }, kind };
  return note(world, 'engage', world.company.runtime.request('POST', '/v1/engagements', { body }));
}

/** By the link that he was sent, now. */
export async function optIn(world: World, { lead: n }: CommandOf<'optIn'>): Promise<void> {
  const lead = await leadAt(world, n);
  if (!lead) return;
  const { leadId, personId } = lead;
  const sentAt = world.company.now;
  const token = optInToken({ leadId, personId, sentAt }, environment.IDENTITY_PEPPER);
  const path = `/v1/opt-ins/${token}`;
  await note(world, 'optIn', world.company.runtime.request('POST', path));
  const person = await personNow(world.company.store, personId);
  const isHeard = (at: Instant, where: string) => where === 'optIn' && at === sentAt;
  const yes = CHANNELS.filter((one) =>
    person?.consents.some(({ channel, at, where }) => channel === one && isHeard(at, where)),
  );
  if (person) heard(world, person, Object.fromEntries(yes.map((channel) => [channel, true])));
}

export async function unsubscribe(
  world: World,
  { lead: n }: CommandOf<'unsubscribe'>,
): Promise<void> {
  const lead = await leadAt(world, n);
  if (!lead) return;
  const token = unsubscribeToken(lead.personId, world.company.now, environment.IDENTITY_PEPPER);
  const path = `/v1/unsubscribe/${token}`;
  const { status } = await note(world, 'unsubscribe', world.company.runtime.request('POST', path));
  const person = await personNow(world.company.store, lead.personId);
  if (status === 200 && person) heard(world, person, { email: false });
}

/** A call of the SDR, in which the customer may say that he is to be written to or called, or not. */
export async function call(
  world: World,
  { lead: n, connected, email, phone }: CommandOf<'call'>,
): Promise<void> {
  const lead = await leadAt(world, n);
  const said = present({ email, phone });
  const consent = connected && Object.keys(said).length > 0 ? { consent: said } : {};
  const answer = await bySdr(world, n, 'activities', { ...goodCall, connected, ...consent });
  const person = lead && (await personNow(world.company.store, lead.personId));
  if (answer?.status === 201 && person && 'consent' in consent) heard(world, person, said);
}

/** A rep brings somebody himself. */
export async function claim(
  world: World,
  { person, rep, line }: CommandOf<'claim'>,
): Promise<void> {
  const repId = nth(REPS, rep)?.repId ?? 'rep-a';
  const { status, body } = await asRep(world, repId, '/v1/self-sourced', {
    person: { name: `Person ${person}`, email: addressOf(person) },
    interest: { productLine: line },
    contact: { kind: 'call', at: world.company.now, note: 'called' },
  });
  const { leadId } = body as { leadId: Lead['leadId'] };
  if (status === 201) arrived(world, `the find of ${repId}`, leadId);
}
