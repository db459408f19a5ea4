import { describe, expect, it } from 'vitest';
import { Instant } from '../../../../functions/leads/instant.ts';
import { progressBar } from '../../../../infra/tools/replay/progress.ts';

const DAY = Instant.parse('2018-03-05T10:00:00.000Z');

function shownOn(isTTY: boolean): string[] {
  const written: string[] = [];
  const time = { now: 0 };
  const screen = { isTTY, write: (text: string) => written.push(text) };
  const { show, done } = progressBar(screen, () => time.now);
  for (let submitted = 10; submitted <= 40; submitted += 1) {
    show({ submitted, of: 40, now: DAY });
    time.now += 1000;
  }
  done();
  return written;
}

describe('the progress of a replay', () => {
  it('is a bar that stays on its line on a terminal', () => {
    const written = shownOn(true);

    expect(written.slice(0, -1).every((text) => text.startsWith('\r['))).toBe(true);
    expect(written.at(-2)).toContain('40/40 leads, 1.0/s, 2018-03-05');
    expect(written.at(-1)).toBe('\n');
  });

  it('is a plain line every five seconds elsewhere', () => {
    const written = shownOn(false);

    expect(written).toHaveLength(7);
    expect(written[1]).toBe('15/40 leads, 1.0/s, 2018-03-05\n');
  });
});
