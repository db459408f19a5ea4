import { expect, it } from 'vitest';
import { Instant } from '../../../functions/leads/instant.ts';

const good: readonly (readonly [string, string])[] = [
  ['2026-09-14T02:00:00.000Z', '2026-09-14T02:00:00.000Z'],
  ['2028-02-29T23:59:59.999Z', '2028-02-29T23:59:59.999Z'],
  ['2026-04-30T00:00:00.000Z', '2026-04-30T00:00:00.000Z'],
  ['2026-01-31T00:00:00.000Z', '2026-01-31T00:00:00.000Z'],
  ['2026-09-14T10:00:00+08:00', '2026-09-14T02:00:00.000Z'],
  ['2026-09-14T02:00:00Z', '2026-09-14T02:00:00.000Z'],
];

it.each(good)('%s is a moment, and is written %s', (text, written) => {
  expect(Instant.parse(text)).toBe(written);
  expect(Instant.optional().parse(text)).toBe(written);
});

it.each([
  '2026-02-29T00:00:00.000Z',
  '2026-02-30T00:00:00.000Z',
  '2026-04-31T00:00:00.000Z',
  '2026-13-01T00:00:00.000Z',
  '2026-09-00T00:00:00.000Z',
  '2026-09-14T24:00:00.000Z',
  '2026-09-14T02:60:00.000Z',
  '1899-12-31T00:00:00.000Z',
  '2200-01-01T00:00:00.000Z',
  '2026-09-14T02:00:00.000Z\n',
  '2026-09-14',
  7,
  null,
])('%j is none', (text) => {
  expect(Instant.safeParse(text).success).toBe(false);
});
