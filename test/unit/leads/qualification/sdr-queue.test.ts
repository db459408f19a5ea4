import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Instant } from '../../../../functions/leads/instant.ts';
import { placeInQueue } from '../../../../functions/leads/qualification/sdr-queue.ts';
import { GRADES } from '../../../../functions/leads/scoring/grade.ts';

type Queued = Parameters<typeof placeInQueue>[0];

const september = Date.UTC(2026, 8, 14);

function queued(over: Partial<Queued> = {}): Queued {
  return { grade: 'HOT', score: { fit: 40, engagement: 20 }, enteredAt: onDay(0), ...over };
}

function onDay(day: number): Instant {
  return Instant.parse(new Date(september + day * 86_400_000).toISOString());
}

/** Whose places sort as the leads are given. */
function expectInOrder(...leads: readonly Queued[]): void {
  const places = leads.map(placeInQueue);
  expect(places.toSorted()).toEqual(places);
  expect(new Set(places).size).toBe(places.length);
}

describe('the SDR queue (A0-3)', () => {
  it('goes by grade before all, and puts a lead without a grade last', () => {
    const graded = GRADES.map((grade, rank) =>
      queued({ grade, score: { fit: rank * 10, engagement: rank * 10 }, enteredAt: onDay(-rank) }),
    );

    expectInOrder(...graded, queued({ grade: undefined }));
  });

  it('goes by the higher score within a grade, fit and engagement together, to the hundredth', () => {
    expectInOrder(
      queued({ score: { fit: 100, engagement: 100 }, enteredAt: onDay(5) }),
      queued({ score: { fit: 0, engagement: 60.25 }, enteredAt: onDay(4) }),
      queued({ score: { fit: 60.24, engagement: 0 }, enteredAt: onDay(3) }),
      queued({ score: { fit: 9, engagement: 0 }, enteredAt: onDay(2) }),
      queued({ score: { fit: 0.01, engagement: 0 }, enteredAt: onDay(1) }),
      queued({ score: { fit: 0, engagement: 0 }, enteredAt: onDay(0) }),
    );
  });

  it('goes by age within a grade and score: who came first is called first', () => {
    expectInOrder(
      queued({ enteredAt: onDay(0) }),
      queued({ score: { fit: 20, engagement: 40 }, enteredAt: onDay(1) }),
    );
  });

  it('puts before all what a director put on top', () => {
    expectInOrder(
      queued({ onTop: true, grade: 'COLD', enteredAt: onDay(9) }),
      queued({ grade: 'MAJOR' }),
    );
  });

  it('sorts as text as the rule compares, whatever the leads', () => {
    const points = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100);
    const lead = fc.record({
      onTop: fc.boolean(),
      grade: fc.constantFrom(...GRADES),
      score: fc.record({ fit: points, engagement: points }),
      enteredAt: fc.nat(999).map(onDay),
    });
    const total = ({ score }: Queued) => Math.round(100 * (score.fit + score.engagement));
    const rule = (a: Queued, b: Queued) =>
      Number(b.onTop) - Number(a.onTop) ||
      GRADES.indexOf(a.grade ?? 'COLD') - GRADES.indexOf(b.grade ?? 'COLD') ||
      total(b) - total(a) ||
      a.enteredAt.localeCompare(b.enteredAt);

    fc.assert(
      fc.property(lead, lead, (a, b) => {
        const [first, second] = [placeInQueue(a), placeInQueue(b)];

        expect(Math.sign(rule(a, b))).toBe(
          Math.sign(Number(first > second) - Number(first < second)),
        );
      }),
    );
  });
});
