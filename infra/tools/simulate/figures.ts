// The figures by which worlds are compared: quotients of sums over leads.

import type { Count, Course } from './course.ts';

interface Figure {
  /** What it says, for a person. */
  readonly says: string;
  readonly of: Count;
  readonly per: Count;
  readonly unit: 'share' | 'hours' | 'count';
}

export const FIGURES = {
  timeouts: {
    says: 'offers that ran out, a handover',
    of: 'timeouts',
    per: 'handovers',
    unit: 'count',
  },
  accepted: { says: 'handovers accepted', of: 'accepted', per: 'handovers', unit: 'share' },
  refused: { says: 'handovers refused', of: 'refused', per: 'handovers', unit: 'share' },
  unsold: { says: 'handovers nobody answered', of: 'unsold', per: 'handovers', unit: 'share' },
  wait: { says: 'hours with reps, a handover', of: 'waitHours', per: 'handovers', unit: 'hours' },
  offers: { says: 'offers a handover', of: 'offers', per: 'handovers', unit: 'count' },
  misses: { says: 'misses a handover', of: 'misses', per: 'handovers', unit: 'count' },
  qualified: { says: 'leads that became an MQL', of: 'qualified', per: 'leads', unit: 'share' },
  handedOver: { says: 'handovers a lead', of: 'handovers', per: 'leads', unit: 'count' },
  opportunities: { says: 'opportunities a lead', of: 'opportunities', per: 'leads', unit: 'share' },
  won: { says: 'deals won a lead', of: 'won', per: 'leads', unit: 'share' },
} as const satisfies Record<string, Figure>;

export type FigureName = keyof typeof FIGURES;
// Codec: Object.keys forgets whose keys they are.
export const figureNames = Object.keys(FIGURES) as FigureName[];

/** The figure of these sums; 0 of nothing. */
export function figureOf(name: FigureName, sums: Course): number {
  const { of, per } = FIGURES[name];
  return sums[per] === 0 ? 0 : sums[of] / sums[per];
}
