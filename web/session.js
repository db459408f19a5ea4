// What the page knows at this moment, and how a click becomes a request, a sentence and a refreshed page.

import { call, problemWords, Refusal, rowsOf } from './api.js';
import { element, fill } from './elements.js';

export const CUSTOMER = { sub: 'customer', groups: [], name: 'Customer' };
const OPS = { sub: 'ops', groups: ['ops'], name: 'Ops' };
const DIRECTOR = { sub: 'director', groups: ['director'], name: 'Director' };

export const session = {
  now: undefined,
  mode: undefined,
  rate: undefined,
  zone: 'UTC',
  /** The policy in force: its reasons and its zone are what the page asks by. */
  policy: undefined,
  people: [OPS, DIRECTOR],
  who: CUSTOMER,
  leadId: undefined,
  /** The lead of the story, as last read. */
  lead: undefined,
};

const parts = [];
let busy = false;

/** `show` draws a part of the page anew and is async; it runs after every action, in the order of registration. */
export function onRefresh(show) {
  parts.push(show);
}

/** Reads as one who may see everything, whoever is chosen. */
export function read(path) {
  const reader = personOf('ops') ?? OPS;
  return call('GET', path, { as: reader });
}

/** Every row of a list that comes in pages, up to a thousand. */
export async function readAll(path) {
  const rows = [];
  let cursor = '';
  for (let pages = 0; pages < 10 && cursor !== undefined; pages += 1) {
    const from = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const page = await read(`${path}?limit=100${from}`);
    rows.push(...rowsOf(page));
    cursor = page.cursor;
  }
  return rows;
}

/** The first person of a group, or the one with this sub. */
export function personOf(group, sub) {
  const inGroup = session.people.filter(({ groups }) => groups.includes(group));
  return inGroup.find((one) => one.sub === sub) ?? (sub === undefined ? inGroup[0] : undefined);
}

export function nameOf(sub) {
  return session.people.find((one) => one.sub === sub)?.name ?? sub;
}

export async function loadCompany() {
  const people = rowsOf(await call('GET', '/_local/people'));
  const missing = [OPS, DIRECTOR].filter(
    ({ groups: [group] }) => !people.some(({ groups }) => groups.includes(group)),
  );
  session.people = [...people, ...missing];
  session.policy = await read('/v1/policy');
  session.zone = session.policy.tenant.zone;
}

/** Does the work, says what came of it, and shows the page anew. The problem, when the server refused; one action at a time. */
export async function act(work, said) {
  if (busy) return { busy };
  setBusy(true);
  try {
    const answer = await work();
    await refresh();
    say(typeof said === 'function' ? said(answer) : said);
    return { answer };
  } catch (error) {
    const problem = problemOf(error);
    await refresh().catch(() => undefined);
    complain(problem);
    return { problem };
  } finally {
    setBusy(false);
  }
}

/** Runs what may fail and says so on the page. */
export async function orComplain(work) {
  try {
    await work();
  } catch (error) {
    complain(problemOf(error));
  }
}

/** Shows everything as it is once nothing is in flight; the keyboard stays where it was. */
export async function refresh() {
  const focused = document.activeElement;
  await call('POST', '/_local/settled');
  const failures = [];
  for (const show of parts) await show().catch((error) => failures.push(error));
  keepFocus(focused);
  if (failures.length > 0) throw failures[0];
}

/** What was drawn anew lost the keyboard: it goes back to the same element, its successor, or the story. */
function keepFocus(focused) {
  if (!focused || document.activeElement === focused) return;
  const successor = focused.id && document.getElementById(focused.id);
  const target = focused.isConnected
    ? focused
    : successor || document.getElementById('story-title');
  target?.focus({ preventScroll: focused.isConnected });
}

export function say(sentence) {
  fill(document.getElementById('trouble'));
  fill(document.getElementById('news'), sentence && element('p', {}, sentence));
}

export function complain(problem) {
  fill(document.getElementById('news'));
  fill(document.getElementById('trouble'), ...problemWords(problem));
}

function problemOf(error) {
  if (error instanceof Refusal) return error.problem;
  console.error(error);
  return { title: 'The page failed', detail: String(error) };
}

function setBusy(now) {
  busy = now;
  document.body.setAttribute('aria-busy', String(now));
}
