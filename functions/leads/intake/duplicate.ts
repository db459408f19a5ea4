// A submission comes in while a journey is open: no second journey, and each state hears of it in its own way (4.8).

import { type Changes, chain, change, type Decision, type Message } from '../decision.ts';
import type { Instant } from '../instant.ts';
import type { Lead } from '../lead.ts';
import { raiseHand, weighNews } from '../nurture/nurture.ts';
import { type Touch, touchFacts } from '../person.ts';
import { present } from '../present.ts';
import { type Now, staleAt } from '../rules.ts';
import { rescored } from '../scoring/standing.ts';
import type { State } from '../states.ts';
import { acceptByMarketing } from './capture.ts';

interface News extends Now {
  readonly submissionId: string;
  readonly personId: string;
  readonly handRaise: Lead['handRaise'] | undefined;
  /** The touches that come with it. */
  readonly fresh: readonly Touch[];
  /** Set when this submission, too, has to wait for an opt-in. */
  readonly suspect: Lead['suspect'];
}

type Told = (lead: Lead) => string | undefined;

const sdr: Told = (lead) => lead.sdrId ?? 'group:sdr';
const owner: Told = (lead) => lead.ownerRepId;
const offered: Told = (lead) => lead.offeredTo;
const nobody: Told = () => undefined;

/** Who is told, by state: the SDR before the handover, the rep with the offer, the owner after it. */
const whoIsTold: Record<State, Told> = {
  CAPTURED: nobody,
  QUARANTINED: nobody,
  MAL: nobody,
  MQL: sdr,
  SDR_WORKING: sdr,
  READY: sdr,
  UNROUTED: sdr,
  OFFERED: offered,
  SAL: owner,
  SQL: owner,
  OPPORTUNITY: owner,
  NURTURE: sdr,
  WON: nobody,
  LOST: nobody,
  DISQUALIFIED: nobody,
  DORMANT: nobody,
  MERGED: nobody,
  ERASED: nobody,
};

/** The same person again: a touch, a fresh score, and out of nurture when a hand was raised. The 48 hours are not restarted. */
export function repeated(lead: Lead, news: News): Decision {
  const heard = note(lead, news, 'SubmissionRepeated');
  const raised = heard.lead.state === 'NURTURE' && news.handRaise;
  return chain(heard, (listening) => (raised ? raiseHand : weighNews)(listening, news));
}

/** Another person of the same account: not offered again, the owner hears of it, the account's engagement rises (A4-4). */
export function colleagueJoined(lead: Lead, news: News): Decision {
  const buyingGroup = [...new Set([...lead.buyingGroup, news.personId])];
  const heard = note(lead, news, 'ColleagueEnquired', { personJoinedAt: news.at, buyingGroup });
  return chain(heard, (listening) => weighNews(listening, news));
}

function note(
  lead: Lead,
  news: News,
  type: 'SubmissionRepeated' | 'ColleagueEnquired',
  more: Changes = {},
): Decision {
  const { at, rules, submissionId, handRaise, fresh } = news;
  const changes: Changes = {
    ...more,
    lastActivityAt: at,
    staleAt: staleAt(rules, at),
    ...(handRaise ? { handRaise } : {}),
  };
  const to = whoIsTold[lead.state](lead);
  const heard: Decision = {
    lead: change(lead, { ...changes, ...rescored(lead, news) }),
    events: [{ type, data: present({ submissionId, handRaise, touches: fresh.map(touchFacts) }) }],
    ...(to ? { messages: [told(to, submissionId, lead, at)] } : {}),
  };
  // Guard 3 holds now: an honest enquiry must not wait for a click because of a bad one before it.
  const freed = lead.state === 'QUARANTINED' && !news.suspect;
  return freed ? chain(heard, (waiting) => acceptByMarketing(waiting, news)) : heard;
}

function told(to: string, submissionId: string, lead: Lead, at: Instant): Message {
  return {
    id: `${submissionId}-told`,
    to,
    subject: 'The customer wrote again',
    text: `Lead ${lead.leadId} (${lead.state}) has news since ${at}; look at its story.`,
  };
}
