// A form comes in where a journey is already: no second one is opened, and each state hears of it in its own way (4.8).

import { type Changes, chain, change, type Decision, type Message } from '../decision.ts';
import { latest } from '../instant.ts';
import { about, type Lead } from '../lead.ts';
import { raiseHand, weighNews } from '../nurture/nurture.ts';
import { present } from '../present.ts';
import type { Now } from '../rules.ts';
import { standingAnew } from '../scoring/standing.ts';
import { touched } from '../sdr-timer.ts';
import { acceptByMarketing, suspectOf } from './accept-or-quarantine.ts';
import { type Arrival, firstSourceOf, handRaiseOf, newsOf, touchesTold } from './arrival.ts';
import { laterFacts } from './facts-of-later-form.ts';
import type { Sender } from './sender.ts';

/** A form that came in where a journey is. */
interface News extends Arrival, Now {
  readonly sender: Sender;
  /** The lead had no company, and no other journey is open for the sender's. */
  readonly joins?: boolean | undefined;
}

/** The same person again: a touch, a fresh score, and out of nurture when a hand was raised. The 48 hours are not restarted. */
export function repeated(
  lead: Lead,
  arrival: Arrival,
  sender: Sender,
  { touches, joins }: Pick<News, 'touches' | 'joins'>,
): Decision {
  const { person, moved } = sender;
  const news = { ...arrival, touches, joins, person, sender };
  const heard = note(lead, news, 'SubmissionRepeated');
  const decision = chain(heard, (listening) => weighed(listening, news, 'HAND_RAISE'));
  // The journey stays with the company where it began; what he does from now on counts for the new one.
  return moved
    ? { ...decision, events: [...decision.events, { type: 'EmployerChanged', data: moved }] }
    : decision;
}

/** Another person of the same account: not offered again, the owner hears of it, the account's engagement rises (A4-4). */
export function colleagueJoined(
  lead: Lead,
  arrival: Arrival,
  sender: Sender,
  { touches }: Pick<News, 'touches'>,
): Decision {
  const news = { ...arrival, touches, sender };
  const buyingGroup = [...new Set([...lead.buyingGroup, sender.person.personId])];
  const heard = note(lead, news, 'ColleagueEnquired', { personJoinedAt: news.at, buyingGroup });
  return chain(heard, (listening) => weighed(listening, news, 'COLLEAGUE'));
}

/** A raised hand takes the lead out of its rest, whoever of the company raises it (4.8). */
function weighed(lead: Lead, news: News, by: 'HAND_RAISE' | 'COLLEAGUE'): Decision {
  return lead.state === 'NURTURE' && handRaiseOf(news)
    ? raiseHand(lead, news, by)
    : weighNews(lead, news);
}

/** The journey is closed, and nobody asks to be called: it is noted in its story, and nothing else changes. */
export function touchedAfterClosing(lead: Lead, arrival: Arrival): Decision {
  const { submissionId } = arrival;
  const data = { submissionId, touches: touchesTold(arrival, lead) };
  return { lead, events: [{ type: 'TouchedAfterClosing', data }] };
}

function note(
  lead: Lead,
  news: News,
  type: 'SubmissionRepeated' | 'ColleagueEnquired',
  more: Changes = {},
): Decision {
  const { at, rules, submissionId, submission, sender, joins } = news;
  const { person, account } = sender;
  const own = type === 'SubmissionRepeated';
  const facts = laterFacts(lead, news, { personId: person.personId, own, account, joins });
  const handRaise = present({ handRaise: handRaiseOf(news) });
  const informed = change(lead, {
    ...{ ...more, ...facts.changes, ...handRaise },
    ...touched(latest(at, lead.lastActivityAt), rules),
    firstSource: earlierSource(lead, news),
  });
  const told = {
    learned: someOf(facts.learned),
    differs: someOf([...sender.differs, ...facts.differs]),
  };
  // The company's name and the person's are two.
  const differs = [
    ...sender.differs,
    ...facts.differs.map((field) => (field === 'name' ? 'companyName' : field)),
  ];
  const to = about(lead.state).told(lead);
  const heard: Decision = {
    lead: standingAnew(informed, news),
    events: [
      {
        type,
        data: present({ submissionId, ...handRaise, touches: touchesTold(news, lead), ...told }),
      },
    ],
    ...(to && { messages: [tell(to, own, newsOf(news, differs))] }),
  };
  // Guard 3 holds now: an honest enquiry must not wait for a click because of a bad one before it.
  if (!lead.suspect || suspectOf(submission, person, rules)) return heard;
  return chain(heard, (waiting) =>
    waiting.state === 'QUARANTINED'
      ? acceptByMarketing(waiting, news)
      : { lead: change(waiting, { suspect: undefined }), events: [] },
  );
}

/** A form that waited in the buffer may have been sent before the one that opened the journey; what ops have ruled on stands. */
function earlierSource({ originalSource, firstSource }: Lead, news: News): Lead['firstSource'] {
  return originalSource || news.at >= firstSource.at ? firstSource : firstSourceOf(news);
}

/** Nothing rather than an empty list: most forms teach nothing. */
function someOf(names: readonly string[]): readonly string[] | undefined {
  return names.length > 0 ? names : undefined;
}

function tell(to: string, own: boolean, news: ReturnType<typeof newsOf>): Message {
  return {
    id: `${news.submissionId}-told`,
    to,
    says: { name: own ? 'customerWroteAgain' : 'colleagueWrote', news },
  };
}
