// A lead's offers, the latest first, with their deadlines and why each went to its rep.

import { chip, element, facts } from './elements.js';
import { deadline, moment } from './instants.js';
import { nameOf, read } from './session.js';

export function offersOf({ offers = [] }) {
  if (offers.length === 0) return undefined;
  const rows = offers.toReversed().map(offerRow);
  return element('div', {}, element('h3', {}, 'Offers'), ...rows);
}

function offerRow(offer) {
  const { offerId, repId, status, cycle, seq } = offer;
  const isPending = status === 'PENDING';
  const why = element('pre', { hidden: true, tabIndex: 0 });
  return element(
    'article',
    { className: 'offer' },
    element('p', { className: 'title' }, element('strong', {}, nameOf(repId)), chip(status)),
    facts([
      ['Offer', `${seq} of cycle ${cycle}, ${offer.department}`],
      ['Made', moment(offer.offeredAt)],
      ['Answer by', isPending ? deadline(offer.acceptDueAt) : moment(offer.acceptDueAt)],
      ['Contact by', isPending ? deadline(offer.contactDueAt) : moment(offer.contactDueAt)],
      ['Contacted', offer.contactedAt && moment(offer.contactedAt)],
      ['Settled', offer.settledAt && moment(offer.settledAt)],
      ['Reason', [offer.reason, offer.note].filter(Boolean).join(': ')],
    ]),
    element(
      'button',
      { type: 'button', on: { click: () => showWhy(offerId, why) } },
      'Why this rep?',
    ),
    why,
  );
}

async function showWhy(offerId, why) {
  why.hidden = !why.hidden;
  if (why.hidden) return;
  const trace = await read(`/v1/offers/${encodeURIComponent(offerId)}/why`).catch(
    (error) => error.problem ?? String(error),
  );
  why.textContent = JSON.stringify(trace, null, 2);
}
