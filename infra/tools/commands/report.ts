// `npm run report -- NAME`: a report of a running Leadloop, as a table, CSV or JSON.

import { parseArgs } from 'node:util';
import { REPORT_NAMES } from '../../../functions/reports/definitions/reports.ts';
import type { ReportAnswer } from '../../../functions/use-cases/answers/report-answers.ts';
import { csvOf } from '../report/csv.ts';
import { tableOf } from '../report/table.ts';

const USE = `npm run report -- NAME [--by DIMENSION|month|day] [--from 2026-01] [--to 2026-03] [--view VIEW] [--as-of 2026-03-31]
  [--filter DIMENSION:VALUE] [--format table|csv|json] [--api http://127.0.0.1:4000] [--token TOKEN]
NAME is one of ${REPORT_NAMES.join(', ')}. Without a token the server of npm start is asked as its director.`;

const text = { type: 'string' } as const;
const FLAGS = {
  by: text,
  from: text,
  to: text,
  view: text,
  'as-of': text,
  filter: text,
  format: { type: 'string', default: 'table' },
  api: { type: 'string', default: 'http://127.0.0.1:4000' },
  token: text,
} as const;

const shows: Readonly<Record<string, (report: ReportAnswer) => string>> = {
  table: tableOf,
  csv: csvOf,
  json: (report) => JSON.stringify(report, null, 2),
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
const { format, api, token, 'as-of': asOf, ...asked } = values;
const [name] = positionals;
const show = shows[format];
if (name === undefined || positionals.length > 1) fail(USE);
if (show === undefined) fail(`there is no format ${format}; use table, csv or json`);

const query = new URLSearchParams();
for (const [key, value] of Object.entries({ ...asked, asOf })) if (value) query.set(key, value);
try {
  const as = token ?? (await offlineToken());
  const answer = await fetch(`${api}/v1/reports/${encodeURIComponent(name)}?${query}`, {
    headers: { authorization: `Bearer ${as}` },
  });
  const body = (await answer.json()) as ReportAnswer & { readonly detail?: string };
  if (!answer.ok) fail(body.detail ?? `the server answered ${answer.status}`);
  console.log(show(body));
} catch (error) {
  fail(
    `${api} does not answer (${error instanceof Error ? error.message : error}); is npm start running?`,
  );
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
