// What has to be known of a lead before it goes on, and is not (domain.md 4.10, required fields a stage).

import { element } from './elements.js';
import { session } from './session.js';

const FIELDS = {
  region: ['the region', ({ region }) => region],
  industry: ['the industry', ({ industry }) => industry],
  employees: ['how many work there', ({ employees }) => employees],
  title: ['the person’s title', ({ person }) => person?.title],
  language: ['the language', ({ language }) => language],
  budget: ['the budget', ({ budget }) => budget],
};

const BEFORE = {
  MQL: ['READY', 'before it is handed to a rep'],
  SDR_WORKING: ['READY', 'before it is handed to a rep'],
  OFFERED: ['OPPORTUNITY', 'before it becomes an opportunity'],
  SAL: ['OPPORTUNITY', 'before it becomes an opportunity'],
  SQL: ['OPPORTUNITY', 'before it becomes an opportunity'],
};

export function missingOf(lead) {
  const [stage, before] = BEFORE[lead.state] ?? [];
  const asked = session.policy.requiredFields[stage] ?? [];
  const missing = asked.flatMap((name) => {
    const [words, known] = FIELDS[name] ?? [];
    return known && known(lead) === undefined ? [words] : [];
  });
  if (missing.length === 0) return undefined;
  const words = `Still to be found out ${before}: ${missing.join(', ')}. `;
  const how = 'Whose lead it is opens “Set what is known”.';
  return element('p', { className: 'note', role: 'note' }, words + how);
}
