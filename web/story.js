// One lead: what is known, its offers and deadlines, what may be done now, and every event in a sentence.

import { startActions } from './actions.js';
import { guardWords } from './api.js';
import { chip, element, facts, fill } from './elements.js';
import { deadline, moment, withDistance } from './instants.js';
import { missingOf } from './missing.js';
import { offersOf } from './offers.js';
import { differencesOf, peopleOf } from './people.js';
import { nameOf, onRefresh, orComplain, read, readAll, session } from './session.js';
import { suggestionsOf } from './suggestions.js';
import { unroutedOf } from './unrouted.js';

const actions = startActions();
let place;

export function startStory(section) {
  place = section;
  session.leadId = new URLSearchParams(location.search).get('lead') ?? undefined;
  onRefresh(show);
}

/** Shows this lead, and moves the keyboard to it. */
export async function openLead(leadId) {
  session.leadId = leadId;
  history.replaceState(null, '', `?lead=${encodeURIComponent(leadId)}`);
  markChosen(leadId);
  await orComplain(show);
  document.getElementById('story-title')?.focus();
}

function markChosen(leadId) {
  for (const button of document.querySelectorAll('.lead')) {
    button.setAttribute('aria-current', String(button.id === `open-${leadId}`));
  }
}

async function show() {
  const { leadId } = session;
  if (!leadId) {
    fill(place, title('A lead’s story'), element('p', { className: 'hint' }, 'Choose a lead.'));
    return;
  }
  const path = `/v1/leads/${encodeURIComponent(leadId)}`;
  const lead = await read(path);
  const timeline = await readAll(`${path}/timeline`);
  const { items: companies } = await read(`${path}/suggestions`);
  if (leadId !== session.leadId) return;
  session.lead = lead;
  fill(
    place,
    element('div', { className: 'title' }, title(lead.person?.name ?? leadId), chip(lead.state)),
    factsOf(lead),
    reasonsOf(lead),
    unroutedOf(lead, timeline),
    missingOf(lead),
    actions.show(lead),
    differencesOf(lead),
    peopleOf(lead),
    suggestionsOf(lead, companies, openLead),
    offersOf(lead),
    eventsOf(timeline),
    element('p', {}, executionsOf(leadId)),
  );
}

function title(words) {
  return element('h2', { id: 'story-title', tabIndex: -1 }, words);
}

function factsOf(lead) {
  const { person, account, score, firstSource, guards = [] } = lead;
  return facts([
    ['Happens next', withDistance(lead.nextInstant)],
    ['Company', lead.companyName ?? account?.domain],
    ['Title', person?.title],
    ['E-mail', person?.email],
    ['Phone', person?.phone],
    ['Grade', [lead.grade, lead.gradeBecause].filter(Boolean).join(': ')],
    ['Score', score && `${score.fit} fit, ${score.engagement} engagement`],
    ['Visits in 30 days', lead.visits?.visits > 0 && visitWords(lead.visits)],
    ['Cycle', lead.cycle],
    ['Product line', lead.productLine],
    ['Region', lead.region],
    ['Industry', lead.industry],
    ['Employees', lead.employees],
    ['Tags', lead.tags?.join(', ')],
    ['SDR', lead.sdrId && nameOf(lead.sdrId)],
    ['Owner', lead.ownerRepId && nameOf(lead.ownerRepId)],
    ['First source', firstSource && sourceWords(firstSource)],
    ['Put aside because', lead.suspect?.reasons.join(', ')],
    ['Rests because', lead.state === 'NURTURE' && lead.nurtureReason],
    ['Rests until', lead.state === 'NURTURE' && withDistance(lead.coolDownUntil)],
    ['Opportunity by', lead.oppDueAt && deadline(lead.oppDueAt)],
    ['Credit', typeof lead.credit === 'object' ? lead.credit?.state : lead.credit],
    ['Could not be read', (lead.unread ?? []).map(unreadWords).join('; ')],
    ['In the way', guards.map(guardWords).join('; ')],
    ['Lead', lead.leadId],
  ]);
}

function unreadWords({ path, text, why }) {
  return `${path}${text && `: “${text}”`} (${why})`;
}

function visitWords({ visits, pages, seconds }) {
  return `${visits}, ${pages} pages, ${Math.round(seconds / 60)} minutes`;
}

function sourceWords(source) {
  if (typeof source !== 'object') return String(source);
  const { utm = {}, form, referrer } = source;
  return [...Object.values(utm), form, referrer].filter(Boolean).join(' / ');
}

function reasonsOf({ score }) {
  const reasons = score?.reasons ?? [];
  if (reasons.length === 0) return undefined;
  const rows = reasons.map((reason) => element('li', {}, reasonWords(reason)));
  return element(
    'details',
    {},
    element('summary', {}, 'Why this score'),
    element('ul', {}, ...rows),
  );
}

function reasonWords(reason) {
  if (typeof reason !== 'object') return String(reason);
  return `${reason.points > 0 ? '+' : ''}${reason.points} ${reason.part}: ${reason.text}`;
}

function eventsOf(timeline) {
  const rows = timeline.map((event) => {
    const at = event.occurredAt ?? event.at;
    const actor = event.actor ?? event.by;
    const words = event.sentence ?? event.text ?? event.type;
    return element(
      'li',
      {},
      element('time', { dateTime: at, className: 'muted' }, moment(at)),
      element('span', {}, words),
      actor && element('span', { className: 'muted' }, actorWords(actor)),
    );
  });
  const empty = element('p', { className: 'hint' }, 'Nothing happened yet.');
  const list = rows.length ? element('ol', { className: 'timeline' }, ...rows) : empty;
  return element('div', {}, element('h3', {}, 'What happened'), list);
}

function actorWords(actor) {
  if (typeof actor !== 'object') return nameOf(String(actor));
  return actor.kind === 'system' ? 'system' : `${actor.name ?? nameOf(actor.sub)}, ${actor.kind}`;
}

function executionsOf(leadId) {
  const href = `/_local/executions?leadId=${encodeURIComponent(leadId)}`;
  return element('a', { href }, 'Its executions (JSON)');
}
