import { describe, expect, it } from 'vitest';
import { measureAverage } from '../../infra/tools/cost/average.ts';
import { billFor, sumOf } from '../../infra/tools/cost/bill.ts';
import { askedOf, measureCalls } from '../../infra/tools/cost/calls.ts';
import { type Counts, total } from '../../infra/tools/cost/count.ts';
import { limitsFor } from '../../infra/tools/cost/limits.ts';
import { measurePaths, SUBMITTED } from '../../infra/tools/cost/paths.ts';
import { PRICES } from '../../infra/tools/cost/prices.ts';

const counted: Counts = {
  transitions: { LeadJourney: 30, Offer: 10 },
  invocations: { Intake: 2, StaffApi: 4, Sweep: 100 },
  database: { Intake: { calls: 4, read: 6, write: 40 }, Sweep: { calls: 900, read: 50, write: 0 } },
  executions: 3,
  indexes: { unrelayed: 18, due: 6, listed: 12 },
  events: 10,
};

function line(bill: ReturnType<typeof billFor>, what: string) {
  return bill.find((one) => one.what === what);
}

describe('the bill', () => {
  it('is what was counted, scaled to the leads that were asked for, at the table’s prices', () => {
    const bill = billFor(counted, 2, 1000);

    const transitions = line(bill, 'Step Functions');
    expect(transitions?.count).toBe(20_000);
    expect(transitions?.dollars).toBeCloseTo(20_000 * PRICES.transition, 10);
    expect(line(bill, 'DynamoDB, writing')?.count).toBe(20_000);
    expect(sumOf(bill)).toBeCloseTo(
      bill.reduce((sum, { dollars }) => sum + dollars, 0),
      10,
    );
  });

  it('leaves the sweep’s ticks to the month', () => {
    const without = { ...counted, invocations: { Intake: 2, StaffApi: 4 } };

    expect(line(billFor(counted, 1), 'Lambda, calls')).toEqual(
      line(billFor(without, 1), 'Lambda, calls'),
    );
  });
});

describe('what is billed in state transitions', () => {
  it('is at most 19 from a submission straight to acceptance, and more for each detour', async () => {
    const paths = await measurePaths();

    const of = (name: string) => total(paths.get(name)?.transitions ?? {});
    expect(of('straight to acceptance')).toBeGreaterThan(0);
    expect(of('straight to acceptance')).toBeLessThanOrEqual(19);
    expect(of(SUBMITTED)).toBeLessThan(of('straight to acceptance'));
    expect(of('one rep silent, the next accepts')).toBeGreaterThan(of('straight to acceptance'));
  }, 120_000);

  it('is the same for the same made-up people', async () => {
    const [one, other] = [await measureAverage(5, 'same'), await measureAverage(5, 'same')];

    expect(one).toEqual(other);
    expect(total(one.counts.transitions)).toBeGreaterThan(0);
  }, 120_000);
});

describe('what a lead asks of DynamoDB', () => {
  it('is no more calls and units than decision 0035 says, and each call says of which rows it is', async () => {
    const measured = await measureCalls();

    const sums = [...measured.values()].map((calls) => ({
      calls: calls.length,
      written: calls.reduce((sum, { write }) => sum + write, 0),
    }));
    const [handover, life] = sums;
    expect(handover?.calls).toBeLessThanOrEqual(53);
    expect(handover?.written).toBeLessThanOrEqual(315);
    expect(life?.calls).toBeLessThanOrEqual(169);
    expect(life?.written).toBeLessThanOrEqual(860);
    for (const calls of measured.values())
      expect(calls.map(askedOf).filter((asked) => asked === '')).toEqual([]);
  }, 120_000);
});

describe('limits', () => {
  it('come with the most overrun first, each with what to do', () => {
    const limits = limitsFor(counted);

    const shares = limits.map(({ asked, given }) => asked / given);
    expect(shares).toEqual(shares.toSorted((one, other) => other - one));
    for (const { remedy } of limits) expect(remedy.length).toBeGreaterThan(20);
  });
});
