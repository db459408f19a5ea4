// What a digest says (A0-12, A3-12): what waits for a rep, an SDR or a director, what is about to run out, and how he stands. Nothing for
// nobody: where there is nothing to say, there is no digest.

import type { Rep, RepRecord } from '../desk/desk.ts';
import { plus } from '../instant.ts';
import type { Lead, LeadIn } from '../lead.ts';
import type { DigestLine, Section, SectionName } from '../messages/digest-lines.ts';
import { digestSections } from '../messages/digest-lines.ts';
import type { Dispute } from '../offer/dispute.ts';
import type { Offer } from '../offer/offer.ts';
import { strikesOf } from '../offer/rep-record.ts';
import type { Opportunity } from '../opportunity/opportunity.ts';
import type { At } from '../rules.ts';
import type { DigestName } from './digest-day.ts';

/** A line and where it stands. */
export type Entry = readonly [section: SectionName, line: DigestLine];

export type Accepted = LeadIn<'SAL' | 'SQL'>;

interface OfRep {
  readonly pending: readonly Offer[];
  readonly accepted: readonly Accepted[];
  readonly opportunities: readonly Opportunity[];
  readonly rep: Rep;
  readonly record: RepRecord | undefined;
}

/** Deadlines that have passed are no longer his: others have gone on. */
export function waitsForRep(
  { pending, accepted, opportunities, ...his }: OfRep,
  { at, rules }: At,
): readonly Entry[] {
  const soon = plus(at, rules.policy.digest.ahead);
  const uncontacted = [
    ...pending.filter(({ contactedAt, contactMissedAt }) => !contactedAt && !contactMissedAt),
    ...accepted,
  ];
  return [
    ...pending
      .filter(({ acceptDueAt }) => at < acceptDueAt)
      .map(({ leadId, acceptDueAt }) => due('answer', leadId, acceptDueAt)),
    ...uncontacted.flatMap(({ leadId, contactDueAt }) =>
      contactDueAt && at < contactDueAt ? [due('contact', leadId, contactDueAt)] : [],
    ),
    ...accepted
      .filter(
        ({ windowClosedAt, oppDueAt }) => !windowClosedAt && at < oppDueAt && oppDueAt <= soon,
      )
      .map(({ leadId, oppDueAt }) => due('window', leadId, oppDueAt)),
    ...silentOnes(opportunities),
    ...standing(his, { at, rules }),
  ];
}

/** Those that nobody wrote on although their owner was asked (4.8). */
export function silentOnes(opportunities: readonly Opportunity[]): readonly Entry[] {
  return opportunities.flatMap(({ leadId, ownerRepId: repId, stage, stalledAt }) =>
    stalledAt ? [['silent', { name: 'silent', lead: leadId, repId, stage, since: stalledAt }]] : [],
  );
}

export function waitsForSdr(working: readonly Lead[], queue: readonly Lead[]): readonly Entry[] {
  const entryOf =
    (name: 'qualify' | 'queue') =>
    ({ leadId: lead, grade, enteredAt: since }: Lead): Entry => [
      name,
      { name, lead, grade: grade ?? '-', since },
    ];
  return [...working.map(entryOf('qualify')), ...queue.map(entryOf('queue'))];
}

export function waitsForDirector(
  choices: readonly Lead[],
  disputes: readonly Dispute[],
): readonly Entry[] {
  return [
    ...choices.flatMap((lead) =>
      lead.awaits === 'director' ? [due('choose', lead.leadId, lead.directorDueAt)] : [],
    ),
    ...disputes.map(
      ({ leadId: lead, repId, callBackDueAt: dueAt }): Entry => [
        'dispute',
        { name: 'dispute', lead, repId, dueAt },
      ],
    ),
  ];
}

/** In the order in which they are read, what is due first before the rest, each no longer than the policy says; undefined: nothing to say. */
export function digestOf(
  entries: readonly Entry[],
  digest: DigestName,
  { most }: { readonly most: number },
): readonly Section[] | undefined {
  // A miss alone is told once a week, not each morning.
  if (digest === 'daily' && entries.every(([section]) => section === 'standing')) return undefined;
  const sections = digestSections.flatMap((name) => {
    const own = entries.filter(([section]) => section === name);
    const once = new Map(own.map(([, line]) => [JSON.stringify(line), line]));
    const lines = [...once.values()].toSorted((one, other) => (dueOf(one) < dueOf(other) ? -1 : 1));
    const [first] = lines;
    if (first === undefined) return [];
    return [{ name, lines: lines.slice(0, most), more: Math.max(0, lines.length - most) }];
  });
  return sections.length > 0 ? sections : undefined;
}

function due(
  name: 'answer' | 'contact' | 'window' | 'choose',
  lead: Lead['leadId'],
  dueAt: Offer['acceptDueAt'],
): Entry {
  return [name, { name, lead, dueAt }];
}

function dueOf(line: DigestLine): string {
  return 'dueAt' in line ? line.dueAt : '';
}

/** Misses in a row, or until when others get the leads (4.7). */
function standing(
  { rep, record }: Pick<OfRep, 'rep' | 'record'>,
  { at, rules }: At,
): readonly Entry[] {
  const suspension = rep.suspensions.find(({ from, until }) => from <= at && at < until);
  if (suspension) return [['standing', { name: 'suspended', until: suspension.until }]];
  const streak = record ? strikesOf(record, rules).streak : [];
  if (streak.length === 0) return [];
  const most = `${rules.policy.strikes.missesToSuspend}`;
  return [['standing', { name: 'misses', misses: `${streak.length}`, most }]];
}
