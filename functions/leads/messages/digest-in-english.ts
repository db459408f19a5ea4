// The digest in English.

import type { DigestWords } from './digest-lines.ts';

export const digestInEnglish: DigestWords = {
  headings: {
    answer: 'Leads to accept or reject',
    contact: 'Customers to contact for the first time',
    window: 'Accepted leads whose time for an opportunity runs out',
    silent: 'Opportunities on which nobody has written for a while',
    qualify: 'Leads of yours to qualify',
    queue: 'In the queue, and nobody’s yet',
    choose: 'Leads for you to assign',
    dispute: 'Disputes to rule on',
    standing: 'How you stand',
    agenda: 'For the weekly meeting: what sales rejected or gave back',
    figures: 'Figures since the last weekly digest',
  },
  lines: {
    answer: '{lead}: by {dueAt}',
    contact: '{lead}: by {dueAt}',
    window: '{lead}: before {dueAt}',
    silent: '{lead}: at {stage}, quiet since {since} ({repId})',
    qualify: '{lead}: grade {grade}, yours since {since}',
    queue: '{lead}: grade {grade}, waits since {since}',
    choose: '{lead}: by {dueAt}',
    dispute: '{lead}: {repId} refused it; neutral call-back by {dueAt}',
    misses: 'Misses in a row: {misses}; {most} suspend.',
    suspended: 'You get no marketing leads until {until}.',
    rejected: '{lead}: rejected by {repId}, {reason}; SDR {sdrId}; dispute: {dispute}',
    returned: '{lead}: given back by {repId}, {reason}; SDR {sdrId}; dispute: {dispute}',
    funnel:
      'Came in: MQL {mql}, SAL {sal}, opportunities {opportunity}, orders {won}; see {report}',
    inTime: 'Answered in time: {percent} % of {of}; see {report}',
    tooFewInTime: 'Answered in time: {count} of {of}, too few for a share; see {report}',
    openCredits:
      'Open credits: in their cancel window {pending}, without an opportunity yet {windowOpen}; see {report}',
    forecast: 'Expected of what is open: {amounts}; see {report}',
  },
  more: (count) => `and ${count} more`,
  page: (link) => `All of it: ${link}`,
};
