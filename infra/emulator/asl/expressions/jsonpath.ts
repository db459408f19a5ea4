import { compile, type JSONPathQuery, type JSONValue } from 'json-p3';
import type { Report } from '../report.ts';
import { runtimeFailure } from '../state-failure.ts';
import type { Json } from '../types.ts';
import type { Scope } from './scope.ts';

// Paths of JSONPath states: `$…` in the data, `$$…` in the context object, `$name…` in a variable.

/** A compiled path. Definite paths give one value or none; others give the array of what they match. */
export interface Path {
  readonly text: string;
  readonly definite: boolean;
  readonly read: (scope: Scope, data: Json) => Json | undefined;
}

// Step Functions takes names with hyphens after a dot; RFC 9535 wants them in brackets.
function bracketed(text: string): string {
  return text.replace(/\.([\p{ID_Start}_][\p{ID_Continue}]*(?:-[\p{ID_Continue}]+)+)/gu, "['$1']");
}

type Root = (scope: Scope, data: Json) => Json | undefined;

function rootOf(text: string): readonly [Root, string] {
  if (text.startsWith('$$')) return [(scope) => scope.context(), text.slice(1)];
  const variable = /^\$(\p{ID_Start}\p{ID_Continue}*)/u.exec(text);
  const name = variable?.[1];
  if (name === undefined) return [(_scope, data) => data, text];
  return [(scope) => scope.variable(name), `$${text.slice(name.length + 1)}`];
}

/** Compiles a path, or reports why it is none and gives undefined. */
export function compilePath(report: Report, text: Json, location: string): Path | undefined {
  if (typeof text !== 'string' || !text.startsWith('$')) {
    report.add('SCHEMA_VALIDATION_FAILED', 'Value is not a valid JSONPath', location);
    return undefined;
  }
  const [root, rest] = rootOf(text);
  let query: JSONPathQuery;
  try {
    query = compile(bracketed(rest));
  } catch {
    report.add('SCHEMA_VALIDATION_FAILED', `Value is not a valid JSONPath: ${text}`, location);
    return undefined;
  }
  const definite = query.singularQuery();
  return {
    text,
    definite,
    read: (scope, data) => {
      const start = root(scope, data);
      if (start === undefined) return undefined;
      const found = query.query(start as JSONValue).values() as Json[]; // the same shape under another name
      return definite ? found[0] : found;
    },
  };
}

/** A path's value, or States.Runtime when a definite path finds nothing. */
export function pathOrFail(path: Path, scope: Scope, data: Json): Json {
  const value = path.read(scope, data);
  if (value === undefined) {
    throw runtimeFailure(`Invalid path '${path.text}' : No results for path: ${path.text}`);
  }
  return value;
}
