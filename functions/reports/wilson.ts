// How sure a rate is (A2-9): Wilson's interval at 95 %, and no rate at all of fewer than ten.

const Z = 1.959963984540054;
/** Fewer say too little. */
export const FEWEST = 10;

/** A share of `of`, between `low` and `high` in 19 of 20 cases. */
export interface Rate {
  readonly of: number;
  readonly count: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** No rate: of nothing, or of too few to say. */
export interface NoRate {
  readonly of: number;
  readonly count: number;
  readonly refused: 'NONE' | 'TOO_FEW';
}

export function rateOf(count: number, of: number): Rate | NoRate {
  if (of === 0) return { of, count, refused: 'NONE' };
  if (of < FEWEST) return { of, count, refused: 'TOO_FEW' };
  const share = count / of;
  const middle = share + Z ** 2 / (2 * of);
  const spread = Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  const scale = 1 + Z ** 2 / of;
  return {
    of,
    count,
    rate: share,
    low: Math.max(0, (middle - spread) / scale),
    high: Math.min(1, (middle + spread) / scale),
  };
}
