// How far the replay is, on stderr: a bar that stays on its line on a terminal, a plain line now and then elsewhere.

import type { Progress } from './play.ts';

interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const WIDTH = 30;
const BAR_EVERY = 200;
const LINE_EVERY = 5000;

/** Shows progress on `screen`; `now` is the machine's time in milliseconds. `done` ends the bar's line. */
export function progressBar(screen: Screen, now: () => number) {
  const every = screen.isTTY ? BAR_EVERY : LINE_EVERY;
  const started = now();
  let first: number | undefined;
  let shown = Number.NEGATIVE_INFINITY;
  return {
    show(so: Progress): void {
      first ??= so.submitted;
      if (now() - shown < every) return;
      shown = now();
      const rate = ((so.submitted - first) / Math.max(0.001, (shown - started) / 1000)).toFixed(1);
      const text = `${so.submitted}/${so.of} leads, ${rate}/s, ${so.now.slice(0, 10)}`;
      screen.write(screen.isTTY ? `\r${barOf(so.submitted / so.of)} ${text}  ` : `${text}\n`);
    },
    done(): void {
      if (screen.isTTY) screen.write('\n');
    },
  };
}

/** So much of a whole, 0 to 1. */
export function barOf(share: number): string {
  const full = Math.round(share * WIDTH);
  return `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}]`;
}
