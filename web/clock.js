// The virtual clock, and the buttons that move it.

import { call } from './api.js';
import { element, fill } from './elements.js';
import { fullMoment, moment } from './instants.js';
import { act, onRefresh, session } from './session.js';

const STEPS = [
  ['hour', '+1 h', 'One hour ahead', { by: 'PT1H' }],
  ['day', '+1 day', 'One day ahead', { by: 'P1D' }],
  ['next', 'Next timer', 'Ahead to the next timer', { next: true }],
];

const TICK = 5000;

export function startClock(bar) {
  const now = element('strong', {});
  const mode = element('span', { className: 'muted' });
  const buttons = STEPS.map(([id, words, label, body]) =>
    element(
      'button',
      { id: `clock-${id}`, type: 'button', title: label, on: { click: () => advance(body) } },
      words,
    ),
  );
  fill(bar, element('p', {}, now, ' ', mode), element('div', { className: 'buttons' }, ...buttons));
  onRefresh(show);
  setInterval(() => session.mode !== 'manual' && show().catch(() => undefined), TICK);
  return show();

  async function show() {
    Object.assign(session, await call('GET', '/_local/clock'));
    fill(now, fullMoment(session.now));
    const rate = session.mode === 'scaled' ? ` × ${session.rate}` : '';
    fill(mode, `${session.zone}, ${session.mode} clock${rate}`);
  }
}

function advance(body) {
  return act(() => call('POST', '/_local/clock/advance', { body }), advanced);
}

function advanced({ now, fired }) {
  const timers = fired === 1 ? '1 timer' : `${fired || 'no'} timers`;
  return `It is ${moment(now)}; ${timers} fired.`;
}
