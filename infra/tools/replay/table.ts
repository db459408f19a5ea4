// The report as a table of text: the same report is the same bytes.

import type { Report } from './report.ts';

const HOUR = 3_600_000;
/** Standard workflows in us-east-1: 25 dollars a million state transitions (aws.amazon.com/step-functions/pricing). */
const DOLLARS_A_TRANSITION = 25 / 1_000_000;

type Row = readonly [name: string, value: string];

/** One line a figure, and one a kind of blemish, without anything that depends on the machine or on how often the replay was interrupted. */
export function tableOf(
  report: Report,
  {
    settings,
    blemishes,
  }: { readonly settings: readonly Row[]; readonly blemishes: readonly Row[] },
): string {
  const sections: readonly (readonly [title: string, rows: readonly Row[]])[] = [
    ['Replay', settings],
    ['Odd in the files', blemishes],
    [
      'Leads',
      [
        ['submitted', number(report.submitted)],
        ['found again', `${number(report.leads)}, each in one state`],
        ...rowsOf(
          report.states,
          ({ count }) => `${number(count)}  ${percent(count / report.leads)}`,
        ),
      ],
    ],
    ['Cycles', rowsOf(report.cycles, ({ count }) => number(count), 'leads in cycle ')],
    [
      'Handover',
      [
        ['offers', number(report.offers)],
        ...rowsOf(report.offersBy, ({ count }) => number(count)),
        ['accept rate', percent(report.acceptRate)],
        ['time to accept, median', hours(report.timeToAccept.median)],
        ['time to accept, p90', hours(report.timeToAccept.p90)],
        ['first contact in time', percent(report.contactInTime)],
        ['strikes', number(report.strikes)],
        ['suspensions', number(report.suspensions)],
        ['returned after acceptance', number(report.returns)],
      ],
    ],
    ['After acceptance', afterAcceptance(report)],
    ['Refused because of', rowsOf(report.rejects, ({ count }) => number(count))],
    [
      'Fairness',
      [
        ...rowsOf(report.turns, ({ count }) => number(count), 'turns of '),
        ['most minus fewest', number(report.turnSpread)],
      ],
    ],
    ['Would have run in AWS', billed(report)],
  ];
  return sections
    .filter(([, rows]) => rows.length > 0)
    .map(([title, rows]) => [title, ...rows.map(line)].join('\n'))
    .join('\n\n');
}

function afterAcceptance({ opportunities, credits, won, ...counted }: Report): readonly Row[] {
  return [
    ...rowsOf(opportunities, ({ count }) => number(count), 'opportunities '),
    ['windows extended', number(counted.windowsExtended)],
    ['windows that ran out', number(counted.windowsExpired)],
    ['opened again', number(counted.reopened)],
    ...rowsOf(credits, ({ count }) => number(count), 'credit '),
    ...rowsOf(won, ({ count }) => number(count), 'won in '),
  ];
}

function billed({ executions, transitions, events, leads }: Report): readonly Row[] {
  const total = Object.values(transitions).reduce((sum, one) => sum + one, 0);
  return [
    ...rowsOf(executions, ({ name, count }) => {
      const moved = transitions[name] ?? 0;
      return `${number(count)} executions, ${number(moved)} state transitions`;
    }),
    ['state transitions a lead', (total / leads).toFixed(1)],
    ['billed for them', `$${(total * DOLLARS_A_TRANSITION).toFixed(2)}`],
    ['events of leads', `${number(events)}, ${(events / leads).toFixed(1)} a lead`],
  ];
}

function rowsOf(
  counts: Readonly<Record<string, number>>,
  show: (entry: { readonly name: string; readonly count: number }) => string,
  before = '',
): readonly Row[] {
  return Object.entries(counts).map(([name, count]) => [before + name, show({ name, count })]);
}

function line([name, value]: Row): string {
  return `  ${name.padEnd(28)} ${value}`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function percent(share: number | undefined): string {
  return share === undefined ? 'none' : `${(share * 100).toFixed(1)} %`;
}

/** Working hours and minutes. */
function hours(millis: number | undefined): string {
  if (millis === undefined) return 'none';
  const minutes = Math.round(millis / 60_000);
  const whole = Math.floor((minutes * 60_000) / HOUR);
  return `${whole} h ${String(minutes % 60).padStart(2, '0')} min of work`;
}
