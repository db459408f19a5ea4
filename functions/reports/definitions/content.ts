// Which article brought whom (A1-11): teams that write have figures of their own.

import { counted } from '../figures/figures.ts';
import { count, money, type ReportDefinition } from '../report.ts';

export const content: ReportDefinition = {
  counted: 'content',
  question: 'Which piece, by which author, brought registrations and opportunities?',
  population:
    'Touches, leads and opportunities that came by a piece of content with a name; those of customers are no registrations.',
  cannotSay:
    'Who read a piece and never left a name. What it helped is no share: an order may be helped by several.',
  dimensions: counted.content.dimensions,
  views: {
    brought: {
      period: 'day',
      by: 'page',
      definition:
        'Registrations, opportunities and orders are of leads whose first source it was, each on its own day; helped are opportunities whose people had read it before, each once.',
      columns: () => [
        count('touches'),
        count('registrations'),
        count('opportunities'),
        count('helped'),
        count('won'),
        money('amount', 'a'),
      ],
    },
  },
};
