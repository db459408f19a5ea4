// What SDRs are credited with, and what happens between a rep and an SDR (4.9, A3-5, A3-6).

import { counted } from '../figures/figures.ts';
import { count, type ReportDefinition, rate, times } from '../report.ts';

export const credit: ReportDefinition = {
  counted: 'credit',
  question: 'Which handovers count for their SDR, and does a pair of rep and SDR stand out?',
  population: 'Accepted handovers, one credit each.',
  cannotSay: 'Whether two people agreed on something: a pair that stands out is a reason to look.',
  dimensions: counted.credit.dimensions,
  views: {
    month: {
      period: 'month',
      definition:
        'Credits by the month in which they came into their present state: booked in the month in which they were confirmed, pending apart.',
      columns: () => [
        count('confirmed', 'CONFIRMED'),
        count('pending', 'PENDING'),
        count('window open', 'WINDOW_OPEN'),
        count('no opportunity', 'VOID_NO_OPP'),
        count('cancelled', 'VOID_CANCELLED'),
        count('returned', 'VOID_RETURNED'),
        count('superseded', 'SUPERSEDED'),
      ],
    },
    accepted: {
      period: 'month',
      definition:
        'Handovers by the month in which they were accepted, with the time from there to the opportunity, and how many were cancelled without a cause after the credit was safe.',
      columns: () => [
        count('accepted'),
        count('late cancels', 'lateCancel'),
        count('causes declined', 'causeDeclined'),
        rate('late cancel share', ['lateCancel'], ['accepted']),
        times('time to opportunity', 't:opportunity', 'elapsed'),
      ],
    },
    answers: {
      period: 'month',
      by: 'pair',
      definition:
        'What each rep answered to the offers of each SDR, by the month in which they were made: a pair that takes everything, or nothing, stands out.',
      columns: () => [
        count('offers'),
        count('accepted'),
        count('refused', 'rejected'),
        count('silent'),
        count('taken back', 'takenBack'),
        rate('accepted share', ['accepted'], ['accepted', 'rejected', 'silent']),
      ],
    },
  },
};
