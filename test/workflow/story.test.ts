import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { toldEvents } from '../../functions/leads/sentences.ts';
import { type Line, playStory, tellStory } from '../../infra/local/commands/story.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('the story that a newcomer reads', () => {
  let lines: readonly Line[];
  beforeAll(async () => {
    lines = await playStory();
  });

  it('is the worked example of the README, line by line', () => {
    const told = tellStory(lines).trim();

    expect(readme).toContain(told);
  });

  it('goes from the refusal over another rep to a signed deal', () => {
    const types = lines.map(({ type }) => type);
    const offers = lines.filter(({ type }) => type === 'OfferMade');

    expect(types).toContain('Rejected');
    expect(types).toContain('CreditConfirmed');
    expect(types.at(-1)).toBe('Won');
    expect(offers).toHaveLength(2);
    expect(offers[0]?.sentence).not.toBe(offers[1]?.sentence);
  });

  it('has a sentence for every event it meets', () => {
    const untold = lines.filter(({ type }) => !toldEvents.includes(type));

    expect(untold).toEqual([]);
  });
});
