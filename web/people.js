// Everybody of the buying group, with what each did, and what forms say otherwise than is known.

import { call } from './api.js';
import { consentsOf } from './consents.js';
import { element, facts } from './elements.js';
import { moment } from './instants.js';
import { act, session } from './session.js';

export function peopleOf({ person, buyingGroup = [] }) {
  if (!person) return undefined;
  return element(
    'div',
    {},
    element('h3', {}, 'Who has a part in it'),
    ...[person, ...buyingGroup].map(memberOf),
  );
}

function memberOf(person) {
  const { name, title, email, phone, deeds = [] } = person;
  const rows = deeds.map((deed) => element('li', {}, deedWords(deed, name)));
  return element(
    'details',
    {},
    element('summary', {}, [name, title].filter(Boolean).join(', ')),
    facts([['E-mail', email], ['Phone', phone], ...consentsOf(person)]),
    element('ul', {}, ...rows),
  );
}

function deedWords({ at, kinds = [], form, message, name }, known) {
  const what = [form, kinds.join(', ')].filter(Boolean).join(': ');
  const as = name && name !== known ? ` as ${name}` : '';
  return `${moment(at)} ${what}${as}${message ? `: “${message}”` : ''}`;
}

const DECIDERS = ['ops', 'sdr', 'rep'];

/** The last word on a path has the buttons: that is what is taken over, and all of the path's is settled with it. */
export function differencesOf({ leadId, differences = [] }) {
  if (differences.length === 0) return undefined;
  const last = new Map(differences.map((one) => [one.path, one]));
  const mayDecide = DECIDERS.some((group) => session.who.groups.includes(group));
  const rows = differences.map((one) => {
    const decides = mayDecide && last.get(one.path) === one;
    return element('li', {}, differenceWords(one), ...(decides ? decisionsOn(leadId, one) : []));
  });
  const hint = mayDecide ? undefined : 'The SDR, the rep or ops take it over, or drop it.';
  return element(
    'div',
    {},
    element('h3', {}, 'Said otherwise than is known'),
    hint && element('p', { className: 'hint' }, hint),
    element('ul', {}, ...rows),
  );
}

function differenceWords({ path, known, said, at, name }) {
  return `${path}: ${known ?? 'not known'}; said on ${moment(at)}: ${said}${name ? ` (${name})` : ''} `;
}

function decisionsOn(leadId, { path, said }) {
  return [
    decision(leadId, { takeOver: [path] }, ['Take over', `${path} is ${said} from now on.`]),
    decision(leadId, { drop: [path] }, ['Drop', `${path} stays as it was.`]),
  ];
}

function decision(leadId, body, [label, done]) {
  const [path] = Object.values(body)[0];
  const send = () =>
    call('PATCH', `/v1/leads/${encodeURIComponent(leadId)}`, { body, as: session.who });
  return element(
    'button',
    { type: 'button', 'aria-label': `${label}: ${path}`, on: { click: () => act(send, done) } },
    label,
  );
}
