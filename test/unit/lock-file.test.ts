import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  /** Comes inside the package that it is nested in, under that one's hash. */
  readonly inBundle?: boolean;
}

const file = new URL('../../package-lock.json', import.meta.url);
const { packages }: { packages: Record<string, Locked> } = JSON.parse(readFileSync(file, 'utf8'));
const installed = Object.entries(packages).filter(([path]) => path !== '');
const REGISTRY = /^https:\/\/registry\.npmjs\.org\//;

describe('the lock file', () => {
  it('knows each package by the hash of what is downloaded', () => {
    const unknown = installed.filter(
      ([, { integrity, inBundle }]) => !inBundle && !/^sha512-/.test(integrity ?? ''),
    );

    expect(installed.length).toBeGreaterThan(100);
    expect(unknown.map(([path]) => path)).toEqual([]);
  });

  it('takes each package in one version and from the registry only', () => {
    const elsewhere = installed.filter(
      ([, { version, resolved }]) =>
        !/^\d+\.\d+\.\d+/.test(version ?? '') ||
        !REGISTRY.test(resolved ?? 'https://registry.npmjs.org/'),
    );

    expect(elsewhere.map(([path]) => path)).toEqual([]);
  });
});
