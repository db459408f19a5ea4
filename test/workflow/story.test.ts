import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Chapter, playEdgeCases } from '../../infra/tools/story/edge-cases.ts';
import { type Line, tellStory } from '../../infra/tools/story/stage.ts';
import { playStory } from '../../infra/tools/story/whole-life.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('the story that a newcomer reads', () => {
  let lines: readonly Line[];
  let chapters: readonly Chapter[];
  beforeAll(async () => {
    lines = await playStory();
    chapters = await playEdgeCases();
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

  it.each([
    ['The intern', ['ColleagueEnquired', 'QualifiedBySdr', 'OfferMade']],
    ['The collision', ['SelfSourcedClaimed', 'SourceAdjudicated']],
    ['Merge and undo', ['Merged', 'UnmergedToRest']],
    [
      'Cancelled on day 3',
      ['OppCancelled', 'CreditVoided', 'CauseGiven', 'CancelRuled', 'CreditPending'],
    ],
    ['Lost, and opened again', ['Lost', 'Reopened', 'Won']],
  ])('tells the edge case: %s', (title, types) => {
    const chapter = chapters.find((one) => one.title.startsWith(title));
    const told = chapter?.lines.map(({ type }) => type) ?? [];

    expect(told.filter((type) => types.includes(type)).slice(-types.length)).toEqual(types);
  });
});
