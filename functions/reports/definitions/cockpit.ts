// One page for the management: what each report says first, from one and the same moment.

import type { Dimension } from '../dimensions.ts';
import type { ReportName } from './reports.ts';

interface Section {
  readonly title: string;
  readonly name: ReportName;
  readonly view: string;
  readonly by: Dimension | 'all' | 'month';
  /** Keys of the columns that are shown, in their order. */
  readonly figures: readonly string[];
}

export const COCKPIT = {
  question: 'Where do we stand: revenue, funnel, forecast, speed, cost and trust, on one page?',
  cannotSay:
    'Why. Each section names the report that it is of; the leads behind a figure are one call away, their stories another.',
} as const;

export const SECTIONS: readonly Section[] = [
  {
    ...{ title: 'Revenue by source class', name: 'attribution', view: 'firstSource', by: 'class' },
    figures: ['orders', 'amount', 'amount at home'],
  },
  {
    ...{ title: 'Funnel', name: 'funnel', view: 'cohort', by: 'all' },
    figures: [
      ...['MAL', 'MQL', 'READY', 'OFFERED', 'SAL', 'SQL', 'OPPORTUNITY', 'WON'],
      ...['SAL of MAL', 'OPPORTUNITY of MAL', 'WON of MAL', 'whole way'],
    ],
  },
  {
    ...{ title: 'Forecast', name: 'forecast', view: 'open', by: 'month' },
    figures: ['expected'],
  },
  {
    ...{ title: 'Speed to lead', name: 'sla', view: 'arrived', by: 'all' },
    figures: ['leads', 'contacted share', 'speed to lead', 'time to a talk'],
  },
  {
    ...{ title: 'Kept promises', name: 'sla', view: 'offered', by: 'all' },
    figures: ['offers', 'in time', 'contacted in time', 'worked to contact', 'routing gap'],
  },
  {
    ...{ title: 'Cost', name: 'sources', view: 'cohort', by: 'channel' },
    figures: ['spent', 'leads', 'customers', 'cost per lead', 'CAC', 'ROI'],
  },
  {
    ...{ title: 'Credit', name: 'credit', view: 'month', by: 'all' },
    figures: ['confirmed', 'pending', 'window open', 'no opportunity', 'cancelled', 'returned'],
  },
];
