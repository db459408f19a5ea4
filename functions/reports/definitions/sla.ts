// Whether the contract is kept (A3-1, A3-10): answers and first contacts in time, and three clocks that are not mixed.

import { counted } from '../figures/figures.ts';
import { count, type ReportDefinition, rate, times } from '../report.ts';

const ANSWERED = ['inTime', 'late'];
const CONTACTS = ['contactedInTime', 'contactedLate', 'notContacted'];

export const sla: ReportDefinition = {
  counted: 'sla',
  question: 'Do reps answer and call in time, and how long does a customer wait?',
  population:
    'Offers by the day on which they were made; those taken back and silences that were excused stand apart and are in no rate.',
  cannotSay: 'Whether a call was any good. Times of offers that still run are not in yet.',
  dimensions: counted.sla.dimensions,
  views: {
    offered: {
      period: 'day',
      definition:
        'In time is an answer, yes or no, by its deadline (48 hours of working days by default). First contact is the first attempt of the rep; connected, that he was reached. The routing gap is from ready to offered, and ours.',
      columns: () => [
        count('offers'),
        count('answered in time', 'inTime'),
        count('too late', 'late'),
        count('excused'),
        count('taken back', 'takenBack'),
        count('pending'),
        rate('in time', ['inTime'], ANSWERED),
        times('time to answer', 't:accept', 'accept'),
        times('worked to answer', 'w:answer', 'working'),
        rate('contacted in time', ['contactedInTime'], CONTACTS),
        rate('connected in time', ['connectedInTime'], CONTACTS),
        times('worked to contact', 'w:contact', 'working'),
        times('routing gap', 't:gap', 'elapsed'),
      ],
    },
    arrived: {
      period: 'day',
      definition:
        'Leads by the day on which they came in: from the form to the first call, mail or meeting of anybody of ours, on the customer’s clock, nights and weekends included.',
      columns: () => [
        count('leads', 'arrived'),
        count('contacted', 'reached'),
        count('connected'),
        rate('contacted share', ['reached'], ['arrived']),
        times('speed to lead', 't:speed', 'elapsed'),
        times('time to a talk', 't:talk', 'elapsed'),
      ],
    },
  },
};
