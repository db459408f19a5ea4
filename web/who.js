// Who acts on this page: a customer, or one of the company's people.

import { rowsOf } from './api.js';
import { element, fill } from './elements.js';
import { optionFor } from './fields.js';
import { act, CUSTOMER, onRefresh, read, session } from './session.js';

const GROUPS = [
  ['sdr', 'SDRs'],
  ['rep', 'Reps'],
  ['director', 'Directors'],
  ['ops', 'Ops'],
];

export function startWho(place) {
  const select = element(
    'select',
    { id: 'who-select', on: { change: () => become(person(select.value)) } },
    optionFor([CUSTOMER.sub, CUSTOMER.name]),
    ...GROUPS.map(optionGroup),
  );
  const state = element('p', { className: 'hint' });
  fill(place, element('label', { htmlFor: 'who-select' }, 'You are'), select, state);
  onRefresh(async () => {
    select.value = session.who.sub;
    fill(state, await ruleState(session.who));
  });
}

/** From now on the page acts as this person. */
export async function become(someone) {
  const { sub, name = sub, groups } = someone;
  const change = async () => {
    session.who = someone;
  };
  await act(change, `You are now ${name} (${groups.join(', ') || 'from outside'}).`);
}

/** A rep sees how he stands (domain.md 4.7): his misses, or until when he is out. */
async function ruleState({ sub, groups }) {
  if (!groups.includes('rep')) return undefined;
  const reps = rowsOf(await read('/v1/reps'));
  const own = reps.find(({ repId }) => repId === sub);
  return own && `Answers in time: ${own.ruleState}.`;
}

/** Each person once, under the first of the groups above. */
function optionGroup([group, label], index) {
  const earlier = GROUPS.slice(0, index).map(([name]) => name);
  const people = session.people.filter(
    ({ groups }) => groups.includes(group) && !groups.some((one) => earlier.includes(one)),
  );
  if (people.length === 0) return undefined;
  const options = people.map(({ sub, name }) => optionFor([sub, name ? `${name} (${sub})` : sub]));
  return element('optgroup', { label }, ...options);
}

function person(sub) {
  return session.people.find((one) => one.sub === sub) ?? CUSTOMER;
}
