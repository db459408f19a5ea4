// What the reports say of the journeys, as far as it does not hang on the clock: the same in a deployment as offline.

import { readFileSync, writeFileSync } from 'node:fs';
import { REPORT_NAMES, reports } from '../../functions/reports/definitions/reports.ts';
import type { ReportDefinition } from '../../functions/reports/report.ts';
import type { ReportAnswer } from '../../functions/use-cases/answers/report-answers.ts';
import { must, type Target } from './journeys.ts';

const FILE = new URL('./golden/reports.json', import.meta.url);
const director = { sub: 'director-1', group: 'director' } as const;

/** By report, view and figure: counts, of how many, and minor units by currency. */
export type Told = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export function goldenReports(): Told {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

export function writeReports(told: Told): void {
  writeFileSync(FILE, `${JSON.stringify(told, null, 2)}\n`);
}

/** Every report and view, in total. */
export async function reportsOf(target: Target): Promise<Told> {
  const told: Record<string, Record<string, unknown>> = {};
  for (const name of REPORT_NAMES) {
    const { views }: ReportDefinition = reports[name];
    for (const view of Object.keys(views)) {
      const path = `/v1/reports/${name}?view=${view}&by=all`;
      const { body } = await must(target, 'GET', path, { as: director });
      told[`${name} ${view}`] = steady(body as ReportAnswer);
    }
  }
  return told;
}

function steady({ total, columns }: ReportAnswer): Record<string, unknown> {
  const kept = columns.flatMap(({ key, kind }) => {
    const shown = total.figures[key];
    if (kind === 'times') return [[key, Object(shown).n] as const];
    if (kind === 'rate') return [[key, [Object(shown).count, Object(shown).of]] as const];
    // What is reckoned by days hangs on the day.
    return kind === 'number' || kind === 'ratio' ? [] : [[key, shown] as const];
  });
  return Object.fromEntries(kept.filter(([, shown]) => !isNothing(shown)));
}

function isNothing(shown: unknown): boolean {
  const numbers = typeof shown === 'object' && shown !== null ? Object.values(shown) : [shown];
  return numbers.every((one) => one === 0);
}

/** Figures follow what happens: they are waited for. */
export async function settledReports(target: Target, expected: Told): Promise<Told> {
  let told = await reportsOf(target);
  for (let moment = 0; moment < target.patience; moment += 1) {
    if (JSON.stringify(told) === JSON.stringify(expected)) return told;
    await target.pass();
    told = await reportsOf(target);
  }
  return told;
}
