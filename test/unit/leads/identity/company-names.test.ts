import { describe, expect, it } from 'vitest';
import {
  blocksOf,
  likeness,
  plainName,
} from '../../../../functions/leads/identity/company-names.ts';

describe('a company’s name without its legal form', () => {
  it.each([
    ['Acme Inc.', 'acme'],
    ['ACME, Incorporated', 'acme'],
    ['Müller & Söhne GmbH', 'muller sohne'],
    ['Foo S.A.', 'foo'],
    ['Bar Co., Ltd.', 'bar'],
    ['上海云帆信息技术有限公司', '云帆信息技术'],
    ['云帆信息技术股份有限公司', '云帆信息技术'],
    ['北京', '北京'],
    ['Holding', ''],
    ['  ', ''],
  ])('%s is %s', (name, plain) => {
    expect(plainName(name)).toBe(plain);
  });
});

describe('names that look alike', () => {
  it.each([
    ['Acme', 'Akme'],
    ['Siemon Robotics', 'Simon Robotics'],
    ['Phoenix Tools', 'Fenix Tools'],
    ['Robotics Siemon', 'Siemon Robotics'],
    ['云帆信息', '云帆信息技术'],
  ])('%s and %s meet under a key', (one, other) => {
    const keys = new Set(blocksOf(one));

    expect(blocksOf(other).some((key) => keys.has(key))).toBe(true);
  });

  it('score by likeness, and say why', () => {
    expect(likeness('Acme GmbH', 'ACME Inc')).toEqual({
      score: 1,
      because: 'the same but for the legal form',
    });
    expect(likeness('Robotics Siemon', 'Siemon Robotics').score).toBe(0.99);
    expect(likeness('Siemon Robotics', 'Simon Robotics').score).toBeGreaterThan(0.93);
    expect(likeness('Zebra Logistics', 'Quantum Bakery').score).toBeLessThan(0.7);
    expect(likeness('', 'Acme').score).toBe(0);
  });
});

describe('keys of a name', () => {
  it('are few, and none for a name that says nothing', () => {
    expect(blocksOf('A very long name of a company with many words in it').length).toBeLessThan(4);
    expect(blocksOf('GmbH')).toEqual([]);
  });
});
