// What the product makes of reports, beside the same reckoned by SQL: what it warns of, the cockpit's sections, and what-if.

import type { ReportName } from '../../functions/reports/definitions/reports.ts';
import type {
  CockpitAnswer,
  WhatIfAnswer,
} from '../../functions/use-cases/answers/report-answers.ts';
import type { WhatIfQuery } from '../../functions/use-cases/reporting/ask-what-if.ts';
import type { CockpitQuery } from '../../functions/use-cases/reporting/read-cockpit.ts';
import type { Duck } from '../support/duckdb.ts';
import { type Ask, compareAnswer, firstYear, hasSql, sqlOf, toldBy } from './compare.ts';

export interface AskMore {
  readonly cockpit: (query: CockpitQuery) => Promise<CockpitAnswer>;
  readonly whatIf: (query: WhatIfQuery) => Promise<WhatIfAnswer>;
}

/** What is warned of beside a report, whose figures are reckoned already. */
export async function compareWarnings(
  duck: Duck,
  ask: Ask,
  name: ReportName,
  asOf: string,
): Promise<readonly string[]> {
  const { warnings } = await ask(name, { asOf, from: firstYear(asOf) });
  return differences(name, warnings, await reckonedWarnings(duck, name));
}

type Warned = readonly { readonly code: string; readonly row?: string | undefined }[];

async function reckonedWarnings(duck: Duck, name: ReportName): Promise<Warned> {
  const file = `warnings-of-${name}`;
  // Codec: the columns are named in the query.
  return hasSql(file) ? ((await duck.ask(sqlOf(file))) as unknown as Warned) : [];
}

function differences(name: string, told: Warned, reckoned: Warned): readonly string[] {
  const texts = (warned: Warned) => warned.map(({ code, row }) => `${code} ${row}`).toSorted();
  const [ours, theirs] = [texts(told).join(), texts(reckoned).join()];
  return ours === theirs
    ? []
    : [`${name} warns of ${ours || 'nothing'}, reckoned ${theirs || 'nothing'}`];
}

/** Each section: the figures that it shows, of its report. */
export async function compareCockpit(
  duck: Duck,
  { cockpit }: AskMore,
  asOf: string,
): Promise<readonly string[]> {
  const { sections } = await cockpit({ asOf, from: firstYear(asOf) });
  const found: string[] = [];
  for (const { title, name: told, view, by, warnings, ...section } of sections) {
    // Codec: sections are of reports by name.
    const name = told as ReportName;
    await duck.ask(sqlOf(name));
    const keys = section.columns.map(({ key }) => key);
    const reckoned = await toldBy(duck, { name, view, by });
    const shown = reckoned.filter(({ figure }) => keys.includes(figure));
    const wrong = compareAnswer(section, shown);
    found.push(
      ...[...wrong, ...differences(name, warnings, await reckonedWarnings(duck, name))].map(
        (one) => `cockpit as of ${asOf}, ${title}: ${one}`,
      ),
    );
  }
  return found;
}

/** As nobody, as somebody and as a fool supposes. */
const SUPPOSED = [
  {},
  { SAL: 0.5 },
  { MQL: 1, WON: 0.25 },
  { SQL: 0 },
  { READY: 0.9, OFFERED: 0.9, SAL: 0.9, SQL: 0.9, OPPORTUNITY: 0.9, WON: 0.9 },
];

export async function compareWhatIf(
  duck: Duck,
  { whatIf }: AskMore,
  asOf: string,
): Promise<readonly string[]> {
  await duck.ask(`${sqlOf('funnel')}; CREATE OR REPLACE TABLE cohort AS FROM figures WHERE view = 'cohort';
    ${sqlOf('sources')}; CREATE OR REPLACE TABLE spending AS FROM figures`);
  const found: string[] = [];
  for (const supposed of SUPPOSED) {
    const rates = Object.entries(supposed);
    const rows = rates.map(([stage, rate]) => `('${stage}', ${rate})`);
    await duck.ask(`CREATE OR REPLACE TABLE supposed(stage VARCHAR, rate DOUBLE);
      ${rows.length > 0 ? `INSERT INTO supposed VALUES ${rows.join()}` : ''}`);
    const answer = await whatIf({
      asOf,
      from: firstYear(asOf),
      rates: rates.map((one) => one.join(':')).join(),
    });
    const told = [
      ...answer.steps.map(({ stage, was, wouldBe }) => ({ stage, was, ...wouldBe })),
      ...(answer.costPerDeal.wouldBe
        ? [{ stage: 'cost per deal', was: null, ...answer.costPerDeal.wouldBe }]
        : []),
    ];
    const reckoned = await duck.ask(sqlOf('what-if'));
    const [ours, theirs] = [told, reckoned].map((all) => all.map(lineOf).toSorted());
    for (const line of ours ?? [])
      if (!theirs?.includes(line))
        found.push(
          `what if ${JSON.stringify(supposed)} as of ${asOf}: told ${line}, reckoned ${theirs?.join('; ')}`,
        );
    if (ours?.length !== theirs?.length)
      found.push(
        `what if ${JSON.stringify(supposed)} as of ${asOf}: told ${ours?.join('; ')}, reckoned ${theirs?.join('; ')}`,
      );
  }
  return found;
}

/** To six digits: the rest is the machine's. */
function lineOf(row: object): string {
  const { stage, was, expected, low, high }: Readonly<Record<string, unknown>> = { ...row };
  const digits = [was, expected, low, high].map((one) =>
    typeof one === 'number' ? Number(one.toPrecision(6)) : '-',
  );
  return [stage, ...digits].join(' ');
}
