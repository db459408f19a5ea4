// What somebody supposes of the funnel: rates of steps, leads, what a lead costs. What makes no sense is told with what does.

import type * as z from 'zod';
import type { FieldProblem } from '../../leads/errors.ts';
import { body, line } from '../../leads/fields.ts';
import type { Stage } from '../../reports/facts/lead-fact.ts';
import { STEPS } from '../../reports/what-if.ts';
import { ReportQuery } from './ask-report.ts';

/** `rates`: `MQL:0.4,WON:25%`; `leads` that begin, and `costPerLead` in the company's own currency, where they are to be others than they were. */
const { from, to, asOf, filter } = ReportQuery.shape;
export const WhatIfQuery = body({
  ...{ from, to, asOf, filter },
  rates: line(500).optional(),
  leads: line(40).optional(),
  costPerLead: line(40).optional(),
});
export type WhatIfQuery = z.output<typeof WhatIfQuery>;

/** What is supposed, and what of it is wrong. */
export function supposed({
  rates,
  leads,
  costPerLead,
}: Pick<WhatIfQuery, 'rates' | 'leads' | 'costPerLead'>): {
  readonly changed: ReadonlyMap<Stage, number>;
  readonly leads: number | undefined;
  readonly costPerLead: number | undefined;
  readonly wrong: readonly FieldProblem[];
} {
  const wrong: FieldProblem[] = [];
  return {
    changed: ratesIn(rates, wrong),
    leads: numberIn('leads', leads, { least: 1, whole: true }, wrong),
    costPerLead: numberIn('costPerLead', costPerLead, { least: 0, whole: false }, wrong),
    wrong,
  };
}

/** `MQL:0.4` or `MQL:40%`, parted by commas. */
function ratesIn(text: string | undefined, wrong: FieldProblem[]): ReadonlyMap<Stage, number> {
  const found = new Map<Stage, number>();
  for (const one of text?.split(',').map((part) => part.trim()) ?? []) {
    if (one === '') continue;
    const [, name = one, number = '', percent = ''] =
      /^([^:]*):\s*([\d.]+)\s*(%?)$/.exec(one) ?? [];
    const said = name.split(':')[0]?.trim() ?? '';
    const stage = STEPS.find((step) => step === said.toUpperCase());
    const rate = number === '' ? Number.NaN : Number(number) / (percent === '' ? 1 : 100);
    const refuse = (message: string) => wrong.push({ path: 'rates', message });
    if (stage === undefined)
      refuse(`there is no step to ${said.slice(0, 40) || 'nothing'}; use ${STEPS.join(', ')}`);
    else if (!(rate >= 0 && rate <= 1))
      refuse(`${one.slice(0, 40)} is no share from 0 to 1; write ${stage}:0.4 or ${stage}:40%`);
    else if (found.has(stage)) refuse(`${stage} has two rates; give one`);
    else found.set(stage, rate);
  }
  return found;
}

function numberIn(
  path: string,
  text: string | undefined,
  { least, whole }: { readonly least: number; readonly whole: boolean },
  wrong: FieldProblem[],
): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,15}(\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= 1e12 && (!whole || Number.isInteger(number))) return number;
  const what = whole ? 'whole number' : 'number';
  const message = `${text.slice(0, 40)} is no ${what} from ${least} to 1000000000000; write it without signs between the thousands`;
  wrong.push({ path, message });
  return undefined;
}
