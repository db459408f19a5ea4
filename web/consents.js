// What somebody allows, and all that was said of it (domain.md 4.2, Consent).

import { moment } from './instants.js';
import { nameOf } from './session.js';

const CHANNELS = [
  ['email', 'May be e-mailed'],
  ['phone', 'May be called'],
];

const SAYS = {
  yes: 'yes',
  no: 'no',
  unconfirmed: 'yes, to be confirmed',
  notAsked: 'was not asked',
};

const WHERE = {
  form: 'in a form',
  inbound: 'in an advert’s form',
  import: 'in a file of cards',
  selfSourced: 'as a rep’s own find',
  optIn: 'by the link to confirm',
  call: 'when spoken with',
  unsubscribe: 'by the link to unsubscribe',
  merge: 'by a duplicate',
};

/** Pairs for the list of facts: what stands, then what was said, the latest first. */
export function consentsOf({ consent = {}, unsubscribed = {}, consents = [] }) {
  return CHANNELS.map(([channel, label]) => {
    const said = consents.filter((one) => one.channel === channel);
    const stands = standing(consent[channel], unsubscribed[channel], said.at(-1)?.says);
    return [label, [stands, ...said.toReversed().map(statementWords)].filter(Boolean).join('; ')];
  });
}

function standing(allowed, unsubscribed, last) {
  if (unsubscribed !== undefined) return 'NO';
  if (allowed === true) return 'YES';
  if (allowed === undefined) return undefined;
  return { unconfirmed: 'not before he confirms it', notAsked: 'nobody asked him' }[last] ?? 'NO';
}

function statementWords({ says, at, where, by }) {
  const heard = where === 'call' ? ` by ${nameOf(by)}` : '';
  return `${SAYS[says] ?? says} ${WHERE[where] ?? where}${heard}, ${moment(at)}`;
}
