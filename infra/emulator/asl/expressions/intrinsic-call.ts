import type { Report } from '../report.ts';
import { runtimeFailure, StateFailure } from '../state-failure.ts';
import type { Json } from '../types.ts';
import { INTRINSICS } from './intrinsics.ts';
import { compilePath } from './jsonpath.ts';
import type { Scope } from './scope.ts';

// `States.Format('{} of {}', $.a, States.ArrayLength($.b))`: parses a call and evaluates its arguments.

type Evaluate = (scope: Scope, data: Json) => Json;

interface Cursor {
  readonly report: Report;
  readonly text: string;
  readonly location: string;
  at: number;
}

class IntrinsicSyntax extends Error {
  override readonly name = 'IntrinsicSyntax';
}

function skipSpace(cursor: Cursor): void {
  while (/\s/.test(cursor.text[cursor.at] ?? '')) cursor.at += 1;
}

function take(cursor: Cursor, pattern: RegExp): string | undefined {
  skipSpace(cursor);
  pattern.lastIndex = cursor.at;
  const [found] = pattern.exec(cursor.text) ?? [];
  if (found !== undefined) cursor.at += found.length;
  return found;
}

function stringLiteral(cursor: Cursor): string | undefined {
  const quoted = take(cursor, /'(?:[^'\\]|\\[\s\S])*'/y);
  return quoted?.slice(1, -1).replace(/\\(['\\])/g, '$1');
}

/** A path runs to the comma or parenthesis that isn't inside its own brackets. */
function pathText(cursor: Cursor): string | undefined {
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== '$') return undefined;
  let depth = 0;
  let end = cursor.at;
  for (; end < cursor.text.length; end += 1) {
    const char = cursor.text[end] ?? '';
    if (depth === 0 && (char === ',' || char === ')')) break;
    if ('([{'.includes(char)) depth += 1;
    if (')]}'.includes(char)) depth -= 1;
  }
  const text = cursor.text.slice(cursor.at, end).trimEnd();
  cursor.at = end;
  return text;
}

function argument(cursor: Cursor): Evaluate {
  const literal = stringLiteral(cursor);
  if (literal !== undefined) return () => literal;
  const word = take(cursor, /true\b|false\b|null\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
  if (word !== undefined) return () => JSON.parse(word);
  const text = pathText(cursor);
  if (text === undefined) return call(cursor);
  const path = compilePath(cursor.report, text, cursor.location);
  return (scope, data) => {
    const value = path?.read(scope, data);
    if (value !== undefined) return value;
    throw runtimeFailure(
      `The JsonPath argument for the field '${text}' could not be found in the input '${JSON.stringify(data)}'`,
    );
  };
}

function call(cursor: Cursor): Evaluate {
  const name = take(cursor, /States\.[A-Za-z0-9]+/y);
  const implementation = name === undefined ? undefined : INTRINSICS.get(name);
  if (name === undefined || implementation === undefined || take(cursor, /\(/y) === undefined) {
    throw new IntrinsicSyntax(`not an intrinsic function: ${cursor.text.slice(cursor.at)}`);
  }
  const list: Evaluate[] = [];
  if (take(cursor, /\)/y) === undefined) {
    do list.push(argument(cursor));
    while (take(cursor, /,/y) !== undefined);
    if (take(cursor, /\)/y) === undefined) throw new IntrinsicSyntax(`no ) after ${name}`);
  }
  return (scope, data) => {
    const values = list.map((item) => item(scope, data));
    try {
      return implementation(values, scope);
    } catch (problem) {
      if (problem instanceof StateFailure) throw problem;
      throw new StateFailure({
        error: 'States.IntrinsicFailure',
        cause: problem instanceof Error ? problem.message : String(problem),
      });
    }
  };
}

/** Compiles an intrinsic function call, or reports why it isn't one. */
export function compileIntrinsic(report: Report, text: string, location: string): Evaluate {
  const cursor: Cursor = { report, text, location, at: 0 };
  try {
    const evaluate = call(cursor);
    skipSpace(cursor);
    if (cursor.at === text.length) return evaluate;
  } catch (problem) {
    if (!(problem instanceof IntrinsicSyntax)) throw problem;
  }
  const message = `The value for the field is not a valid intrinsic function call: ${text}`;
  report.add('SCHEMA_VALIDATION_FAILED', message, location);
  return () => null;
}
