// Who has to act on a lead next, and what the chosen person may do about it.

import { call } from './api.js';
import { element, fill } from './elements.js';
import { bodyForm } from './fields.js';
import { deadline } from './instants.js';
import { movesFor } from './moves.js';
import { act, nameOf, personOf, session } from './session.js';
import { become } from './who.js';

/** State → what happens next, and who does it: a group, and the one person when it is one's own. */
const NEXT = {
  CAPTURED: () => ['It is being looked at.'],
  QUARANTINED: () => ['It is put aside. An SDR checks it, and releases or closes it.', 'sdr'],
  MAL: () => ['Marketing keeps it until it is warm enough, or an SDR takes it.', 'sdr'],
  MQL: () => ['An SDR takes it.', 'sdr'],
  SDR_WORKING: ({ lead }) => [
    'The SDR calls the customer and qualifies the lead.',
    'sdr',
    lead.sdrId,
  ],
  READY: ({ lead }) =>
    lead.awaits === 'director' ? byDirector(lead) : ['The router looks for a rep.', 'director'],
  UNROUTED: () => ['No rep can take it now. A director assigns it or sends it back.', 'director'],
  OFFERED: ({ offer }) => [
    `${nameOf(offer?.repId)} accepts or rejects it: ${deadline(offer?.acceptDueAt)}.`,
    'rep',
    offer?.repId,
  ],
  SAL: accepted,
  SQL: accepted,
  OPPORTUNITY: ({ owner }) => [`${nameOf(owner)} wins, loses or cancels it.`, 'rep', owner],
  NURTURE: () => ['It rests. After the cool-down an SDR may wake it.', 'sdr'],
};

function accepted({ lead, owner }) {
  const until = deadline(lead.oppDueAt);
  return [`${nameOf(owner)} opens an opportunity before ${until}, or returns it.`, 'rep', owner];
}

function byDirector({ directorDueAt }) {
  const until = directorDueAt ? ` (${deadline(directorDueAt)})` : '';
  return [`A director chooses the rep; if not in time${until}, the router does.`, 'director'];
}

/** Keeps what was typed into a form while the lead and the person stay the same. */
export function startActions() {
  const place = element('section', { className: 'actions', 'aria-labelledby': 'actions-title' });
  const hint = element('div', { className: 'next' });
  const choices = element('div', {});
  const heading = element('h3', { id: 'actions-title', tabIndex: -1 }, 'What happens next');
  fill(place, heading, hint, choices);
  let drawnFor;

  return { show };

  function show(lead) {
    const offers = lead.offers ?? [];
    const offer = offers.find(({ status }) => status === 'PENDING');
    const owner = lead.ownerRepId ?? offers.findLast(({ status }) => status === 'ACCEPTED')?.repId;
    fill(hint, ...nextOf({ lead, offer, owner }));
    const key = [
      lead.leadId,
      lead.state,
      lead.cycle,
      lead.awaits,
      offer?.offerId,
      session.who.sub,
    ].join();
    if (key !== drawnFor) fill(choices, ...moveViews({ lead, offer }));
    drawnFor = key;
    return place;
  }
}

function nextOf(about) {
  const [words, group, sub] = NEXT[about.lead.state]?.(about) ?? ['It is closed.'];
  const { who } = session;
  const isActor = group && who.groups.includes(group) && (sub === undefined || sub === who.sub);
  const actor = group && !isActor && (personOf(group, sub) ?? personOf(group));
  const button = actor && becomeButton(actor);
  return [element('p', {}, words), button || undefined];
}

function becomeButton(someone) {
  return element(
    'button',
    { type: 'button', on: { click: () => become(someone) } },
    `Become ${someone.name ?? someone.sub}`,
  );
}

function moveViews(about) {
  const moves = movesFor(session.who, about.lead.state);
  const who = session.who.name ?? session.who.sub;
  if (moves.length === 0)
    return [element('p', { className: 'hint' }, `${who} can do nothing here now.`)];
  return [
    element('p', { className: 'hint' }, `As ${who} you may:`),
    element('div', { className: 'moves' }, ...moves.map((move) => moveView(move, about))),
  ];
}

function moveView(move, about) {
  const said = () => `Done: ${move.label}. The lead is now ${session.lead.state}.`;
  const send = (body) => act(() => request(move, about, body), said);
  if (!move.fields) {
    const props = { type: 'button', className: 'primary', on: { click: () => send({}) } };
    return element('button', props, move.label);
  }
  const form = bodyForm({
    fields: move.fields(about),
    button: move.label,
    send,
    fixed: move.fixed,
  });
  return element('details', {}, element('summary', {}, move.label), form);
}

function request({ method = 'POST', path }, about, body) {
  return call(method, path(about), { body, as: session.who });
}
