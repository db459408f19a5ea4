// A lead that nobody can take: what keeps each rep from it, and what can be done (domain.md 4.5, 4.8).

import { element } from './elements.js';
import { nameOf } from './session.js';

/** What a code of the routing trace means, and who can change it. */
const CODES = {
  INACTIVE: ['no longer works here', 'Ops enter another rep.'],
  NOT_ON_ROSTER: ['is not on this month’s roster', 'Ops publish the roster of the month with him.'],
  SUSPENDED: ['is out after misses', 'A director annuls a miss, or the suspension ends.'],
  ABSENT: ['is absent', 'He comes back, or ops correct the absence.'],
  OUT_OF_SCOPE_REGION: [
    'does not serve this region',
    'Ops give a rep the region, or correct the lead’s.',
  ],
  REGION_UNKNOWN: [
    'knows no such region',
    'Ops add the spelling to the policy, or set the lead’s region.',
  ],
  OUT_OF_SCOPE_PRODUCT: ['does not sell this product line', 'Ops give a rep the product line.'],
  OUT_OF_SCOPE_LANGUAGE: ['does not speak the language', 'Ops give a rep the language.'],
  EXCLUDED_REJECTED: [
    'refused it before',
    'A director lifts the exclusion, or sends the lead back.',
  ],
  EXCLUDED_RETURNED: [
    'gave it back before',
    'A director lifts the exclusion, or sends the lead back.',
  ],
  EXCLUDED_TIMED_OUT: ['let it lie in this cycle', 'A director assigns it to him all the same.'],
  EXCLUDED_ABSENT: [
    'was away when it was offered to him',
    'A director assigns it to him all the same.',
  ],
  EXCLUDED_MISROUTED: ['said that it belongs elsewhere', 'Ops check region and product line.'],
  IN_DISPUTE: ['is party to a dispute about it', 'A director rules on the dispute.'],
  AT_CAPACITY: ['has as many open offers as he may', 'He answers some, or ops raise his capacity.'],
};

/** Nothing for a lead that has a rep, or waits for its first look. */
export function unroutedOf({ state }, timeline) {
  if (state !== 'UNROUTED') return undefined;
  const looks = timeline.filter(({ data }) => data?.trace?.candidates !== undefined);
  const { candidates = [], others } = looks.at(-1)?.data.trace ?? {};
  const reps = candidates.map(({ repId, codes }) =>
    element('li', {}, `${nameOf(repId)} ${codes.map((code) => wordsOf(code)[0]).join(', ')}.`),
  );
  const more = Object.entries(others?.codes ?? {});
  if (others) {
    const reasons = more.map(([code, count]) => `${count} ${wordsOf(code)[0]}`);
    reps.push(element('li', {}, `And ${others.reps} more: ${reasons.join(', ')}.`));
  }
  const codes = [...candidates.flatMap((one) => one.codes), ...more.map(([code]) => code)];
  const remedies = new Set(codes.map((code) => wordsOf(code)[1]));
  return element(
    'div',
    { role: 'note' },
    element('h3', {}, 'Why nobody has it, and what to do'),
    reps.length > 0 ? element('ul', {}, ...reps) : element('p', {}, 'There is no rep yet.'),
    element('p', {}, [...remedies, 'A director can assign a rep.'].join(' ')),
    element(
      'p',
      { className: 'hint' },
      'It is tried again whenever somebody is free or back, and once a day.',
    ),
  );
}

function wordsOf(code) {
  return CODES[code] ?? [code.toLowerCase().replaceAll('_', ' '), 'Ops look into it.'];
}
