// Talks to the server, and says in words what it refuses.

import { element } from './elements.js';

/** The server said no: `problem` is the problem+json body. */
export class Refusal extends Error {
  name = 'Refusal';

  constructor(problem) {
    super(problem.detail ?? problem.title ?? 'the server said no');
    this.problem = problem;
  }
}

const tokens = new Map();

/** `as` is a person `{sub, groups}`; without one the request carries no token. Throws Refusal. */
export async function call(method, path, { body, as } = {}) {
  const headers = {};
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (as) headers.authorization = `Bearer ${await tokenOf(as)}`;
  const response = await send(path, { method, headers, body: JSON.stringify(body) });
  const answer = parsed(await response.text());
  if (response.ok) return answer;
  if (response.status === 401) tokens.clear();
  const problem = typeof answer === 'object' && answer !== null ? answer : { detail: answer };
  throw new Refusal({ title: `The server answered ${response.status}`, ...problem });
}

/** The rows of a list, whatever the list is called: an array, or the array of a page. */
export function rowsOf(answer) {
  if (Array.isArray(answer)) return answer;
  return Object.values(answer ?? {}).find(Array.isArray) ?? [];
}

async function tokenOf({ sub, groups }) {
  const key = JSON.stringify([sub, groups]);
  if (!tokens.has(key)) {
    const { token } = await call('POST', '/_local/token', { body: { sub, groups } });
    tokens.set(key, token);
  }
  return tokens.get(key);
}

async function send(path, request) {
  try {
    return await fetch(path, request);
  } catch {
    throw new Refusal({ title: 'No answer', detail: 'is the server still running?' });
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const GUARDS = {
  COOL_DOWN_RUNNING: 'the cool-down is still running',
  NO_CONNECTED_CONTACT: 'nobody has reached the customer since the lead came back',
  NO_NEW_QUALIFICATION: 'there is no new qualification since the lead came back',
  REASON_NOT_ADDRESSED: 'what the lead was refused for is not put right',
  CYCLE_LIMIT: 'a director has to approve a further cycle',
};

export function guardWords(code) {
  return GUARDS[code] ? `${GUARDS[code]} (${code})` : code;
}

/** Everything a problem says, as elements. */
export function problemWords({ title, detail, code, state, allowed, guards, errors }) {
  const fields = (errors ?? []).map(({ path, message }) => `${path || 'body'}: ${message}`);
  const next = (allowed ?? []).join(', ') || 'nothing';
  return [
    element('p', {}, element('strong', {}, title ?? 'Refused'), code && element('code', {}, code)),
    errors?.length ? undefined : element('p', {}, detail),
    listOf(fields),
    listOf((guards ?? []).map(guardWords)),
    allowed && element('p', {}, `The lead is in ${state}. What may happen now: ${next}.`),
  ];
}

function listOf(lines) {
  if (lines.length === 0) return undefined;
  return element('ul', {}, ...lines.map((line) => element('li', {}, line)));
}
