// The Pauses port in AWS: the only place of a function that waits while it runs, and only because others were first.

import { setTimeout as after } from 'node:timers/promises';
import type { Pauses } from '../ports.ts';

export const pauses: Pauses = {
  chance: () => Math.random(),
  wait: async (millis) => after(millis),
};
