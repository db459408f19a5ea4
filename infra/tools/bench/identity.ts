// Finding who wrote: a known person's next form, with a thousand leads in the table and with a hundred thousand.

import { keyHash } from '../../../functions/leads/identity/identity.ts';
import { environment } from '../../local/project.ts';
import type { Runtime } from '../../local/runtime.ts';
import { type Counter, countWork, difference, totalWork } from '../cost/count.ts';
import { inFolder, openCompany } from './bench-company.ts';

const SIZES = [1_000, 100_000] as const;
const ASKED = 200;
const BATCH = 25;
const PEPPER = environment.IDENTITY_PEPPER;
const MODEL = 0;

type Item = Readonly<Record<string, unknown>>;

/** Median milliseconds and DynamoDB calls of a known person's further form, by the number of leads; and their ratio. */
export function measureIdentity(): Promise<object> {
  return inFolder(async (folder) => {
    const runtime = await openCompany(folder);
    await runtime.request('POST', '/v1/submissions', { body: formOf(MODEL, 'first') });
    await runtime.settled();
    const model = await itemsOfModel(runtime);
    const found: object[] = [];
    const counter = countWork(runtime);
    let stored = 1;
    for (const size of SIZES) {
      await fill(runtime, model, { from: stored, to: size });
      stored = size;
      found.push({ leads: size, ...(await ask(runtime, counter, size)) });
    }
    const [few, many] = found as { medianMilliseconds: number }[];
    const ratio = (many?.medianMilliseconds ?? 0) / (few?.medianMilliseconds ?? 1);
    await runtime.stop();
    return { identity: found, ratio: Math.round(ratio * 100) / 100 };
  });
}

async function ask(runtime: Runtime, counter: Counter, size: number): Promise<object> {
  const before = counter.counts();
  const times: number[] = [];
  for (let turn = 0; turn < ASKED; turn += 1) {
    const n = 1 + Math.floor(((turn + 0.5) / ASKED) * (size - 1));
    const body = formOf(n, `again ${size} ${turn}`);
    const started = performance.now();
    const { status } = await runtime.request('POST', '/v1/submissions', { body });
    times.push(performance.now() - started);
    if (status !== 202) throw new Error(`the form of person ${n} answered ${status}`);
    await runtime.settled();
  }
  const { calls, read } = totalWork(difference(counter.counts(), before));
  const sorted = times.toSorted((one, other) => one - other);
  return {
    medianMilliseconds: Math.round((sorted[ASKED / 2] ?? 0) * 100) / 100,
    dynamodbCalls: Math.round((calls / ASKED) * 10) / 10,
    readUnits: Math.round((read / ASKED) * 10) / 10,
  };
}

/** The items of one lead that finding its person reads: keys, person, account, locks and the lead itself. */
const READ: ReadonlySet<string> = new Set(['contactKey', 'person', 'account', 'lock', 'lead']);

async function itemsOfModel(runtime: Runtime): Promise<readonly string[]> {
  const scanned = (await runtime.database.call('Scan', { TableName: environment.LEAD_TABLE })) as {
    Items: readonly Item[];
  };
  const mine = scanned.Items.filter(({ pk }) => {
    const text = JSON.stringify(pk);
    return renamed(text, 1) !== text;
  });
  return mine
    .filter(({ __edb_e__: kind }) => READ.has(String(Object(kind).S)))
    .map((item) => JSON.stringify(item));
}

/** Leads like the model, each with ids, addresses and keys of its own. */
async function fill(
  runtime: Runtime,
  model: readonly string[],
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const table = environment.LEAD_TABLE;
  let requests: object[] = [];
  for (let n = from; n < to; n += 1) {
    for (const text of model) {
      requests.push({ PutRequest: { Item: JSON.parse(renamed(text, n)) } });
      if (requests.length < BATCH) continue;
      await runtime.database.call('BatchWriteItem', { RequestItems: { [table]: requests } });
      requests = [];
    }
  }
  if (requests.length > 0)
    await runtime.database.call('BatchWriteItem', { RequestItems: { [table]: requests } });
}

function renamed(text: string, n: number): string {
  const mark = n.toString().padStart(8, '0');
  return [
    [emailOf(MODEL), emailOf(n)] as const,
    [domainOf(MODEL), domainOf(n)] as const,
    [keyHash('email', emailOf(MODEL), PEPPER), keyHash('email', emailOf(n), PEPPER)] as const,
    [keyHash('domain', domainOf(MODEL), PEPPER), keyHash('domain', domainOf(n), PEPPER)] as const,
  ]
    .reduce((so, [old, now]) => so.replaceAll(old, now), text)
    .replaceAll(
      /((?:lead|pers|acct|sub)_[0-9A-HJKMNP-TV-Z]{18})[0-9A-HJKMNP-TV-Z]{8}/g,
      `$1${mark}`,
    );
}

function emailOf(n: number): string {
  return `person@${domainOf(n)}`;
}

function domainOf(n: number): string {
  return `company-${n.toString().padStart(8, '0')}.example`;
}

function formOf(n: number, message: string): object {
  return {
    form: 'demo-request',
    person: { name: 'A person', email: emailOf(n), title: 'IT Director' },
    interest: { handRaise: 'demo', startWithinMonths: 2, message },
    consent: { privacyPolicy: '2026-01', email: true },
  };
}
