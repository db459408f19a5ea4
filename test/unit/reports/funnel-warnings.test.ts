// What a funnel warns of (A2-9).

import { describe, expect, it } from 'vitest';
import { funnelWarnings } from '../../../functions/reports/definitions/funnel-warnings.ts';
import type { Components, ReadRows } from '../../../functions/reports/report.ts';

const SPAN = { from: '2026-01-01', to: '2026-12-31', asOf: '2026-09-30' };

type Layers = Readonly<Record<string, number>>;

function components(layers: Layers): Components {
  const named = (stage: string) => (stage.includes(':') ? stage : `n:${stage}`);
  return new Map(Object.entries(layers).map(([stage, count]) => [named(stage), count]));
}

interface Told {
  readonly all: Layers;
  readonly channels?: Readonly<Record<string, Layers>>;
  readonly days?: Readonly<Record<string, Layers>>;
}

function reading({ all, channels = {}, days = {} }: Told): ReadRows {
  const rows = (of: Readonly<Record<string, Layers>>) =>
    new Map(Object.entries(of).map(([value, layers]) => [value, components(layers)]));
  return async (_, by) => rows({ all: { '-': all }, channel: channels, day: days }[by as 'all']);
}

const codes = async (told: Told) =>
  (await funnelWarnings(reading(told), SPAN)).map(({ code, row }) => [code, row]);

describe('a funnel warns', () => {
  it('of the first layer to which fewer than ten came, and of none when it is nine or more everywhere but ten', async () => {
    expect(await codes({ all: { MAL: 40, MQL: 9, READY: 3 } })).toEqual([['THIN_LAYER', 'MQL']]);
    expect(await codes({ all: { MAL: 40, MQL: 10 } })).toEqual([]);
    expect(await codes({ all: {} })).toEqual([]);
  });

  it('of a channel that brings more than six in ten of the leads', async () => {
    const channels = { offline: { MAL: 25 }, digitalMedia: { MAL: 15 } };

    expect(await codes({ all: { MAL: 40 }, channels })).toEqual([['ONE_SOURCE', 'offline']]);
    const even = { offline: { MAL: 24 }, digitalMedia: { MAL: 16 } };
    expect(await codes({ all: { MAL: 40 }, channels: even })).toEqual([]);
    expect(await codes({ all: { MAL: 9 }, channels: { offline: { MAL: 9 } } })).toEqual([
      ['THIN_LAYER', 'MAL'],
    ]);
  });

  it('of the layer into which nobody has come for thirty days, although ten came to the one before', async () => {
    const came = { MAL: 12, MQL: 12 };
    const days = { '2026-08-01': { ...came, READY: 10 }, '2026-09-10': came };

    expect(await codes({ all: { MAL: 24 }, days })).toEqual([['STALLED_LAYER', 'READY']]);
    const late = { ...days, '2026-09-01': { READY: 1, OFFERED: 1 } };
    expect(await codes({ all: { MAL: 24 }, days: late })).toEqual([]);
    const early = { ...days, '2026-08-31': { READY: 1 } };
    expect(await codes({ all: { MAL: 24 }, days: early })).toEqual([['STALLED_LAYER', 'READY']]);
  });

  it.each([
    ['again in a later cycle', 'r:READY'],
    ['from a customer', 'x:READY'],
  ])('of no layer into which somebody came %s', async (_, component) => {
    const came = { MAL: 12, MQL: 12 };
    const days = { '2026-08-01': { ...came, READY: 9 }, '2026-09-10': came };
    const again = { ...days, '2026-09-12': { [component]: 1 } };

    expect(await codes({ all: { MAL: 24 }, days: again })).toEqual([]);
  });
});
