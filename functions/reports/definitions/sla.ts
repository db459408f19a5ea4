// Whether the contract is kept (A3-1, A3-10): answers and first contacts in time, and three clocks that are not mixed.

import { counted } from '../figures/figures.ts';
import {
  type Column,
  count,
  type ReportDefinition,
  rate,
  type Span,
  sumOf,
  times,
} from '../report.ts';
import { rateOf } from '../wilson.ts';

const ANSWERED = ['inTime', 'late'];
const CONTACTED = ['contactedInTime', 'contactedLate'];
const UNCONTACTED = 'uncontacted:';

/** Nobody called, and the last day for it is over; not yet is not missed. */
function isMissed(component: string, { asOf }: Span): boolean {
  return component.startsWith(UNCONTACTED) && component.slice(UNCONTACTED.length) < asOf;
}

function contactRate(key: string, component: string): Column {
  return {
    ...rate(key, [component], CONTACTED),
    of: (components, span) =>
      rateOf(
        components.get(component) ?? 0,
        sumOf(components, (one) => CONTACTED.includes(one) || isMissed(one, span)),
      ),
  };
}

const isOutstanding = (component: string, span: Span) =>
  component.startsWith(UNCONTACTED) && !isMissed(component, span);

const outstanding: Column = {
  ...count('contact outstanding'),
  of: (components, span) => sumOf(components, (one) => isOutstanding(one, span)),
  behind: isOutstanding,
};

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
        'In time is an answer, yes or no, by its deadline (48 hours of working days by default). First contact is the first attempt of the rep; connected, that he was reached; outstanding, that there is time for it to the end of the day at least. The routing gap is from ready to offered, and ours.',
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
        contactRate('contacted in time', 'contactedInTime'),
        contactRate('connected in time', 'connectedInTime'),
        outstanding,
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
