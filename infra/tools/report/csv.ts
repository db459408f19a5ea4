// A report as CSV (RFC 4180): one line a row and figure, with every number that stands behind it.

import type { SectionShown } from '../../../functions/use-cases/answers/report-answers.ts';
import { csvLine } from '../csv-line.ts';

const HEAD = ['row', 'figure', 'clock', 'number', 'name'];

export function csvOf({ rows, total, columns }: SectionShown): string {
  const lines = [...rows, total].flatMap(({ value, figures }) =>
    columns.flatMap(({ key, clock = '' }) => {
      const shown = figures[key];
      const numbers =
        typeof shown === 'object' && shown !== null ? Object.entries(shown) : [['', shown ?? '']];
      return numbers.map(([name, number]) => [value, key, clock, number ?? '', name ?? '']);
    }),
  );
  return [HEAD, ...lines].map(csvLine).join('\r\n');
}
