import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Instant } from '../../../../functions/leads/instant.ts';
import {
  DEFAULT_GRADE_POLICY,
  type GradeFacts,
  GradePolicy,
  gradeAt,
  gradeRank,
} from '../../../../functions/leads/scoring/grade.ts';

const september = Instant.parse('2026-09-14T02:00:00.000Z');
const options = { policy: DEFAULT_GRADE_POLICY, zone: 'Asia/Shanghai' };

function project(facts: Partial<GradeFacts>): GradeFacts {
  return { startStatedAt: september, startWithinMonths: 2, ...facts };
}

function gradeOn(day: string, facts: Partial<GradeFacts>): string {
  return gradeAt(project(facts), Instant.parse(`${day}T02:00:00.000Z`), options).grade;
}

describe('the grade of a general lead', () => {
  it.each([
    [0, 'HOT'],
    [3, 'HOT'],
    [4, 'WARM'],
    [6, 'WARM'],
    [7, 'COLD'],
    [12, 'COLD'],
    [36, 'COLD'],
  ])('that starts within %s months is %s', (startWithinMonths, grade) => {
    expect(gradeOn('2026-09-14', { startWithinMonths })).toBe(grade);
  });

  it('is COLD while nobody knows when the project starts', () => {
    const facts = project({ startWithinMonths: undefined });

    expect(gradeAt(facts, september, options)).toEqual({
      grade: 'COLD',
      because: 'the start of the project is not known',
    });
  });

  it('turns from WARM to HOT when four months have passed', () => {
    const warm = { startWithinMonths: 6 };

    expect([gradeOn('2026-09-14', warm), gradeOn('2027-01-14', warm)]).toEqual(['WARM', 'HOT']);
  });

  it.each([
    [2, '2026-12-13', '2026-12-14'],
    [5, '2027-03-13', '2027-03-14'],
    [12, '2027-09-13', '2027-09-14'],
    [24, '2028-09-13', '2028-09-14'],
  ])(
    'stated for within %s months is HOT until %s and has expired on %s',
    (startWithinMonths, last, over) => {
      expect(gradeOn(last, { startWithinMonths })).toBe('HOT');
      expect(gradeOn(over, { startWithinMonths })).toBe('COLD');
      expect(
        gradeAt(project({ startWithinMonths }), Instant.parse(`${over}T02:00:00Z`), options)
          .because,
      ).toContain('ask again');
    },
  );

  it('counts months by the calendar of its zone, clamped to the end of a short month', () => {
    const startStatedAt = Instant.parse('2026-11-29T16:30:00Z');
    const at = (zone: string) =>
      gradeAt(
        project({ startStatedAt, startWithinMonths: 3 }),
        Instant.parse('2027-02-28T12:00:00Z'),
        {
          policy: DEFAULT_GRADE_POLICY,
          zone,
        },
      ).grade;

    expect([at('Asia/Shanghai'), at('UTC')]).toEqual(['COLD', 'HOT']);
  });
});

describe('the grade of an important customer', () => {
  const four = { employees: 5000, tier: 'B', industry: 100 } as const;

  it('is IMPORTANT when size, importance, timing and fit all hold', () => {
    expect(gradeOn('2026-09-14', four)).toBe('IMPORTANT');
  });

  it('is MAJOR when the customer is especially important', () => {
    expect(gradeOn('2026-09-14', { ...four, tier: 'A' })).toBe('MAJOR');
  });

  it.each([
    ['the customer is small', { employees: 20 }],
    ['no tier names it', { tier: undefined }],
    ['the solution fits partly', { need: 'partly' }],
    ['we could serve a part of the project', { share: 'part' }],
    ['the industry is a middling one and nobody asked', { industry: 30 }],
    ['nobody knows the industry and nobody asked', { industry: undefined }],
  ] as const)('follows the timing when %s', (_case, facts) => {
    expect(gradeOn('2026-09-14', { ...four, ...facts })).toBe('HOT');
  });

  it('follows the timing when it is not clear', () => {
    expect(gradeOn('2026-09-14', { ...four, startWithinMonths: undefined })).toBe('COLD');
    expect(gradeOn('2026-09-14', { ...four, startWithinMonths: 13 })).toBe('COLD');
  });

  it('takes a named account of unknown size for large', () => {
    expect(gradeOn('2026-09-14', { ...four, employees: undefined })).toBe('IMPORTANT');
  });

  it('believes qualification more than the industry', () => {
    expect(gradeOn('2026-09-14', { ...four, industry: 0, need: 'matches' })).toBe('IMPORTANT');
  });

  it.each([
    ['a small company that spends much', { employees: 5, amount: 5_000_000 }, 'IMPORTANT'],
    ['a large company that spends little', { employees: 9000, amount: 1000 }, 'HOT'],
    ['an amount that is exactly large', { employees: 5, amount: 500_000 }, 'IMPORTANT'],
    ['no amount but many employees', { employees: 500, amount: 0 }, 'IMPORTANT'],
  ] as const)('takes the size of the sale for size: %s', (_case, { employees, amount }, grade) => {
    const facts = { ...four, employees, amount: { amount, currency: 'CNY' } };

    expect(gradeOn('2026-09-14', facts)).toBe(grade);
  });

  it('takes the company’s size where the policy says no amount for the currency', () => {
    const facts = { ...four, employees: 5000, amount: { amount: 1, currency: 'VND' } };

    expect(gradeOn('2026-09-14', facts)).toBe('IMPORTANT');
  });
});

describe('who is not a lead', () => {
  it('needs what we do not sell and is not important', () => {
    expect(gradeOn('2026-09-14', { need: 'no' })).toBe('NOT_A_LEAD');
  });

  it.each([
    ['our share of the project is tiny', { share: 'tiny' }],
    ['our share is tiny although the need matches', { share: 'tiny', need: 'matches' }],
    ['we do not sell to the industry', { industry: 0 }],
  ] as const)('is one whom we fit badly: %s', (_case, facts) => {
    expect(gradeOn('2026-09-14', facts)).toBe('NOT_A_LEAD');
  });

  it('is nobody important, and nobody whose fit is merely unknown', () => {
    expect(gradeOn('2026-09-14', { need: 'no', tier: 'B' })).toBe('COLD');
    expect(gradeOn('2026-09-14', {})).toBe('HOT');
  });
});

it('never falls, until the statement expires, while the start draws nearer', () => {
  const day = 86_400_000;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 12 }), fc.nat(360), fc.nat(60), (months, days, more) => {
      const at = (after: number) =>
        gradeAt(
          project({ startWithinMonths: months }),
          Instant.parse(new Date(Date.parse(september) + after * day).toISOString()),
          options,
        );
      const [sooner, later] = [at(days), at(days + more)];

      const expired = later.because.includes('ask again');

      expect(expired || gradeRank(later.grade) <= gradeRank(sooner.grade)).toBe(true);
    }),
  );
});

describe('the grade policy', () => {
  it('accepts its own defaults', () => {
    expect(GradePolicy.parse(DEFAULT_GRADE_POLICY)).toEqual(DEFAULT_GRADE_POLICY);
  });

  it('refuses classes that are not in order', () => {
    expect(GradePolicy.safeParse({ ...DEFAULT_GRADE_POLICY, warmWithinMonths: 2 }).success).toBe(
      false,
    );
  });
});

describe('the amounts from which a sale is large', () => {
  it.each(['XYZ', 'cny', 'RMB', ''])('are of a currency that there is: %j is none', (code) => {
    const policy = { ...DEFAULT_GRADE_POLICY, largeFromAmount: { [code]: 1000 } };

    const { error } = GradePolicy.safeParse(policy);

    expect(error?.issues[0]?.path).toEqual(['largeFromAmount', code]);
  });

  it('are of any that there is', () => {
    const policy = { ...DEFAULT_GRADE_POLICY, largeFromAmount: { JPY: 10_000_000 } };

    expect(GradePolicy.parse(policy).largeFromAmount).toEqual({ JPY: 10_000_000 });
  });
});
