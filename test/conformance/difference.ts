import type { Json } from '../../infra/emulator/asl/types.ts';

// How an expectation differs from what came, or undefined when it doesn't. `__ANY__` stands for text that a
// recording can't know; a value that is `__ANY__` stands for anything; `{"$jsonText": X}` for a text whose JSON is X.

const ANY = '__ANY__';

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 200);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function jsonIn(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textDifference(expected: string, actual: unknown, at: string): string | undefined {
  if (expected === actual || expected === ANY) return undefined;
  if (typeof actual !== 'string') return `${at}: expected ${shown(expected)}, got ${shown(actual)}`;
  const [first, second] = [jsonIn(expected), jsonIn(actual)];
  if (first !== undefined && second !== undefined) return difference(first, second, `${at}(json)`);
  const pattern = new RegExp(`^${expected.split(ANY).map(escaped).join('[^]*')}$`);
  return pattern.test(actual)
    ? undefined
    : `${at}: expected ${shown(expected)}, got ${shown(actual)}`;
}

function objectDifference(
  expected: { readonly [name: string]: Json },
  actual: unknown,
  at: string,
): string | undefined {
  if (Object.keys(expected).join() === '$jsonText') {
    const parsed = typeof actual === 'string' ? jsonIn(actual) : undefined;
    return parsed === undefined
      ? `${at}: expected the text of JSON, got ${shown(actual)}`
      : difference(expected.$jsonText ?? null, parsed, `${at}(json)`);
  }
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) {
    return `${at}: expected ${shown(expected)}, got ${shown(actual)}`;
  }
  const given = new Map(Object.entries(actual));
  for (const [name, value] of Object.entries(expected)) {
    if (!given.has(name)) return `${at}.${name}: missing`;
    const found = difference(value, given.get(name), `${at}.${name}`);
    if (found !== undefined) return found;
    given.delete(name);
  }
  const [extra] = given;
  return extra && `${at}.${extra[0]}: not expected (${shown(extra[1])})`;
}

/** The first difference, with its path. */
export function difference(expected: Json, actual: unknown, at = '$'): string | undefined {
  if (typeof expected === 'string') return textDifference(expected, actual, at);
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return `${at}: expected an array, got ${shown(actual)}`;
    if (actual.length !== expected.length) {
      return `${at}: expected ${expected.length} items, got ${actual.length}`;
    }
    for (const [index, item] of expected.entries()) {
      const found = difference(item, actual[index], `${at}[${index}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (typeof expected === 'object' && expected !== null) {
    return objectDifference(expected, actual, at);
  }
  return expected === actual
    ? undefined
    : `${at}: expected ${shown(expected)}, got ${shown(actual)}`;
}
