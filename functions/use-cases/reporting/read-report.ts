// A report as it is asked for: its rows, shown by the columns of its definition, and what it says of itself.

import { compareText } from '../../leads/compare-text.ts';
import { present } from '../../leads/present.ts';
import type { Command } from '../../ports.ts';
import type { ReportName } from '../../reports/definitions/reports.ts';
import type { Column, Components, Span } from '../../reports/report.ts';
import type { ReportAnswer, SectionShown } from '../answers/report-answers.ts';
import type { Asked, ReportQuery } from './ask-report.ts';
import { askedBy } from './asked-by.ts';
import type { MetricDeps } from './project-scopes.ts';
import { type Question, questionOf } from './question.ts';
import { askedOfRow, readRows } from './read-rows.ts';
import { saidOf, warningsOf } from './read-said.ts';
import { notesOf } from './row-notes.ts';

/** Throws Invalid and Forbidden. */
export async function readReport(
  deps: MetricDeps,
  command: Pick<Command, 'at' | 'by'>,
  name: ReportName,
  query: ReportQuery,
): Promise<ReportAnswer> {
  const question = await questionOf(deps, command);
  const asked = await askedBy(question, name, query);
  const [shown, said, warnings] = await Promise.all([
    showReport(question, asked),
    saidOf(question, asked),
    warningsOf(question, asked),
  ]);
  return { ...shown, ...said, warnings };
}

/** Its figures and its definition. */
export async function showReport(question: Question, asked: Asked): Promise<SectionShown> {
  const [{ rows, total, columns, changes }, workingDay] = await Promise.all([
    readRows(question, asked),
    question.workingDay(),
  ]);
  const notes = await notesOf(question.deps.store, asked, [...rows.keys()]);
  const shownRow = ([value, components]: readonly [string, Components]) =>
    present({
      ...rowShown(value, components, columns, askedOfRow(asked, value)),
      note: notes.get(value),
    });
  const { name, definition, view, by, filter, from, to, asOf } = asked;
  const { zone, at: askedAt, head } = question;
  return present({
    ...{ name, view, by, from, to, asOf, zone, askedAt, changes },
    ...{ workingDay, upTo: head.latest },
    filter: filter && `${filter.dimension}:${filter.value}`,
    question: definition.question,
    definition: asked.shown.definition,
    population: definition.population,
    cannotSay: definition.cannotSay,
    columns: columns.map(({ of: _, behind: _b, lacking: _l, ...said }) => present(said)),
    rows: [...rows].toSorted(([one], [other]) => compareText(one, other)).map(shownRow),
    total: rowShown('total', total, columns, asked),
    withoutRate: withoutRate(columns, total),
  });
}

/** What is in no figure of the tenant's currency, since no rate was told for its day: counted, never taken for nothing. */
function withoutRate(columns: readonly Column[], total: Components): ReportAnswer['withoutRate'] {
  const found = columns.flatMap(({ lacking }) =>
    Object.entries(lacking?.of(total) ?? {}).map(([currency, count]) => ({
      ...{ what: lacking?.what ?? '', currency },
      count,
    })),
  );
  return found.length > 0 ? found : undefined;
}

function rowShown(
  value: string,
  components: Components,
  columns: readonly Column[],
  span: Span,
): ReportAnswer['rows'][number] {
  const figures = columns.map(({ key, of }) => [key, of(components, span)] as const);
  const open = columns.filter(({ group }) => group === 'still open');
  const immature = open.some(({ of }) => of(components, span) !== 0);
  return present({
    value,
    immature: open.length > 0 ? immature : undefined,
    figures: Object.fromEntries(figures) as ReportAnswer['rows'][number]['figures'],
  });
}
