// What an SDR (and a rep on the phone) does with a lead: take it, judge it, log a call, correct its contact (rows 5 to 8, 26; A0-6).

import { chain, change, type Fact } from '../../leads/decision.ts';
import { Forbidden, Invalid, NotFound } from '../../leads/errors.ts';
import {
  type Answers,
  after,
  consentFacts,
  news,
  type Said,
} from '../../leads/identity/consent.ts';
import {
  hashedKeys,
  identityKeys,
  identityProblems,
  mailboxOf,
} from '../../leads/identity/identity.ts';
import { SdrId, ulidOf } from '../../leads/ids.ts';
import { claimedInstant, type Instant } from '../../leads/instant.ts';
import type { Lead, LeadIn } from '../../leads/lead.ts';
import { wake } from '../../leads/nurture/nurture.ts';
import { cycleAfter, mayStartCycle, type RecycleGuard } from '../../leads/nurture/recycle.ts';
import { withOfferInstant } from '../../leads/offer/offer.ts';
import { endRecall } from '../../leads/offer/recall.ts';
import type { Activity } from '../../leads/person.ts';
import { present } from '../../leads/present.ts';
import { bantFailures, type Qualification } from '../../leads/qualification/qualification.ts';
import { judge, RecycleGuarded, takeLead } from '../../leads/qualification/sdr-queue.ts';
import { turnComesBack } from '../../leads/routing/fairness.ts';
import type { At } from '../../leads/rules.ts';
import { othersAreEngaged } from '../../leads/scoring/account-engagement.ts';
import { touched } from '../../leads/sdr-timer.ts';
import type { Change, Command, Deps } from '../../ports.ts';
import type { ActivityLogged, ContactCorrected, LeadView } from '../answers/lead-answers.ts';
import { put, replace } from '../commit/changes.ts';
import { commitAndShow } from '../commit/commit-and-show.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { holdersOf, withHolder, withoutHolders } from '../commit/contact-keys.ts';
import { leadOrNotFound, refuseErased, refuseOtherSdr } from '../commit/guards.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { accountNow, leadsOf, personNow } from '../follow-pointers.ts';
import { creditTurn, recalledTurnBack } from '../offer/settle-offer.ts';

/** MQL → SDR_WORKING (5), or NURTURE → SDR_WORKING once the cool-down is over (26, SdrWoke). */
export async function takeByHand(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
): Promise<LeadView> {
  return retryLostRace(async () => {
    const [lead, rules] = await Promise.all([leadOrNotFound(deps, leadId), rulesNow(deps)]);
    const { at } = command;
    // The queue is everybody's; who rests is still his SDR's.
    if (lead.state === 'NURTURE') refuseOtherSdr(lead, command.by);
    const sdrId = SdrId.parse(command.by.sub);
    const decision =
      lead.state === 'NURTURE'
        ? wake(
            {
              ...refuseRest(
                lead,
                at,
                mayStartCycle(
                  cycleAfter(lead),
                  rules.policy.recycle,
                  lead.extraCycle === 'approved',
                ),
              ),
              sdrId,
            },
            'SdrWoke',
            { at, rules, touches: [] },
          )
        : takeLead(lead, sdrId, at, rules);
    return commitAndShow(deps, command, { before: lead, decision, rules });
  });
}

function refuseRest(lead: LeadIn<'NURTURE'>, at: Instant, mayCycle: boolean): LeadIn<'NURTURE'> {
  const guards: RecycleGuard[] = [
    ...(lead.coolDownUntil !== undefined && at < lead.coolDownUntil
      ? (['COOL_DOWN_RUNNING'] as const)
      : []),
    ...(mayCycle ? [] : (['CYCLE_LIMIT'] as const)),
  ];
  if (guards.length > 0) throw new RecycleGuarded(guards);
  return lead;
}

/** The SDR's verdict (6, 7, 8). When it agrees with a refusal as BAD_DATA or DUPLICATE, the turn goes back (4.5). */
export async function qualifyLead(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  answers: Qualification,
): Promise<LeadView> {
  return retryLostRace(async () => {
    const [lead, activities, rules] = await Promise.all([
      leadOrNotFound(deps, leadId),
      deps.store.activitiesOf(leadId),
      rulesNow(deps),
    ]);
    // Only the guard of a recycled lead asks what was found out before (4.6).
    const earlier = lead.cycle === 1 ? [] : await deps.store.qualificationsOf(leadId);
    const { at, by } = command;
    refuseOtherSdr(lead, by);
    const judged = judge({
      lead,
      answers,
      by: by.sub,
      at,
      rules,
      activities,
      earlier: earlier.map((one) => one.qualification),
      othersAreEngaged: await mattersToOthers(deps, lead, answers, { at, rules }),
    });
    const turn = await confirmedTurn(deps, lead, agrees(lead, answers));
    const agreed = {
      ...judged,
      lead: change(judged.lead, { creditIfConfirmed: undefined }),
      events: [
        ...judged.events,
        ...(turn ? [{ type: 'TurnCreditedBack' as const, data: { offerId: turn.offerId } }] : []),
      ],
    };
    // Dropped after a recall: the rep who had it gets his turn back instead.
    const dropped = agreed.lead.state === 'DISQUALIFIED' ? await recalledTurnBack(deps, lead) : [];
    const decision = dropped.length > 0 ? chain(agreed, (after) => endRecall(after)) : agreed;
    const { qualification } = decision.lead;
    const changes = [
      ...(qualification ? [stored(leadId, qualification)] : []),
      ...(turn?.changes ?? []),
      ...dropped,
    ];
    return commitAndShow(deps, command, { before: lead, decision, rules, changes });
  });
}

/** Whether the account shows interest beside this person: asked only when his authority is all that fails (A4-4). */
async function mattersToOthers(
  { store }: Deps,
  lead: Lead,
  answers: Qualification,
  { at, rules }: At,
): Promise<boolean> {
  const failures = answers.verdict === 'ready' ? bantFailures(answers) : [];
  if (lead.accountId === undefined || failures.map(({ path }) => path).join() !== 'authority')
    return false;
  const account = await accountNow(store, lead.accountId);
  if (!account) return false;
  const leads = await leadsOf(store, account);
  const touches = await Promise.all(leads.map(({ leadId }) => store.touchesOf(leadId)));
  const person = await personNow(store, lead.personId);
  const same = [lead.personId, ...(person ? [person.personId, ...person.absorbed] : [])];
  return othersAreEngaged(account, same, { at, rules, touches: touches.flat() });
}

/** The version of a qualification that the lead now has, kept apart for the recycle guard (4.6). */
export function stored(
  leadId: Lead['leadId'],
  qualification: NonNullable<Lead['qualification']>,
): Change {
  const id = String(qualification.number).padStart(4, '0');
  return put('qualification', { leadId, id, qualification });
}

/** The SDR drops the lead for the rep's reason, or has corrected the contact that the rep found wrong. Handing it over again is no agreement. */
function agrees(
  { nurtureReason, nurturedAt, contactChangedAt }: Lead,
  answers: Qualification,
): boolean {
  const dropped = answers.verdict === 'notALead' && answers.reason === nurtureReason;
  const corrected = contactChangedAt !== undefined && contactChangedAt > (nurturedAt ?? '');
  return dropped || corrected;
}

/** The turn of a refusal that waited for the SDR's word, and the offer that has it back. */
async function confirmedTurn(
  deps: Deps,
  { creditIfConfirmed }: Lead,
  sdrConfirmed: boolean,
): ReturnType<typeof creditTurn> {
  const end = { status: 'REJECTED', credit: 'whenSdrConfirms', sdrConfirmed } as const;
  const offer =
    creditIfConfirmed && turnComesBack(end) && (await deps.store.offer(creditIfConfirmed));
  const turn = offer ? await creditTurn(deps, offer) : undefined;
  if (!offer || turn?.offerId !== offer.offerId) return turn;
  const marked = replace('offer', offer, { ...offer, creditedBack: true });
  return { ...turn, changes: [marked, ...turn.changes] };
}

/** What a log entry says (api.md). */
export interface Log {
  readonly kind: Activity['kind'];
  readonly direction: Activity['direction'];
  readonly connected: boolean;
  readonly at?: Instant | undefined;
  readonly note: string;
  readonly recordingUrl?: string | undefined;
  readonly consent?: Answers | undefined;
}

/** A call, mail or meeting. The actor's own outbound attempt on his offer is the first contact; the earliest attempt wins (4.4). */
export async function logActivity(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  log: Log,
): Promise<ActivityLogged> {
  return retryLostRace(async () => {
    const [lead, rules] = await Promise.all([leadOrNotFound(deps, leadId), rulesNow(deps)]);
    const { at: receivedAt, by } = command;
    const group = by.kind === 'rep' ? 'rep' : 'sdr';
    const offer = lead.offerId ? await deps.store.offer(lead.offerId) : undefined;
    const mine = offer?.repId === by.sub ? offer : undefined;
    if (group === 'rep' && !mine && lead.ownerRepId !== by.sub) {
      throw new Forbidden(
        `lead ${leadId} is not yours; only its rep can log on it`,
        'NOT_YOUR_LEAD',
      );
    }
    refuseOtherSdr(lead, by);
    await refuseErased(deps, lead, 'ActivityLogged');
    const at = claimedInstant(log.at ?? receivedAt, receivedAt, mine?.offeredAt);
    const activity: Activity = {
      activityId: `act_${ulidOf(receivedAt, command.requestId)}`,
      leadId,
      by: by.sub,
      group,
      kind: log.kind,
      direction: log.direction,
      connected: log.connected,
      at,
      ...present({ claimedAt: log.at }),
      loggedAt: receivedAt,
      note: log.note,
      ...present({ recordingUrl: log.recordingUrl }),
    };
    const contacts = group === 'rep' && log.direction === 'outbound' && mine !== undefined;
    const first =
      contacts && (mine.contactedAt === undefined || at < mine.contactedAt) ? at : undefined;
    const answer = { activityId: activity.activityId, at };
    const { activityId } = activity;
    const said = { at: receivedAt, where: 'call', by: by.sub, text: activityId } as const;
    const heard = await heardInTalk(deps, lead, log, said);
    await commitLead(deps, command, {
      before: lead,
      decision: {
        lead: change(lead, {
          ...touched(receivedAt, rules),
          // Undefined here is said: what was to be done is done.
          ...(contacts ? { contactDueAt: undefined, contactRemindAt: undefined } : {}),
        }),
        events: [
          {
            type: first ? 'FirstContact' : 'ActivityLogged',
            data: {
              activityId,
              kind: log.kind,
              direction: log.direction,
              connected: log.connected,
              at,
              group,
            },
          },
          ...heard.events,
        ],
      },
      ...(mine && first
        ? { offer: { before: mine, after: withOfferInstant({ ...mine, contactedAt: first }) } }
        : {}),
      changes: [put('activity', activity), ...heard.changes],
      answer,
      rules,
    });
    return answer;
  });
}

/** What the customer said of being written to and called: his own word, so that it may lift a no (4.2, consent). */
async function heardInTalk(
  { store }: Deps,
  { personId }: Lead,
  { consent = {} }: Log,
  said: Said,
): Promise<{ readonly events: readonly Fact[]; readonly changes: readonly Change[] }> {
  const person = Object.keys(consent).length > 0 ? await personNow(store, personId) : undefined;
  const statements = person ? news(person, consent, said) : [];
  if (!person || statements.length === 0) return { events: [], changes: [] };
  return {
    events: consentFacts(statements),
    changes: [replace('person', person, after(person, statements))],
  };
}

/** Contact data that the SDR found to be wrong or out of date: what BAD_DATA asks for before the lead goes on (4.6). */
export async function correctContact(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  contact: { readonly email?: string | undefined; readonly phone?: string | undefined },
): Promise<ContactCorrected> {
  return retryLostRace(async () => {
    const [lead, rules] = await Promise.all([leadOrNotFound(deps, leadId), rulesNow(deps)]);
    refuseOtherSdr(lead, command.by);
    const person = await personNow(deps.store, lead.personId);
    if (!person || person.erasedAt) throw new NotFound('person of lead', leadId);
    const from = {
      person: {
        ...present({ email: contact.email, phone: contact.phone }),
      },
      company: lead.region ? { region: lead.region } : {},
    };
    const options = { defaultCountry: rules.policy.intake.defaultCountry };
    const problems = identityProblems(from, options).map(({ path, message }) => ({
      path: path.replace('person.', ''),
      message,
    }));
    if (problems.length > 0) throw new Invalid(problems);
    const { email, mailbox, phone } = identityKeys(from, options);
    const hashes = (of: Parameters<typeof hashedKeys>[0]) =>
      hashedKeys(of, deps.pepper).map(({ hash }) => hash);
    const keys = hashes({ email, mailbox, phone });
    const known = await deps.store.contactKeys(keys);
    const isHis = (holder: string) => [person.personId, ...person.absorbed].includes(holder);
    // A phone may be several people's (4.2), an address is one's own.
    const [owned] = hashes({ email }).flatMap((hash) => known.get(hash) ?? []);
    if (owned && !isHis(owned.owner)) {
      const message = 'belongs to another person; reject the lead as DUPLICATE';
      throw new Invalid([{ path: 'email', message }]);
    }
    // The wrong address is somebody else's: it must not lead here any more.
    const wrongEmail = email && email !== person.email ? person.email : undefined;
    const wrong = hashes({
      email: wrongEmail,
      mailbox: wrongEmail && mailboxOf(wrongEmail),
      phone: phone && phone !== person.phone ? person.phone : undefined,
    }).filter((hash) => !keys.includes(hash));
    const gone = [...(await deps.store.contactKeys(wrong)).values()];
    const answer = { leadId, contactChangedAt: command.at };
    await commitLead(deps, command, {
      before: lead,
      decision: {
        lead: change(lead, { ...touched(command.at, rules), contactChangedAt: command.at }),
        events: [{ type: 'ContactCorrected', data: { fields: Object.keys(contact) } }],
      },
      changes: [
        replace('person', person, {
          ...person,
          ...present({ email, phone }),
          keys: [...new Set([...person.keys, ...keys])].filter((key) => !wrong.includes(key)),
        }),
        ...gone.flatMap((before) => withoutHolders(before, isHis)),
        ...keys
          .filter((key) => !holdersOf(known.get(key)).some(isHis))
          .flatMap((key) => withHolder(key, known.get(key), person.personId)),
      ],
      answer,
      rules,
    });
    return answer;
  });
}
