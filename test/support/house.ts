// What the house is built of: each TypeScript file with what it imports and exports, read from its text. Biome's format makes that
// simple: imports and exports begin a line.

import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Import {
  /** A path from the repository's root, or a package. */
  readonly from: string;
  /** The exported names that are asked for; `*` for all of them. */
  readonly names: readonly string[];
}

export interface SourceFile {
  /** From the repository's root. */
  readonly path: string;
  readonly imports: readonly Import[];
  /** Names that are declared with `export`. */
  readonly exports: readonly string[];
  /** Those of them that the file itself uses, too. */
  readonly ownUses: ReadonlySet<string>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STATIC =
  /^(?:import|export) (?:type )?(?:(\w+)(?:, )?)?(\{[^}]*\}|\*(?: as \w+)?)? ?(?:from )?'([^']+)';/gm;
const DYNAMIC = /import\('([^']+)'\)\)?(?:\.(\w+))?/g;
const DECLARED =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|const|let|interface|type) (\w+)/gm;

/** All of functions/, infra/ and test/, in order of their paths. */
export function readHouse(): readonly SourceFile[] {
  const paths = globSync('{functions,infra,test}/**/*.ts', { cwd: ROOT });
  return paths.toSorted().map((path) => sourceFile(path, readFileSync(`${ROOT}${path}`, 'utf8')));
}

function sourceFile(path: string, text: string): SourceFile {
  const found = [...text.matchAll(STATIC)].map(([, standard, braces, specifier = '']) => ({
    from: placeOf(path, specifier),
    names: [...(standard ? ['default'] : []), ...namesIn(braces ?? '')],
  }));
  const later = [...text.matchAll(DYNAMIC)].map(([, specifier = '', name = '*']) => ({
    from: placeOf(path, specifier),
    names: [name],
  }));
  const exports = new Set([...text.matchAll(DECLARED)].map(([, name = '']) => name));
  // Neither its declaration nor a comment is a use, nor the type of a schema that has its name.
  const code = text.replaceAll(DECLARED, '').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|typeof \w+/g, '');
  const words = new Set(code.match(/\w+/g));
  return {
    path,
    imports: [...found, ...later],
    exports: [...exports],
    ownUses: new Set([...exports].filter((name) => words.has(name))),
  };
}

function placeOf(path: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return posix.join(posix.dirname(path), specifier);
}

/** `{ type A, b as c }` asks for A and b. */
function namesIn(braces: string): readonly string[] {
  if (braces.startsWith('*')) return ['*'];
  return [...braces.matchAll(/(?:^\{|,)\s*(?:type )?(\w+)/g)].map(([, name = '']) => name);
}

/** Paths of files that import each other in a circle, one line of `a → b → a` for each that is closed. */
export function circlesIn(files: readonly SourceFile[]): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (path: string, way: readonly string[]) => {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' → '));
    if (done.has(path) || way.includes(path)) return;
    for (const { from } of byPath.get(path)?.imports ?? []) walk(from, [...way, path]);
    done.add(path);
  };
  for (const { path } of files) walk(path, []);
  return circles;
}
