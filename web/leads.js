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

const GRADES = ['MAJOR', 'IMPORTANT', 'HOT', 'WARM', 'COLD', 'NOT_A_LEAD'];

export function startLeads(place) {
  const list = element('ul', { className: 'leads' });
  const note = element('p', { className: 'hint' });
  const filters = [
    filterOf('state', 'In state', STATES),
    filterOf('grade', 'Of grade', GRADES),
    filterOf('department', 'Of department', []),
    filterOf('tag', 'Tagged', session.policy.tags),
  ];
  fill(
    place,
    element('h2', { id: 'leads-title' }, 'Leads'),
    ...filters.map(({ row }) => row),
    note,
    list,
  );
  onRefresh(show);

  async function show() {
    fill(filters[2].select, ...optionsOf(await departments(), filters[2].select.value));
    const asked = query();
    const page = await read(`/v1/leads?limit=${LIMIT}${asked}`);
    const leads = rowsOf(page);
    await learnNames(leads);
    if (asked !== query()) return;
    fill(list, ...leads.map(leadRow));
    fill(note, noteOn(leads, page, asked));
  }

  function query() {
    return filters
      .filter(({ select }) => select.value)
      .map(({ name, select }) => `&${name}=${encodeURIComponent(select.value)}`)
      .join('');
  }

  function filterOf(name, label, values) {
    const id = `leads-${name}`;
    const props = { id, on: { change: () => orComplain(show) } };
    const select = element('select', props, ...optionsOf(values, ''));
    const row = element(
      'div',
      { className: 'field' },
      element('label', { htmlFor: id }, label),
      select,
    );
    return { name, select, row };
  }
}

/** The first means any; what was chosen stays. */
function optionsOf(values, chosen) {
  return [['', 'any'], ...values].map((value) => {
    const option = optionFor(value);
    option.selected = option.value === chosen;
    return option;
  });
}

/** Those that staff belong to. */
async function departments() {
  const [reps, sdrs] = await Promise.all([read('/v1/reps'), read('/v1/sdrs')]);
  const names = [...rowsOf(reps), ...rowsOf(sdrs)].map(({ department }) => department);
  return [...new Set(names)].toSorted();
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

function noteOn(leads, { cursor }, asked) {
  if (leads.length === 0) return asked ? 'No lead is so.' : 'No leads yet: send the form.';
  return cursor
    ? `The first ${leads.length}; choose more of the above to see fewer.`
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
