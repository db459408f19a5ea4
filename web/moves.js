// Which requests move a lead, for whom and in which states (api.md, domain.md 4.3).

import * as ask from './questions.js';

const UNKNOWN = {
  budget: 'unknown',
  authority: 'unknown',
  need: 'unknown',
  timeline: null,
  process: 'unknown',
  role: 'unknown',
};

function ofLead(step) {
  return ({ lead }) => `/v1/leads/${encodeURIComponent(lead.leadId)}/${step}`;
}

function ofOffer(step) {
  return ({ offer }) => `/v1/offers/${encodeURIComponent(offer.offerId)}/${step}`;
}

function ofOpportunity(step) {
  return ({ lead }) =>
    `/v1/opportunities/${encodeURIComponent(lead.opportunity?.opportunityId ?? '')}/${step}`;
}

/** An enquiry that is put aside: those who check it, and how it ends. */
const CHECKS = ['sdr', 'ops'].flatMap((group) => [
  {
    group,
    label: 'Release it: an honest enquiry',
    states: ['QUARANTINED'],
    path: ofLead('release'),
    fields: () => [ask.text('reason', 'Reason', 'spoke with him on the phone')],
  },
  {
    group,
    label: 'Close it: no enquiry',
    states: ['QUARANTINED'],
    path: ofLead('close'),
    fields: () => [ask.text('reason', 'Reason', 'nobody of that name there')],
  },
]);

/** Facts that nobody said, or that are otherwise: whose lead it is sets them, and for one that waits for a rep ops. */
const FACTS = [
  ['sdr', ['MQL', 'SDR_WORKING', 'NURTURE']],
  ['rep', ['SAL', 'SQL']],
  ['ops', ['READY', 'UNROUTED']],
].map(([group, states]) => ({
  group,
  label: 'Set what is known',
  states,
  method: 'PATCH',
  path: ({ lead }) => `/v1/leads/${encodeURIComponent(lead.leadId)}`,
  fields: ask.knownFacts,
}));

/** Without `fields` a button is enough; `fixed` is what the body always says. */
const MOVES = [
  ...CHECKS,
  ...FACTS,
  { group: 'sdr', label: 'Take the lead', states: ['MAL', 'MQL'], path: ofLead('take') },
  { group: 'sdr', label: 'Wake the lead', states: ['NURTURE'], path: ofLead('take') },
  {
    group: 'sdr',
    label: 'Log a connected call',
    states: ['MQL', 'SDR_WORKING', 'NURTURE', 'OFFERED'],
    path: ofLead('activities'),
    fields: ask.call,
  },
  {
    group: 'sdr',
    label: 'Qualify',
    states: ['SDR_WORKING'],
    path: ofLead('qualification'),
    fields: ask.qualification,
    fixed: { timeline: null },
  },
  {
    group: 'sdr',
    label: 'Not now',
    states: ['SDR_WORKING'],
    path: ofLead('qualification'),
    fixed: { ...UNKNOWN, verdict: 'notNow' },
    fields: ask.notNow,
  },
  {
    group: 'sdr',
    label: 'Not a lead',
    states: ['SDR_WORKING', 'MQL', 'NURTURE'],
    path: ofLead('qualification'),
    fixed: { ...UNKNOWN, verdict: 'notALead' },
    fields: ask.notALead,
  },
  {
    group: 'sdr',
    label: 'Recall the offer',
    states: ['OFFERED'],
    path: ofOffer('withdraw'),
    fields: ask.recall,
  },
  {
    group: 'sdr',
    label: 'Nudge the rep',
    states: ['OFFERED'],
    path: ofOffer('nudge'),
    fields: () => [ask.text('note', 'Note', 'the customer asked when we call')],
  },
  { group: 'rep', label: 'Accept', states: ['OFFERED'], path: ofOffer('accept') },
  {
    group: 'rep',
    label: 'Reject',
    states: ['OFFERED'],
    path: ofOffer('reject'),
    fields: ask.rejection,
  },
  {
    group: 'rep',
    label: 'Log a contact',
    states: ['OFFERED', 'SAL', 'SQL'],
    path: ofLead('activities'),
    fields: ask.call,
  },
  {
    group: 'rep',
    label: 'Return the lead',
    states: ['SAL', 'SQL'],
    path: ofLead('return'),
    fields: ask.refusal,
  },
  {
    group: 'rep',
    label: 'Open an opportunity',
    states: ['OFFERED', 'SAL', 'SQL'],
    path: ofLead('opportunity'),
    fields: ask.opportunity,
  },
  {
    group: 'rep',
    label: 'Win',
    states: ['OPPORTUNITY'],
    path: ofOpportunity('win'),
    fields: () => [ask.amount('Amount that was signed')],
  },
  {
    group: 'rep',
    label: 'Lose',
    states: ['OPPORTUNITY'],
    path: ofOpportunity('lose'),
    fields: ask.loss,
  },
  {
    group: 'rep',
    label: 'Cancel without a cause',
    states: ['OPPORTUNITY'],
    path: ofOpportunity('cancel'),
    // A form without fields: the body says nothing, but it is there.
    fields: () => [],
  },
  {
    group: 'director',
    label: 'Open it again',
    states: ['WON', 'LOST'],
    path: ofOpportunity('reopen'),
    fields: () => [ask.text('reason', 'Reason', 'they called us')],
  },
  {
    group: 'director',
    label: 'Hand it to another SDR',
    states: ['MQL', 'SDR_WORKING', 'NURTURE'],
    path: ofLead('hand-over'),
    fields: ask.otherSdr,
  },
  {
    group: 'director',
    label: 'Assign a rep',
    states: ['READY', 'UNROUTED'],
    path: ofLead('assign'),
    fields: ask.assignment,
  },
  {
    group: 'director',
    label: 'Withdraw the offer',
    states: ['OFFERED'],
    path: ofOffer('withdraw'),
    fields: () => [ask.text('reason', 'Reason', 'the rep is ill')],
  },
  {
    group: 'director',
    label: 'Send back',
    states: ['UNROUTED'],
    path: ofLead('send-back'),
    fields: ask.sendingBack,
  },
  {
    group: 'director',
    label: 'Rule on an extra cycle',
    states: ['NURTURE'],
    path: ofLead('extra-cycle'),
    fields: ask.extraCycle,
  },
];

/** What a person of these groups may do with a lead in this state. */
export function movesFor({ groups }, state) {
  return MOVES.filter((one) => groups.includes(one.group) && one.states.includes(state));
}
