import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { measureAverage } from '../../infra/tools/cost/average.ts';
import { type BillLine, billFor, money, sumOf } from '../../infra/tools/cost/bill.ts';
import { total } from '../../infra/tools/cost/count.ts';
import { measureWorst } from '../../infra/tools/cost/paths.ts';
import { eventMetrics, standing } from '../../infra/tools/cost/standing.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
/** A cent's change of a rule need not touch the README. */
const CLOSE = 0.05;

interface Life {
  readonly bill: readonly BillLine[];
  /** Billed state transitions of one lead. */
  readonly transitions: number;
}

const LINES: readonly (readonly [string, RegExp])[] = [
  ['Step Functions (state transitions of a lead)', /^Step Functions/],
  ['DynamoDB', /^DynamoDB/],
  ['API Gateway and WAF', /^API Gateway/],
  ['all else: Lambda, EventBridge, logs, traces', /^(?!Step Functions|DynamoDB|API Gateway)/],
];

/** A Markdown table of what 1,000 leads cost. */
function costTable(average: Life, worst: Life, heading: string): string {
  const rows = LINES.map(([what, pattern], index) => {
    const [one, other] = [average, worst].map(({ bill, transitions }) => {
      const dollars = sumOf(bill.filter((line) => pattern.test(line.what)));
      const note = index === 0 ? ` (${Math.round(transitions)})` : '';
      return `${money(dollars)}${note}`;
    });
    return `| ${what} | ${one} | ${other} |`;
  });
  return [
    `| ${heading} | the average | the worst life |`,
    '|---|---|---|',
    ...rows,
    `| **in all** | **${money(sumOf(average.bill))}** | **${money(sumOf(worst.bill))}** |`,
  ].join('\n');
}

function numbers(text: string): number[] {
  return [...text.matchAll(/\d+(?:\.\d+)?/g)].map(([number]) => Number(number));
}

function isClose(written: number, computed: number): boolean {
  return Math.abs(written - computed) <= Math.max(0.02, computed * CLOSE);
}

describe('what the README says it costs', () => {
  it('is what npm run cost computes', async () => {
    const heading = /^\| (1,000 leads, .*?) \|/m.exec(readme)?.[1] ?? '';
    const written = readme.slice(readme.indexOf(`| ${heading} |`)).split('\n\n')[0] ?? '';
    const average = await measureAverage();
    const worst = await measureWorst();

    const computed = costTable(
      {
        bill: billFor(average.counts, average.leads),
        transitions: total(average.counts.transitions) / average.leads,
      },
      { bill: billFor(worst, 1), transitions: total(worst.transitions) },
      heading,
    );

    const figure = /\d+(?:\.\d+)?/g;
    expect(written.replaceAll(figure, '#')).toBe(computed.replaceAll(figure, '#'));
    const off = numbers(written).filter(
      (one, index) => !isClose(one, numbers(computed)[index] ?? 0),
    );
    expect(off, `write into README.md:\n${computed}\n`).toEqual([]);
  }, 300_000);

  it('names what stands by the month, within a dollar', () => {
    const [, month] = /nothing happens costs about \$(\d+) a month/.exec(readme) ?? [];
    const [, metrics] = /at most \$(\d+) more/.exec(readme) ?? [];

    const stands = standing().reduce((sum, { dollars }) => sum + dollars, 0);
    expect(Math.abs(Number(month) - stands)).toBeLessThanOrEqual(1);
    expect(Math.abs(Number(metrics) - eventMetrics().dollars)).toBeLessThanOrEqual(1);
  });
});
