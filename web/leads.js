// The list of leads, as ops see it.

import { rowsOf } from './api.js';
import { chip, element, fill } from './elements.js';
import { optionFor } from './fields.js';
import { withDistance } from './instants.js';
import { onRefresh, orComplain, read, session } from './session.js';
import { openLead } from './story.js';

const LIMIT = 50;

const STATES = [
  ...['CAPTURED', 'QUARANTINED', 'MAL', 'MQL', 'SDR_WORKING', 'READY', 'UNROUTED', 'OFFERED'],
  ...['SAL', 'SQL', 'OPPORTUNITY', 'NURTURE'],
  ...['WON', 'LOST', 'DISQUALIFIED', 'DORMANT', 'MERGED', 'ERASED'],
];

export function startLeads(place) {
  const list = element('ul', { className: 'leads' });
  const note = element('p', { className: 'hint' });
  const filter = element(
    'select',
    { id: 'leads-state', on: { change: () => orComplain(show) } },
    optionFor(['', 'any state']),
    ...STATES.map(optionFor),
  );
  fill(
    place,
    element('h2', { id: 'leads-title' }, 'Leads'),
    element(
      'div',
      { className: 'field' },
      element('label', { htmlFor: 'leads-state' }, 'In state'),
      filter,
    ),
    note,
    list,
  );
  onRefresh(show);

  async function show() {
    const state = filter.value;
    const page = await read(`/v1/leads?limit=${LIMIT}${state && `&state=${state}`}`);
    const leads = rowsOf(page);
    await learnNames(leads);
    if (state !== filter.value) return;
    fill(list, ...leads.map(leadRow));
    fill(note, noteOn(leads, page, state));
  }
}

// The list holds no personal data, so each lead is asked once who it is about.
const names = new Map();

async function learnNames(leads) {
  for (const { leadId, person } of leads) {
    if (names.has(leadId)) continue;
    const known = person ?? (await read(`/v1/leads/${encodeURIComponent(leadId)}`)).person;
    names.set(leadId, known?.name ?? leadId);
  }
}

function noteOn(leads, { cursor }, state) {
  if (leads.length === 0) return state ? `No lead is in ${state}.` : 'No leads yet: send the form.';
  return cursor
    ? `The first ${leads.length}; choose a state to see fewer.`
    : `${leads.length} in all.`;
}

function leadRow({ leadId, state, cycle, grade, score, nextInstant }) {
  const chosen = leadId === session.leadId;
  const known = [
    grade && `grade ${grade}`,
    score && scoreWords(score),
    `cycle ${cycle}`,
    nextInstant && `next ${withDistance(nextInstant)}`,
  ];
  const button = element(
    'button',
    {
      id: `open-${leadId}`,
      type: 'button',
      className: 'lead',
      'aria-current': String(chosen),
      on: { click: () => openLead(leadId) },
    },
    element('span', { className: 'lead-name' }, names.get(leadId)),
    chip(state),
    element('span', { className: 'muted' }, known.filter(Boolean).join(' · ')),
  );
  return element('li', {}, button);
}

export function scoreWords({ fit, engagement }) {
  return `score ${whole(fit)} fit + ${whole(engagement)} engagement`;
}

function whole(points) {
  return typeof points === 'number' ? Math.round(points) : '?';
}
