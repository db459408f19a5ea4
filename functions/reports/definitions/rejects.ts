// What sales send back, and why (A3-12, A3-16).

import { counted } from '../figures/figures.ts';
import {
  type Column,
  type Components,
  count,
  countOfAll,
  namesUnder,
  type ReportDefinition,
  rate,
} from '../report.ts';

function byReason(rows: readonly Components[], kind: string): readonly Column[] {
  return namesUnder(rows, `${kind}:`).map((reason) => {
    const component = `${kind}:${reason}`;
    return count(`${kind} ${reason}`, component, { group: reason, part: kind });
  });
}

export const rejects: ReportDefinition = {
  counted: 'rejects',
  question: 'Which leads does sales refuse or give back, why, and was that right?',
  population:
    'Offers that were answered, by the day of the answer; returned leads by the day of their return.',
  cannotSay: 'What the rep wrote: the leads behind a figure show their notes.',
  dimensions: counted.rejects.dimensions,
  views: {
    answered: {
      period: 'day',
      definition:
        'Rejected is no before accepting, returned is giving back afterwards. Wrongful is a reject that a call back or a ruling found to be wrong; its rate is of all rejects.',
      columns: (rows) => [
        count('answers', 'answered'),
        countOfAll('rejected', 'rejected:'),
        countOfAll('returned', 'returned:'),
        count('misrouted'),
        countOfAll('disputed', 'disputed:'),
        count('overturned', 'disputed:overturned'),
        count('wrongful'),
        rate(
          'rejected share',
          namesUnder(rows, 'rejected:').map((one) => `rejected:${one}`),
          ['answered'],
        ),
        rate(
          'wrongful share',
          ['wrongful'],
          namesUnder(rows, 'rejected:').map((one) => `rejected:${one}`),
        ),
        ...byReason(rows, 'rejected'),
        ...byReason(rows, 'returned'),
      ],
    },
  },
};
