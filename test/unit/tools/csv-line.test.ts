import { describe, expect, it } from 'vitest';
import { csvLine } from '../../../infra/tools/csv-line.ts';

describe('a line of a CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', '＠A1'])(
    'hands %j to a spreadsheet as a text, not to reckon',
    (text) => {
      expect(csvLine([text])).toMatch(/^"?'/);
    },
  );

  it('quotes commas, quotes and ends of lines, and leaves numbers and a dash alone', () => {
    expect(csvLine(['a,b', 'say "so"', 'a\nb', -5, true, '-', ''])).toBe(
      '"a,b","say ""so""","a\nb",-5,true,-,',
    );
  });
});
