import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);

describe('a signpost', () => {
  it.each(['README.md', 'CONTRIBUTING.md', 'infra/emulator/README.md'])(
    'of %s leads to what is there',
    (page) => {
      const text = readFileSync(new URL(page, ROOT), 'utf8');
      const named = [...text.matchAll(/`((?:functions|infra|test|workflows|docs)\/[\w./-]*)`/g)];
      const linked = [...text.matchAll(/\]\(([\w./-]+)(?:#[\w-]+)?\)/g)];
      const paths = [
        ...named.map(([, path = '']) => new URL(path, ROOT)),
        ...linked.map(([, path = '']) => new URL(path, new URL(page, ROOT))),
      ];

      expect(paths.filter((path) => !existsSync(path)).map(({ pathname }) => pathname)).toEqual([]);
      expect(paths.length).toBeGreaterThan(3);
    },
  );
});
