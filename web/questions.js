// What the requests about a lead ask for: fields with defaults that let a newcomer go on (api.md, Shapes).

import { dateAhead } from './instants.js';
import { nameOf, session } from './session.js';

export function choice(path, label, options, value = options[0]) {
  return { path, label, kind: 'select', options, value, group: 'half' };
}

export function text(path, label, value) {
  return { path, label, value };
}

export function note(value) {
  return { path: 'note', label: 'Note', kind: 'area', value };
}

export function refusal() {
  const { reasons } = session.policy.recycle;
  const misrouted = { when: ({ reason }) => reasons[reason]?.next === 'reroute', group: 'half' };
  return [
    choice('reason', 'Reason', Object.keys(reasons)),
    {
      path: 'date',
      label: 'Date the customer named',
      kind: 'date',
      value: dateAhead(90),
      when: ({ reason }) => reasons[reason]?.daysBeforeDate !== undefined,
    },
    { ...text('misrouted.region', 'Right region', 'CN-BJ'), ...misrouted },
    { ...text('misrouted.productLine', 'Right product line'), ...misrouted },
    { ...text('misrouted.language', 'Right language'), ...misrouted },
    note('The customer said so on the phone.'),
  ];
}

export function recall() {
  return [
    choice('reason', 'Reason', session.policy.recallReasons),
    note('The customer called back with news.'),
  ];
}

export function amount(label) {
  return { path: 'amount', label, kind: 'number', value: '80000', group: 'half' };
}

export function opportunity() {
  return [
    amount('Amount'),
    { ...text('currency', 'Currency', 'CNY'), group: 'half' },
    { path: 'expectedCloseOn', label: 'Should close on', kind: 'date', value: dateAhead(60) },
  ];
}

export function loss() {
  return [choice('reason', 'Reason', session.policy.opportunity.loseReasons)];
}

/** What he said of being written to and called: his own word may lift a no (domain.md 4.2). */
function consent(path, label) {
  const options = [
    ['', 'was not asked'],
    ['yes', 'allows it'],
    ['no', 'does not want it'],
  ];
  return { ...choice(path, label, options, ''), send: (said) => said === 'yes' };
}

export function call() {
  return [
    choice('kind', 'Kind', ['call', 'email', 'meeting']),
    choice('direction', 'Direction', ['outbound', 'inbound']),
    { path: 'connected', label: 'It connected', kind: 'check', value: true },
    consent('consent.email', 'E-mails from us: he'),
    consent('consent.phone', 'Calls from us: he'),
    note('Spoke with the customer about the project.'),
  ];
}

export function qualification() {
  return [
    choice('verdict', 'Verdict', ['ready', 'notNow', 'notALead']),
    choice('budget', 'Budget', ['approved', 'planned', 'none', 'unknown']),
    choice('authority', 'Authority', ['decides', 'influences', 'uses', 'unknown']),
    choice('need', 'Need', ['matches', 'partly', 'no', 'unknown']),
    {
      path: 'timeline.startWithinMonths',
      label: 'Starts within (months)',
      kind: 'number',
      value: '2',
      group: 'half',
    },
    choice('process', 'Process', ['matches', 'no', 'unknown']),
    choice('role', 'Role', ['decisionMaker', 'influencer', 'user', 'unknown']),
    { ...text('reason', 'Reason', 'NOT_NOW'), when: ({ verdict }) => verdict !== 'ready' },
    note('Budget is approved; they start in two months.'),
  ];
}

export function rejection() {
  const label = 'I contacted the customer';
  return [...refusal(), { path: 'contacted', label, kind: 'check', value: true }];
}

export function notNow() {
  const send = (date) => `${date}T00:00:00Z`;
  const label = 'Look at it again on';
  return [
    text('reason', 'Reason', 'NOT_NOW'),
    { path: 'revisitAt', label, kind: 'date', value: dateAhead(30), send },
    note('Asked us to come back next month.'),
  ];
}

export function notALead() {
  return [
    choice('reason', 'Reason', session.policy.desk.notALeadReasons),
    note('Not somebody we can serve.'),
  ];
}

/** Only what is otherwise than it was is sent: what staff say, no later form replaces. */
export function knownFacts({ lead }) {
  const fact = (path, label, known, more = {}) => ({
    ...text(path, label, known === undefined ? '' : String(known)),
    group: 'half',
    send: (said) => (said === known ? undefined : said),
    ...more,
  });
  return [
    fact('region', 'Region', lead.region, { hint: 'such as CN-SH' }),
    fact('industry', 'Industry', lead.industry),
    fact('employees', 'Employees', lead.employees, { kind: 'number' }),
    fact('language', 'Language', lead.language, { hint: 'such as zh-CN or en' }),
  ];
}

export function otherSdr({ lead }) {
  const others = session.people.filter(
    ({ sub, groups }) => groups.includes('sdr') && sub !== lead.sdrId,
  );
  const options = others.map(({ sub }) => [sub, nameOf(sub)]);
  return [
    choice('sdrId', 'SDR', options, others[0]?.sub),
    text('reason', 'Reason', 'knows the customer'),
  ];
}

/** In director mode only the reps on the lead's own list may be chosen (4.5). */
export function assignment({ lead }) {
  const reps = session.people.filter(({ groups }) => groups.includes('rep'));
  const choices = lead.directorChoices ?? reps.map(({ sub }) => sub);
  const options = choices.map((sub) => [sub, nameOf(sub)]);
  const send = (lift) => lift || undefined;
  return [
    choice('repId', 'Rep', options, choices[0]),
    text('reason', 'Reason', 'knows this customer'),
    {
      path: 'liftExclusion',
      label: 'Even if the rep is excluded',
      kind: 'check',
      value: false,
      send,
    },
  ];
}

export function sendingBack() {
  return [
    choice('verdict', 'To', ['nurture', 'notALead']),
    text('reason', 'Reason', 'nobody can serve it now'),
  ];
}

export function extraCycle() {
  return [
    { path: 'approve', label: 'Approve', kind: 'check', value: true },
    text('reason', 'Reason', 'worth another try'),
  ];
}
