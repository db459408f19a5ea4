import { isObject, type Report } from '../report.ts';
import { runtimeFailure } from '../state-failure.ts';
import type { Json } from '../types.ts';
import type { Template } from './scope.ts';

type Step = string | number;

const STEP =
  /\.([\p{ID_Start}_][\p{ID_Continue}-]*)|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]/uy;

/** The steps of a reference path such as `$.a['b'][0]`, or undefined when it isn't one. */
function referenceSteps(text: string): Step[] | undefined {
  if (!text.startsWith('$')) return undefined;
  const steps: Step[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < text.length) {
    const [, dotted, single, double, index] = STEP.exec(text) ?? [];
    const name = dotted ?? single ?? double;
    if (name !== undefined) steps.push(name);
    else if (index !== undefined) steps.push(Number(index));
    else return undefined;
  }
  return steps;
}

function put(into: Json | undefined, steps: readonly Step[], value: Json, text: string): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    if (!Array.isArray(into) || step >= into.length) {
      throw runtimeFailure(
        `Unable to apply ReferencePath ${text} to input ${JSON.stringify(into)}`,
      );
    }
    return into.map((item, index) => (index === step ? put(item, rest, value, text) : item));
  }
  if (into !== undefined && into !== null && !isObject(into)) {
    throw runtimeFailure(`Unable to apply ReferencePath ${text} to input ${JSON.stringify(into)}`);
  }
  const fields = isObject(into ?? undefined) ? Object.entries(into ?? {}) : [];
  const inner = fields.find(([name]) => name === step)?.[1];
  const changed: [string, Json] = [step, put(inner, rest, value, text)];
  return fields.some(([name]) => name === step)
    ? Object.fromEntries(fields.map((entry) => (entry[0] === step ? changed : entry)))
    : Object.fromEntries([...fields, changed]);
}

/**
 * Puts the scope's result (or error output) into the raw input: `$` replaces it, null keeps it as it is.
 * Throws States.Runtime where a path can't be followed.
 */
export function resultPath(report: Report, path: Json, location: string): Template {
  if (path === null) return (scope) => scope.input;
  const steps = typeof path === 'string' ? referenceSteps(path) : undefined;
  if (steps === undefined || typeof path !== 'string') {
    const message = `Value is not a Reference Path: ${String(path)}`;
    report.add('SCHEMA_VALIDATION_FAILED', message, location);
    return (scope) => scope.input;
  }
  return (scope) => put(scope.input, steps, scope.errorOutput ?? scope.result ?? null, path);
}
