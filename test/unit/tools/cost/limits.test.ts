import { describe, expect, it } from 'vitest';
import { SWEEP_SHARDS } from '../../../../functions/adapters/table/rows.ts';
import type { Counts } from '../../../../infra/tools/cost/count.ts';
import { limitsFor } from '../../../../infra/tools/cost/limits.ts';

const submission: Counts = {
  transitions: { LeadJourney: 4 },
  invocations: { Intake: 1 },
  executions: 1,
  database: { Intake: { calls: 4, read: 6, write: 40 } },
  indexes: { due: 6, listed: 12, unrelayed: 18 },
  events: 4,
};

function asked(pattern: RegExp, counts = submission): number | undefined {
  return limitsFor(counts).find(({ what }) => pattern.test(what))?.asked;
}

describe('hot keys', () => {
  it('are those of every index whose partition key many leads share', () => {
    expect(asked(/first state in the index listed/)).toBe(8000);
    expect(asked(/one shard of the index unrelayed/)).toBe(18_000 / SWEEP_SHARDS);
    expect(asked(/one shard of the index due/)).toBe(6000 / SWEEP_SHARDS);
  });

  it('are not hot where nothing is written', () => {
    expect(asked(/index listed/, { ...submission, indexes: {} })).toBe(0);
  });
});
