import type { Diagnostic, DiagnosticCode } from './definition-error.ts';
import type { Json } from './types.ts';

export type JsonObject = { [name: string]: Json };

/** Collects what is wrong with a definition, so that one refusal names everything. */
export interface Report {
  readonly diagnostics: Diagnostic[];
  add(code: DiagnosticCode, message: string, location: string): void;
}

export function newReport(): Report {
  const diagnostics: Diagnostic[] = [];
  return {
    diagnostics,
    add: (code, message, location) => diagnostics.push({ code, message, location }),
  };
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const KINDS = {
  STRING: (value: Json): boolean => typeof value === 'string',
  OBJECT: isObject,
  ARRAY: (value: Json): boolean => Array.isArray(value),
  BOOLEAN: (value: Json): boolean => typeof value === 'boolean',
  NUMBER: (value: Json): boolean => typeof value === 'number',
} as const;

/** Reports a field of the wrong type. Gives whether the value is present and right. */
export function expect(
  report: Report,
  value: Json | undefined,
  kind: keyof typeof KINDS,
  location: string,
): boolean {
  if (value === undefined) return false;
  if (KINDS[kind](value)) return true;
  report.add('SCHEMA_VALIDATION_FAILED', `Expected value of type [${kind}]`, location);
  return false;
}

/** A string field, or undefined after reporting what else it is. */
export function stringField(
  report: Report,
  object: JsonObject,
  field: string,
  location: string,
): string | undefined {
  const value = object[field];
  expect(report, value, 'STRING', `${location}/${field}`);
  return typeof value === 'string' ? value : undefined;
}

/** An object's entries as [name, object]; others are reported and left out. */
export function objectList(
  report: Report,
  value: Json | undefined,
  location: string,
): JsonObject[] {
  if (!expect(report, value, 'ARRAY', location) || !Array.isArray(value)) return [];
  return value.filter((item, index) =>
    expect(report, item, 'OBJECT', `${location}[${index}]`),
  ) as JsonObject[]; // expect() has just told objects from the rest
}
