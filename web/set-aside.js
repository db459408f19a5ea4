// Forms of people who cannot be reached: what they said, and how each is released or closed (GET /v1/set-aside).

import { call, rowsOf } from './api.js';
import { element, fill } from './elements.js';
import { bodyForm } from './fields.js';
import { moment } from './instants.js';
import { text } from './questions.js';
import { act, onRefresh, personOf, read, session } from './session.js';
import { openLead } from './story.js';
import { become } from './who.js';

const LIMIT = 20;
const CHECKS = ['sdr', 'ops'];

/** Keeps what was typed into a form while the list and the person stay the same. */
export function startSetAside(place) {
  const list = element('ul', { className: 'messages' });
  const note = element('p', { className: 'hint' });
  const waits = element('p', { className: 'hint' });
  const heading = element('h2', { id: 'set-aside-title' }, 'Put aside: nobody can be reached');
  fill(place, heading, note, list, waits);
  let drawnFor;
  onRefresh(async () => {
    const page = await read(`/v1/set-aside?limit=${LIMIT}`);
    const rows = rowsOf(page);
    const key = [session.who.sub, ...rows.map(({ submissionId }) => submissionId)].join();
    fill(note, noteOn(rows, page));
    fill(waits, ...waitingWords(await read('/v1/buffer')));
    if (key !== drawnFor) fill(list, ...rows.map(rowOf));
    drawnFor = key;
  });
}

function noteOn(rows, { cursor }) {
  if (rows.length === 0) return 'Nobody waits here.';
  return cursor ? `The newest ${rows.length}.` : `${rows.length} in all, the newest first.`;
}

/** What could not be written yet; nothing, as on most days. */
function waitingWords({ waiting, since, putAside }) {
  const from = since ? ` since ${moment(since)}` : '';
  return [
    waiting > 0 && `${waiting} more could not be written yet and wait${from}. `,
    putAside > 0 && `${putAside} could not be taken up: ops see to them (docs/runbook.md).`,
  ].filter(Boolean);
}

function rowOf({ submissionId, receivedAt, keptUntil, form, source, name, company, unread }) {
  const head = [moment(receivedAt), form, source, keptUntil && `kept until ${moment(keptUntil)}`];
  const who = [name, company].filter(Boolean).join(', ') || submissionId;
  return element(
    'li',
    {},
    element('p', { className: 'muted' }, head.filter(Boolean).join(' · ')),
    element('p', {}, element('strong', {}, who)),
    element('ul', {}, ...unread.map(said)),
    ...waysOut(submissionId),
  );
}

function said({ path, text: words, why }) {
  return element('li', {}, `${path}${words && `: “${words}”`} (${why})`);
}

function waysOut(submissionId) {
  if (!CHECKS.some((group) => session.who.groups.includes(group))) return [becomeChecker()];
  return [
    wayOut(submissionId, 'release', 'Release it: I know how to reach him', [
      text('email', 'E-mail'),
      text('phone', 'Phone'),
      text('name', 'Name, if it is another'),
      text('reason', 'Reason', 'asked at his desk'),
    ]),
    wayOut(submissionId, 'close', 'Close it: no enquiry', [
      text('reason', 'Reason', 'nobody of that name there'),
    ]),
  ];
}

function becomeChecker() {
  const someone = personOf('sdr') ?? personOf('ops');
  return element(
    'button',
    { type: 'button', on: { click: () => become(someone) } },
    `Become ${someone.name ?? someone.sub} to release or close it`,
  );
}

function wayOut(submissionId, what, label, fields) {
  const path = `/v1/submissions/${encodeURIComponent(submissionId)}/${what}`;
  const send = async (body) => {
    const done = await act(() => call('POST', path, { body, as: session.who }), `Done: ${label}.`);
    if (done.answer?.leadId) await openLead(done.answer.leadId);
    return done;
  };
  const form = bodyForm({ fields, button: label, send });
  return element('details', {}, element('summary', {}, label), form);
}
