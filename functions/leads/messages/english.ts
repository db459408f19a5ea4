// The messages in English.

import { digestInEnglish } from './digest-in-english.ts';
import type { Day, Language, News } from './sayings.ts';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `Tuesday 15 Sep`. */
function dayOf({ weekday, day, month, year }: Day): string {
  const date = `${weekdays[weekday - 1]} ${day} ${months[month - 1]}`;
  return year === undefined ? date : `${date} ${year}`;
}

const wishes = {
  demo: ' and asks for a demo',
  visit: ' and asks for a visit',
  callMe: ' and asks to be called',
} satisfies Readonly<Record<NonNullable<News['asks']>, string>>;

export const english: Language = {
  moment: (day, time) => `${dayOf(day)} ${time}`,
  endOf: (day) => `the end of ${dayOf(day)}`,
  listed: (names) => names.join(', '),
  about: (person, company) => (company === undefined ? person : `${person}, ${company}`),
  sender: (sender) =>
    sender?.title ? `${sender.name} (${sender.title})` : (sender?.name ?? 'Somebody'),
  news(sender, news, differs) {
    if (!news) return `${sender} wrote.`;
    const wrote = `${sender} wrote about ${news.productLine}${news.asks ? wishes[news.asks] : ''}.`;
    return differs.length > 0
      ? `${wrote} What the form says otherwise than is known: ${differs.join(', ')}.`
      : wrote;
  },
  codes: {},
  digest: digestInEnglish,
  goodbye: (link) => `To hear no more from us, open ${link}.`,
  sentences: {
    offerMade: {
      subject: 'A lead for you',
      text: 'Contact the customer by {contactDueAt}; accept or reject by {acceptDueAt}.',
    },
    offerReminder: {
      subject: 'A lead still waits for your answer',
      text: 'Accept or reject by {acceptDueAt}; after that it goes to somebody else, and silence counts.',
    },
    offerNudge: {
      subject: 'The SDR asks for your answer',
      text: '{by} asks you about this lead: accept or reject by {acceptDueAt}; after that it goes to somebody else, and silence counts.',
    },
    offerReminderCopy: {
      subject: 'The last reminder about a lead of yours',
      text: '{repId} has not answered yet and was reminded for the last time; the answer is due by {acceptDueAt}. You may nudge once yourself.',
    },
    offerWithdrawn: {
      subject: 'An offer was taken back',
      text: 'The lead is no longer yours to answer: {reason}. It does not count against you.',
    },
    offerRecalled: {
      subject: 'An offer was taken back',
      text: 'The SDR took the lead back: {reason}. It does not count against you, and the next offer of it is yours as long as you can take it.',
    },
    offerRecalledBy: {
      subject: 'An SDR took an offer back',
      text: '{by} took the lead back from {repId}: {reason}. It is recall {recalls} of this cycle.',
    },
    absenceWhileOffered: {
      subject: 'An absence was recorded while offers ran',
      text: '{by} recorded that {repId} is away from {from} to {to}. Offers that ran then: {offers}.',
    },
    offerRanOut: {
      subject: 'A lead of yours ran out',
      text: '{repId} did not answer by {acceptDueAt}; the lead goes to another rep.',
    },
    suspended: {
      subject: 'You get no marketing leads for a while',
      text: 'This lead was one miss too many in a row: others get the leads of marketing until {until}. What you have accepted stays yours. A director may annul a miss.',
    },
    contactReminder: {
      subject: 'The customer still waits for your call',
      text: 'Contact the customer by {contactDueAt}.',
    },
    contactMissed: {
      subject: 'A first contact is overdue',
      text: 'The customer was to be contacted by {contactDueAt}. Call now: it stands as late from here on.',
    },
    contactMissedBy: {
      subject: 'A first contact was missed',
      text: '{repId} was to contact the customer by {contactDueAt} and has not.',
    },
    unrouted: {
      subject: 'No rep can take a lead',
      text: 'It waits for a rep since {since}; see why in its story.',
    },
    unroutedRegion: {
      subject: 'No rep can take a lead',
      text: 'It waits for a rep since {since}, and no scope knows its region: add the spelling to regionNames of the policy, or the region to a rep.',
    },
    nobodyLeft: {
      subject: 'Everyone has turned a lead down',
      text: 'Nobody is left for it: lift an exclusion, send it back, or wait for a new rep.',
    },
    nameRep: {
      subject: 'A lead for you to assign',
      text: 'Name a rep by {directorDueAt}: {choices}.',
    },
    nameRepOfNobody: {
      subject: 'A lead for you to assign',
      text: 'Name a rep by {directorDueAt}: nobody is eligible now.',
    },
    refused: {
      subject: 'Sales gave a lead back',
      text: 'It was refused: {reason}. Call the customer before you hand it over again.',
    },
    reviewRefusal: {
      subject: 'Is this a lead at all? Agree, or find out more',
      text: 'The rep says that we cannot serve this customer.',
    },
    mergeDuplicate: {
      subject: 'A lead may be a duplicate: merge it',
      text: 'The rep knows this purchase from another lead.',
    },
    giveToAccountOwner: {
      subject: 'A lead is from an existing customer: give it to the account owner',
      text: 'The rep says that the company buys from us already.',
    },
    decideConflict: {
      subject: 'Two sides claim a lead: decide',
      text: 'The rep says that somebody else of us works with this customer.',
    },
    disputeOpened: {
      subject: 'A refusal is disputed: have the customer called back by somebody neutral',
      text: '{repId} refused the lead ({reason}), and the SDR does not believe it. Call by {callBackDueAt}, listen to both recordings, and rule on {disputeId}.',
    },
    callBackOverdue: {
      subject: 'A neutral call-back is overdue',
      text: 'Nobody has ruled on {disputeId} yet; call the customer and rule.',
    },
    disputeOverturned: {
      subject: 'The refusal was overturned',
      text: 'The neutral call-back found that the lead was good.',
    },
    disputeUpheld: {
      subject: 'The refusal stands',
      text: 'The neutral call-back found that the refusal was right.',
    },
    sdrReminded: {
      subject: 'A lead is waiting for you',
      text: 'Nobody has moved it since {since} (grade {grade}).',
    },
    sdrEscalated: {
      subject: 'A lead is waiting for an SDR',
      text: 'Nobody has moved it since {since} (grade {grade}), although the SDR was reminded.',
    },
    backInQueue: {
      subject: 'A lead is back in the queue',
      text: 'It is nobody’s any more: {sdrId} is away. It stands where it stood before.',
    },
    handedOver: {
      subject: 'A lead is yours now',
      text: '{by} has handed it over to you.',
    },
    backFromNurture: {
      subject: 'A lead is back from nurture',
      text: 'It is yours again ({because}); call before you hand it over.',
    },
    extraCycle: {
      subject: 'May a lead go round once more?',
      text: 'It has had {cycles} cycles, and another is asked for ({because}). Approve or decline it.',
    },
    touchYourself: {
      subject: 'Time for a nurture touch',
      text: 'The lead has rested since {since}; send something useful.',
    },
    callInstead: {
      subject: 'Time for a call instead of a mail',
      text: 'The customer gets no mail from us; call, and ask how it stands.',
    },
    customerBought: {
      subject: 'A customer of yours has an older enquiry',
      text: 'We were about to write to him about {productLine}, but his company has bought meanwhile: no mail was sent. Ask whether it still matters.',
    },
    customerWroteAgain: {
      subject: 'The customer wrote again',
      text: '{news} All of it stands with the lead.',
    },
    colleagueWrote: {
      subject: 'A colleague of the customer wrote',
      text: '{news} How to reach a colleague, and all that was sent, stands with the lead.',
    },
    existingCustomerWrote: {
      subject: 'A customer of yours wrote',
      text: '{news} The company bought from us before; all of it stands with the lead.',
    },
    checkByPhone: {
      subject: 'An enquiry is put aside: check it by phone',
      text: 'It is put aside ({reasons}). Check it by phone, or by what was written, then release or close it with a reason.',
    },
    judgeByWords: {
      subject: 'An enquiry is put aside: judge it by what was written',
      text: 'It is put aside ({reasons}). The customer refused every way that he gave, so do not call: judge it by what was written, then release or close it with a reason.',
    },
    confirmEnquiry: {
      subject: 'Please confirm your enquiry',
      text: 'Somebody left your address with us. Open /v1/opt-ins/{optInToken} to confirm it, and we will be in touch; do nothing, and you hear no more.',
    },
    confirmConsent: {
      subject: 'May we be in touch again?',
      text: 'You asked us not to be in touch, and now a form with your address allows it. Open /v1/opt-ins/{optInToken} to confirm that it was you; do nothing, and all stays as you wanted it.',
    },
    claimedAgainstTouch: {
      subject: 'A rep claims a customer as his own find: decide',
      text: '{repId} names a contact of {at}; marketing had a touch on {touchAt}. By the rule the earliest verifiable touch is the first source, and SDR credit needs a handover.',
    },
    claimedAgainstLead: {
      subject: 'A rep claims a customer as his own find: decide',
      text: '{repId} names a contact of {at}; the lead has been open since {since}. Look who was there first.',
    },
    claimedByTwo: {
      subject: 'A rep claims a customer as his own find: decide',
      text: '{repId} names a contact of {at}, and another rep claims the customer too. By the rule it is for {ruledFor} ({because}).',
    },
    ownersDiffer: {
      subject: 'Two reps own what was merged: decide',
      text: '{owners} both own {what} after a merge; agree with them whose it is.',
    },
    mergedInto: {
      subject: 'Two leads were merged',
      text: 'It was the same purchase as {into} and goes on there.',
    },
    mergedFrom: {
      subject: 'Two leads were merged',
      text: '{from} was the same purchase and is part of this lead now.',
    },
    windowReminder: {
      subject: 'Open an opportunity, or give the lead back',
      text: 'You accepted it on {acceptedAt}; an opportunity is due before {oppDueAt}.',
    },
    windowOver: {
      subject: 'The time for an opportunity is over',
      text: 'You accepted it on {acceptedAt}; an opportunity was due before {oppDueAt}.',
    },
    opportunityYours: {
      subject: 'An opportunity is yours now',
      text: 'It stands at {stage} and was {from}’s before.',
    },
    opportunityStalled: {
      subject: 'An opportunity has stalled',
      text: 'Nothing was written on it for a while (it stands at {stage}): what is the next step?',
    },
    opportunitySilent: {
      subject: 'An opportunity has stalled, and its owner does not answer',
      text: '{repId} was asked {asked} times for the next step (it stands at {stage}). It counts as stalled until somebody writes on it.',
    },
    leadBackWithRep: {
      subject: 'A lead of yours is with its rep again',
      text: '{repId} has opened the opportunity again: there is nothing for you to do.',
    },
    opportunityOrphaned: {
      subject: 'An opportunity needs a new owner',
      text: '{repId} no longer works here: give it to another rep.',
    },
    ruleOnCancellation: {
      subject: 'Rule on a cancellation',
      text: 'The opportunity was cancelled ({cause}); approve or decline the cause by {rulingDueAt}.',
    },
    cancellationPassedOn: {
      subject: 'Ops have not ruled on a cancellation: you may',
      text: 'The opportunity was cancelled ({cause}); the SDR’s credit waits until the cause is approved or declined.',
    },
    callCustomerBack: {
      subject: 'Call a customer back',
      text: 'The opportunity was cancelled without a cause: ask the customer what happened.',
    },
    cancelledWithoutCause: {
      subject: 'An opportunity was cancelled without a cause',
      text: '{repId} cancelled it inside the window in which the SDR’s credit depends on it.',
    },
    lookAtPair: {
      subject: 'Look at a pair of rep and SDR',
      text: '{lateCancels} of {confirmed} opportunities that {repId} opened on leads of {sdrId} were cancelled without cause after the credit was confirmed.',
    },
    leadErased: {
      subject: 'A lead was erased',
      text: 'Its person asked to be forgotten; delete what you keep of him.',
    },
    calendarEnds: {
      subject: 'A calendar ends',
      text: 'The calendar {calendarId} is known until {coveredUntil}. Publish the days after it by PUT /v1/calendars/{calendarId}; until then deadlines beyond it are provisional.',
    },
    cameToEvent: {
      subject: 'Call back somebody who came',
      text: '{sender} came to {form}; call today and ask what it was like.',
    },
    missedEvent: {
      subject: 'Call somebody who did not come',
      text: '{sender} was expected at {form} and did not come; call and tell what was shown.',
    },
    unreachable: {
      subject: 'Somebody left no address that can be read',
      text: 'The form {form} brought {submissionId}, and nobody can be reached by it. GET /v1/submissions/{submissionId} shows what was written, until {until}: release it with the right address or phone, or close it.',
    },
    metaLeadLate: {
      subject: 'A lead of Meta cannot be fetched',
      text: '{source} names the lead {leadgenId}, and its answers cannot be fetched ({why}). Meta tries again for a day and a half; look at META_PAGES, or fetch it by hand from the page of the form.',
    },
    crmRefused: {
      subject: 'The CRM told something that does not fit',
      text: '{problem}. Correct it in the CRM, or here.',
    },
    recordingsToDelete: {
      subject: 'Delete these recordings: their person asked to be forgotten',
      text: '{recordings}',
    },
    dailyDigest: {
      subject: 'What waits for you today',
      text: '{sections}',
    },
    weeklyDigest: {
      subject: 'Your week: what waits, and what to talk about',
      text: '{sections}',
    },
  },
};
