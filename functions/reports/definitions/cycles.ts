// How long deals and proofs of concept take, and how they end, by region and industry (A1-5).

import { counted } from '../figures/figures.ts';
import { count, countOfAll, namesUnder, type ReportDefinition, times } from '../report.ts';

export const cycles: ReportDefinition = {
  counted: 'cycles',
  question: 'How long does a deal take, what is won and lost, and why do trials fail?',
  population: 'Opportunities by the day on which they ended, or on which their trial began.',
  cannotSay: 'How long those will take that are still open.',
  dimensions: counted.cycles.dimensions,
  views: {
    ended: {
      period: 'day',
      definition:
        'The deal cycle is from the opportunity to the order, the time to sign from the first form to the order; a trial is from its stage’s beginning to its end.',
      columns: (rows) => [
        count('won'),
        countOfAll('lost', 'lost:'),
        countOfAll('cancelled', 'cancelled:'),
        times('deal cycle', 't:deal', 'elapsed'),
        times('time to sign', 't:sign', 'elapsed'),
        count('trials', 'poc'),
        times('trial', 't:poc', 'elapsed'),
        countOfAll('trials failed', 'pocFailed:'),
        ...(['lost', 'pocFailed'] as const).flatMap((kind) =>
          namesUnder(rows, `${kind}:`).map((reason) =>
            count(`${kind} ${reason}`, `${kind}:${reason}`, { group: reason, part: kind }),
          ),
        ),
      ],
    },
  },
};
