// What each of the articles calls a lead in our states: MQL means four things. States are fixed; words are the company's.

import type { State } from './states.ts';

/** The articles whose words a company may use; A2 names grades, not stages. */
export const VOCABULARIES = ['A0', 'A1', 'A3', 'A4'] as const;
export type Vocabulary = (typeof VOCABULARIES)[number];

/** States that all call alike. */
const alike = {
  CAPTURED: 'captured',
  QUARANTINED: 'quarantined',
  OPPORTUNITY: 'opportunity',
  NURTURE: 'nurture',
  WON: 'signed',
  LOST: 'lost',
  DISQUALIFIED: 'no lead',
  DORMANT: 'dormant',
  MERGED: 'merged',
  ERASED: 'erased',
} as const;

type Named = Exclude<State, keyof typeof alike>;

/** A0: four stages, accepting and assessing apart. A1: the CRM's pools. A3: MQL is what sales get, and accepting makes the SQL. A4: MQL is the raw card, BQL what inside sales qualified. */
const words: Record<Vocabulary, Record<Named, string>> = {
  A0: {
    MAL: 'MAL',
    MQL: 'MQL',
    SDR_WORKING: 'MQL',
    READY: 'MQL',
    UNROUTED: 'MQL',
    OFFERED: 'MQL',
    SAL: 'SAL',
    SQL: 'SQL',
  },
  A1: {
    MAL: 'Leads',
    MQL: 'MQL',
    SDR_WORKING: 'MQL',
    READY: 'MQL',
    UNROUTED: 'MQL',
    OFFERED: 'MQL',
    SAL: 'SQL',
    SQL: 'SQL',
  },
  A3: {
    MAL: 'lead',
    MQL: 'lead',
    SDR_WORKING: 'lead',
    READY: 'MQL',
    UNROUTED: 'MQL',
    OFFERED: 'MQL',
    SAL: 'SQL',
    SQL: 'SQL',
  },
  A4: {
    MAL: 'MQL',
    MQL: 'MQL',
    SDR_WORKING: 'MQL',
    READY: 'BQL',
    UNROUTED: 'BQL',
    OFFERED: 'BQL',
    SAL: 'SQL',
    SQL: 'SQL',
  },
};

/** What the company calls a lead in this state. */
export function labelOf(state: State, vocabulary: Vocabulary): string {
  const labels: Readonly<Record<State, string>> = { ...alike, ...words[vocabulary] };
  return labels[state];
}
