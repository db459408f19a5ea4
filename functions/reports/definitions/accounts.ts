// Who turns to us and who turns away (A4-5), whom to keep and whom to win back, and which segment is worth more than it gets (A1-15).

import { dateOfDay, dayOfDate } from '../../leads/calendar/local-days.ts';
import { counted } from '../figures/figures.ts';
import {
  type Column,
  type Components,
  count,
  lastDayOf,
  type ReadRows,
  type ReportDefinition,
  rate,
  type Span,
  sumOf,
  type ViewDefinition,
  type Warning,
} from '../report.ts';
import { summed } from '../tally.ts';
import { FEWEST, rateOf } from '../wilson.ts';

interface Days {
  readonly from: string;
  readonly to: string;
}

/** The period as far as it is known, and the one of the same length before it. */
export function periodsOf(span: Span): { readonly now: Days; readonly before: Days } {
  const { from } = span;
  const until = lastDayOf(span);
  const length = Math.max(dayOfDate(until) - dayOfDate(from) + 1, 0);
  const day = (date: string, days: number) => dateOfDay(dayOfDate(date) + days);
  return {
    now: { from, to: until },
    before: { from: day(from, -length), to: day(from, -1) },
  };
}

function touches(key: string, which: 'now' | 'before'): Column {
  const during = (span: Span) => {
    const { from, to } = periodsOf(span)[which];
    return (component: string) => {
      const day = component.slice('touch:'.length);
      return component.startsWith('touch:') && day >= from && day <= to;
    };
  };
  return {
    key,
    title: key,
    kind: 'count',
    of: (components, span) => sumOf(components, during(span)),
    behind: (component, span) => during(span)(component),
  };
}

function engagement(definition: string): ViewDefinition {
  const [now, before] = [touches('touches', 'now'), touches('touches before', 'before')];
  return {
    period: 'day',
    by: 'region',
    days: 30,
    carries: (component) => component === 'accounts' || component.startsWith('touch:'),
    definition: `${definition} Touches are forms, reading and clicks in the period, and in the one of the same length before it.`,
    columns: () => [
      count('accounts'),
      now,
      before,
      {
        ...now,
        key: 'change',
        title: 'change',
        kind: 'number',
        of: (components, span) =>
          Number(now.of(components, span)) - Number(before.of(components, span)),
        behind: () => false,
      },
    ],
  };
}

/** Segments that go on more often than all do, however unlucky the sample was, and get fewer leads than half of the others. */
async function neglected(read: ReadRows): Promise<readonly Warning[]> {
  const rows = await read('segments', 'segment');
  const counts = [...rows].map(([row, components]) => ({ row, ...went(components) }));
  const all = went(summed(rows.values()));
  const sizes = counts.map(({ leads }) => leads).toSorted((one, other) => one - other);
  const middle = sizes[Math.floor(sizes.length / 2)] ?? 0;
  if (all.leads < FEWEST) return [];
  return counts.flatMap(({ row, leads, on }) => {
    const share = rateOf(on, leads);
    if ('refused' in share || share.low <= all.on / all.leads || leads > middle) return [];
    const [own, others] = [share.rate, all.on / all.leads].map((one) => Math.round(one * 100));
    const says = `${own} % of its ${leads} leads become opportunities, of all ${others} %: it gets few`;
    return [{ code: 'NEGLECTED_SEGMENT', row, says }];
  });
}

function went(components: Components): { readonly leads: number; readonly on: number } {
  return { leads: components.get('n:MAL') ?? 0, on: components.get('n:OPPORTUNITY') ?? 0 };
}

export const accounts: ReportDefinition = {
  counted: 'accounts',
  question:
    'Which companies turn to us and which turn away, and which kind of company is worth more than it gets?',
  population: 'Leads that were not merged into another; a company with two journeys counts twice.',
  cannotSay:
    'What a company reads elsewhere. The leads behind a figure show whose touches rise and whose fall.',
  dimensions: counted.accounts.dimensions,
  warnings: neglected,
  views: {
    open: engagement('Companies with a lead that is neither won nor lost.'),
    customers: engagement('Companies that have bought: those whose touches fall are to be kept.'),
    lost: engagement(
      'Companies whose last opportunity was lost: those whose touches rise may be won back.',
    ),
    segments: {
      period: 'month',
      by: 'segment',
      definition:
        'Leads by industry and region and by the month in which they began, and how far they have come.',
      columns: () => [
        count('leads', 'n:MAL'),
        count('accepted', 'n:SAL'),
        count('opportunities', 'n:OPPORTUNITY'),
        count('won', 'n:WON'),
        rate('opportunity share', ['n:OPPORTUNITY'], ['n:MAL']),
        rate('won share', ['n:WON'], ['n:MAL']),
      ],
    },
  },
};
