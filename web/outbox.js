// Messages that would have been sent, the latest first.

import { call, rowsOf } from './api.js';
import { element, fill } from './elements.js';
import { moment } from './instants.js';
import { nameOf, onRefresh } from './session.js';

const LATEST = 12;

export function startOutbox(place) {
  const list = element('ul', { className: 'messages' });
  const note = element('p', { className: 'hint' });
  fill(place, element('h2', { id: 'outbox-title' }, 'Outbox'), note, list);
  onRefresh(async () => {
    const messages = rowsOf(await call('GET', '/_local/outbox'));
    const latest = messages.slice(-LATEST).reverse();
    const shown = `The latest ${latest.length} of ${messages.length} messages.`;
    fill(note, messages.length === 0 ? 'Nothing was sent yet.' : shown);
    fill(list, ...latest.map(messageRow));
  });
}

/** The pages of this server that a text names can be opened. */
function withLinks(text = '') {
  return text
    .split(/(\/\?lead=\w+|\/v1\/[\w/.-]+\w)/)
    .map((part, index) => (index % 2 === 1 ? element('a', { href: part }, part) : part));
}

function messageRow({ to, at, channel, subject, text, refused }) {
  const head = [at && moment(at), `to ${nameOf(to)}`, channel, refused].filter(Boolean).join(' · ');
  return element(
    'li',
    {},
    element('p', { className: 'muted' }, head),
    element('p', {}, element('strong', {}, subject)),
    element('p', { className: 'text' }, ...withLinks(text)),
  );
}
