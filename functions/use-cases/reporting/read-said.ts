// What a report says of itself besides its definition: by which policy it was decided, what was restated, and what is worth a warning.

import { compareText } from '../../leads/compare-text.ts';
import { present } from '../../leads/present.ts';
import { cellsName } from '../../reports/cells.ts';
import { UNKNOWN } from '../../reports/dimensions.ts';
import { policyOf, RESTATEMENTS } from '../../reports/figures/restatement-figures.ts';
import type { ReportAnswer } from '../answers/report-answers.ts';
import type { Asked } from './ask-report.ts';
import type { Question } from './question.ts';
import { firstOfMonth, readRows } from './read-rows.ts';

/** By which versions of the policy it was decided, and what moved figures of before: from the beginning of the period to the end of the day. */
export async function saidOf(
  question: Question,
  asked: Asked,
): Promise<Pick<ReportAnswer, 'policies' | 'restated'>> {
  const { asOf } = asked;
  const name = cellsName(RESTATEMENTS);
  const since = asked.shown.open ? undefined : firstOfMonth(asked.from);
  const { cells } = await question.cells(name, { since, asOf });
  const told = Object.entries(cells[UNKNOWN] ?? {})
    .flatMap(([day, types]) => Object.entries(types).map(([type, count]) => ({ day, type, count })))
    .filter(({ count }) => count > 0);
  const versions = told.flatMap(({ type }) => policyOf(type) ?? []);
  return {
    policies: [...new Set(versions)].toSorted((one, other) => one - other),
    restated: told
      .filter(({ type }) => policyOf(type) === undefined)
      .toSorted(
        (one, other) => compareText(one.day, other.day) || compareText(one.type, other.type),
      ),
  };
}

/** What is worth saying beside the figures. With a filter only what the filtered figures tell. */
export async function warningsOf(
  question: Question,
  asked: Asked,
): Promise<ReportAnswer['warnings']> {
  const { definition, filter } = asked;
  if (definition.warnings === undefined) return [];
  const found = await definition.warnings(async (view, by) => {
    const shown = definition.views[view];
    const another = filter !== undefined && by !== 'all' && by !== 'day';
    if (shown === undefined || another) return new Map();
    return (await readRows(question, { ...asked, view, shown, by })).rows;
  }, asked);
  return found.map(present);
}
