// Who is away, what that did to offers that ran, and how to say so (domain.md 4.7, 4.8).

import { call, rowsOf } from './api.js';
import { element, fill } from './elements.js';
import { bodyForm } from './fields.js';
import { dateAhead, moment } from './instants.js';
import { choice } from './questions.js';
import { act, nameOf, onRefresh, read, session } from './session.js';
import { openLead } from './story.js';

export function startDesk(place) {
  const list = element('ul', { className: 'desk' });
  const choices = element('div', {});
  let drawnFor;
  fill(place, element('h2', { id: 'desk-title' }, 'Who is away'), list, choices);
  onRefresh(async () => {
    const reps = rowsOf(await read('/v1/reps'));
    const sdrs = rowsOf(await read('/v1/sdrs'));
    const rows = await Promise.all([...reps, ...sdrs].map(rowOf));
    const shown = rows.filter(Boolean);
    fill(list, ...(shown.length > 0 ? shown : [element('li', {}, 'Nobody, as far as is known.')]));
    if (drawnFor !== session.who.sub) fill(choices, absenceForm({ reps, sdrs }));
    drawnFor = session.who.sub;
  });
}

/** Absences that are not over. */
async function rowOf({ repId, sdrId, absences = [] }) {
  const coming = absences.filter(({ to }) => to > session.now);
  if (coming.length === 0) return undefined;
  const rows = await Promise.all(coming.map(absenceRow));
  return element(
    'li',
    {},
    element('strong', {}, nameOf(repId ?? sdrId)),
    element('ul', {}, ...rows),
  );
}

async function absenceRow({ from, to, recordedAt, whileOffered = [] }) {
  const offers = await Promise.all(whileOffered.map(offerRow));
  const ran = [
    element('p', { className: 'hint' }, 'Offers that ran then:'),
    element('ul', {}, ...offers),
  ];
  return element(
    'li',
    {},
    `${moment(from)} to ${moment(to)}, recorded ${moment(recordedAt)}`,
    ...(offers.length > 0 ? ran : []),
  );
}

/** An offer is called by its lead: `lead_…-c1-o1`. */
async function offerRow(offerId) {
  const leadId = offerId.split('-c')[0];
  const { person, offers = [] } = await read(`/v1/leads/${encodeURIComponent(leadId)}`);
  const { status, reason } = offers.find((one) => one.offerId === offerId) ?? {};
  const became = [status, reason].filter(Boolean).join(', ');
  const button = element(
    'button',
    { type: 'button', on: { click: () => openLead(leadId) } },
    person?.name ?? leadId,
  );
  return element('li', {}, button, ` ${became.toLowerCase().replaceAll('_', ' ')}`);
}

/** Ops and directors speak for everybody; reps and SDRs of themselves, and only of what is to come. */
function absenceForm({ reps, sdrs }) {
  const { sub, groups } = session.who;
  const all = [
    ...reps.map(({ repId }) => [`/v1/reps/${repId}`, nameOf(repId), repId]),
    ...sdrs.map(({ sdrId }) => [`/v1/sdrs/${sdrId}`, nameOf(sdrId), sdrId]),
  ];
  const speaks = groups.includes('ops') || groups.includes('director');
  const mine = all.filter(([, , id]) => speaks || id === sub);
  if (mine.length === 0)
    return element(
      'p',
      { className: 'hint' },
      'Reps and SDRs say when they are away; ops and directors for them.',
    );
  const day = (path, label, ahead) => ({
    ...{ path, label, kind: 'date', value: dateAhead(ahead), group: 'half' },
    send: (date) => `${date}T00:00:00Z`,
  });
  const form = bodyForm({
    fields: [
      choice(
        'who',
        'Who',
        mine.map(([path, name]) => [path, name]),
        mine[0][0],
      ),
      day('from', 'From', 0),
      day('to', 'Back on', 3),
    ],
    button: 'Record the absence',
    send: ({ who, ...body }) =>
      act(
        () => call('POST', `${who}/absences`, { body, as: session.who }),
        ({ from, to }) => `Recorded: away from ${moment(from)} to ${moment(to)}.`,
      ),
  });
  return element('details', {}, element('summary', {}, 'Record an absence'), form);
}
