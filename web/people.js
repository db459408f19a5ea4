// Everybody of the buying group, with what each did, and what forms say otherwise than is known.

import { consentsOf } from './consents.js';
import { element, facts } from './elements.js';
import { moment } from './instants.js';

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

export function differencesOf({ differences = [] }) {
  if (differences.length === 0) return undefined;
  const rows = differences.map(({ path, known, said, at, name }) =>
    element(
      'li',
      {},
      `${path}: ${known ?? 'not known'}; said on ${moment(at)}: ${said}${name ? ` (${name})` : ''}`,
    ),
  );
  return element(
    'div',
    {},
    element('h3', {}, 'Said otherwise than is known'),
    element('ul', {}, ...rows),
  );
}
