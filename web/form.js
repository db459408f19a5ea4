// What a customer sees: the enquiry form, with an example filled in.

import { call } from './api.js';
import { element, fill } from './elements.js';
import { bodyForm } from './fields.js';
import { moment } from './instants.js';
import { act } from './session.js';

const PEOPLE = [
  { name: 'Li Lei', mail: 'li.lei', title: 'IT Director', company: 'Acme', site: 'acme.example' },
  // She says neither where nor in which industry: what the policy asks for is then to be found out.
  {
    name: 'Han Mei',
    mail: 'han.mei',
    title: 'CIO',
    company: 'Borealis',
    site: 'borealis.example',
    region: '',
    industry: '',
  },
  {
    name: 'Wu Tong',
    mail: 'wu.tong',
    title: 'Plant manager',
    company: 'Cobalt',
    site: 'cobalt.example',
  },
  {
    name: 'Zoë O’Neil',
    mail: 'zoe.oneil',
    title: 'Head of data',
    company: 'Delta',
    site: 'delta.example',
  },
];

const HAND_RAISES = [
  ['demo', 'a demo'],
  ['visit', 'a visit'],
  ['callMe', 'a call'],
  ['', 'nothing, just looking'],
];

const HALF = { group: 'half' };

function fieldsFor(person, number) {
  const { name, mail, title, company, site } = person;
  const { region = 'CN-SH', industry = 'manufacturing' } = person;
  return [
    { path: 'person.name', label: 'Name', value: name, ...HALF },
    { path: 'person.title', label: 'Title', value: title, ...HALF },
    { path: 'person.email', label: 'E-mail', value: `${mail}@${site}`, ...HALF },
    { path: 'person.phone', label: 'Phone', value: `+861380000000${number % 10}`, ...HALF },
    { path: 'person.language', label: 'Language', hint: 'such as zh-CN or en', ...HALF },
    { path: 'company.name', label: 'Company', value: company, ...HALF },
    { path: 'company.website', label: 'Website', value: site, ...HALF },
    { path: 'company.industry', label: 'Industry', value: industry, ...HALF },
    { path: 'company.employees', label: 'Employees', kind: 'number', value: '500', ...HALF },
    { path: 'company.region', label: 'Region', value: region, ...HALF },
    {
      path: 'interest.handRaise',
      label: 'Asks for',
      kind: 'select',
      options: HAND_RAISES,
      value: 'demo',
      ...HALF,
    },
    { path: 'interest.productLine', label: 'Product line', value: 'core', ...HALF },
    {
      path: 'interest.startWithinMonths',
      label: 'Starts within (months)',
      kind: 'number',
      value: '2',
      ...HALF,
    },
    { path: 'interest.budget.amount', label: 'Budget', kind: 'number', value: '200000', ...HALF },
    { path: 'interest.budget.currency', label: 'Currency', value: 'CNY', ...HALF },
    { path: 'form', label: 'Form', value: 'demo-request', ...HALF },
    { path: 'touch.utm.source', label: 'Came from (source)', value: 'baidu', ...HALF },
    { path: 'touch.utm.campaign', label: 'Campaign', value: 'plan-a', ...HALF },
    {
      path: 'interest.message',
      label: 'Message',
      kind: 'area',
      value: 'We would like to see it at work.',
    },
    { path: 'consent.privacyPolicy', label: 'Accepted privacy policy of', value: '2026-01' },
    { path: 'consent.email', label: 'May be e-mailed', kind: 'check', value: true, ...HALF },
    { path: 'consent.phone', label: 'May be called', kind: 'check', value: true, ...HALF },
  ];
}

export function startForm(place) {
  let number = 0;
  const holder = element('div', {});
  const another = element('button', { type: 'button', on: { click: next } }, 'Next example person');
  fill(
    place,
    element('h2', { id: 'form-title' }, 'Ask for a demo'),
    element(
      'p',
      { className: 'hint' },
      'The public form; whoever you are, it is sent as a customer.',
    ),
    element('div', { className: 'buttons' }, another),
    holder,
  );
  show();

  function next() {
    number += 1;
    show();
  }

  function show() {
    const fields = fieldsFor(PEOPLE[number % PEOPLE.length], number);
    fill(holder, bodyForm({ fields, button: 'Send the form', send }));
  }
}

function send(body) {
  return act(
    () => call('POST', '/v1/submissions', { body }),
    ({ submissionId, receivedAt }) =>
      `202: received ${moment(receivedAt)} as ${submissionId}. See the list of leads.`,
  );
}
