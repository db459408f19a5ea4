// Misses, what excused them, and suspensions (4.7, A3-4, A3-18).

import { counted } from '../figures/figures.ts';
import { count, countOfAll, type ReportDefinition } from '../report.ts';

export const strikes: ReportDefinition = {
  counted: 'strikes',
  question: 'Who stayed silent, what was excused or taken back, and who was suspended?',
  population: 'Misses, suspensions and annulments by the day on which each was recorded.',
  cannotSay: 'Where a rep stands now: his own page shows his misses in a row.',
  dimensions: counted.strikes.dimensions,
  views: {
    recorded: {
      period: 'day',
      definition:
        'A miss is a silence that nothing excused; two in a row suspend for a month. A director’s annulment takes a strike back, and is counted on the day that he did.',
      columns: () => [
        count('misses', 'miss'),
        countOfAll('excused', 'excused:'),
        count('suspensions', 'suspension'),
        count('annulled'),
      ],
    },
  },
};
