import { compileQuery, type Query } from '../expressions/jsonata.ts';
import { expect, type JsonObject, type Report } from '../report.ts';
import type { Graph, Language } from './definition.ts';

/** What is shared while one definition is compiled. */
export interface Compiler {
  readonly report: Report;
  /** The language of the machine: what a state without QueryLanguage uses, at any depth. */
  readonly language: Language;
  readonly queries: Map<string, Query>;
  readonly names: Set<string>;
  /** Compiles StartAt and States, of which a state may hold some more; `fields` may stand beside them. */
  readonly graph: (object: JsonObject, location: string, fields?: readonly string[]) => Graph;
}

/** Reports a QueryLanguage that isn't one. Only the exact `JSONPath` is JSONPath. */
export function languageOf(
  report: Report,
  object: JsonObject,
  inherited: Language,
  location: string,
): Language {
  const value = object.QueryLanguage;
  if (value === undefined) return inherited;
  if (expect(report, value, 'STRING', `${location}/QueryLanguage`)) {
    if (value !== 'JSONata' && value !== 'JSONPath') {
      const message = 'Value should be one of the following: [JSONPath, JSONata]';
      report.add('SCHEMA_VALIDATION_FAILED', message, `${location}/QueryLanguage`);
    }
  }
  return value === 'JSONPath' ? 'JSONPath' : 'JSONata';
}

/** The query of an expression, or undefined after reporting why there is none. */
export function queryFor(compiler: Compiler, text: string, location: string): Query | undefined {
  const known = compiler.queries.get(text);
  if (known !== undefined) return known;
  try {
    const query = compileQuery(text);
    compiler.queries.set(text, query);
    return query;
  } catch (problem) {
    const { message } = Object(problem) as { message?: unknown };
    compiler.report.add('INVALID_JSONATA_EXPRESSION', String(message ?? problem), location);
    return undefined;
  }
}
