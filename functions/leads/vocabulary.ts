/**
 * The articles whose words a company may use for our states: MQL means four things. States are fixed; words are the company's.
 * A0: four stages, accepting and assessing apart. A1: the CRM's pools. A3: MQL is what sales get, and accepting makes the SQL.
 * A4: MQL is the raw card, BQL what inside sales qualified. A2 names grades, not stages.
 */
export const VOCABULARIES = ['A0', 'A1', 'A3', 'A4'] as const;
export type Vocabulary = (typeof VOCABULARIES)[number];
