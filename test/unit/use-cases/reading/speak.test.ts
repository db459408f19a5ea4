import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../../functions/leads/events/events.ts';
import { sentenceOf } from '../../../../functions/leads/events/sentences/sentence-of.ts';
import { Instant } from '../../../../functions/leads/instant.ts';
import { speaker } from '../../../../functions/use-cases/reading/speak.ts';
import { fact } from '../../../support/facts.ts';

const inShanghai = speaker({ reps: [], sdrs: [] }, { zone: 'Asia/Shanghai' });

describe('a deadline', () => {
  it.each([
    // Offered on Saturday: 48 hours of working days are over at the end of Tuesday (4.4).
    ['2026-09-22T16:00:00.000Z', 'the end of Tue 22 Sep 2026'],
    ['2026-09-22T16:01:00.000Z', 'Wed 23 Sep 2026 00:01'],
    ['2026-09-22T08:30:00.000Z', 'Tue 22 Sep 2026 16:30'],
    ['2026-12-31T16:00:00.000Z', 'the end of Thu 31 Dec 2026'],
  ])('%s is said as people in Shanghai say it: %s', (deadline, said) => {
    expect(inShanghai.due(Instant.parse(deadline))).toBe(said);
  });

  it('of an answer is told so in the lead’s story, while a moment stays a moment', () => {
    const midnight = Instant.parse('2026-09-22T16:00:00.000Z');
    const offered = fact('OfferMade', {
      acceptDueAt: midnight,
      contactDueAt: midnight,
    }) as EventBody;

    expect(sentenceOf(offered, 'leadloop', inShanghai)).toMatch(
      /first contact by Wed 23 Sep 2026 00:00, answer by the end of Tue 22 Sep 2026\.$/,
    );
  });
});
