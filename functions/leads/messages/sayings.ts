// What a message may say, by name: ids, instants and codes only. The words are put in when it leaves, for whom it goes to.

import type { Instant } from '../instant.ts';
import type { DigestWords, Section } from './digest-lines.ts';

/** How a fact is written: a deadline, a moment, people of staff by sub, a code of ours as words, a form by its sender, a digest section by section, or as it stands. */
type FactKind = 'due' | 'when' | 'who' | 'whos' | 'code' | 'sender' | 'news' | 'digest' | 'text';

/** A form that came: its sender gets his name when the message leaves. */
export interface News {
  readonly submissionId: string;
  readonly productLine: string;
  readonly asks?: 'demo' | 'visit' | 'callMe' | undefined;
  /** Names of fields that it says otherwise than is known. */
  readonly differs: readonly string[];
}

/** Each saying and its facts. Every language has a subject and a text for each of them. */
export const sayings = {
  offerMade: { contactDueAt: 'due', acceptDueAt: 'due' },
  offerReminder: { acceptDueAt: 'due' },
  offerNudge: { by: 'who', acceptDueAt: 'due' },
  offerReminderCopy: { repId: 'who', acceptDueAt: 'due' },
  offerWithdrawn: { reason: 'code' },
  offerRecalled: { reason: 'code' },
  offerRecalledBy: { by: 'who', repId: 'who', reason: 'code', recalls: 'text' },
  absenceWhileOffered: { by: 'who', repId: 'who', from: 'when', to: 'when', offers: 'text' },
  offerRanOut: { repId: 'who', acceptDueAt: 'due' },
  suspended: { until: 'due' },
  contactReminder: { contactDueAt: 'due' },
  contactMissed: { contactDueAt: 'due' },
  contactMissedBy: { repId: 'who', contactDueAt: 'due' },
  unrouted: { since: 'when' },
  unroutedRegion: { since: 'when' },
  nobodyLeft: {},
  nameRep: { directorDueAt: 'due', choices: 'whos' },
  nameRepOfNobody: { directorDueAt: 'due' },
  refused: { reason: 'code' },
  reviewRefusal: {},
  mergeDuplicate: {},
  giveToAccountOwner: {},
  decideConflict: {},
  disputeOpened: { repId: 'who', reason: 'code', callBackDueAt: 'due', disputeId: 'text' },
  callBackOverdue: { disputeId: 'text' },
  disputeOverturned: {},
  disputeUpheld: {},
  sdrReminded: { grade: 'text', since: 'when' },
  sdrEscalated: { grade: 'text', since: 'when' },
  backInQueue: { sdrId: 'who' },
  handedOver: { by: 'who' },
  backFromNurture: { because: 'code' },
  extraCycle: { cycles: 'text', because: 'code' },
  touchYourself: { since: 'when' },
  callInstead: {},
  customerBought: { productLine: 'text' },
  customerWroteAgain: { news: 'news' },
  colleagueWrote: { news: 'news' },
  existingCustomerWrote: { news: 'news' },
  checkByPhone: { reasons: 'text' },
  judgeByWords: { reasons: 'text' },
  confirmEnquiry: {},
  confirmConsent: {},
  claimedAgainstTouch: { repId: 'who', at: 'when', touchAt: 'when' },
  claimedAgainstLead: { repId: 'who', at: 'when', since: 'when' },
  claimedByTwo: { repId: 'who', at: 'when', ruledFor: 'who', because: 'code' },
  ownersDiffer: { owners: 'whos', what: 'text' },
  mergedInto: { into: 'text' },
  mergedFrom: { from: 'text' },
  windowReminder: { acceptedAt: 'when', oppDueAt: 'due' },
  windowOver: { acceptedAt: 'when', oppDueAt: 'due' },
  opportunityYours: { stage: 'text', from: 'who' },
  opportunityStalled: { stage: 'text' },
  opportunitySilent: { repId: 'who', stage: 'text', asked: 'text' },
  leadBackWithRep: { repId: 'who' },
  opportunityOrphaned: { repId: 'who' },
  ruleOnCancellation: { cause: 'code', rulingDueAt: 'due' },
  cancellationPassedOn: { cause: 'code' },
  callCustomerBack: {},
  cancelledWithoutCause: { repId: 'who' },
  lookAtPair: { repId: 'who', sdrId: 'who', lateCancels: 'text', confirmed: 'text' },
  leadErased: {},
  calendarEnds: { calendarId: 'text', coveredUntil: 'text' },
  cameToEvent: { sender: 'sender', form: 'text' },
  missedEvent: { sender: 'sender', form: 'text' },
  unreachable: { form: 'text', submissionId: 'text', until: 'due' },
  metaLeadLate: { source: 'text', leadgenId: 'text', why: 'text' },
  crmRefused: { problem: 'text' },
  recordingsToDelete: { recordings: 'text' },
  dailyDigest: { sections: 'digest' },
  weeklyDigest: { sections: 'digest' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, FactKind>>>>;

type SayingName = keyof typeof sayings;

/** What is said, with its facts. */
export type Saying = {
  readonly [Name in SayingName]: { readonly name: Name } & {
    readonly [Fact in keyof (typeof sayings)[Name]]: FactOfKind<(typeof sayings)[Name][Fact]>;
  };
}[SayingName];

type FactOfKind<Kind> = Kind extends 'due' | 'when'
  ? Instant
  : Kind extends 'whos'
    ? readonly string[]
    : Kind extends 'news'
      ? News
      : Kind extends 'digest'
        ? readonly Section[]
        : string;

/** `{fact}` stands for a fact of the saying. */
interface Sentence {
  readonly subject: string;
  readonly text: string;
}

/** A day of a zone's calendar; the year is left out where everybody knows it. */
export interface Day {
  readonly weekday: number;
  readonly day: number;
  readonly month: number;
  readonly year: number | undefined;
}

/** Who sent a form, as far as that may be said and is known. */
export interface Sender {
  readonly name: string;
  readonly title?: string | undefined;
}

/** One language: all sentences, and how it says moments, days' ends, lists, whom a lead is about, who sent a form and what he wants. */
export interface Language {
  readonly sentences: Readonly<Record<SayingName, Sentence>>;
  readonly moment: (day: Day, time: string) => string;
  /** A deadline at the midnight after that day (4.4). */
  readonly endOf: (day: Day) => string;
  readonly listed: (names: readonly string[]) => string;
  readonly about: (person: string, company: string | undefined) => string;
  /** Nobody's name is said on the bus, nor that of who is erased. */
  readonly sender: (sender: Sender | undefined) => string;
  /** `differs`: the fields in words. One of a release before says nothing of what came. */
  readonly news: (sender: string, news: News | undefined, differs: readonly string[]) => string;
  /** What a code says; one that is not here is said as it is written. */
  readonly codes: Readonly<Record<string, string>>;
  readonly digest: DigestWords;
  /** Under every mail that nobody asked for; the address of the page that ends them follows. */
  readonly goodbye: (link: string) => string;
}
