// A form comes in where a journey is already: no second one is opened, and each state hears of it in its own way (4.8).

import { type Changes, chain, change, type Decision, type Message } from '../decision.ts';
import { about, type Lead } from '../lead.ts';
import { raiseHand, weighNews } from '../nurture/nurture.ts';
import type { Person, Touch } from '../person.ts';
import { present } from '../present.ts';
import { type Now, staleAt } from '../rules.ts';
import { rescored } from '../scoring/standing.ts';
import { acceptByMarketing, suspectOf } from './accept-or-quarantine.ts';
import { type Arrival, handRaiseOf, touchesTold } from './arrival.ts';
import type { Sender } from './sender.ts';

/** The same person again: a touch, a fresh score, and out of nurture when a hand was raised. The 48 hours are not restarted. */
export function repeated(
  lead: Lead,
  arrival: Arrival,
  { person, moved }: Sender,
  touches: readonly Touch[],
): Decision {
  const news = { ...arrival, touches, person };
  const heard = note(lead, news, 'SubmissionRepeated');
  const decision = chain(heard, (listening) =>
    listening.state === 'NURTURE' && handRaiseOf(arrival)
      ? raiseHand(listening, news)
      : weighNews(listening, news),
  );
  // The journey stays with the company where it began; what he does from now on counts for the new one.
  return moved
    ? { ...decision, events: [...decision.events, { type: 'EmployerChanged', data: moved }] }
    : decision;
}

/** Another person of the same account: not offered again, the owner hears of it, the account's engagement rises (A4-4). */
export function colleagueJoined(
  lead: Lead,
  arrival: Arrival,
  { personId }: Person,
  touches: readonly Touch[],
): Decision {
  const news = { ...arrival, touches };
  const buyingGroup = [...new Set([...lead.buyingGroup, personId])];
  const heard = note(lead, news, 'ColleagueEnquired', { personJoinedAt: news.at, buyingGroup });
  return chain(heard, (listening) => weighNews(listening, news));
}

/** The journey is closed, and nobody asks to be called: it is noted in its story, and nothing else changes. */
export function touchedAfterClosing(lead: Lead, arrival: Arrival): Decision {
  const { submissionId } = arrival;
  const data = { submissionId, touches: touchesTold(arrival, lead) };
  return { lead, events: [{ type: 'TouchedAfterClosing', data }] };
}

function note(
  lead: Lead,
  news: Arrival & Now,
  type: 'SubmissionRepeated' | 'ColleagueEnquired',
  more: Changes = {},
): Decision {
  const { at, rules, submissionId, submission } = news;
  const handRaise = present({ handRaise: handRaiseOf(news) });
  const changes = { ...more, lastActivityAt: at, staleAt: staleAt(rules, at), ...handRaise };
  const to = about(lead.state).told(lead);
  const heard: Decision = {
    lead: change(lead, { ...changes, ...rescored(lead, news) }),
    events: [{ type, data: { submissionId, ...handRaise, touches: touchesTold(news, lead) } }],
    ...(to && { messages: [told(to, submissionId)] }),
  };
  // Guard 3 holds now: an honest enquiry must not wait for a click because of a bad one before it.
  const freed = lead.state === 'QUARANTINED' && !suspectOf(submission, rules);
  return freed ? chain(heard, (waiting) => acceptByMarketing(waiting, news)) : heard;
}

function told(to: string, submissionId: string): Message {
  return {
    id: `${submissionId}-told`,
    to,
    says: { name: 'customerWroteAgain' },
  };
}
