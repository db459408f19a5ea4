import { describe, expect, it } from 'vitest';
import { labelOf } from '../../../functions/leads/lead.ts';
import { states } from '../../../functions/leads/states.ts';
import { VOCABULARIES } from '../../../functions/leads/vocabulary.ts';

describe('X-3: MQL means four things', () => {
  it.each([
    ['A4', 'MQL', 'MAL'],
    ['A4', 'BQL', 'READY'],
    ['A3', 'MQL', 'READY'],
    ['A3', 'MQL', 'OFFERED'],
    ['A0', 'MQL', 'MQL'],
  ] as const)('%s.%s is our %s', (vocabulary, label, state) => {
    expect(labelOf(state, vocabulary)).toBe(label);
  });

  it('every state has a word in every vocabulary', () => {
    const wordless = VOCABULARIES.flatMap((vocabulary) =>
      states.filter((state) => !labelOf(state, vocabulary)),
    );

    expect(wordless).toEqual([]);
  });
});
