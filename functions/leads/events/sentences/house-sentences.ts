// What the timeline says of merges, erasures, and the house itself.

import type { houseEvents } from '../house-events.ts';
import type { SentencesOf } from './sentence.ts';

export const houseSentences: SentencesOf<typeof houseEvents> = {
  Erased: (_data, by) => `${by} erases the lead: its person asked to be forgotten.`,
  PersonErased: (_data, by) =>
    `${by} erases what was kept of the person; the journey stays as it is.`,
  Merged: ({ into }, by) => `${by} finds it is the same purchase as ${into}, which goes on.`,
  LeadMergedIn: ({ from }) => `Lead ${from} was the same purchase and is part of this one now.`,
  TouchesMergedIn: ({ from, touches }) =>
    `${touches?.length} more touches of lead ${from} are part of this one now.`,
  AccountsMerged: ({ with: other }, by) =>
    `${by} joins the people and companies of this lead and ${other}.`,
  Unmerged: (_data, by) => `${by} takes the merge back; the lead is routed again.`,
  UnmergedToRest: ({ coolDownUntil }, by, say) =>
    `${by} takes the merge back; the lead rests until ${say.when(coolDownUntil)}.`,
  MergeUndone: ({ with: other }, by) => `${by} takes the merge with ${other} back.`,
  ExecutionContinued: () => 'The wait goes on in a new execution.',
  RepChanged: ({ repId }, by, say) => `${by} enters or changes the rep ${say.who(repId)}.`,
  RepActivated: ({ repId }, by, say) => `${by} lets ${say.who(repId)} have leads again.`,
  RepDeactivated: ({ repId }, by, say) =>
    `${by} takes ${say.who(repId)} off the desk; his leads go to others.`,
  AbsenceRecorded: ({ repId, from, to }, _by, say) =>
    `${say.who(repId)} is away from ${say.when(from)} to ${say.when(to)}.`,
  SdrAbsent: ({ sdrId, from, to }, _by, say) =>
    `${say.who(sdrId)} is away from ${say.when(from)} to ${say.when(to)}.`,
  SdrChanged: ({ sdrId, active }, by, say) =>
    `${by} enters or changes the SDR ${say.who(sdrId)}${active ? '' : ', who takes no more leads'}.`,
  DepartmentChanged: ({ departmentId, mode }, by) =>
    `${by} says how ${departmentId} gets its leads: by the ${mode}.`,
  RosterPublished: ({ month, repIds }, by) =>
    `${by} publishes the roster of ${month}, with ${repIds?.length} reps.`,
  PolicyChanged: ({ version }, by) =>
    `${by} changes the policy, which is in version ${version} now.`,
  CalendarPublished: ({ calendarId, version, coveredUntil }, by) =>
    `${by} publishes the calendar ${calendarId} in version ${version}, complete until ${coveredUntil}.`,
  CalendarEnding: ({ calendarId, coveredUntil }) =>
    `The calendar ${calendarId} is known until ${coveredUntil} only; ops are asked for the days after it.`,
  DigestSent: ({ to, digest, day }, _by, say) =>
    `${say.who(to)} gets the ${digest} digest of ${day}.`,
  RatesPublished: ({ currency }, by) => `${by} says what ${currency} is worth, and since when.`,
  SpendTold: ({ month, campaign, channel, amount, currency }, by) =>
    `${by} tells what ${campaign ?? channel ?? 'the rest'} cost in ${month}: ${amount} ${currency}.`,
  SpendCorrected: ({ month, campaign, channel, fromAmount, amount, currency }, by) =>
    `${by} corrects what ${campaign ?? channel ?? 'the rest'} cost in ${month}: ${amount} ${currency}, not ${fromAmount}.`,
  SpendConverted: ({ month, campaign, channel, amount, currency, home }) =>
    home
      ? `By the rate of ${month}, told since, ${amount} ${currency} for ${campaign ?? channel ?? 'the rest'} are ${home.amount} ${home.currency}.`
      : `There is no rate any more for ${amount} ${currency} of ${month}.`,
  ContentPublished: ({ contentId }, by) => `${by} enters the content ${contentId}.`,
};
