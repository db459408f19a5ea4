// Who may be the same person, and which the same company: for people to judge, nothing joins by itself (domain.md 4.2).

import { call } from './api.js';
import { element } from './elements.js';
import { act, personOf, session } from './session.js';
import { become } from './who.js';

export function suggestionsOf(lead, companies, open) {
  const { suggestions = [] } = lead;
  const rows = [
    ...suggestions.map(({ name, because, leadIds }) =>
      row(lead, { words: `${name || 'Somebody'}: ${because}`, leadIds, samePerson: true, open }),
    ),
    ...companies.map(({ name, domain, because, leads }) => {
      const leadIds = leads.map(({ leadId }) => leadId);
      return row(lead, { words: `${name ?? domain}: ${because}`, leadIds, open });
    }),
  ];
  if (rows.length === 0) return undefined;
  return element(
    'div',
    {},
    element('h3', {}, 'Is this the same?'),
    element(
      'p',
      { className: 'hint' },
      'Only people join leads. Ops merge, and may undo it for 30 days.',
    ),
    element('ul', {}, ...rows),
  );
}

function row(lead, { words, leadIds, samePerson, open }) {
  const others = leadIds.filter((leadId) => leadId !== lead.leadId);
  return element(
    'li',
    {},
    element('p', {}, others.length > 0 ? words : `${words}. Nothing of theirs is open.`),
    element(
      'div',
      { className: 'buttons' },
      ...others.flatMap((into) => buttonsFor(lead, { into, samePerson, open })),
    ),
  );
}

function buttonsFor({ leadId }, { into, samePerson, open }) {
  const ops = personOf('ops');
  const look = element(
    'button',
    { type: 'button', on: { click: () => open(into) } },
    'Open that lead',
  );
  const merge = () =>
    act(
      () =>
        call('POST', `/v1/leads/${encodeURIComponent(leadId)}/merge`, {
          body: { into, ...(samePerson && { samePerson }) },
          as: session.who,
        }),
      ({ mergedInto }) => (mergedInto ? `They are one now: ${mergedInto}.` : 'They are one now.'),
    );
  const join = session.who.groups.includes('ops')
    ? element(
        'button',
        { type: 'button', className: 'primary', on: { click: merge } },
        'They are one: merge',
      )
    : element(
        'button',
        { type: 'button', on: { click: () => become(ops) } },
        `Become ${ops.name} to merge`,
      );
  return [look, join];
}
