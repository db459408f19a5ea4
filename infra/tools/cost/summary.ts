// The bill in five lines, as the README has it.

import { type BillLine, sumOf } from './bill.ts';

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
export function costTable(average: Life, worst: Life, heading: string): string {
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

export function money(dollars: number): string {
  return `$${dollars.toFixed(2)}`;
}
