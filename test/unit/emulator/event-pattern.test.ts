import { describe, expect, it } from 'vitest';
import { matches, type Pattern } from '../../../infra/emulator/eventbridge/pattern.ts';

const event = {
  source: 'leads',
  'detail-type': 'LeadScored',
  resources: ['a', 'b'],
  detail: { state: 'MQL', score: 62, owner: null, tags: [], account: { region: 'CN-SH' } },
};

const cases: readonly [string, Pattern, boolean][] = [
  ['equal values', { source: ['leads'] }, true],
  ['one of several values', { 'detail-type': ['LeadLost', 'LeadScored'] }, true],
  ['another value', { source: ['sales'] }, false],
  ['every field at once', { source: ['leads'], detail: { state: ['MAL'] } }, false],
  ['a nested field', { detail: { account: { region: ['CN-SH'] } } }, true],
  ['one element of an array', { resources: ['b'] }, true],
  ['a prefix', { detail: { account: { region: [{ prefix: 'CN' }] } } }, true],
  ['another prefix', { detail: { account: { region: [{ prefix: 'DE' }] } } }, false],
  ['a suffix', { detail: { account: { region: [{ suffix: 'SH' }] } } }, true],
  ['anything but', { detail: { state: [{ 'anything-but': ['MAL', 'SQL'] }] } }, true],
  ['but not this', { detail: { state: [{ 'anything-but': 'MQL' }] } }, false],
  ['no such prefix', { detail: { state: [{ 'anything-but': { prefix: 'M' } }] } }, false],
  [
    'anything but, of a field that is missing',
    { detail: { gone: [{ 'anything-but': 'x' }] } },
    false,
  ],
  ['a field that exists', { detail: { score: [{ exists: true }] } }, true],
  ['a field that does not', { detail: { gone: [{ exists: false }] } }, true],
  ['a field that ought not to', { detail: { score: [{ exists: false }] } }, false],
  ['null', { detail: { owner: [null] } }, true],
  ['a number in a range', { detail: { score: [{ numeric: ['>', 60, '<=', 62] }] } }, true],
  ['a number out of a range', { detail: { score: [{ numeric: ['>', 62] }] } }, false],
  ['a number as text', { detail: { score: ['62'] } }, false],
  ['either of two', { detail: { $or: [{ state: ['MAL'] }, { score: [62] }] } }, true],
  ['neither of two', { detail: { $or: [{ state: ['MAL'] }, { score: [1] }] } }, false],
  ['any case', { source: [{ 'equals-ignore-case': 'LEADS' }] }, true],
];

describe('event patterns', () => {
  it.each(cases)('match by %s', (_name, pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  it('refuse a matcher that they do not know', () => {
    expect(() => matches({ source: [{ wildcard: '*' }] }, event)).toThrow(
      'unknown matcher wildcard',
    );
  });
});
