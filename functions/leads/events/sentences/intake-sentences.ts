// What the timeline says of leads that come in.

import type { intakeEvents } from '../intake-events.ts';
import { listed, raised, taught } from './phrases.ts';
import type { SentencesOf } from './sentence.ts';

const ALLOWS = {
  yes: 'allows',
  no: 'refuses',
  unconfirmed: 'had refused, and has yet to confirm,',
  notAsked: 'was never asked about',
} as const;

const BY_CHANNEL = { email: 'mails', phone: 'calls' } as const;

const HEARD = {
  form: 'by a form',
  inbound: 'by a form of another site',
  import: 'by a list',
  selfSourced: 'by the rep who brought him',
  optIn: 'by the link that he was sent',
  unsubscribe: 'by the link in a mail',
  merge: 'by a merge',
} as const;

function wordOf(words: Readonly<Record<string, string>>, key: string): string {
  return words[key] ?? key;
}

export const intakeSentences: SentencesOf<typeof intakeEvents> = {
  SubmissionReceived: ({ form, handRaise }) =>
    `The customer fills in the form ${form}${raised(handRaise)}.`,
  SpamSuspected: ({ reasons, noEmail }) =>
    `The enquiry looks like spam (${listed(reasons)}) and is put aside; ${noEmail ? 'it has no e-mail address to ask' : 'the sender is asked to confirm'}.`,
  OptInPending: ({ noEmail }) =>
    `The customer allows no channel we know; ${noEmail ? 'the enquiry is put aside' : 'we ask for consent'}.`,
  UnreachablePutAside: ({ form }) =>
    `Somebody sent the form ${form} without an address that can be read; ops are asked.`,
  UnreachableReleased: (_, by) => `${by} knows how to reach the sender; the form goes in.`,
  UnreachableClosed: (_, by) => `${by} closes the form of somebody who cannot be reached.`,
  MetaLeadLate: ({ source, leadgenId }) =>
    `${source} names the lead ${leadgenId}, and its answers cannot be fetched yet; ops are told.`,
  OptInReminded: () => 'The customer is asked once more to confirm.',
  CheckByPhoneAsked: () => 'SDRs are asked to check the enquiry.',
  QuarantineReleased: ({ reason }, by) => `${by} finds the enquiry honest: ${reason}.`,
  QuarantineClosed: ({ reason }, by) =>
    reason === undefined
      ? 'Nobody confirmed; the enquiry is closed and kept.'
      : `${by} closes the enquiry, which is kept: ${reason}.`,
  MarketingAccepted: ({ fit, engagement, grade, because }) =>
    `Marketing accepts the lead: fit ${fit}, engagement ${engagement}, grade ${grade} (${because}).`,
  Qualified: ({ because }) => `It is a marketing qualified lead: ${because}.`,
  SubmissionRepeated: ({ handRaise, ...form }) =>
    `The customer writes again${raised(handRaise)}${taught(form)}.`,
  ColleagueEnquired: ({ handRaise, ...form }) =>
    `A colleague at the same company enquires too${raised(handRaise)}${taught(form)}.`,
  ConsentChanged: ({ channel, says, where }, by) => {
    const heard = where === 'call' ? `told ${by}` : wordOf(HEARD, where);
    return `The customer ${wordOf(ALLOWS, says)} ${wordOf(BY_CHANNEL, channel)} (${heard}).`;
  },
  EmployerChanged: () =>
    'The customer writes for another company now; this lead stays with the old one.',
  TouchedAfterClosing: () => 'The customer writes again, without asking for anything; it is noted.',
  EngagementHeard: () => 'Somebody shows interest; it is looked up who that is.',
  EngagementRecorded: ({ kind }) => `The customer shows interest (${kind}).`,
  SelfSourced: (_data, by) =>
    `${by} brings this customer himself; the lead is his, without SDR credit.`,
  SelfSourcedClaimed: ({ repId }, _by, say) =>
    `${say.who(repId)} says that he found this customer himself; ops decide.`,
  SourceAdjudicated: ({ from, to }, by) =>
    `${by} rules on the first source: ${to}${from === to ? ', as it was' : `, not ${from}`}.`,
  ImportStarted: ({ rows, good }, by) => `${by} brings a file of ${rows} cards; ${good} can go in.`,
  ImportAdvanced: ({ done, good }) => `${done} of ${good} cards have gone in.`,
  ImportFinished: ({ done }) => `All ${done} cards have gone in.`,
};
