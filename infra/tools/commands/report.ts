// `npm run report -- NAME`: a report of a running Leadloop, as a table, CSV or JSON.

import { parseArgs } from 'node:util';
import { REPORT_NAMES } from '../../../functions/reports/definitions/reports.ts';
import type {
  BehindAnswer,
  CockpitAnswer,
  ReportAnswer,
  WhatIfAnswer,
} from '../../../functions/use-cases/answers/report-answers.ts';
import { csvOf } from '../report/csv.ts';
import { behindText, cockpitText, tableOf } from '../report/table.ts';
import { whatIfText } from '../report/what-if.ts';

const USE = `npm run report -- NAME [--by DIMENSION|month|day] [--from 2026-01] [--to 2026-03] [--view VIEW] [--as-of 2026-03-31]
  [--filter DIMENSION:VALUE] [--figure FIGURE [--row ROW]] [--format table|csv|json] [--api http://127.0.0.1:4000] [--token TOKEN]
  npm run report -- what-if [--rates MQL:0.4,WON:25%] [--leads 1000] [--cost-per-lead 12.5] [--from …] [--to …] [--filter …]
NAME is cockpit, what-if or one of ${REPORT_NAMES.join(', ')}. With a figure, such as SAL, the leads behind it. Without a token the server of npm start is asked as its director.`;

const text = { type: 'string' } as const;
const FLAGS = {
  by: text,
  from: text,
  to: text,
  view: text,
  'as-of': text,
  filter: text,
  figure: text,
  row: text,
  rates: text,
  leads: text,
  'cost-per-lead': text,
  format: { type: 'string', default: 'table' },
  api: { type: 'string', default: 'http://127.0.0.1:4000' },
  token: text,
} as const;

type Told = ReportAnswer | CockpitAnswer | BehindAnswer | WhatIfAnswer;

const shows: Readonly<Record<string, (told: Told) => string>> = {
  table: (told) => {
    if ('items' in told) return behindText(told);
    if ('steps' in told) return whatIfText(told);
    return 'sections' in told ? cockpitText(told) : tableOf(told);
  },
  csv: (told) => {
    if ('items' in told || 'steps' in told) return fail('this comes as a table or as json');
    return 'sections' in told ? told.sections.map(csvOf).join('\r\n\r\n') : csvOf(told);
  },
  json: (told) => JSON.stringify(told, null, 2),
};

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function read() {
  try {
    return parseArgs({ options: FLAGS, allowPositionals: true });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n${USE}`);
  }
}

const { values, positionals } = read();
const { format, api, token, 'as-of': asOf, 'cost-per-lead': costPerLead, ...asked } = values;
const { figure, row } = asked;
const [name] = positionals;
const show = shows[format];
if (name === undefined || positionals.length > 1) fail(USE);
if (show === undefined) fail(`there is no format ${format}; use table, csv or json`);
if (figure === undefined && row !== undefined) fail(`--row ${row} is of which --figure?`);

const given = Object.entries({ ...asked, asOf, costPerLead });
const query = new URLSearchParams(given.filter(([, value]) => value) as [string, string][]);
const path = `/v1/reports/${encodeURIComponent(name)}${figure === undefined ? '' : '/leads'}`;
try {
  console.log(show(await askAll(token ?? (await offlineToken()))));
} catch (error) {
  fail(
    `${api} does not answer (${error instanceof Error ? error.message : error}); is npm start running?`,
  );
}

/** One answer; of leads behind a figure all pages. */
async function askAll(as: string): Promise<Told> {
  const items: BehindAnswer['items'][number][] = [];
  for (;;) {
    const answer = await fetch(`${api}${path}?${query}`, {
      headers: { authorization: `Bearer ${as}` },
    });
    const body = (await answer.json()) as Told & { readonly detail?: string };
    if (!answer.ok) fail(body.detail ?? `the server answered ${answer.status}`);
    if (!('items' in body)) return body;
    items.push(...body.items);
    if (body.cursor === undefined) return { items };
    query.set('cursor', body.cursor);
  }
}

/** The offline server gives anybody a token; the figures are settled first, so that none is missing. */
async function offlineToken(): Promise<string> {
  await fetch(`${api}/_local/settled`, { method: 'POST' });
  const answer = await fetch(`${api}/_local/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sub: 'director-1', groups: ['director'] }),
  });
  return String(Object(await answer.json()).token);
}
